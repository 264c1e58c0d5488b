import { describe, expect, test } from 'vitest';
import { diligent, taskFile, type AgentCall } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

const oneTask = plan(sideBySide('1.1'));
const implementer = { task: '1.1', role: 'implementer' } as const;
const reviewer = { task: '1.1', role: 'reviewer' } as const;

describe('red gates', () => {
  test('are shown to the implementer, who fixes them on the next attempt', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.agent.on({ ...implementer, attempt: 1 }, breaks);
    rig.agent.on({ ...implementer, attempt: 2 }, mends);

    const { code, calls, report } = await rig.implementPhase();

    expect(code).toBe(0);
    expect(calls).toEqual(['1.1 implementer', '1.1 implementer 1.2', '1.1 reviewer', 'phase reviewer']);
    expect(rig.agent.all[1]?.prompt).toContain('broken: 1.1.broken');
    expect(report.tasks[0]).toMatchObject({
      outcome: 'done',
      rounds: 1,
      gates: [{ target: 'check', outcome: 'passed' }],
    });
    expect(await rig.git('ls-tree', '-r', '--name-only', 'phase/1', '--', 'demo/src')).not.toContain('broken');
  });

  test('that stay red are a question, which guidance answers', async () => {
    const rig = await useRig({ plan: oneTask, options: { gateRetries: 1 } });
    rig.agent.always(diligent);
    rig.agent.on(implementer, breaks);

    const waiting = await rig.implementPhase();

    expect(waiting).toMatchObject({ code: 1, report: { outcome: 'waiting', tasks: [{ outcome: 'waiting' }] } });
    expect(waiting.calls).toEqual(['1.1 implementer', '1.1 implementer 1.2']);
    const [question] = waiting.report.questions;
    expect(question).toMatchObject({ reason: 'gate-limit', stage: 'task-1.1', default: 'abandon' });
    expect(question?.context.join('\n')).toContain('broken: 1.1.broken');
    expect(waiting.report.next).toContain('phasewright answer');
    expect(waiting.report.rounds).toMatchObject([{ stage: 'task-1.1', attempts: 2, gates: { green: false } }]);

    await rig.answer(question, 'guide', 'Delete the broken file');
    rig.agent.on(implementer, mends);
    const continued = await rig.implementPhase();

    expect(continued).toMatchObject({ code: 0, report: { outcome: 'landed', questions: [] } });
    expect(continued.report.answers).toMatchObject([
      { question: question?.id, text: question?.text, choice: 'guide', words: 'Delete the broken file' },
    ]);
    expect(continued.calls).toEqual(['1.1 implementer', '1.1 reviewer', 'phase reviewer']);
    expect(rig.agent.all[2]?.prompt).toContain('Delete the broken file');
  });

  test('that nobody answers for keep the question as it was, without an agent call', async () => {
    const rig = await useRig({ plan: oneTask, options: { gateRetries: 0 } });
    rig.agent.on(implementer, breaks);
    const first = await rig.implementPhase();

    const second = await rig.implementPhase();

    expect(second).toMatchObject({ code: 1, calls: [], report: { outcome: 'waiting' } });
    expect(second.report.questions).toEqual(first.report.questions);
  });
});

