import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Rig } from './rig.ts';
import { useRig } from './use-rig.ts';

/* What other tests trust the rig to notice. */

test.each<[string, string, (rig: Rig) => Promise<unknown> | void]>([
  ['a file', 'demo/src/index.ts', (rig) => rig.write({ 'demo/src/index.ts': '' })],
  ['a mode', 'package.json', (rig) => chmodSync(join(rig.checkout, 'package.json'), 0o755)],
  ['a new file', 'demo/src/new.ts', (rig) => rig.write({ 'demo/src/new.ts': '' })],
  ['the index', '.git/index', async (rig) => await rig.git('update-index', '--assume-unchanged', 'package.json')],
  ['the branch', '.git/HEAD', async (rig) => await rig.git('switch', '--quiet', '--create', 'other')],
  ['a setting', '.git/config', async (rig) => await rig.git('config', 'core.fileMode', 'false')],
  ['a tag', 'refs/tags/v1', async (rig) => await rig.git('tag', 'v1')],
  ['what git excludes', '.git/info/exclude', (rig) => rig.write({ '.git/info/exclude': 'demo\n' })],
])('a snapshot of the checkout differs when %s has changed', async (_, path, change) => {
  const rig = await useRig();
  const before = rig.snapshot();

  await change(rig);

  const after = rig.snapshot();
  expect(Object.keys({ ...before, ...after }).filter((name) => before[name] !== after[name])).toContain(path);
});

test('a process of the rig is found by where it is, though it has no environment, and is not left behind', async () => {
  const rig = await Rig.create();
  const run = rig.start([
    '-e',
    "require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { env: {}, detached: true, stdio: 'ignore' }).unref()",
  ]);
  await run.ended;
  const [survivor] = rig.survivors();
  expect(survivor?.command).toContain('setInterval');

  await expect(rig.close()).rejects.toThrow(`Still running after the run:\n${survivor?.pid}`);
  expect(rig.survivors()).toEqual([]);
});

test('a behaviour that throws fails the test at its end', async () => {
  const rig = await Rig.create();
  const agent = { PHASEWRIGHT_TASK: '1.1', PHASEWRIGHT_ROLE: 'implementer' };
  rig.agent.on({ task: '1.1' }, async (call) => {
    await call.exit(4);
    throw new Error('not what was expected');
  });

  const run = rig.start(['-e', "process.exitCode = require('child_process').spawnSync('rig-agent').status"], agent);

  expect((await run.ended).code).toBe(4);
  expect(rig.agent.names()).toEqual(['1.1 implementer']);
  await expect(rig.close()).rejects.toThrow('A behaviour of the rig went wrong');
});
