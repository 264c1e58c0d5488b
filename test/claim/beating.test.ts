import { expect, test } from 'vitest';
import { beating, type Missed } from '../../core/claim/beating.ts';
import type { HeldClaim, Written } from '../../core/claim/held-claim.ts';
import { persist } from '../../core/claim/persist.ts';
import { hostWith } from '../host/temporary.ts';

/** A host on which time goes on when somebody waits, and a claim whose writes end as they are told to. */
function setting(...ends: Written['how'][]) {
  let now = 0;
  let wall = 0;
  const at: number[] = [];
  const stopsWithin = async (milliseconds: number): Promise<boolean> => {
    await new Promise((resolve) => setImmediate(resolve));
    now += milliseconds;
    return false;
  };
  const host = hostWith({ clock: { wall: () => wall, monotonic: () => now }, stopsWithin, random: () => 0 });
  const write = async (): Promise<Written> => {
    at.push(now / 1000);
    const how = ends.shift() ?? 'moved';
    return how === 'moved' || how === 'lost' ? { how } : { how, words: 'why' };
  };
  const claim: HeldClaim = {
    ref: '',
    epoch: 1,
    lease: 400,
    isOurs: async () => true,
    carry: async () => ({ how: 'moved' }),
    beat: write,
    end: write,
  };
  const until = async (seconds: number): Promise<void> => {
    for (const end = seconds * 1000; ;) {
      if (now >= end) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const sleep = (seconds: number): void => void (wall += seconds * 1000);
  return { host, claim, write, at, until, sleep };
}

test('Work is done while its claim beats four times in a lease, and no more when it is done.', async () => {
  const { host, claim, at, until } = setting();
  const told: Missed[] = [];
  const tell = (missed: Missed): void => void told.push(missed);
  const worked = await beating(host, claim, tell, async () => {
    await until(450);
    return 'work';
  });
  expect(worked).toBe('work');
  expect(at).toEqual([100, 200, 300, 400]);
  for (let turns = 0; turns < 1000; turns += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(at).toHaveLength(4);
  expect(told).toEqual([]);
});

test('After a sleep of the machine, of which its own clock knows nothing, the claim beats at once.', async () => {
  const { host, claim, at, until, sleep } = setting();
  await beating(
    host,
    claim,
    () => undefined,
    async () => {
      await until(30);
      sleep(1500);
      await until(140);
    },
  );
  expect(at.map(Math.floor)).toEqual([31, 131]);
});

test('A beat that did not get through is tried again sooner, and told; one that gave way is not told.', async () => {
  const { host, claim, at, until } = setting('unknown', 'put-off');
  const told: Missed[] = [];
  await beating(
    host,
    claim,
    (missed) => void told.push(missed),
    async () => await until(160),
  );
  expect(at).toEqual([100, 125, 150]);
  expect(told).toEqual([{ how: 'unknown', words: 'why' }]);
});

test('A beat that could not even be made is told, and the next one comes.', async () => {
  const { host, claim, at, until } = setting();
  const told: Missed[] = [];
  const beat = async (): Promise<Written> => {
    const written = await claim.beat();
    if (at.length === 1) throw new Error('ENOSPC');
    return written;
  };
  await beating(
    host,
    { ...claim, beat },
    (missed) => void told.push(missed),
    async () => await until(160),
  );
  expect(at).toEqual([100, 125]);
  expect(told).toEqual([{ how: 'unknown', words: 'Error: ENOSPC' }]);
});

test('A claim that is lost beats no more, and the work comes to its end.', async () => {
  const { host, claim, at, until } = setting('lost');
  const told: Missed[] = [];
  const work = async (): Promise<void> => {
    await until(100);
    for (let turns = 0; turns < 2000; turns += 1) await host.stopsWithin(0);
    await host.stopsWithin(1_000_000);
  };
  await beating(host, claim, (missed) => void told.push(missed), work);
  expect(at).toEqual([100]);
  expect(told).toEqual([{ how: 'lost' }]);
});

test('A write to a remote that is away for a while is made once it is back, after longer and longer pauses.', async () => {
  const { host, write, at } = setting('unknown', 'unknown', 'unknown');
  expect(await persist(host, write)).toEqual({ how: 'moved' });
  expect(at).toEqual([0, 1, 3, 7]);
});

test('A remote that stays away is given up in the end.', async () => {
  const { host, write, at } = setting(...Array<'unknown'>(100).fill('unknown'));
  expect(await persist(host, write)).toEqual({ how: 'unknown', words: 'why' });
  expect(at).toEqual([0, 1, 3, 7, 15, 25, 35, 45, 55]);
});

test.each(['lost', 'refused'] as const)('What is %s is not tried again.', async (how) => {
  const { host, write, at } = setting(how);
  expect(await persist(host, write)).toMatchObject({ how });
  expect(at).toHaveLength(1);
});
