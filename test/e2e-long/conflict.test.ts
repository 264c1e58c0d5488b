import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { diligent, taskFile, type AgentCall } from '../rig/agent.ts';
import { diamond, plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

const shared = 'demo/src/index.ts';

test('two tasks that edit the same line are brought together by one turn of an agent, with gates and review', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')) });
  rig.agent.always(editsTheSharedLine);
  rig.agent.on({ task: 'merge-1.2', role: 'implementer' }, async (call) => {
    await call.write({ [shared]: "export const from = ['1.1', '1.2'];\n" });
    await call.done();
  });

  const { code, report, calls } = await rig.implementPhase();

  expect({ code, outcome: report.outcome }).toEqual({ code: 0, outcome: 'landed' });
  expect(calls.filter((name) => name.startsWith('merge'))).toEqual(['merge-1.2 implementer', 'merge-1.2 reviewer']);
  expect(report.merges).toMatchObject([
    { stage: 'merge-1.2', sides: ['task 1.1', 'task 1.2'], paths: [shared], isResolved: true, rounds: 1 },
  ]);
  expect(report.merges[0]?.turns.map(({ role }) => role)).toEqual(['implementer', 'reviewer']);
  expect(report.records.map(({ name }) => name)).toContain('merge-1.2');
  expect(await rig.git('show', `phase/1:${shared}`)).toBe("export const from = ['1.1', '1.2'];");
  expect(await rig.git('show', `phase/1~2:${shared}`)).toBe("export const from = '1.1';");
});

test('two that build on the same conflict have it resolved once, and so does the squash', async () => {
  const tasks = [...diamond.tasks, { id: '1.5', after: ['1.2', '1.3'] }];
  const rig = await useRig({ plan: plan({ tasks }) });
  rig.agent.always(diligent);
  for (const task of ['1.2', '1.3', 'merge-1.3']) rig.agent.on({ task, role: 'implementer' }, editsTheSharedLine);

  const { code, report, calls } = await rig.implementPhase();

  expect({ code, outcome: report.outcome }).toEqual({ code: 0, outcome: 'landed' });
  expect(calls.filter((name) => name.startsWith('merge'))).toEqual(['merge-1.3 implementer', 'merge-1.3 reviewer']);
  expect(report.merges).toHaveLength(1);
  expect(await rig.git('show', `phase/1:${shared}`)).toBe("export const from = 'merge-1.3';");
});

test('two tasks that edit the same line, which no agent can bring together, are a question, and nothing is lost', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')) });
  rig.agent.always(editsTheSharedLine);
  rig.agent.on({ task: 'merge-1.2', role: 'implementer' }, async (call) => {
    await call.stop('person-needed', 'Which of the two is meant?');
  });

  const waiting = await rig.implementPhase();

  expect(waiting).toMatchObject({ code: 1, report: { outcome: 'waiting', final: null, landed: null } });
  expect(waiting.report.tasks.map((task) => task.outcome)).toEqual(['done', 'done']);
  expect(waiting.report.questions).toEqual([
    expect.objectContaining({
      reason: 'conflict',
      stage: 'squash',
      text: 'The result of task 1.2 conflicts with those of 1.1.',
      context: [
        shared,
        expect.stringMatching(/^An agent has tried/),
        expect.stringContaining('Which of the two is meant?'),
        expect.stringMatching(/^See both with: git diff [0-9a-f]{40} [0-9a-f]{40}$/),
      ],
      options: [{ name: 'show' }, { name: 'retry' }, { name: 'abandon' }].map((one) => expect.objectContaining(one)),
    }),
  ]);
  const results = (await rig.git('for-each-ref', '--format=%(refname)', 'refs/phasewright/demo/1/result')).split('\n');
  expect(results.map((ref) => ref.split('/')[5])).toEqual(['task-1.1', 'task-1.2']);
  expect(await Promise.all(results.map(async (ref) => await rig.git('show', `${ref}^:${shared}`)))).toEqual([
    "export const from = '1.1';",
    "export const from = '1.2';",
  ]);

  // What the question says to do: the plan puts one after the other. The first task's work is kept.
  rig.edit('demo/specs/91-impl-plan.md', (text) =>
    text.replace('| 1.2 | Part 1.2 | 10 | — |', '| 1.2 | Part 1.2 | 10 | 1.1 |'),
  );
  await rig.commit('Put one after the other');
  const landed = await rig.implementPhase();

  expect(landed).toMatchObject({
    code: 0,
    calls: ['1.2 implementer', '1.2 reviewer', 'phase reviewer'],
    report: { outcome: 'landed' },
  });
  expect(await rig.git('show', `phase/1:${shared}`)).toBe("export const from = '1.2';");
});

