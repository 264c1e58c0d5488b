import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { ownerToText } from '../../core/host/owner-text.ts';
import { ownerVariable } from '../../core/host/variables.ts';
import { hostWith } from './temporary.ts';

const module = join(import.meta.dirname, '../../core/host/stop-signal.ts');

/** A process that works on until it is asked to stop, and then says why. */
const codeWith = (after = ''): string => `import { stopSignal } from ${JSON.stringify(module)};
  const stop = stopSignal(${after});
  const work = setInterval(() => {}, 1000);
  stop.addEventListener('abort', () => { console.log(stop.reason.message); clearInterval(work); if (process.connected) process.disconnect(); });
  console.log('ready');`;
const argsWith = (after?: string): string[] => ['--input-type=module', '-e', codeWith(after)];
const args = argsWith();

function linesOf(child: ChildProcess): () => Promise<string> {
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]();
  return async () => (await lines.next()).value as string;
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s asks to stop.', async (signal) => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const next = linesOf(child);
  expect(await next()).toBe('ready');
  child.kill(signal);
  expect(await next()).toBe(signal);
});

test('So does the end of the process that started this one.', async () => {
  const script = `"${process.execPath}" "$@" & echo $$; wait`;
  const child = spawn('sh', ['-c', script, 'sh', ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const next = linesOf(child);
  expect(Number(await next())).toBe(child.pid);
  expect(await next()).toBe('ready');
  child.kill('SIGKILL');
  expect(await next()).toBe('the process that started this one is gone');
});

test('So does the end of its channel to that process.', async () => {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  const next = linesOf(child);
  expect(await next()).toBe('ready');
  child.disconnect();
  expect(await next()).toBe('the process that started this one is gone');
});

test('So does the end of the run that it belongs to.', async () => {
  const owner = spawn('sleep', ['600'], { stdio: 'ignore' });
  onTestFinished(() => void owner.kill('SIGKILL'));
  const { processes } = hostWith();
  const text = ownerToText({ ...(await processes.self()), pid: owner.pid!, started: '' });
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [ownerVariable]: text },
  });
  const next = linesOf(child);
  expect(await next()).toBe('ready');
  owner.kill('SIGKILL');
  expect(await next()).toBe('the run that started this stage is gone');
});

test('So does the end of its time.', async () => {
  const child = spawn(process.execPath, argsWith('50'), { stdio: ['ignore', 'pipe', 'inherit'] });
  const next = linesOf(child);
  expect(await next()).toBe('ready');
  expect(await next()).toBe('its time is over');
});
