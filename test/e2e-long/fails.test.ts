import { describe, expect, test } from 'vitest';
import { diligent, taskFile, type AgentCall } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

const oneTask = plan(sideBySide('1.1'));
const implementer = { task: '1.1', role: 'implementer' } as const;
const reviewer = { task: '1.1', role: 'reviewer' } as const;

describe('a task that fails', () => {
  test('skips what depends on it, lets the others finish, and is all that is done again', async () => {
    const tasks = [{ id: '1.1' }, { id: '1.2' }, { id: '1.3', after: ['1.2'] }, { id: '1.4', after: ['1.1'] }];
    const rig = await useRig({ plan: plan({ tasks }) });
    rig.agent.always(diligent);
    rig.agent.on({ task: '1.2' }, async (call) => {
      await call.complain('the model is tired');
      await call.exit(3);
    });

    const failed = await rig.implementPhase();

    expect(failed.code).toBe(1);
    expect(failed.report).toMatchObject({
      outcome: 'failed',
      final: null,
      landed: null,
      next: 'npx nx run demo:implement-phase --phase=1',
    });
    expect(failed.report.tasks.map(({ id, outcome, reason }) => ({ id, outcome, reason }))).toEqual([
      { id: '1.1', outcome: 'done', reason: null },
      {
        id: '1.2',
        outcome: 'failed',
        reason: 'The agent `command rig-agent` failed: it ended with exit code 3: the model is tired',
      },
      { id: '1.3', outcome: 'skipped', reason: 'depends on 1.2' },
      { id: '1.4', outcome: 'done', reason: null },
    ]);
    expect(failed.output).toContain('npx nx run demo:implement-phase --phase=1');
    expect(await rig.git('branch', '--list', 'phase/*')).toBe('');

    rig.agent.always(diligent);
    const continued = await rig.implementPhase();

    expect(continued).toMatchObject({ code: 0, report: { outcome: 'landed' } });
    expect(continued.calls).toEqual([
      '1.2 implementer',
      '1.2 reviewer',
      '1.3 implementer',
      '1.3 reviewer',
      'phase reviewer',
    ]);
  });

  test.each<
    [string, Partial<typeof implementer | typeof reviewer>, (call: AgentCall) => Promise<void>, string | RegExp]
  >([
    ['an agent that answers nothing', implementer, async (call) => await call.exit(0), 'ended without an answer'],
    [
      'an answer of another shape',
      implementer,
      async (call) => await call.answer({ status: 'finished' }),
      /unexpected shape: status: .*; summary: /,
    ],
    [
      'an implementer who says it is done and has changed nothing',
      implementer,
      async (call) => await call.done(),
      'with no file changed',
    ],
    [
      'a verdict for another commit',
      reviewer,
      async (call) => await call.verdict({ verdict: 'APPROVED', commit: '0'.repeat(40) }),
      'names another commit or nonce',
    ],
    [
      'a verdict with another nonce',
      reviewer,
      async (call) => await call.verdict({ verdict: 'APPROVED', nonce: 'guessed' }),
      'names another commit or nonce',
    ],
    [
      'a verdict that is an implementer’s answer',
      reviewer,
      async (call) => await call.done(),
      'unexpected shape: verdict',
    ],
    ['a rejection without a finding', reviewer, async (call) => await call.reject(), 'ISSUES_FOUND without a finding'],
    ['a reviewer who says nothing', reviewer, async (call) => await call.exit(0), 'ended without an answer'],
    [
      'a reviewer who writes into the worktree',
      reviewer,
      async (call) => {
        await call.write({ 'demo/src/improved.txt': 'by the reviewer\n' });
        await call.approve();
      },
      'an agent that only reads has changed demo/src/improved.txt .added.',
    ],
    [
      'a reviewer who commits',
      reviewer,
      async (call) => {
        await call.exec(
          'git',
          '-c',
          'user.name=R',
          '-c',
          'user.email=r@example.com',
          'commit',
          '--allow-empty',
          '--message=approved',
        );
        await call.approve();
      },
      /worktrees\/\S+\/HEAD was changed/,
    ],
  ])('because of %s is named, and is gone on with from where it stood', async (_, who, misbehave, reason) => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.agent.on(who, misbehave);

    const failed = await rig.implementPhase();

    expect(failed).toMatchObject({ code: 1, report: { outcome: 'failed', landed: null } });
    expect(failed.report.tasks[0]).toMatchObject({ outcome: 'failed', reason: expect.stringMatching(reason) });

    rig.agent.always(diligent);
    const continued = await rig.implementPhase();

    const isImplementer = who === implementer;
    expect(continued).toMatchObject({ code: 0, report: { outcome: 'landed' } });
    expect(continued.calls).toEqual([...(isImplementer ? ['1.1 implementer'] : []), '1.1 reviewer', 'phase reviewer']);
    expect(await rig.git('show', '--format=', '--name-only', 'phase/1~1')).toBe(taskFile('1.1'));
  });

  test('because its agent falls silent is ended, with all that the agent had started', async () => {
    const rig = await useRig({ plan: oneTask, options: { agentSilenceLimit: 1 } });
    rig.agent.on(implementer, async (call) => {
      await call.deafen();
      await call.daemon();
      await call.say('thinking');
    });

    const { code, report } = await rig.implementPhase();

    expect(code).toBe(1);
    expect(report.tasks[0]?.reason).toContain('was ended: after 1 s without a sign of life (option agentSilenceLimit)');
    expect(rig.survivors()).toEqual([]);
  });
});

test('a citation that leads nowhere stops the phase before any agent is called, and the report says where it stands', async () => {
  const rig = await useRig({ plan: plan({ tasks: [{ id: '1.1', spec: '10, 44' }] }) });

  const { code, calls, report } = await rig.implementPhase();

  expect({ code, calls }).toEqual({ code: 1, calls: [] });
  expect(report).toMatchObject({ outcome: 'failed', tasks: [{ outcome: 'skipped' }] });
  expect(report.summary).toContain(
    'demo/specs/91-impl-plan.md:7:24 error Unexpected citation "44" of task 1.1, expected a file demo/specs/44-*.md',
  );
});
