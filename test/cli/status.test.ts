import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { statusSchema } from '../../core/stage/status/status.ts';
import { begun } from '../stage/overview/begun.ts';
import { temporaryFolder } from '../host/temporary.ts';
import { deadOwner } from '../stage/overview/begun.ts';
import { phasewright } from './phasewright.ts';

const program = join(import.meta.dirname, '../../cli/phasewright.ts');

test('Status shows phases and questions, and all of it as JSON by its schema.', async () => {
  const { host, root } = await begun();
  const env = { PHASEWRIGHT_STATE: host.stateFolder };
  const shown = phasewright(root, ['status'], env);
  expect(shown).toMatchObject({ code: 0, err: '' });
  expect(shown.out).toMatch(/^■ demo, phase 1: Start .* 0 of 2 tasks, stopped\n/);
  expect(shown.out).toMatch(/\nNo question is open\.\n$/);
  const { out } = phasewright(root, ['status', '--json'], env);
  expect(statusSchema.parse(JSON.parse(out)).phases).toHaveLength(1);
});

test('Outside of a repository there is no status, and it says so.', () => {
  expect(phasewright(temporaryFolder(), ['status'])).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('Unexpected folder without a git checkout'),
  });
});

test('Watching prints one line of JSON for each change on a pipe, and ends well with Ctrl-C.', async () => {
  const made = await begun();
  const env = { ...process.env, PHASEWRIGHT_STATE: made.host.stateFolder };
  const child = spawn(process.execPath, [program, 'status', '--watch', '--json'], { cwd: made.root, env });
  onTestFinished(() => void child.kill('SIGKILL'));
  const read = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => statusSchema.parse(JSON.parse(String((await read.next()).value)));
  expect((await next()).phases[0]?.state).toBe('stopped');
  await made.claim('phase', {});
  expect((await next()).phases[0]?.state).toBe('at-work');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect((await read.next()).done).toBe(true);
});

test('Doctor says what is wrong, changes nothing without --fix, and says nothing once it has repaired it.', async () => {
  const made = await begun();
  await made.claim('phase', await deadOwner(made));
  const env = { PHASEWRIGHT_STATE: made.host.stateFolder };
  const doctor = (...args: string[]) => phasewright(made.root, ['doctor', ...args], env);
  expect(doctor()).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^✖ claim without worker {2}refs.*\n(?:.*\n)*1 finding\. .*doctor --fix/),
  });
  const told = JSON.parse(doctor('--json').out) as object;
  expect(told).toMatchObject({ version: 1, findings: [{ kind: 'claim-without-worker', repaired: null }] });
  const fixed = doctor('--fix', '--json');
  expect(fixed.code).toBe(0);
  expect(JSON.parse(fixed.out)).toMatchObject({ findings: [{ repaired: { done: true, says: 'given back' } }] });
  expect(doctor('--fix')).toEqual({ code: 0, out: 'Nothing is wrong.\n', err: '' });
});

test('Nobody repairs from within a run.', async () => {
  const made = await begun();
  const env = { PHASEWRIGHT_STATE: made.host.stateFolder, PHASEWRIGHT_RUN: 'run-1' };
  expect(phasewright(made.root, ['doctor', '--fix'], env)).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('from within a run'),
  });
});
