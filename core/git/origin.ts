import type { Git } from './git.ts';

/** The address of the remote `origin`, as it is configured; undefined where there is none. */
export async function originOf(git: Git): Promise<string | undefined> {
  const found = await git.run(['config', '--get', 'remote.origin.url']);
  return found.ok ? found.stdout.trim() : undefined;
}

/** The branches of a remote as they were last seen here, name → commit, and which of them is its main one. */
export async function remoteBranches(
  git: Git,
  remote: string,
): Promise<{ readonly branches: ReadonlyMap<string, string>; readonly main: string | undefined }> {
  const folder = `refs/remotes/${remote}/`;
  const listed = await git.text(['for-each-ref', '--format=%(refname) %(objectname) %(symref)', folder]);
  const branches = new Map<string, string>();
  let main: string | undefined;
  for (const line of listed.split('\n').filter(Boolean)) {
    const [ref = '', commit = '', leadsTo = ''] = line.split(' ');
    if (leadsTo === '') branches.set(ref.slice(folder.length), commit);
    else if (ref === `${folder}HEAD`) main = leadsTo.slice(folder.length);
  }
  return { branches, main: main ?? ['main', 'master'].find((name) => branches.has(name)) };
}
