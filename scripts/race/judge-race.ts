import { phaseRefs } from '../../core/git/refs.ts';
import type { Race } from './run-race.ts';
import type { Told } from './told.ts';

/** What one worker has told. */
export interface WorkerStory {
  readonly name: string;
  readonly isDying: boolean;
  readonly told: Told[];
  /** What it wrote to standard error. */
  complaint: string;
}

export interface RaceResult {
  /** One line of a table. */
  readonly row: Readonly<Record<string, string | number>>;
  /** What must not be. */
  readonly breaches: readonly string[];
}

/** Pushes for one claim that was had. */
const mostAttempts = 2.5;

/** Holds what the workers told against what the remote has in the end. */
export function judgeRace(
  race: Race,
  end: {
    readonly stories: readonly WorkerStory[];
    readonly refs: ReadonlyMap<string, string>;
    readonly seconds: number;
  },
): RaceResult {
  const { stories, refs, seconds } = end;
  const names = phaseRefs('race', '1');
  const told = stories.flatMap(({ name, told: all }) => all.map((one) => ({ name, ...one })));
  const written = told.filter((one) => one.what === 'written' && one.how === 'moved');
  const claims = told.filter((one) => one.what === 'claimed');
  const pushes = sum(told.flatMap((one) => (one.what === 'tried' ? [one.pushes] : [])));
  const attempts = pushes / claims.length;
  const late = told.filter((one) => one.what === 'late');
  const holding = told.filter((one) => one.what === 'holding');
  const share = stories
    .filter(({ isDying }) => !isDying)
    .map(({ name }) => written.filter((one) => one.name === name).length);

  const breaches: string[] = [];
  for (let number = 1; number <= race.tasks; number += 1) {
    const task = `task-${number}`;
    const by = written.filter((one) => one.what === 'written' && one.task === task).map(({ name }) => name);
    const kept = refs.get(names.result(task, 'done'));
    if (by.length !== 1) breaches.push(`${task} was done ${by.length} times: ${by.join(', ') || 'by nobody'}`);
    if (kept !== by[0])
      breaches.push(`${task} has the result of ${kept ?? 'nobody'}, and ${by[0] ?? 'nobody'} was told so`);
    if (refs.has(names.claim(task))) breaches.push(`${task} is claimed still`);
  }
  if (share.some((tasks) => tasks === 0)) breaches.push('a worker got no work');
  if (!(attempts <= mostAttempts)) breaches.push(`${attempts.toFixed(2)} attempts for each claim`);
  if (holding.length !== race.dying) breaches.push(`${holding.length} workers died with a claim`);
  for (const one of holding) {
    const isTakenOver = claims.some(
      (claim) =>
        claim.what === 'claimed' && claim.task === one.task && claim.name !== one.name && claim.epoch > one.epoch,
    );
    if (!isTakenOver) breaches.push(`${one.task} of ${one.name} was not taken over`);
  }
  if (late.length !== race.dying) breaches.push(`${late.length} workers wrote late`);
  for (const one of late)
    if (one.how !== 'lost') breaches.push(`the late write of ${one.name} for ${one.task} was not refused: ${one.how}`);
  for (const { name, told: all, complaint } of stories)
    if (all.at(-1)?.what !== 'ended') breaches.push(`${name} did not end well: ${complaint.trim().slice(0, 500)}`);

  const faults = told.flatMap((one) => (one.what === 'ended' ? [one] : []));
  const row = {
    seed: race.seed,
    workers: race.workers,
    'tasks done': written.length,
    claims: claims.length,
    'attempts per claim': Number(attempts.toFixed(2)),
    pushes: sum(faults.map(({ pushes: all }) => all)),
    'pushes killed': sum(faults.map(({ killed }) => killed)),
    'answers dropped': sum(faults.map(({ dropped }) => dropped)),
    'taken over': claims.filter((one) => one.what === 'claimed' && one.epoch > 1).length,
    'late writes refused': late.filter(({ how }) => how === 'lost').length,
    'tasks per worker': `${Math.min(...share)} to ${Math.max(...share)}`,
    seconds: Number(seconds.toFixed(1)),
    breaches: breaches.length,
  };
  return { row, breaches };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
