import { describe, expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

const limit = { type: 'trouble', kind: 'quota', text: 'You have hit your limit' };

describe('a usage limit', () => {
  test('parks the tasks of its provider, counts as no attempt, and the next run goes on.', async () => {
    const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2', '1.3')), options: { parallel: 1 } });
    rig.agent.always(diligent);
    rig.agent.on({ task: '1.2', role: 'implementer' }, async (call) => {
      await call.print(`${JSON.stringify(limit)}\n`);
      await call.exit(1);
    });

    const parked = await rig.implementPhase();

    expect(parked.code).toBe(1);
    expect(parked.report.outcome).toBe('stopped');
    expect(parked.report.summary).toContain('The usage limit of command rig-agent is reached: You have hit your limit');
    // What was not called is parked as well: nobody is asked again after the limit.
    const outcomes = parked.report.tasks.map((task) => task.outcome);
    expect(outcomes.filter((outcome) => outcome === 'parked').length).toBeGreaterThanOrEqual(1);
    expect(outcomes).not.toContain('failed');
    expect(parked.calls.filter((call) => call === '1.2 implementer')).toHaveLength(1);
    expect(await rig.git('branch', '--list', 'phase/*')).toBe('');

    rig.agent.always(diligent);
    const landed = await rig.implementPhase();

    expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
    expect(landed.calls).toContain('1.2 implementer');
    expect(landed.calls.filter((call) => call.includes('1.2 implementer 1.2'))).toEqual([]);
  });

  test('is waited for when that was asked, and the same call goes on.', async () => {
    const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { onQuota: 'wait' } });
    rig.agent.always(diligent);
    let calls = 0;
    rig.agent.on({ task: '1.1', role: 'implementer' }, async (call) => {
      calls += 1;
      if (calls > 1) return await diligent(call);
      await call.print(`${JSON.stringify({ ...limit, resetsAt: Date.now() + 1500 })}\n`);
      await call.exit(1);
    });
    const landed = await rig.implementPhase();
    expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
    expect(landed.output).toContain('waits for command rig-agent until ');
    expect(landed.report.tasks[0]?.turns.map(({ kind, outcome }) => `${kind} ${outcome}`)).toEqual([
      'first quota',
      'retry ok',
      'first ok',
    ]);
  });
});

test('A phase that reaches its budget ends in good order, keeps its work, and goes on when the budget is raised.', async () => {
  const options = { parallel: 1, budget: { phase: { hard: { usd: 1 } } } };
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')), options });
  rig.agent.always(async (call) => {
    await call.print(`${JSON.stringify({ type: 'usage', costUsd: 0.4, outputTokens: 10 })}\n`);
    await diligent(call);
  });

  const ended = await rig.implementPhase();

  expect(ended).toMatchObject({ code: 1, report: { outcome: 'stopped' } });
  expect(ended.report.summary).toContain("The hard limit of the phase's budget is reached: 1.20 of 1.00 USD");
  expect(ended.report.usage.costUsd).toBeCloseTo(1.2);
  expect(ended.report.agents.map(({ role, turns }) => [role, turns])).toEqual([
    ['implementer', 2],
    ['reviewer', 1],
  ]);

  rig.write({
    'nx.json': (await rig.git('show', 'HEAD:nx.json')).replace('"usd": 1', '"usd": 100'),
  });
  const landed = await rig.implementPhase();
  expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
  expect(landed.calls).not.toContain('1.1 implementer');
});

test('An agent whose ability does not suffice is refused before anything starts.', async () => {
  const rig = await useRig({
    plan: plan(sideBySide('1.1')),
    options: { reviewer: 'codex', budget: { task: { hard: { usd: 1 } } } },
  });
  const refused = await rig.run('implement-phase', { phase: '1' }).ended;
  expect(refused.code).toBe(1);
  expect(refused.output).toContain(
    'Refused (agent-ability): The reviewer cannot do what is asked of it: codex does not say what it costs in money',
  );
  expect(await rig.git('for-each-ref', 'refs/phasewright')).toBe('');
});