test('a task that builds on two that conflict waits for an answer, and does not start', async () => {
  const rig = await useRig({ plan: plan(diamond) });
  rig.agent.always(diligent);
  for (const task of ['1.2', '1.3', 'merge-1.3']) rig.agent.on({ task, role: 'implementer' }, editsTheSharedLine);
  rig.agent.on({ task: 'merge-1.3', role: 'reviewer' }, async (call) => {
    await call.reject({
      path: shared,
      line: 1,
      quote: "export const from = 'merge-1.3';",
      title: 'Half of it is gone',
    });
  });

  const { code, report, calls } = await rig.implementPhase();

  expect(code).toBe(1);
  expect(report.questions).toMatchObject([
    {
      reason: 'conflict',
      stage: 'task-1.4',
      context: expect.arrayContaining([expect.stringContaining('Half of it is gone')]),
    },
  ]);
  expect(report.tasks.map((task) => task.outcome)).toEqual(['done', 'done', 'done', 'waiting']);
  expect(calls.filter((name) => name.startsWith('1.4'))).toEqual([]);
});

test('edits of different places in one file are had together', async () => {
  const rig = await useRig({
    plan: plan(sideBySide('1.1', '1.2')),
    files: { 'demo/src/list.txt': 'a\nb\nc\nd\ne\nf\ng\n' },
  });
  rig.agent.always(diligent);
  const lines = { '1.1': 'A\nb\nc\nd\ne\nf\ng\n', '1.2': 'a\nb\nc\nd\ne\nf\nG\n' };
  for (const [task, text] of Object.entries(lines)) {
    rig.agent.on({ task, role: 'implementer' }, async (call) => {
      await call.write({ 'demo/src/list.txt': text });
      await call.done();
    });
  }

  const { code } = await rig.implementPhase();

  expect(code).toBe(0);
  expect(await rig.git('show', 'phase/1:demo/src/list.txt')).toBe('A\nb\nc\nd\ne\nf\nG');
});

test('tasks that are green alone and red together do not land, and the report says what is red', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')) });
  rig.agent.always(diligent);
  rig.gate.always(async (call) => {
    const both = ['1.1', '1.2'].every((task) => existsSync(join(call.cwd, '..', taskFile(task))));
    await (both ? call.red('1.1 and 1.2 do not work together') : call.green());
  });

  const { code, report } = await rig.implementPhase();

  expect(code).toBe(1);
  expect(report).toMatchObject({
    outcome: 'failed',
    landed: null,
    summary: '2 of 2 tasks done; The gates are red on the combination of the tasks, though each task alone was green.',
  });
  expect(report.gates).toMatchObject([
    {
      project: 'demo',
      target: 'check',
      outcome: 'failed',
      output: expect.stringContaining('1.1 and 1.2 do not work together'),
    },
  ]);

  rig.gate.always(async (call) => await call.green());
  const continued = await rig.implementPhase();

  expect(continued).toMatchObject({ code: 0, calls: ['phase reviewer'], report: { outcome: 'landed' } });
});

async function editsTheSharedLine(call: AgentCall): Promise<void> {
  if (call.role === 'reviewer') return await call.approve();
  await call.write({ [shared]: `export const from = '${call.task}';\n` });
  await call.done();
}
