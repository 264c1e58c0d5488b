import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { holding } from '../../core/gate/resource.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

const silent = { for: 'gate a', note: () => undefined };

test('Who names the same resource waits, in the order of coming, and the others do not.', async () => {
  const host = hostWith({ stateFolder: temporaryFolder() });
  let inside = 0;
  let most = 0;
  const act = async (): Promise<void> => {
    inside += 1;
    most = Math.max(most, inside);
    await delay(30);
    inside -= 1;
  };
  await Promise.all([1, 2, 3, 4].map(async () => await holding(host, 'db', silent, act)));
  expect(most).toBe(1);
  await Promise.all(['a', 'b'].map(async (name) => await holding(host, name, silent, act)));
  expect(most).toBe(2);
  expect(readdirSync(join(host.stateFolder, 'resources/db'))).toEqual([]);
});

test('Waiting is told, with who is in front.', async () => {
  const host = hostWith({ stateFolder: temporaryFolder() });
  const notes: string[] = [];
  await holding(host, 'db', silent, async () => {
    const other = holding(host, 'db', { for: 'gate b', note: (text) => notes.push(text) }, async () => 'mine');
    await delay(300);
    void other;
  });
  expect(notes).toEqual([
    expect.stringContaining(`waits for the resource "db", which gate a of process ${process.pid}`),
  ]);
});

test('Who has died is in nobody’s way.', async () => {
  const host = hostWith({ stateFolder: temporaryFolder() });
  const folder = join(host.stateFolder, 'resources/db');
  const owner = { ...(await host.processes.self()), started: 'long ago' };
  mkdirSync(folder, { recursive: true });
  for (const name of ['ticket-1-dead', 'choosing-dead'])
    writeFileSync(join(folder, name), JSON.stringify({ owner, for: 'gate x' }));
  expect(await holding(host, 'db', silent, async () => 'done')).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

test('A run that is stopped waits no longer, and leaves no trace.', async () => {
  const stop = new AbortController();
  const host = hostWith({ stateFolder: temporaryFolder() });
  const stopped = { ...host, stopsWithin: async () => stop.signal.aborted };
  const result = await holding(host, 'db', silent, async () => {
    stop.abort();
    return await holding(stopped, 'db', silent, async () => 'never');
  });
  expect(result).toBeUndefined();
});