describe('a review', () => {
  test('that finds issues has them fixed in a second round, and deferred ones go to the backlog', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.agent.on(
      { ...reviewer, round: 1 },
      async (call) =>
        await call.reject(
          { title: 'Zero is refused', path: taskFile('1.1'), quote: 'task 1.1, round 1, attempt 1' },
          { severity: 'P3', title: 'A longer name would help' },
        ),
    );

    const { code, calls, report } = await rig.implementPhase();

    expect(code).toBe(0);
    expect(calls).toEqual(['1.1 implementer', '1.1 reviewer', '1.1 implementer 2', '1.1 reviewer 2', 'phase reviewer']);
    expect(rig.agent.all[2]?.prompt).toContain('Zero is refused');
    expect(rig.agent.all[3]?.prompt).toContain('change since the last review');
    expect(report.tasks[0]).toMatchObject({
      rounds: 2,
      findings: [{ outcome: 'deferred' }, { outcome: 'fixed' }].map((one) => expect.objectContaining(one)),
    });
    expect(report.review).toMatchObject({
      fixed: [{ title: 'Zero is refused' }],
      deferred: [{ title: 'A longer name would help' }],
    });
    expect(await rig.git('show', '--no-patch', '--format=%(trailers:key=Iterations,valueonly)', 'phase/1~1')).toBe('2');
    expect(report.backlog).toMatchObject({
      path: 'demo/specs/93-improvements-review.md',
      added: [{ title: 'A longer name would help' }],
    });
    expect(await rig.git('show', 'phase/1:demo/specs/93-improvements-review.md')).toContain('A longer name would help');
  });

  test('of the phase that finds issues has them fixed on top of the tasks', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.agent.on(
      { task: 'phase', role: 'reviewer', round: 1 },
      async (call) => await call.reject({ title: 'The parts do not fit' }),
    );

    const { code, calls } = await rig.implementPhase();

    expect(code).toBe(0);
    expect(calls.slice(2)).toEqual(['phase reviewer', 'phase implementer 2', 'phase reviewer 2']);
    expect((await rig.git('log', '--format=%s', 'main..phase/1')).split('\n')).toEqual([
      'phase 1: The first part',
      expect.stringMatching(/^phase 1 review: fix F-[0-9a-f]{8} The parts do not fit$/),
      'Part 1.1',
    ]);
  });

  test('that goes on too long is a question; approving takes the work as it is, with its findings in the backlog', async () => {
    const rig = await useRig({ plan: oneTask, options: { maxReviewRounds: 1 } });
    rig.agent.always(diligent);
    rig.agent.on(reviewer, async (call) => await call.reject({ title: 'Still not nice' }));
    const waiting = await rig.implementPhase();
    expect(waiting.report).toMatchObject({ outcome: 'waiting', questions: [{ reason: 'review-limit' }] });

    await rig.answer(waiting.report.questions[0], 'approve', 'Nice enough');
    const { code, calls, report } = await rig.implementPhase();

    expect({ code, calls }).toEqual({ code: 0, calls: ['phase reviewer'] });
    expect(report.backlog.added).toEqual([expect.objectContaining({ title: 'Still not nice' })]);
  });
});

describe('a question', () => {
  test('of the reviewer is answered with guidance, which the implementer gets', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.agent.on({ ...reviewer, attempt: 1 }, async (call) => {
      if (rig.agent.count > 2) await call.approve();
      else await call.verdict({ verdict: 'NEEDS_CLARIFICATION', questions: ['Is a leap second a second?'] });
    });
    const waiting = await rig.implementPhase();
    expect(waiting.report).toMatchObject({ outcome: 'waiting', questions: [{ reason: 'needs-clarification' }] });
    expect(waiting.report.questions[0]?.context).toContain('Is a leap second a second?');

    await rig.answer(waiting.report.questions[0], 'guide', 'It is not');
    rig.agent.on(implementer, async (call) => {
      await call.write({ [taskFile('1.1')]: call.prompt.includes('It is not') ? 'guided\n' : 'not guided\n' });
      await call.done();
    });
    const { code, calls } = await rig.implementPhase();

    expect({ code, calls }).toEqual({ code: 0, calls: ['1.1 implementer', '1.1 reviewer', 'phase reviewer'] });
    expect(await rig.git('show', `phase/1:${taskFile('1.1')}`)).toBe('guided');
  });

  test('that is answered with giving up fails the task in the person’s words, without another call', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(async (call) => await call.stop('person-needed', 'Which of the two?'));
    const waiting = await rig.implementPhase();

    await rig.answer(waiting.report.questions[0], 'abandon', 'Neither is wanted any more');
    const { code, calls, report } = await rig.implementPhase();

    expect({ code, calls }).toEqual({ code: 1, calls: [] });
    expect(report).toMatchObject({ outcome: 'failed', questions: [] });
    expect(report.tasks[0]?.reason).toBe('Neither is wanted any more');
  });

  test('is not answered with an option that it does not have', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(async (call) => await call.stop('gate-wrong', 'The gate wants tabs'));
    const { report } = await rig.implementPhase();

    const refused = await rig.phasewright('answer', report.questions[0]?.id ?? '', 'approve');

    expect(refused.code).toBe(1);
    expect(refused.output).toMatch(
      /Unexpected option "approve" of question task-1\.1-\w+, expected one of:\n.* guide .*\n.* retry .*\n.* abandon /,
    );
  });
});

