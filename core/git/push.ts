import type { Host } from '../host/host.ts';
import type { Result } from '../failure.ts';
import { ok } from '../failure.ts';
import { visibleLine } from '../visible.ts';
import { backOff } from './backoff.ts';
import type { Git } from './git.ts';
import { politePushes, pushTurn } from './push-budget.ts';
import { readRemote, transferLimit, withoutProgress, wordsOf } from './remote.ts';

/**
 * What came of a push: `lost` means that a ref was elsewhere, `refused` that the remote will not have it, `unknown` that
 * nobody can say where the refs are now, `put-off` that nothing was tried.
 */
export type Pushed =
  | { readonly how: 'moved' }
  | { readonly how: 'lost' }
  /** `refs`: those of several that it has a reason against, as far as it says so. */
  | { readonly how: 'refused'; readonly words: string; readonly refs?: readonly string[] }
  | { readonly how: 'unknown'; readonly words: string }
  | { readonly how: 'put-off'; readonly words: string };

/** One ref of a remote. */
export interface RemoteMove {
  readonly ref: string;
  /** Where it is to be; undefined: gone. */
  readonly to: string | undefined;
  /** Where it must be now; undefined: it must not be there. */
  readonly expected: string | undefined;
}

export interface Pushing {
  readonly remote: string;
  readonly moves: readonly RemoteMove[];
  /** Pushes that may go from this machine to that remote in a minute. */
  readonly perMinute?: number | undefined;
  /** What can wait: left out when other pushes need the room. */
  readonly isBeat?: boolean;
  /** Where there is work to bring; else there are only refs to move, which is over soon. */
  readonly work?: Work;
}

/** How long work may take that is pushed, in milliseconds: what tells that it gets on takes its time. */
export interface Work {
  /** Without any news of it. */
  readonly silenceLimit: number;
  /** In all, with all tries. */
  readonly timeLimit: number;
}

/**
 * Moves refs of a remote from exactly where they are said to be, all of them or none. The lease takes the place of git's
 * own check for a fast-forward, so whoever wants one has to look before. A push that failed may have landed, or land
 * later: what counts is what the remote says afterwards. To push the same again is safe: both name the same commits.
 */
export async function pushRefs(host: Host, git: Git, pushing: Pushing): Promise<Pushed> {
  const { remote, moves, perMinute = politePushes, isBeat = false, work } = pushing;
  const address = (await git.run(['remote', 'get-url', '--push', remote])).stdout.trim();
  const leases = moves.map(({ ref, expected }) => `--force-with-lease=${ref}:${expected ?? ''}`);
  const specs = moves.map(({ ref, to }) => `${to ?? ''}:${ref}`);
  const end = host.clock.monotonic() + (work?.timeLimit ?? Infinity);
  for (let tries = 1, unanswered = 0; ; tries += 1) {
    if (!(await pushTurn(host, { address, perMinute, isBeat })))
      return { how: 'put-off', words: isBeat ? 'there were enough pushes this minute' : 'the run was stopped' };
    const timeLimit = work ? Math.max(shortestLimit, end - host.clock.monotonic()) : usualLimit;
    const call = { name: remote, isRead: false, ...work, timeLimit };
    const how = ['--porcelain', ...(work ? ['--progress'] : []), ...only];
    const ran = await git.run(['push', ...how, ...leases, remote, ...specs], { remote: call });
    const pushed = { ...ran, stderr: withoutProgress(ran.stderr) };
    if (pushed.ok) return await confirmed(git, pushing);
    const statuses = statusesOf(pushed.stdout);
    const isAnswered = statuses.length > 0;
    if (!isAnswered && isNoEntry(pushed.stderr)) return { how: 'refused', words: wordsOf(pushed.stderr) };
    const now = await settle(host, git, pushing, isAnswered);
    if (!now.ok) return { how: 'unknown', words: wordsOf(pushed.stderr) };
    if (now.value !== 'before') return { how: now.value };
    const own = statuses.filter(({ says }) => !says.includes('atomic'));
    const why = (own[0] ?? statuses[0])?.says ?? '';
    const said = remoteLines(pushed.stderr);
    const words = isAnswered ? [...said, why].join(' ') : wordsOf(pushed.stderr);
    // Of several refs at once the status says only that all of them failed; the remote's own words say why.
    const isRace = [...statuses.map(({ says }) => says), ...said].some((line) => race.test(line));
    if (isAnswered && !isRace) return { how: 'refused', words, refs: own.map(({ ref }) => ref) };
    if (!isAnswered) unanswered += 1;
    const isEnough = tries === mostTries || unanswered === mostUnanswered || host.clock.monotonic() >= end;
    if (isEnough || (await backOff(host, tries))) return { how: isAnswered ? 'refused' : 'unknown', words };
  }
}

