import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { moveRef, readRef, setRef } from '../../git/refs.ts';
import { pushRef, type Push, type Pushed } from '../../git/push.ts';
import { fetchRef, isHere, readRemote } from '../../git/remote.ts';
import { isCheckedOut } from '../../git/worktree.ts';
import { shellWord } from '../../shell-word.ts';
import type { StageContext } from '../context.ts';

/** The branch that all work comes together on, wherever it is. */
export interface Mainline {
  /** For people: `main of origin`. */
  readonly name: string;
  readonly branch: string;
  /** The commit that it is at, which is here with its history. */
  read(): Promise<Result<string>>;
  /** Moves it from exactly `from`, which has to be behind `to`: never back, and never over somebody else's commit. */
  move(to: string, from: string): Promise<Pushed>;
  /** What that is pushed to; absent where nothing is pushed. */
  readonly pushes?: Pick<Push, 'remote' | 'ref'>;
  /** What brings it into the user's checkout. */
  readonly next: string;
}

/** Main of a remote, which says itself what it is called. */
export async function remoteMain(
  context: StageContext,
  remote: string,
  push?: (push: Push) => Promise<Pushed>,
): Promise<Result<Mainline>> {
  const { host, refs } = context;
  // An address may be relative to the user's checkout.
  const git = context.repository.git.in(context.phase.checkout);
  const found = await readRemote(git, remote);
  if (!found.ok) return found;
  const ref = found.value.main;
  if (ref === undefined)
    return fail('land', `The remote ${remote} names no default branch, so there is nothing to land on.`);
  const branch = ref.replace('refs/heads/', '');
  const read = async (): Promise<Result<string>> => {
    const now = await readRemote(git, remote, [ref]);
    if (!now.ok) return now;
    const commit = now.value.at.get(ref);
    if (commit === undefined) return fail('land', `The remote ${remote} has no branch ${branch} any more.`);
    if (!(await isHere(git, commit))) {
      const fetched = await fetchRef(git, remote, ref);
      if (!fetched.ok) return fetched;
      if (!(await isHere(git, commit))) return fail('land', `${branch} of ${remote} was moved while it was fetched.`);
    }
    await setRef(git, refs.main, commit);
    return ok(commit);
  };
  const move = async (to: string, from: string): Promise<Pushed> => {
    const one = { remote, ref, to, expected: from };
    return push ? await push(one) : await pushRef(host, git, one);
  };
  return ok({
    name: `${branch} of ${remote}`,
    branch,
    read,
    move,
    pushes: { remote, ref },
    next: `git pull --ff-only ${shellWord(remote)} ${shellWord(branch)}`,
  });
}

/** The local main, in a repository without a remote; undefined where it is checked out, since then it is not moved. */
export async function localMain(context: StageContext): Promise<Result<Mainline | undefined>> {
  const { git } = context.repository;
  const named = await localMainBranch(git);
  if (!named.ok) return named;
  const branch = named.value;
  const ref = `refs/heads/${branch}`;
  if (await isCheckedOut(git, ref)) return ok(undefined);
  const read = async (): Promise<Result<string>> => {
    const commit = await readRef(git, ref);
    return commit === undefined ? fail('land', `The branch ${branch} is gone.`) : ok(commit);
  };
  const move = async (to: string, from: string): Promise<Pushed> => {
    // Somebody may have checked it out meanwhile.
    if (await isCheckedOut(git, ref)) return { how: 'refused', words: 'it is checked out' };
    return { how: (await moveRef(git, ref, to, from)) ? 'moved' : 'lost' };
  };
  return ok({ name: branch, branch, read, move, next: `git switch ${shellWord(branch)}` });
}

/** What the local main is called, in a repository without a remote. */
export async function localMainBranch(git: Git): Promise<Result<string>> {
  const configured = (await git.run(['config', '--get', 'init.defaultBranch'])).stdout.trim();
  for (const branch of [configured, 'main', 'master'].filter(Boolean))
    if ((await readRef(git, `refs/heads/${branch}`)) !== undefined) return ok(branch);
  return fail(
    'land',
    'Unexpected repository with neither a remote nor a branch main or master: there is no main to land on. Set "land" to "branch", or name your branch: git config init.defaultBranch <branch>.',
  );
}

/** Whether a commit has another one in its history, or is that one. */
export async function includes(git: Git, commit: string, earlier: string): Promise<boolean> {
  return (await git.run(['merge-base', '--is-ancestor', earlier, commit])).ok;
}

/** What the user has not shared yet is not for us to share, on main or on any other branch of the remote. */
export function unshared(place: string, base: string, act: string): string {
  return `${place} does not have ${base.slice(0, 10)}, the commit that the phase started from: to ${act} would share commits of yours that are not ours to share. Bring them to ${place} and run again.`;
}

/** The first of some commits that a commit has in its history. */
export async function firstIn(git: Git, commit: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (await includes(git, commit, name)) return name;
  return undefined;
}
