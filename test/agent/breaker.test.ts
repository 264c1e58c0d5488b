import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { quotaBreaker } from '../../core/agent/breaker.ts';
import type { LimitedTurn } from '../../core/agent/call.ts';
import type { Trouble } from '../../core/agent/trouble.ts';
import type { Host } from '../../core/host/host.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

const reached = { kind: 'quota', text: 'You have hit your limit' } as const;

/** A host whose clock goes on when somebody waits, so that nobody has to. */
function hostAt(start: number): Host & { readonly waited: number[] } {
  const waited: number[] = [];
  let now = start;
  const clock = { wall: () => now, monotonic: () => now };
  const stopsWithin = async (milliseconds: number): Promise<boolean> => {
    waited.push(milliseconds);
    now += milliseconds;
    return false;
  };
  return { ...hostWith({ clock, stopsWithin }), waited };
}

function breaker(host: Host, folder: string, provider = 'anthropic', whenReached: 'park' | 'wait' = 'park') {
  const notes: string[] = [];
  const own = quotaBreaker(host, { folder, provider, whenReached, note: (text) => notes.push(text) });
  const atOnce = (): LimitedTurn => ({ began: host.clock.wall(), steps: 0 });
  return { ...own, notes, trip: async (trouble: Trouble, turn = atOnce()) => await own.trip(trouble, turn) };
}

test('Nothing is called after a limit was reached, by no stage of the run; other providers are.', async () => {
  const folder = temporaryFolder();
  const host = hostAt(0);
  expect(await breaker(host, folder).closed()).toBeUndefined();
  await breaker(host, folder).trip(reached);
  expect(await breaker(host, folder).closed()).toMatchObject({
    reason: 'agent-quota',
    message: expect.stringContaining('You have hit your limit'),
  });
  expect(await breaker(host, folder, 'openai').closed()).toBeUndefined();
  expect(readdirSync(folder)).toHaveLength(1);
});

test('Of several that reach a limit the latest time counts, and one that does not know takes nothing back.', async () => {
  const folder = temporaryFolder();
  const host = hostAt(0);
  await breaker(host, folder).trip({ ...reached, resetsAt: 9000 });
  await breaker(host, folder).trip({ ...reached, resetsAt: 5000 });
  await breaker(host, folder).trip(reached);
  expect(await breaker(host, folder).closed()).toMatchObject({
    message: expect.stringContaining('1970-01-01T00:00:09Z'),
  });
});

test('Another run tries anew.', async () => {
  const host = hostAt(0);
  await breaker(host, temporaryFolder()).trip(reached);
  expect(await breaker(host, temporaryFolder()).closed()).toBeUndefined();
});

test('After the stated time calls go on.', async () => {
  const folder = temporaryFolder();
  await breaker(hostAt(0), folder).trip({ ...reached, resetsAt: 5000 });
  expect(await breaker(hostAt(4999), folder).closed()).toMatchObject({
    message: expect.stringContaining('It ends at 1970-01-01T00:00:05Z'),
  });
  expect(await breaker(hostAt(5000), folder).closed()).toBeUndefined();
});

test('A run that is told to wait does so until the stated time, looking at the clock now and then.', async () => {
  const folder = temporaryFolder();
  const host = hostAt(0);
  const waiting = breaker(host, folder, 'anthropic', 'wait');
  const fifteenMinutes = 15 * 60_000;
  await waiting.trip({ ...reached, resetsAt: fifteenMinutes });
  expect(await waiting.closed()).toBeUndefined();
  expect(host.waited).toEqual([10 * 60_000, 5 * 60_000]);
  expect(waiting.notes[0]).toContain('waits for anthropic until 1970-01-01T00:15:00Z');
});

test('A run that is told to wait for nobody knows how long does not.', async () => {
  const waiting = breaker(hostAt(0), temporaryFolder(), 'anthropic', 'wait');
  await waiting.trip(reached);
  expect(await waiting.closed()).toMatchObject({ reason: 'agent-quota' });
});

test('Waiting ends with the run.', async () => {
  const host = { ...hostAt(0), stopsWithin: async () => true };
  const waiting = breaker(host, temporaryFolder(), 'anthropic', 'wait');
  await waiting.trip({ ...reached, resetsAt: 1000 });
  expect(await waiting.closed()).toMatchObject({ reason: 'stopped' });
});