export interface Push {
  readonly remote: string;
  readonly ref: string;
  readonly to: string;
  /** Where the ref must be; undefined: it must not be there. */
  readonly expected: string | undefined;
}

/** The same for one ref. */
export async function pushRef(host: Host, git: Git, { remote, ...move }: Push): Promise<Pushed> {
  return await pushRefs(host, git, { remote, moves: [move], work: branchLimits });
}

/** Milliseconds. */
const usualLimit = 2 * 60_000;
/** Milliseconds: what is begun gets a chance. */
const shortestLimit = 1000;
/** Milliseconds without news of a result. */
export const resultSilence = 2 * 60_000;
/** For branches of people: their remotes may have much to look at, and say nothing meanwhile. */
export const branchLimits: Work = { silenceLimit: 10 * 60_000, timeLimit: transferLimit };

const only = ['--atomic', '--no-follow-tags', '--no-recurse-submodules', '--no-signed'];
/** Somebody else was writing the same ref. */
const mostTries = 20;
/** The connection broke each time. */
const mostUnanswered = 3;
/** Somebody else was writing the ref, or it was elsewhere for a moment. */
const race = /^\[rejected\]|failed to update ref|cannot lock ref|incorrect old value|reference already exists/;
/** Who is not let in now is not let in a second later. */
const noEntry =
  /Authentication failed|could not read (?:Username|Password)|Permission denied|denied to|terminal prompts disabled|returned error: 40[13]|does not support --atomic/i;
export function isNoEntry(said: string): boolean {
  return noEntry.test(said);
}

/** Milliseconds. A connection that broke may have left a push behind it that still lands. */
const lateLanding = 2000;

/** An address to push to may lead elsewhere than the one to read from. */
async function confirmed(git: Git, pushing: Pushing): Promise<Pushed> {
  const { remote, moves } = pushing;
  const now = await whereAre(git, pushing);
  if (!now.ok || now.value !== 'before' || moves.every(({ to, expected }) => to === expected)) return { how: 'moved' };
  const words = `git says that it has pushed, and ${remote} has nothing new: look at remote.${remote}.pushurl`;
  return { how: 'refused', words };
}

type Whereabouts = 'moved' | 'before' | 'lost';

/** Where the refs are after a push that failed; where its outcome is open, looked at twice. */
async function settle(host: Host, git: Git, pushing: Pushing, isAnswered: boolean): Promise<Result<Whereabouts>> {
  const first = await whereAre(git, pushing);
  if (isAnswered || (first.ok && first.value !== 'before')) return first;
  await host.stopsWithin(lateLanding);
  return await whereAre(git, pushing);
}

async function whereAre(git: Git, { remote, moves }: Pushing): Promise<Result<Whereabouts>> {
  const refs = moves.map(({ ref }) => ref);
  const read = await readRemote(git, remote, refs);
  if (!read.ok) return read;
  const { at } = read.value;
  if (moves.every(({ ref, to }) => at.get(ref) === to)) return ok('moved');
  return ok(moves.every(({ ref, expected }) => at.get(ref) === expected) ? 'before' : 'lost');
}

/** `[remote rejected] (pre-receive hook declined)`: what is said of each ref, if the remote has answered at all. */
function statusesOf(porcelain: string): { readonly ref: string; readonly says: string }[] {
  return porcelain.split('\n').flatMap((line) => {
    const [flag, refs = '', summary] = line.split('\t');
    if (flag !== '!' || summary === undefined || summary.startsWith('[remote failure]')) return [];
    return [{ ref: refs.slice(refs.indexOf(':') + 1), says: visibleLine(summary) }];
  });
}

/** What the remote itself has to say. */
function remoteLines(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => visibleLine(line.slice('remote:'.length)))
    .filter(Boolean);
}
