import { fail, ok, type Result } from '../failure.ts';
import { visibleLine } from '../visible.ts';
import type { Git } from './git.ts';

/** Milliseconds that a remote may take to say where its refs are. */
const listingLimit = 30_000;
/** Milliseconds without any news of what is fetched. */
const fetchSilence = 60_000;
/** Milliseconds in all for what tells that it gets on. */
export const transferLimit = 60 * 60_000;

/** What a remote says that it has. */
export interface RemoteRefs {
  /** The ref of its default branch; undefined when it names none. */
  readonly main: string | undefined;
  /** Ref → commit. */
  readonly at: ReadonlyMap<string, string>;
}

/** The default branch of a remote, and where it and some branches are now. Nothing is fetched, no ref is moved. */
export async function readRemote(git: Git, remote: string, refs: readonly string[] = []): Promise<Result<RemoteRefs>> {
  const call = { name: remote, isRead: true, timeLimit: listingLimit };
  const listed = await git.run(['ls-remote', '--symref', remote, 'HEAD', ...refs], { remote: call });
  if (!listed.ok) return fail('land', `Unexpected answer of the remote ${remote}: ${wordsOf(listed.stderr)}`);
  let main: string | undefined;
  const at = new Map<string, string>();
  for (const line of listed.stdout.split('\n')) {
    const [value = '', name] = line.split('\t');
    if (name === 'HEAD' && value.startsWith('ref: ')) main = value.slice('ref: '.length);
    else if (name !== undefined) at.set(name, value);
  }
  const head = at.get('HEAD');
  if (main !== undefined && head !== undefined) at.set(main, head);
  return ok({ main, at });
}

/**
 * Whether a branch that a remote has now has a commit in its history. One that had it when the user last saw it, and was
 * moved since to what is not here, is fetched: others may have moved it on, or have taken the commit off again.
 */
export async function isOnRemote(git: Git, remote: string, commit: string): Promise<Result<boolean>> {
  const read = await readRemote(git, remote, [`${branches}*`]);
  if (!read.ok) return read;
  const heads = [...read.value.at].filter(([ref]) => ref.startsWith(branches));
  const commits = heads.map(([, at]) => at);
  if (await isBehindAny(git, commit, commits)) return ok(true);
  const here = await commitsHere(git, commits);
  for (const [ref, at] of heads) {
    const lastSeen = `refs/remotes/${remote}/${ref.slice(branches.length)}`;
    if (here.has(at) || !(await isBehindAny(git, commit, [lastSeen]))) continue;
    const fetched = await fetchRef(git, remote, ref);
    if (!fetched.ok) return fetched;
    if (await isBehindAny(git, commit, [at])) return ok(true);
  }
  return ok(false);
}

/** Whether a commit is in the history of one of those that are here. */
async function isBehindAny(git: Git, commit: string, others: readonly string[]): Promise<boolean> {
  const input = [commit, ...others.map((one) => `^${one}`)].map((line) => `${line}\n`).join('');
  return (await git.text(['rev-list', '--max-count=1', '--ignore-missing', '--stdin'], { input })) === '';
}

async function commitsHere(git: Git, commits: readonly string[]): Promise<ReadonlySet<string>> {
  const input = commits.map((commit) => `${commit}\n`).join('');
  const found = await git.text(['cat-file', '--batch-check=%(objectname)'], { input });
  return new Set(found.split('\n').filter((line) => !line.endsWith(' missing')));
}

const branches = 'refs/heads/';

/** Brings the commits that refs of a remote are at, with their history; the user's refs for that remote stay as they are. */
export async function fetchRef(git: Git, remote: string, ...refs: readonly string[]): Promise<Result<'fetched'>> {
  const quietly = ['--progress', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--refmap='];
  const call = { name: remote, isRead: true, silenceLimit: fetchSilence, timeLimit: transferLimit };
  const fetched = await git.run(['fetch', ...quietly, remote, ...refs], { remote: call });
  return fetched.ok
    ? ok('fetched')
    : fail(
        'land',
        `${refs.join(', ')} of the remote ${remote} could not be fetched: ${wordsOf(withoutProgress(fetched.stderr))}`,
      );
}

/** The same for refs that were seen at commits, as far as those are not here. */
export async function fetchSeen(
  git: Git,
  remote: string,
  seen: readonly { readonly ref: string; readonly commit: string }[],
): Promise<Result<'fetched'>> {
  const unknown: string[] = [];
  for (const { ref, commit } of seen) if (!(await isHere(git, commit))) unknown.push(ref);
  return unknown.length > 0 ? await fetchRef(git, remote, ...unknown) : ok('fetched');
}

/** How far git is tells that it is still at it, and nothing else. */
export function withoutProgress(stderr: string): string {
  const isProgress =
    /^(?:remote: )?(?:Enumerating objects: +\d|[A-Z][a-z ]+: +\d+% \(\d+\/\d+\)|Delta compression using |Total \d+ \(delta )|^(?:From |\s*\*? *(?:branch|\[new ))/;
  return stderr
    .split(/[\r\n]/)
    .filter((line) => !isProgress.test(line))
    .join('\n');
}

/** Whether a commit is in this repository. */
export async function isHere(git: Git, commit: string): Promise<boolean> {
  return (await git.run(['cat-file', '-e', `${commit}^{commit}`])).ok;
}

/** What git said, on one line. Addresses may hold a token. */
export function wordsOf(stderr: string): string {
  return visibleLine(stderr.replaceAll(/\/\/[^/@\s]*@/g, '//')) || 'git said nothing';
}
