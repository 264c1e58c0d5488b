import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import type { Failure } from '../../core/failure.ts';
import type { Host } from '../../core/host/host.ts';
import { ownerToText } from '../../core/host/owner-text.ts';
import { openJournal } from '../../core/journal/journal.ts';
import { lockOf, takeLock } from '../../core/journal/lock.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

const host = hostWith();

/** A journal with one record, closed again. */
async function oneRecord(): Promise<string> {
  const path = join(temporaryFolder(), 'task-1.jsonl');
  const opened = await openJournal(host, path);
  if (!opened.ok) throw new Error(opened.failure.message);
  await opened.value.append('opened', { start: 'c0' });
  await opened.value.close();
  return path;
}

interface Told {
  readonly pid: number;
  readonly failure?: Failure;
}

/** A real process that is ready to write a journal; `go` has it try. */
async function writer(path: string): Promise<{ go: () => Promise<Told>; kill: () => Promise<void> }> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, 'writer.ts'), path], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async go() {
      child.stdin!.write('go\n');
      return JSON.parse((await lines.next()).value as string) as Told;
    },
    async kill() {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await gone;
    },
  };
}

test('F29: A second writer is refused with the first one named, within a second, and changes nothing.', async () => {
  const path = await oneRecord();
  const first = await writer(path);
  const { pid } = await first.go();
  // What the first one is in the middle of writing is nobody's to drop.
  writeFileSync(path, `${readFileSync(path, 'utf8')}{"version":1,"seq`);
  const before = readFileSync(path, 'utf8');
  const started = performance.now();
  const second = await openJournal(host, path);
  expect(performance.now() - started).toBeLessThan(1000);
  expect(second).toMatchObject({ failure: { reason: 'claimed' } });
  expect(!second.ok && second.failure.message).toContain(`(process ${pid})`);
  expect(!second.ok && second.failure.message).toContain('Nothing was written');
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(readdirSync(join(path, '..')).toSorted()).toEqual(['task-1.jsonl', 'task-1.jsonl.lock']);
});

test('So is a second one within the same process.', async () => {
  const path = await oneRecord();
  const first = await openJournal(host, path);
  const second = await openJournal(host, path);
  expect(!second.ok && second.failure.message).toContain(`(process ${process.pid})`);
  if (first.ok) await first.value.close();
  expect(await openJournal(host, path)).toMatchObject({ ok: true });
});

test('Closing gives the lock back, again and again, and never that of somebody else.', async () => {
  const path = await oneRecord();
  expect(existsSync(lockOf(path))).toBe(false);
  const opened = await openJournal(host, path);
  if (!opened.ok) throw new Error(opened.failure.message);
  writeFileSync(lockOf(path), 'somebody|else|1|b|s');
  await opened.value.close();
  await opened.value.close();
  expect(readFileSync(lockOf(path), 'utf8')).toBe('somebody|else|1|b|s');
});

test('A journal that cannot be read gives its lock back.', async () => {
  const path = await oneRecord();
  writeFileSync(path, 'broken\n');
  expect(await openJournal(host, path)).toMatchObject({ failure: { reason: 'journal' } });
  expect(existsSync(lockOf(path))).toBe(false);
});

test('Of eight processes that find the lock of a killed one, one gets it, and the others name a process.', async () => {
  const path = await oneRecord();
  const dead = await writer(path);
  await dead.go();
  await dead.kill();
  expect(existsSync(lockOf(path))).toBe(true);
  const writers = await Promise.all(Array.from({ length: 8 }, async () => await writer(path)));
  const told = await Promise.all(writers.map(async ({ go }) => await go()));
  const [winner, ...more] = told.filter(({ failure }) => failure === undefined);
  expect(more).toEqual([]);
  for (const { failure } of told.filter(({ pid }) => pid !== winner?.pid))
    expect(failure?.message).toMatch(/\(process \d+\).*Nothing was written/);
  expect(readFileSync(lockOf(path), 'utf8')).toContain(`|${winner?.pid}|`);
});

test('Who dies while removing the lock of a dead one stands in nobody’s way.', async () => {
  const path = await oneRecord();
  const dead = ownerToText({ ...(await host.processes.self()), boot: 'another boot' });
  writeFileSync(lockOf(path), dead);
  writeFileSync(lockOf(lockOf(path)), dead);
  writeFileSync(lockOf(lockOf(lockOf(path))), dead);
  expect(await openJournal(host, path)).toMatchObject({ ok: true });
  expect(readdirSync(join(path, '..')).toSorted()).toEqual(['task-1.jsonl', 'task-1.jsonl.lock']);
});

test('A lock that was taken over between the look at it and its removal stays.', async () => {
  const path = await oneRecord();
  const self = await host.processes.self();
  const dead = ownerToText({ ...self, boot: 'another boot' });
  writeFileSync(lockOf(path), dead);
  const quick = ownerToText({ ...self, pid: self.pid + 1 });
  let looks = 0;
  const slow: Host = {
    ...host,
    processes: {
      ...host.processes,
      // Somebody else is quicker, just when this one has seen that the owner is dead.
      isAlive: async ({ pid }) => {
        looks += 1;
        if (looks === 1) writeFileSync(lockOf(path), quick);
        return pid === self.pid + 1;
      },
    },
  };
  expect(await takeLock(slow, path)).toMatchObject({ failure: { reason: 'claimed' } });
  expect(readFileSync(lockOf(path), 'utf8')).toBe(quick);
});

test.each([
  ['that holds no owner', ''],
  ['that is somebody else’s', 'hello'],
])('A lock %s is nobody’s to remove: the file is named.', async (_, text) => {
  const path = await oneRecord();
  writeFileSync(lockOf(path), text);
  const opened = await openJournal(host, path);
  expect(opened).toMatchObject({ failure: { reason: 'claimed' } });
  expect(!opened.ok && opened.failure.message).toContain(`remove ${lockOf(path)}`);
  expect(readFileSync(lockOf(path), 'utf8')).toBe(text);
});

test('A lock of another machine counts as held, and the message says what to do when that is gone.', async () => {
  const path = await oneRecord();
  writeFileSync(lockOf(path), ownerToText({ ...(await host.processes.self()), host: 'elsewhere', pid: 4711 }));
  const opened = await openJournal(host, path);
  expect(!opened.ok && opened.failure.message).toMatch(/@elsewhere \(process 4711\).*remove .*\.lock\.$/);
});
