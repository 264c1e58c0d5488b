import { onTestFinished, describe, expect, test } from 'vitest';
import type { RunOptions, RunResult } from '../../core/host/host.ts';
import { nodeProcesses } from '../../core/host/node-processes.ts';
import { isRunning, untilGone } from './process.ts';
import { temporaryFolder } from './temporary.ts';

const never = new AbortController().signal;
const path = { PATH: process.env['PATH'] };

async function run(options: Partial<RunOptions> & Pick<RunOptions, 'file' | 'args'>, stop = never): Promise<RunResult> {
  return await nodeProcesses(stop).run({ cwd: temporaryFolder(), env: path, ...options });
}

/** A shell script, and what it says line by line. */
async function shell(script: string, options: Partial<RunOptions> = {}, stop = never): Promise<RunResult> {
  return await run({ file: 'sh', args: ['-c', script], ...options }, stop);
}

describe('a program that ends by itself', () => {
  test('is told its input, and what it prints is kept apart.', async () => {
    const result = await shell('cat; echo oops >&2; exit 3', { input: 'naïve 🙂\n' });
    expect(result).toMatchObject({ ended: 'exit', code: 3, stdout: 'naïve 🙂\n', stderr: 'oops\n' });
    expect(result.durationMs).toBeGreaterThan(0);
  });

  test('gets the environment that is given, and nothing of ours.', async () => {
    process.env['PHASEWRIGHT_TEST_SECRET'] = 'secret';
    onTestFinished(() => void delete process.env['PHASEWRIGHT_TEST_SECRET']);
    const { stdout } = await shell('env', { env: { ...path, GIVEN: 'yes', ABSENT: undefined } });
    expect(stdout).toContain('GIVEN=yes\n');
    expect(stdout).not.toMatch(/ABSENT|SECRET|HOME=/);
  });

  test('works in the folder that is given.', async () => {
    const cwd = temporaryFolder();
    expect((await shell('pwd', { cwd })).stdout).toBe(`${cwd}\n`);
  });

  test('may ignore its input, however long that is.', async () => {
    expect(await shell('exit 0', { input: 'x'.repeat(1_000_000) })).toMatchObject({ ended: 'exit', code: 0 });
  });

  test('by a signal has no exit code.', async () => {
    const result = await shell('echo last words; kill -KILL $$');
    expect(result).toMatchObject({ ended: 'signal', signal: 'SIGKILL', stdout: 'last words\n' });
    expect(result).not.toHaveProperty('code');
  });

  test('is not found when there is none of that name.', async () => {
    const result = await run({ file: 'phasewright-no-such-program', args: [] });
    expect(result).toMatchObject({
      ended: 'not-found',
      stderr: expect.stringContaining('phasewright-no-such-program'),
    });
  });

  test('hands over each line as it comes: across chunks, with CRLF, and without a newline at last.', async () => {
    const lines: string[] = [];
    await shell(String.raw`printf 'one\r\ntw'; printf 'o\n\n\303'; printf '\274 end'`, {
      onLine: (line) => lines.push(line),
    });
    expect(lines).toEqual(['one', 'two', '', 'ü end']);
  });

  test('has long output cut in its middle, and says how much is missing.', async () => {
    const { stdout } = await shell('printf first; head -c 3000000 /dev/zero | tr "\\0" x; printf last', { keep: 100 });
    expect(stdout).toBe(`first${'x'.repeat(45)}\n… 2999909 bytes left out …\n${'x'.repeat(46)}last`);
  });

  test('has its output kept whole up to the limit.', async () => {
    const { stdout } = await shell('head -c 100 /dev/zero | tr "\\0" x', { keep: 100 });
    expect(stdout).toBe('x'.repeat(100));
  });
});

describe('a program that is ended', () => {
  test('at its time limit.', async () => {
    expect(await shell('echo begun; sleep 600', { timeLimit: 300 })).toMatchObject({
      ended: 'time-limit',
      stdout: 'begun\n',
    });
  });

  test('when it has been silent for too long.', async () => {
    expect(await shell('echo begun; sleep 600', { silenceLimit: 300 })).toMatchObject({ ended: 'silence-limit' });
  });

  test('but not while it prints now and then, on either stream.', async () => {
    const script = 'for i in 1 2 3 4 5; do echo $i; sleep 0.4; echo $i >&2; sleep 0.4; done';
    expect(await shell(script, { silenceLimit: 2_000 })).toMatchObject({
      ended: 'exit',
      code: 0,
      stdout: '1\n2\n3\n4\n5\n',
    });
  });

  test('by its caller.', async () => {
    const caller = new AbortController();
    const result = await shell('echo ready; sleep 600', { cancel: caller.signal, onLine: () => caller.abort() });
    expect(result).toMatchObject({ ended: 'cancelled', stdout: 'ready\n' });
  });

  test('when we are asked to stop.', async () => {
    const stop = new AbortController();
    expect(await shell('echo ready; sleep 600', { onLine: () => stop.abort() }, stop.signal)).toMatchObject({
      ended: 'cancelled',
    });
    expect(await shell('sleep 600', {}, stop.signal)).toMatchObject({ ended: 'cancelled' });
  });

  test('unless it finishes what was begun.', async () => {
    expect(await shell('echo done', { uninterrupted: true }, AbortSignal.abort())).toMatchObject({
      ended: 'exit',
      code: 0,
      stdout: 'done\n',
    });
  });

  test('also when it does not want to.', async () => {
    const deaf = 'trap "" TERM INT HUP; echo ready; while :; do sleep 600; done';
    expect(await shell(deaf, { timeLimit: 300 })).toMatchObject({ ended: 'time-limit' });
  });
});

describe('what a program started', () => {
  test('is ended with it, as deep as it goes.', async () => {
    const pids: number[] = [];
    const caller = new AbortController();
    const onLine = (line: string): void => {
      if (pids.push(Number(line)) === 3) caller.abort();
    };
    const inner = 'trap "" TERM; echo $$; sleep 600 & echo $!; wait';
    const script = `sh -c '${inner}' & echo $!; wait`;
    expect(await shell(script, { cancel: caller.signal, onLine })).toMatchObject({ ended: 'cancelled' });
    expect(new Set(pids).size).toBe(2);
    await Promise.all(pids.map(untilGone));
  });

  test('does not outlive it when it ends by itself, and does not hold it up.', async () => {
    const result = await shell('sleep 600 & echo $!', { timeLimit: 20_000 });
    expect(result).toMatchObject({ ended: 'exit', code: 0 });
    await untilGone(Number(result.stdout));
  });

  test('does not hold it up either when it has left the group with the pipes in hand.', async () => {
    const code = `const child = require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: 'inherit' });
      console.log(child.pid);
      child.unref();`;
    const result = await run({ file: process.execPath, args: ['-e', code], timeLimit: 20_000 });
    const pid = Number(result.stdout);
    onTestFinished(() => void process.kill(pid, 'SIGKILL'));
    expect(result).toMatchObject({ ended: 'exit', code: 0 });
    expect(isRunning(pid)).toBe(true);
  });
});
