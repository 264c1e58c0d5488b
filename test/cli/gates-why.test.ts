import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nodeHost } from '../../core/host/node-host.ts';
import { stateOf } from '../../core/stage/state-folder.ts';
import { keyOf } from '../../core/result/result.ts';
import { writeVerdict } from '../../core/verdict/ledger.ts';
import { openScratch, scratch, userGit } from '../git/scratch.ts';
import { entryOf, gateOf } from '../verdict/sample.ts';
import { phasewright } from './phasewright.ts';

/** A repository on whose HEAD a phase has judged. */
async function judgedRepository() {
  const { root } = await scratch({ 'a.txt': 'one\n' });
  const state = join(root, '..', 'state');
  const host = { ...nodeHost(), stateFolder: state };
  const { repository } = await openScratch(host, root);
  const sample = entryOf('1', [gateOf(), gateOf({ target: 'lint', outcome: 'failed', log: 'abc', charge: 'real' })]);
  const input = { ...sample.input, tree: userGit(root, 'rev-parse', 'HEAD^{tree}') };
  const verdict = { ...sample.verdict, green: false };
  const folder = join(stateOf(host, repository), 'demo', 'verdicts');
  await writeVerdict(host, folder, 'phase-1-x', { ...sample, input, key: keyOf(input), verdict });
  return { root, folder, run: (...args: string[]) => phasewright(root, args, { PHASEWRIGHT_STATE: state }) };
}

test('`gates --why` says when, where and by what the gates of HEAD were judged.', async () => {
  const { run, folder } = await judgedRepository();
  const { code, out: output } = run('gates', '--why');
  expect(code).toBe(0);
  expect(output).toMatch(/^red +task-1\.1 of phase 1, plan demo\n/);
  expect(output).toContain('2026-01-01T00:00:00.000Z, took 1.2 s');
  expect(output).toContain('here, /somewhere');
  expect(output).toContain('demo:lint failed (0.9 s, real)');
  expect(output).toContain(join(folder, 'logs', 'abc.txt'));
});

test('One gate may be named, or a phase; what is not known is said, with exit code 1.', async () => {
  const { run } = await judgedRepository();
  expect(run('gates', '--why', 'test').out).not.toContain('demo:lint');
  expect(run('gates', '--why', '--phase', '1')).toMatchObject({ code: 0 });
  expect(run('gates', '--why', '--phase', '2')).toMatchObject({ code: 1 });
  expect(run('gates', '--why', 'docs')).toMatchObject({
    code: 1,
    err: expect.stringContaining('No verdict of gate docs is known') as string,
  });
  expect(run('gates', '--phase', '1')).toMatchObject({ code: 2 });
});

test('For programs it is data.', async () => {
  const { run } = await judgedRepository();
  const { out: output } = run('gates', '--why', 'lint', '--json');
  expect(JSON.parse(output)).toMatchObject({
    version: 1,
    verdicts: [{ plan: 'demo', stage: 'task-1.1', verdict: { gates: [{ target: 'lint', charge: 'real' }] } }],
  });
});
