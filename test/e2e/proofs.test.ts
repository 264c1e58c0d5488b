import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

const check = '`node demo/check.cjs` passes';

test(
  'what was proven is looked up at any later time, goes stale, and is proven again without an agent',
  { timeout: 240_000 },
  async () => {
    const rig = await useRig({
      plan: plan({ tasks: [{ id: '1.1' }], criteria: ['All gates pass.', check] }),
      files: { 'demo/check.cjs': 'console.log("checked")\n', 'other/project.json': '{ "name": "other" }\n' },
    });
    rig.agent.always(diligent);
    const look = async (flags = {}) => await rig.run('exit-criteria', flags).ended;

    await rig.implementPhase();
    const { length: calls } = rig.agent.all;
    const unmerged = await look();
    expect(unmerged.code).toBe(1);
    expect(unmerged.output).toMatch(/It was proven on [0-9a-f]{10}, which is not merged here\./);

    await rig.git('merge', '--ff-only', 'phase/1');
    const merged = await look();
    expect(merged.output).toContain('2 of 2 hold by what is recorded.');
    expect(merged.code).toBe(0);

    rig.write({ 'other/file.txt': 'not covered by a command that names demo alone\n' });
    const elsewhere = await look();
    expect(elsewhere.output).toContain('~ All gates pass.\n    stale: other/file.txt changed since');
    expect(elsewhere.output).toContain(`✔ ${check}`);
    rig.write({ 'demo/src/index.ts': 'export const touched = true;\n' });
    const touched = await look();
    expect(touched.code).toBe(1);
    expect(touched.output).toContain(`~ ${check}\n    stale: demo/src/index.ts changed since`);

    await rig.commit('Touch it');
    const proven = await look({ prove: true });
    expect(proven.output).toContain('the project’s gates: demo:check passed');
    expect(proven.code).toBe(0);
    expect((await look()).code).toBe(0);
    expect(rig.agent.all).toHaveLength(calls);
    expect(await rig.git('status', '--porcelain')).toBe('');
  },
);

test('a phase does not land on a probe that collects no test, and the report says why', async () => {
  const rig = await useRig({
    plan: plan({ tasks: [{ id: '1.1' }], criteria: ['`node --test demo/none/a.test.mjs` passes'] }),
    files: { 'demo/none/a.test.mjs': 'process.exit(0)\n' },
    options: { gateRetries: 0 },
  });
  rig.agent.always(diligent);

  const { report } = await rig.implementPhase();

  expect(report.outcome).not.toBe('landed');
  expect(JSON.stringify(report)).toContain('No test was collected and passed (node --test): that proves nothing.');
});
