import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

const memo = 'docs/research/spike-names.md';

test('A phase asked for in words waits for the one before it; skipped, it lands and says so, bound to what its memos settled', async () => {
  const rig = await useRig({
    plan: plan({ id: '1', tasks: [{ id: '1.1' }] }, { id: '2', title: 'Names of parts', tasks: [{ id: '2.1' }] }),
    files: {
      'demo/specs/10-data.md': `# Data\n\nNames are as ${memo} found.\n`,
      [memo]: '# Names\n\nOutcome: PASS\n',
    },
  });
  const told: string[] = [];
  rig.agent.always(async (call) => {
    told.push(call.prompt);
    await diligent(call);
  });

  const refused = await rig.run('implement-phase', { phase: 'names of parts' }).ended;
  expect(refused.code).toBe(1);
  expect(refused.output).toMatch(
    /Refused \(earlier-phase\): demo\/specs\/91-impl-plan\.md:\d+:1: Unexpected phase 2 before phase 1, .* \(1\.1\)/,
  );
  expect(refused.output).toContain('npx nx run demo:implement-phase --phase=2 --skip-earlier');
  expect([rig.exists('.worktrees'), rig.agent.count]).toEqual([false, 0]);

  const skipped = rig.run('implement-phase', { phase: 'names of parts', 'skip-earlier': true });
  expect((await skipped.ended).code).toBe(0);
  const blob = await rig.git('rev-parse', `HEAD:${memo}`);
  expect(skipped.report('2')).toMatchObject({
    outcome: 'landed',
    earlier: [{ id: '1', state: 'skipped' }],
    bound: expect.arrayContaining([{ path: memo, kind: 'memo', blob }]) as unknown,
  });
  // The implementer, its reviewer, and the reviewer of the phase.
  expect(told.map((prompt) => prompt.includes(`- ${memo} (outcome PASS)`))).toEqual([true, true, true]);
});

test('The probes of earlier phases run again on demand: a milestone’s next phase begins only on a base where they hold', async () => {
  const rig = await useRig({
    plan: plan(
      { id: '1', tasks: [{ id: '1.1', status: 'done' }] },
      { id: '2', title: 'Order (closes M1)', tasks: [{ id: '2.1' }] },
    ),
    files: { 'demo/src/part.broken': '' },
  });
  rig.agent.always(diligent);
  const trailers = ['--trailer=Plan: demo', '--trailer=Phase: 1', '--trailer=Phase-Step: hand-off'];
  await rig.git('commit', '--quiet', '--allow-empty', '--message=phase 1', ...trailers);
  const flags = { phase: 'M1', 'prove-earlier': true };

  const broken = rig.run('implement-phase', flags);
  const refused = await broken.ended;
  expect(refused.code).toBe(1);
  const why =
    'Unexpected exit criterion of phase 1 that does not hold at the base: All gates pass. (demo:check failed).';
  expect(refused.output).toContain(why);
  expect(broken.report('2')).toMatchObject({
    outcome: 'failed',
    summary: expect.stringContaining(why) as string,
    earlier: [{ id: '1', state: 'handed-over', note: expect.stringContaining('without a record here') as string }],
    tasks: [{ id: '2.1', outcome: 'skipped' }],
  });
  expect(rig.agent.count).toBe(0);
  expect(await rig.git('for-each-ref', 'refs/phasewright')).toBe('');

  await rig.git('rm', '--quiet', 'demo/src/part.broken');
  await rig.git('commit', '--quiet', '--message=Mend it');
  const mended = rig.run('implement-phase', flags);
  const { code, output } = await mended.ended;
  expect(code).toBe(0);
  expect(output).toContain('phase 1, met: All gates pass.');
  expect(mended.report('2')).toMatchObject({
    outcome: 'landed',
    milestone: { id: 'M1', phases: [{ id: '2', verb: 'closes', state: 'open' }] },
    earlier: [{ id: '1', state: 'handed-over' }],
  });
  expect(await rig.git('worktree', 'list')).not.toContain('earlier');
});
