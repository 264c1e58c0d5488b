import { expect, test } from 'vitest';
import { pushTurn } from '../../core/git/push-budget.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

const turn = { address: 'https://example.com/demo.git', perMinute: 6, isBeat: false };

/** A machine whose clock goes on only when somebody waits. */
function machine() {
  const stateFolder = temporaryFolder();
  let now = 1000;
  const waited: number[] = [];
  const clock = { wall: () => 0, monotonic: () => now };
  const stopsWithin = async (milliseconds: number): Promise<boolean> => {
    waited.push(milliseconds);
    now += milliseconds;
    return false;
  };
  return { host: hostWith({ stateFolder, clock, stopsWithin }), waited };
}

test('Six pushes go at once, and the seventh waits until the first is a minute old.', async () => {
  const { host, waited } = machine();
  for (let pushes = 0; pushes < 6; pushes += 1) expect(await pushTurn(host, turn)).toBe(true);
  expect(waited).toEqual([]);
  expect(await pushTurn(host, turn)).toBe(true);
  expect(waited).toEqual([60_000]);
});

test('A beat is left out rather than take the room of results, and does not wait.', async () => {
  const { host, waited } = machine();
  const beats = [];
  for (let pushes = 0; pushes < 6; pushes += 1) beats.push(await pushTurn(host, { ...turn, isBeat: true }));
  expect(beats).toEqual([true, true, true, true, false, false]);
  for (let pushes = 0; pushes < 2; pushes += 1) expect(await pushTurn(host, turn)).toBe(true);
  expect(waited).toEqual([]);
});

test('Each remote has its own budget, and another boot begins anew.', async () => {
  const { host, waited } = machine();
  for (let pushes = 0; pushes < 6; pushes += 1) await pushTurn(host, turn);
  await pushTurn(host, { ...turn, address: 'https://example.com/other.git' });
  expect(waited).toEqual([]);
  const self = { ...(await host.processes.self()), boot: 'another' };
  const restarted = { ...host, processes: { ...host.processes, self: async () => self, isAlive: async () => true } };
  await pushTurn(restarted, turn);
  expect(waited).toEqual([]);
});

test('Whoever is stopped while waiting does not push.', async () => {
  const { host } = machine();
  for (let pushes = 0; pushes < 6; pushes += 1) await pushTurn(host, turn);
  expect(await pushTurn({ ...host, stopsWithin: () => Promise.resolve(true) }, turn)).toBe(false);
});

test('Of many at once no more than six go.', async () => {
  const { host } = machine();
  const real = hostWith({ stateFolder: host.stateFolder });
  const turns = Array.from({ length: 9 }, async () => await pushTurn(real, { ...turn, isBeat: true, perMinute: 8 }));
  expect((await Promise.all(turns)).filter(Boolean)).toHaveLength(6);
});