describe('an implementer', () => {
  test('who edits the plan is told, and undoes it', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.agent.on({ ...implementer, attempt: 1 }, async (call) => {
      await call.write({ 'demo/specs/91-impl-plan.md': '# Nothing left to do\n', [taskFile('1.1')]: 'done\n' });
      await call.done();
    });
    rig.agent.on({ ...implementer, attempt: 2 }, async (call) => {
      await call.exec('git', 'checkout', rig.agent.all[0]?.commit ?? '', '--', 'demo/specs');
      await call.done();
    });

    const { code, calls } = await rig.implementPhase();

    expect({ code, calls }).toEqual({
      code: 0,
      calls: ['1.1 implementer', '1.1 implementer 1.2', '1.1 reviewer', 'phase reviewer'],
    });
    expect(rig.agent.all[1]?.prompt).toMatch(
      /touches files outside the task; undo that.*demo\/specs\/91-impl-plan\.md/s,
    );
    expect(await rig.git('show', '--format=', '--name-only', 'phase/1~1')).toBe(taskFile('1.1'));
  });

  test('who keeps out of scope is a question for a person', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.on(implementer, async (call) => {
      await call.write({ '.github/workflows/ci.yml': `# attempt ${call.attempt}\n` });
      await call.done();
    });

    const { report, calls } = await rig.implementPhase();

    expect(report).toMatchObject({
      outcome: 'waiting',
      questions: [{ reason: 'scope-limit', context: ['.github/workflows/ci.yml'] }],
    });
    expect(calls).toHaveLength(3);
    expect(rig.gate.count).toBe(0);
  });

  test('who holds the spec to be wrong is asked about, and only what depends on it waits', async () => {
    const rig = await useRig({ plan: plan({ tasks: [{ id: '1.1' }, { id: '1.2' }, { id: '1.3', after: ['1.1'] }] }) });
    rig.agent.always(diligent);
    rig.agent.on(implementer, async (call) => await call.stop('spec-wrong', 'Is a year 365 days?'));

    const { code, report } = await rig.implementPhase();

    expect(code).toBe(1);
    expect(report).toMatchObject({
      outcome: 'waiting',
      questions: [{ reason: 'spec-wrong', text: 'The agent stopped: the spec is wrong.' }],
    });
    expect(report.questions[0]?.context).toContain('Is a year 365 days?');
    expect(report.tasks.map((task) => task.outcome)).toEqual(['waiting', 'done', 'skipped']);
  });

  test('who commits, switches branches and prints a lot has its files taken, and nothing else', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    rig.agent.on(implementer, async (call) => {
      await call.write({ [taskFile('1.1')]: 'work\n' });
      await call.exec('git', 'switch', '--create', 'mine');
      await call.exec('git', 'add', '--all');
      await call.exec('git', '-c', 'user.name=A', '-c', 'user.email=a@example.com', 'commit', '--message=mine');
      await call.print('x'.repeat(3_000_000));
      await call.print(
        '\n{"type":"answer"\n{"type":"answer","answer":{"status":"person-needed","summary":"not the last"}}\n',
      );
      await call.done();
    });

    const { code } = await rig.implementPhase();

    expect(code).toBe(0);
    expect((await rig.git('log', '--format=%s', 'main..phase/1')).split('\n')).toEqual([
      'phase 1: The first part',
      'Part 1.1',
    ]);
    expect(await rig.git('show', `phase/1:${taskFile('1.1')}`)).toBe('work');
  });
});

async function breaks(call: AgentCall): Promise<void> {
  await call.write({ 'demo/src/1.1.broken': `${call.attempt}\n`, [taskFile('1.1')]: `${call.attempt}\n` });
  await call.done();
}

async function mends(call: AgentCall): Promise<void> {
  await call.remove('demo/src/1.1.broken');
  await call.done();
}
