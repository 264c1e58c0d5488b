import type { Git } from '../git/git.ts';
import type { UserLogs } from './user-logs.ts';

/** How a ref differs between two looks. */
export interface RefMove {
  readonly ref: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
  /** The one behind a tag, or `to` itself; undefined when it is none, or not there. */
  readonly commit: string | undefined;
}

/**
 * Why it was not the user who moved or deleted a branch or tag that was there; undefined when it may have been them. Git
 * writes whatever moves a branch that is checked out into a log, and refuses to delete one; and a commit that somebody
 * makes is in the log of where they made it. `known` are commits that were there before, or that one of us has made.
 */
export async function notTheirs(
  git: Git,
  move: RefMove,
  about: { readonly logs: UserLogs; readonly known: readonly string[] },
): Promise<string | undefined> {
  const { ref, commit } = move;
  if (!/^refs\/(?:heads|tags)\//.test(ref)) return undefined;
  const { since, checkedOut } = about.logs;
  const again = howToRepeat(move);
  if (checkedOut.has(ref) && (commit === undefined || !since.has(commit)))
    return `while a worktree of yours was at it, whose log does not tell of it; ${again}`;
  if (commit === undefined || (await isReachable(git, commit, about.known))) return undefined;
  return `a commit that is new, and that no log of your worktrees tells of; ${again}`;
}

/** For a person whose move was taken for an agent's. */
export function howToRepeat({ ref, to }: RefMove): string {
  return `if it was you, do it again: git update-ref ${to === undefined ? `-d ${ref}` : `${ref} ${to}`}`;
}

async function isReachable(git: Git, commit: string, from: readonly string[]): Promise<boolean> {
  const listed = await git.run(['rev-list', '--max-count=1', '--ignore-missing', '--stdin'], {
    input: [commit, ...new Set(from.map((object) => `^${object}`))].map((line) => `${line}\n`).join(''),
  });
  return listed.ok && listed.stdout === '';
}