test('A time that is past when a limit is reached is none: it would be tried again and again.', async () => {
  const host = hostAt(10_000);
  const waiting = breaker(host, temporaryFolder(), 'anthropic', 'wait');
  await waiting.trip({ ...reached, resetsAt: 10_000 });
  expect(await waiting.closed()).toMatchObject({ reason: 'agent-quota' });
  expect(host.waited).toEqual([]);
});

test.each(['park', 'wait'] as const)(
  'A limit that outlasts its time is called no more, for nobody knows how long it will: %s.',
  async (whenReached) => {
    const folder = temporaryFolder();
    const host = hostAt(0);
    const one = breaker(host, folder, 'anthropic', whenReached);
    await one.trip({ ...reached, resetsAt: 5000 });
    await host.stopsWithin(6000);
    expect(await one.closed()).toBeUndefined();
    expect(await one.trip(reached)).toMatchObject({ reason: 'agent-quota' });
    expect(await one.closed()).toMatchObject({
      reason: 'agent-quota',
      message: expect.not.stringContaining('It ends'),
    });
  },
);

test('A limit that states a new end whenever it should have ended is not waited for again and again.', async () => {
  const folder = temporaryFolder();
  const host = hostAt(0);
  const one = breaker(host, folder, 'anthropic', 'wait');
  expect(await one.trip({ ...reached, resetsAt: 5000 })).toBeUndefined();
  expect(await one.closed()).toBeUndefined();
  await host.stopsWithin(59_000);
  expect(await one.trip({ ...reached, resetsAt: 90_000 })).toMatchObject({ reason: 'agent-quota' });
  expect(await breaker(host, folder, 'anthropic', 'wait').closed()).toMatchObject({ reason: 'agent-quota' });
});

test('A limit that is told of late counts from when its turn began, unless that has made steps.', async () => {
  const host = hostAt(0);
  const again = async (steps: number) => {
    const one = breaker(host, temporaryFolder(), 'anthropic', 'wait');
    expect(await one.trip({ ...reached, resetsAt: host.clock.wall() + 5000 })).toBeUndefined();
    expect(await one.closed()).toBeUndefined();
    const began = host.clock.wall();
    await host.stopsWithin(4 * 3_600_000);
    return await one.trip({ ...reached, resetsAt: host.clock.wall() + 5000 }, { began, steps });
  };
  expect(await again(0)).toMatchObject({ reason: 'agent-quota' });
  expect(await again(1)).toBeUndefined();
});

test('A turn that began before the limit was to end says nothing of whether it has.', async () => {
  const host = hostAt(0);
  const one = breaker(host, temporaryFolder(), 'anthropic', 'wait');
  await one.trip({ ...reached, resetsAt: 5000 });
  await host.stopsWithin(3_600_000);
  const resetsAt = host.clock.wall() + 5000;
  expect(await one.trip({ ...reached, resetsAt }, { began: 4000, steps: 0 })).toBeUndefined();
});

test('A limit that is reached once more, a good while after it had ended, is waited for like the first.', async () => {
  const host = hostAt(0);
  const one = breaker(host, temporaryFolder(), 'anthropic', 'wait');
  await one.trip({ ...reached, resetsAt: 5000 });
  await one.closed();
  await host.stopsWithin(60_000);
  expect(await one.trip({ ...reached, resetsAt: 90_000 })).toBeUndefined();
  expect(await one.closed()).toBeUndefined();
});

test('Whoever trips it hears whether the end of the limit is waited for.', async () => {
  const host = hostAt(0);
  const trip = async (whenReached: 'park' | 'wait', resetsAt?: number) =>
    await breaker(host, temporaryFolder(), 'anthropic', whenReached).trip({ ...reached, resetsAt });
  expect(await trip('wait', 5000)).toBeUndefined();
  expect(await trip('wait')).toMatchObject({ reason: 'agent-quota' });
  expect(await trip('park', 5000)).toMatchObject({
    message: expect.stringContaining('It ends at 1970-01-01T00:00:05Z'),
  });
});

test.each([1.7e18, 1e300, -1, 1])('A time that nobody means is none: %d.', async (resetsAt) => {
  const one = breaker(hostAt(0), temporaryFolder(), 'anthropic', 'wait');
  const parked = { reason: 'agent-quota', message: expect.not.stringContaining('It ends') as string };
  expect(await one.trip({ ...reached, resetsAt })).toMatchObject(parked);
  expect(await one.closed()).toMatchObject(parked);
});
