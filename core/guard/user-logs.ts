import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { userWorktrees } from './user-worktrees.ts';

/** What git has written down of the user's own doing, in their worktrees. */
export interface UserLogs {
  /** Commits that these worktrees have been at, as far as the logs reach. */
  readonly known: readonly string[];
  /** Those since the first look. */
  readonly since: ReadonlySet<string>;
  /** Commits that came from remotes since, as the logs of the refs that follow those tell. */
  readonly fetched: readonly string[];
  /** Branches, as refs, that were checked out there in both looks, where there was a log. */
  readonly checkedOut: ReadonlySet<string>;
}

/**
 * Reads the logs of HEAD in the user's worktrees: whatever moves a branch there writes into them, and what an agent does
 * in its own worktree, whose record is `own`, does not. Only worktrees of the first look count, since an agent can add some.
 */
export async function watchLogs(host: Host, commonFolder: string, own: string): Promise<() => Promise<UserLogs>> {
  const worktrees = (await userWorktrees(host, commonFolder)).filter(({ record }) => record !== own);
  const before = await Promise.all(worktrees.map(async ({ record }) => await headOf(host, record)));
  const fetchesBefore = await fetchesOf(host, commonFolder);
  return async () => {
    const fetches = await fetchesOf(host, commonFolder);
    const after = await Promise.all(worktrees.map(async ({ record }) => await headOf(host, record)));
    const pairs = before.map((one, index) => ({ one, now: after[index] ?? one }));
    return {
      known: pairs.flatMap(({ one, now }) => visited([...one.lines, ...now.lines])),
      since: new Set(pairs.flatMap(({ one, now }) => visited(added(one.lines, now.lines)))),
      fetched: [...fetches].flatMap(([ref, lines]) => visited(added(fetchesBefore.get(ref) ?? [], lines))),
      checkedOut: new Set(
        pairs.flatMap(({ one, now }) =>
          one.branch !== undefined && one.branch === now.branch && one.lines.length > 0 ? one.branch : [],
        ),
      ),
    };
  };
}

/** The name of an object. */
export const isObject = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

interface Head {
  readonly branch: string | undefined;
  /** Of its log. */
  readonly lines: readonly string[];
}

async function headOf(host: Host, record: string): Promise<Head> {
  const head = await host.files.read(join(record, 'HEAD')).catch(() => undefined);
  return {
    branch: /^ref: (refs\/heads\/\S+)\n?$/.exec(head ?? '')?.[1],
    lines: await linesOf(host, join(record, 'logs/HEAD')),
  };
}

/** By the ref that follows a branch of a remote: what its log tells of fetches. */
async function fetchesOf(host: Host, commonFolder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = join(commonFolder, 'logs/refs/remotes');
  const fetches = new Map<string, readonly string[]>();
  for (const [ref, { kind }] of await host.files.survey(folder, [])) {
    if (kind !== 'file') continue;
    const lines = await linesOf(host, join(folder, ref));
    fetches.set(
      ref,
      lines.filter((line) => /\t(?:fetch|pull)\b/.test(line)),
    );
  }
  return fetches;
}

async function linesOf(host: Host, log: string): Promise<string[]> {
  return ((await host.files.read(log).catch(() => undefined)) ?? '').split('\n').filter(Boolean);
}

/** A log grows at its end; git drops old lines at its beginning when it cleans up. */
function added(before: readonly string[], after: readonly string[]): readonly string[] {
  if (before.every((line, index) => after[index] === line)) return after.slice(before.length);
  const known = new Set(before);
  return after.filter((line) => !known.has(line));
}

/** A line is `<from> <to> <who and when> TAB <what>`. */
function visited(lines: readonly string[]): string[] {
  return lines.map((line) => line.split(' ', 2)[1] ?? '').filter((name) => isObject.test(name));
}
