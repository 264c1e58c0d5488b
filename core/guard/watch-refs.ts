import { join } from 'node:path';
import { movesBeside, type Git } from '../git/git.ts';
import { deleteRef, moveRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { howToRepeat, notTheirs, type RefMove } from './not-theirs.ts';
import { isObject, watchLogs } from './user-logs.ts';
import { watchMoves } from './watch-moves.ts';
import { differences, nothing, some, type Watch } from './watch.ts';

/** Ours, in all phases of all plans. */
const ours = 'refs/phasewright/';

/**
 * Watches all refs. Those of ours move while an agent works, by what its siblings do and by what people answer, and each
 * such move was written down before; those of the stage itself do not, while it waits. Any other is put back, and is a
 * violation in the phase that is worked on: elsewhere somebody may have fetched or removed a ref by hand. Branches and
 * tags are the user's, who may be at work: `notTheirs` says what is not theirs. `record` is git's of the worktree,
 * `phase` what the refs of the phase begin with.
 */
export async function watchRefs(
  host: Host,
  repository: Repository,
  about: { readonly record: string; readonly phase: string; readonly stage: string },
): Promise<Watch> {
  const { git, standIn } = repository;
  const { record, phase, stage } = about;
  const isOwn = (ref: string): boolean => ref === `${phase}work/${stage}` || ref.startsWith(`${phase}result/${stage}/`);
  const movesAgain = await watchMoves(host, standIn);
  // Before the refs, and after them in the second look: what a log tells of may be newer than a ref, and never older.
  const logsAgain = await watchLogs(host, repository.commonFolder, record);
  const before = await refsOf(git);
  const logBefore = await headLog(host, record);
  return async () => {
    const after = await refsOf(git);
    const moved: RefMove[] = [];
    for (const { name: ref } of differences(before, after)) {
      const [from, to] = [before.get(ref), after.get(ref)];
      moved.push({ ref, from, to, commit: to && (await commitBehind(git, to)) });
    }
    const moves = await movesAgain();
    if (moved.length === 0 && !moves.isRewritten) return nothing;
    const logs = await logsAgain();
    // The agent may have merged or checked out what the user has committed or fetched meanwhile: that is not its work.
    const others = [...before.values(), ...logs.known, ...logs.fetched];
    const made = await madeSince(host, git, { record, logBefore, known: others });
    const isMade = ({ commit }: RefMove): boolean => commit !== undefined && made.has(commit);
    const isAnnounced = ({ ref, to, commit }: RefMove): boolean => moves.isAnnounced(ref, commit ?? to);

    const unannounced = moved.filter((move) => move.ref.startsWith(ours) && (isOwn(move.ref) || !isAnnounced(move)));
    const forged = unannounced.filter(({ ref }) => ref.startsWith(phase));
    const elsewhere = unannounced.filter(({ ref }) => !ref.startsWith(phase));
    const theirs = moved.filter(({ ref }) => !ref.startsWith(ours));
    const branched = theirs.filter((move) => move.from === undefined && isMade(move));
    const byUs = moved.filter((move) => !isMade(move) && isAnnounced(move));
    const known = [...before.values(), ...logs.known, ...byUs.flatMap(({ to }) => to ?? [])];
    /** With the reason why they are not the user's. */
    const taken = new Map<RefMove, string>();
    for (const move of theirs.filter(({ from }) => from !== undefined)) {
      if (byUs.includes(move)) continue;
      const why = isMade(move)
        ? `a commit of this turn; ${howToRepeat(move)}`
        : await notTheirs(git, move, { logs, known });
      if (why !== undefined) taken.set(move, why);
    }
    const rest = theirs.filter((move) => !branched.includes(move) && !taken.has(move));
    for (const move of [...branched, ...elsewhere]) await putBack(host, repository, move);
    return {
      violations: [
        ...(moves.isRewritten ? [`${movesBeside(standIn)}, the list of our moves of refs, was rewritten`] : []),
        ...forged.map((move) => `${describe(move)}, and not by us`),
        ...[...taken].map(([move, why]) => `${describe(move)}, ${why}`),
      ],
      notes: [
        ...(branched.length > 0 ? [`removed refs that the agent had made: ${some(names(branched))}`] : []),
        ...(elsewhere.length > 0
          ? [`refs of other phases were moved, and are put back: ${some(names(elsewhere))}`]
          : []),
        ...(rest.length > 0 ? [`refs that were moved meanwhile, by somebody: ${some(rest.map(describe))}`] : []),
      ],
      undo: async () => {
        await moves.undo();
        for (const move of [...forged, ...taken.keys()]) await putBack(host, repository, move);
      },
    };
  };
}

function names(moves: readonly RefMove[]): string[] {
  return moves.map(({ ref }) => ref);
}

function describe({ ref, from, to }: RefMove): string {
  if (to === undefined) return `${ref} was deleted from ${from?.slice(0, 10)}`;
  return from === undefined
    ? `${ref} was made at ${to.slice(0, 10)}`
    : `${ref} was moved from ${from.slice(0, 10)} to ${to.slice(0, 10)}`;
}

/** Only from where it was seen: somebody may have moved it again. */
async function putBack(host: Host, { git, commonFolder }: Repository, { ref, from, to }: RefMove): Promise<void> {
  const isBroken = to === undefined && !(await git.run(['rev-parse', '--verify', '--quiet', ref])).ok;
  // One that holds no name of an object is none to git, and yet in the way of one.
  if (isBroken) await host.files.remove(join(commonFolder, ref));
  if (from === undefined) await deleteRef(git, ref, to ?? '');
  else await moveRef(git, ref, from, to);
}

/** Ref → the object behind it, whether that is there or not: an agent can write into any ref what it likes. */
async function refsOf(git: Git): Promise<ReadonlyMap<string, string>> {
  const listed = await git.text(['for-each-ref', '--format=%(refname)%00%(objectname)']);
  return new Map(
    listed
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\0') as [string, string]),
  );
}

async function commitBehind(git: Git, object: string): Promise<string | undefined> {
  const found = await git.run(['rev-parse', '--verify', '--quiet', `${object}^{commit}`]);
  return found.ok ? found.stdout.trim() : undefined;
}

/** Commits that the worktree's HEAD has been at since, with all behind them that is not behind the known ones. */
async function madeSince(
  host: Host,
  git: Git,
  about: { record: string; logBefore: string; known: readonly string[] },
): Promise<ReadonlySet<string>> {
  const log = await headLog(host, about.record);
  const since = log.startsWith(about.logBefore) ? log.slice(about.logBefore.length) : log;
  const head = (await host.files.read(join(about.record, 'HEAD')))?.trim() ?? '';
  const visited = [...since.split('\n').map((line) => line.split(' ')[1] ?? ''), head].filter((name) =>
    isObject.test(name),
  );
  if (visited.length === 0) return new Set();
  const known = about.known.map((object) => `^${object}`);
  const listed = await git.run(['rev-list', '--max-count=10000', '--ignore-missing', '--stdin'], {
    input: `${[...new Set([...visited, ...known])].join('\n')}\n`,
  });
  return new Set(listed.stdout.split('\n').filter(Boolean));
}

async function headLog(host: Host, record: string): Promise<string> {
  return (await host.files.read(join(record, 'logs/HEAD'))) ?? '';
}
