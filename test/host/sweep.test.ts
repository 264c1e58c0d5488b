import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hostWith } from './temporary.ts';
import { isRunning, untilGone } from './process.ts';

const { processes } = hostWith();

/** A process in a group and session of its own, with this in its environment. */
async function daemon(env: Record<string, string>): Promise<number> {
  const child = spawn('sh', ['-c', 'echo ready; exec sleep 600'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid!;
}

test.runIf(process.platform === 'linux')(
  'A process that left its group and session is found by its environment, and no other.',
  async () => {
    const marker = `PHASEWRIGHT_TEST_CALL=${process.pid}`;
    const marked = await daemon({ PHASEWRIGHT_TEST_CALL: `${process.pid}` });
    const other = await daemon({
      PHASEWRIGHT_TEST_CALL: `${process.pid}0`,
      OTHER_PHASEWRIGHT_TEST_CALL: `${process.pid}`,
    });
    expect(await processes.sweep(marker)).toBe(1);
    await untilGone(marked);
    expect(isRunning(other)).toBe(true);
    expect(await processes.sweep(marker)).toBe(0);
  },
);

test.runIf(process.platform === 'linux')('Whoever sweeps is spared, with all that it was started by.', () => {
  const module = join(import.meta.dirname, '../../core/host/sweep.ts');
  const code = `import { sweep } from ${JSON.stringify(module)}; console.log('swept ' + (await sweep('PHASEWRIGHT_TEST_SPARED=1')));`;
  const env = { ...process.env, PHASEWRIGHT_TEST_SPARED: '1', CODE: code };
  const script = `"${process.execPath}" --input-type=module -e "$CODE"; echo still here`;
  expect(execFileSync('sh', ['-c', script], { env, encoding: 'utf8' })).toBe('swept 0\nstill here\n');
});
