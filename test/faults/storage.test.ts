import { describe, expect, test } from 'vitest';
import type { Failure } from '../../core/failure.ts';
import { openJournal, readJournal, type Journal } from '../../core/journal/journal.ts';
import { drive } from '../../core/workflow/drive.ts';
import type { State } from '../../core/workflow/state.ts';
import { iterative } from '../../core/workflow/workflow.ts';
import { randomOf } from '../../scripts/random.ts';
import { start } from '../workflow/sample.ts';
import { World } from '../workflow/world.ts';
import { Disk, PowerCut, type Faults } from './disk.ts';

const path = '/state/task-1.jsonl';
const workflow = iterative({ gateRetries: 2, maxReviewRounds: 3 });

/** What is to be known of a loop, whatever becomes of the processes that drive it. */
interface Told {
  readonly disk: Disk;
  readonly world: World;
  /** Records that the journal has said to have. */
  readonly acknowledged: string[];
}

function nothingYet(): Told {
  return { disk: new Disk(), world: new World(), acknowledged: [] };
}

/** How a process ended: with the loop somewhere, or for a reason. */
interface End {
  readonly state?: State;
  readonly failure?: Failure;
}

/** One process that drives the loop as far as it gets. */
async function process({ disk, world, acknowledged }: Told): Promise<End> {
  const { host, end } = disk.process();
  try {
    const opened = await openJournal(host, path);
    if (!opened.ok) return { failure: opened.failure };
    const journal: Journal = {
      ...opened.value,
      append: async (kind, data) => {
        const written = await opened.value.append(kind, data);
        if (written.ok) acknowledged.push(JSON.stringify(written.value));
        return written;
      },
    };
    const state = await drive({ stage: 'task-1', workflow, start, journal, effects: world });
    await journal.close();
    return state.at === 'stopped' ? { state, failure: state.failure } : { state };
  } finally {
    end();
  }
}

async function undisturbed(): Promise<Told & { end: End }> {
  const told = nothingYet();
  return { ...told, end: await process(told) };
}

/** Everything that was acknowledged is there, and nothing was begun that was not. */
function expectNothingLost({ disk, world, acknowledged }: Told, what: string): void {
  const lines = disk.text(path).split('\n');
  expect(lines.slice(0, acknowledged.length), `after ${what}`).toEqual(acknowledged);
  const intents = acknowledged.flatMap((line) => {
    const { kind, data } = JSON.parse(line) as { kind: string; data: unknown };
    return kind === 'intent' ? [JSON.stringify(data)] : [];
  });
  expect(
    world.done.filter((command) => !intents.includes(command)),
    `after ${what}`,
  ).toEqual([]);
}

/** Goes on with the loop on a disk that is well, to the same end. */
async function expectSameEnd(told: Told, whole: Awaited<ReturnType<typeof undisturbed>>, what: string): Promise<void> {
  const before = new Set(told.acknowledged);
  told.disk.faults = () => undefined;
  expect(await process(told), `after ${what}`).toEqual(whole.end);
  expect(told.world.done.length, `after ${what}`).toBeLessThanOrEqual(whole.world.done.length + 1);
  const read = readJournal(told.disk.text(path), path);
  const records = read.ok ? read.value.entries.map((entry) => JSON.stringify(entry)) : [];
  expect(
    [...before].filter((record) => !records.includes(record)),
    `after ${what}`,
  ).toEqual([]);
  expect(records.length, `after ${what}`).toBeGreaterThanOrEqual(told.acknowledged.length);
}

/** From the call with this number on. */
const kinds: Readonly<Record<string, (at: number) => Faults>> = {
  'a call that fails with EIO': (at) => (call) => (call === at ? 'EIO' : undefined),
  'a disk that is full': (at) => (call, operation) => (call >= at && takesSpace(operation) ? 'ENOSPC' : undefined),
  'a short write on a disk that is full': (at) => (call, operation) =>
    call === at ? 'short' : call > at && takesSpace(operation) ? 'ENOSPC' : undefined,
  'a short write on a disk that then does nothing more': (at) => (call) =>
    call === at ? 'short' : call > at ? 'EIO' : undefined,
};

function takesSpace(operation: string): boolean {
  return operation === 'write' || operation === 'create';
}

const wayOut =
  /^journal: Unexpected trouble with \/state\/task-1\.jsonl: the disk .*\((?:EIO|ENOSPC)\)\. (?:Free some space there|Look at the disk).*then run the same command again/;

describe('each call that changes the disk in a whole loop', () => {
  test.each(Object.entries(kinds))('meets %s: the loop refuses to go on, and goes on later.', async (_, kind) => {
    const whole = await undisturbed();
    expect(whole.end).toMatchObject({ state: { at: 'approved' } });
    // The lock, the file, for each record a write and a sync, and the lock again.
    const { calls } = whole.disk;
    expect(calls).toBe(2 * whole.acknowledged.length + 3);
    const refusals: Failure[] = [];
    const ends: End[] = [];
    for (let at = 1; at <= calls; at++) {
      const told = nothingYet();
      told.disk.faults = kind(at);
      const end = await process(told);
      const { failure } = end;
      const what = `call ${at}`;
      expectNothingLost(told, what);
      if (failure) refusals.push(failure);
      else ends.push(end);
      await expectSameEnd(told, whole, what);
    }
    expect(refusals.length).toBeGreaterThan(whole.acknowledged.length);
    for (const { reason, message } of refusals) expect(`${reason}: ${message}`).toMatch(wayOut);
    for (const end of ends) expect(end).toEqual(whole.end);
  });

  test('is a write that is taken by halves, again and again: nobody notices.', async () => {
    const whole = await undisturbed();
    const told = nothingYet();
    told.disk.faults = (call) => (call % 4 === 0 ? undefined : 'short');
    expect(await process(told)).toEqual(whole.end);
    expectNothingLost(told, 'short writes');
    expect(told.disk.calls).toBeGreaterThan(whole.disk.calls + whole.acknowledged.length);
  });
});

test('After a power cut at any of 200 points each acknowledged record is there, and the loop comes to the same end.', async () => {
  const whole = await undisturbed();
  let torn = 0;
  for (let seed = 0; seed < 200; seed++) {
    const random = randomOf(seed);
    const told = nothingYet();
    const at = 1 + Math.floor(random() * whole.disk.calls);
    told.disk.faults = (call) => (call === at ? 'power cut' : undefined);
    const what = `seed ${seed}, call ${at}`;
    await process(told).catch((error: unknown) => {
      if (!(error instanceof PowerCut)) throw error;
    });
    expect(told.disk.calls, `after ${what}`).toBe(at);
    told.disk.powerUp(random);
    expectNothingLost(told, what);
    if (!/(?:^|\n)$/.test(told.disk.text(path))) torn += 1;
    await expectSameEnd(told, whole, what);
  }
  expect(torn).toBeGreaterThan(20);
});

test('A disk that stays full is named by every further run, and what is there stays as it is.', async () => {
  const told = nothingYet();
  told.disk.faults = (call, operation) => (call > 20 && takesSpace(operation) ? 'ENOSPC' : undefined);
  expect(await process(told)).toMatchObject({ state: { at: 'stopped' }, failure: { reason: 'journal' } });
  const text = told.disk.text(path);
  for (let run = 0; run < 3; run++) {
    const { failure } = await process(told);
    expect(failure?.message).toContain('ENOSPC');
    expect(told.disk.text(path)).toBe(text);
  }
});
