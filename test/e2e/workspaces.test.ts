import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { json } from '../rig/workspace.ts';
import { useRig } from '../rig/use-rig.ts';

const library = 'export const answer = 42;\n';
const files = {
  'package.json': json({ name: 'scratch', private: true, workspaces: ['packages/*'] }),
  'packages/lib/package.json': json({ name: '@scratch/lib', version: '1.0.0', type: 'module', exports: './index.js' }),
  'packages/lib/index.js': library,
  'demo/check.mjs': "import { answer } from '@scratch/lib';\nprocess.exitCode = answer === 42 ? 0 : 1;\n",
  'demo/project.json': json({
    name: 'demo',
    targets: { check: { executor: 'nx:run-commands', options: { command: 'node demo/check.mjs' } } },
  }),
};

test('a library that is broken in a task worktree turns the gate of its dependant red there', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), files });
  linkPackage(rig);
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.1', role: 'implementer', attempt: 1 }, async (call) => {
    await call.write({ 'packages/lib/index.js': library.replace('42', '41') });
    await call.done();
  });
  rig.agent.on({ task: '1.1', role: 'implementer', attempt: 2 }, async (call) => {
    await call.write({ 'packages/lib/index.js': `${library}export const question = 'unknown';\n` });
    await call.done();
  });

  const { report } = await rig.implementPhase();

  expect(rig.agent.names()).toEqual(['1.1 implementer', '1.1 implementer 1.2', '1.1 reviewer', 'phase reviewer']);
  expect(report.outcome).toBe('landed');
  expect(rig.read('packages/lib/index.js')).toBe(library);
});

test('a package that a task adds is found by its gates, though the checkout has no such package', async () => {
  const check = "import { added } from './src/uses.mjs';\nprocess.exitCode = added ? 0 : 1;\n";
  const before = { ...files, 'demo/check.mjs': check, 'demo/src/uses.mjs': 'export const added = true;\n' };
  const rig = await useRig({ plan: plan(sideBySide('1.1')), files: before });
  linkPackage(rig);
  rig.agent.always(diligent);
  rig.agent.on({ role: 'implementer' }, async (call) => {
    await call.write({
      'packages/new/package.json': json({
        name: '@scratch/new',
        version: '1.0.0',
        type: 'module',
        exports: './index.js',
      }),
      'packages/new/index.js': 'export const added = true;\n',
      'demo/src/uses.mjs': "export { added } from '@scratch/new';\n",
    });
    await call.done();
  });

  const { report } = await rig.implementPhase();

  expect(report.outcome).toBe('landed');
  expect(rig.exists('node_modules/@scratch/new')).toBe(false);
});

/** As `npm install` links a package of the workspace. */
function linkPackage(rig: Rig): void {
  const path = join(rig.checkout, 'node_modules/@scratch/lib');
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync('../../packages/lib', path);
}
