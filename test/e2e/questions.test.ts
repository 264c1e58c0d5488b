import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { diligent, taskFile } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';

test('a trade-off is answered with one of the ways that the agent offers, which it is told in its own words', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  const told: string[] = [];
  rig.agent.on({ task: '1.1', role: 'implementer' }, async (call) => {
    told.push(call.prompt);
    if (told.length > 1) return await diligent(call);
    await call.answer({
      status: 'person-needed',
      summary: 'Both would do.',
      question: 'Speed or size?',
      options: ['Take the fast table', 'Take the small loop'],
    });
  });

  const waiting = await rig.implementPhase();
  expect(waiting).toMatchObject({ code: 1, report: { outcome: 'waiting' } });
  const [question] = waiting.report.questions;
  expect(question).toMatchObject({ reason: 'trade-off', default: 'abandon' });
  expect(question?.options.map(({ name }) => name)).toEqual(['option-1', 'option-2', 'guide', 'retry', 'abandon']);
  expect((await rig.phasewright('status')).output).toContain('Take the small loop');

  await rig.answer(question, 'option-2', 'and measure it');
  const landed = await rig.implementPhase();
  expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
  expect(told[1]).toContain('Take the small loop\n\nand measure it');
  expect(landed.report.answers).toMatchObject([
    { question: question?.id, choice: 'option-2', words: 'and measure it', how: 'person' },
  ]);
});

test('a question that nobody answers has its default taken after the deadline, which the report tells', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { gateRetries: 0, questions: { deadline: 1 } } });
  rig.agent.always(diligent);
  rig.gate.always((call) => (existsSync(join(call.cwd, 'src/1.1.txt')) ? call.red('no') : call.green()));

  const waiting = await rig.implementPhase();
  expect(waiting.report).toMatchObject({ outcome: 'waiting', questions: [{ reason: 'gate-limit' }] });
  expect((await rig.phasewright('status')).output).toMatch(/without an answer, the first run after .* takes "abandon"/);
  await delay(1100);
  const given = await rig.implementPhase();

  expect(given).toMatchObject({ code: 1, calls: [], report: { outcome: 'failed', landed: null } });
  expect(given.report.answers).toMatchObject([{ choice: 'abandon', how: 'default after deadline' }]);
  expect(given.report.tasks[0]?.reason).toContain('abandoned by the default after the deadline');
  expect(await rig.git('for-each-ref', 'refs/heads')).not.toContain('phase/1');
});

test('of two results that conflict one is done again on top of the other, where a person says so', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')) });
  rig.agent.always(async (call) => {
    if (call.role === 'reviewer') return await call.approve();
    if (call.task === 'merge-1.2') return await call.stop('person-needed', 'Which of the two is meant?');
    await call.write({ 'demo/src/index.ts': `export const from = '${call.task}';\n` });
    await call.done();
  });

  const waiting = await rig.implementPhase();
  await rig.answer(waiting.report.questions[0], 'retry');
  const landed = await rig.implementPhase();

  expect(landed).toMatchObject({
    code: 0,
    calls: ['1.2 implementer', '1.2 reviewer', 'phase reviewer'],
    report: { outcome: 'landed' },
  });
  expect(await rig.git('show', 'phase/1:demo/src/index.ts')).toBe("export const from = '1.2';");
});

const backlog = 'demo/specs/93-improvements-review.md';

test('findings of the backlog are told to the task of their files, and marked as fixed by the facts alone', async () => {
  const rig = await useRig({
    plan: plan(sideBySide('1.1', '1.2')),
    files: {
      'demo/specs/10-data.md': `# Data\n\n## 1. Shape\n\nThe parts are \`${taskFile('1.1')}\`, \`${taskFile('1.2')}\` and \`demo/src/index.ts\`.\n`,
      [backlog]: `# Review findings\n\n| ID | Severity | Where | Finding | Fix |\n|---|---|---|---|---|\n| F1 | P2 | \`${taskFile('1.1')}:1\` | Ends too early | Wait |\n| F2 | P2 | \`${taskFile('1.2')}\` | Says too much | Cut it |\n| F3 | P2 | \`demo/src/index.ts\` | Exports nothing | Export |\n| F4 | P3 | \`elsewhere.ts\` | Not here | No |\n`,
    },
  });
  const told = new Map<string, string>();
  rig.agent.always(async (call) => {
    told.set(`${call.task} ${call.role}`, call.prompt);
    if (call.task === 'phase')
      return await call.approve({
        severity: 'P3',
        path: taskFile('1.2'),
        quote: 'task 1.2',
        title: 'Still says too much',
        fix: 'Cut it.',
      });
    if (call.role === 'reviewer') return await call.approve();
    await call.write({ [taskFile(call.task)]: `task ${call.task}\n` });
    await call.done({ fixedFindings: ['F1', 'F2', 'F3', 'F4'] });
  });

  const { code, report } = await rig.implementPhase();

  expect(code).toBe(0);
  expect(told.get('1.1 implementer')).toMatch(/Ends too early\n {2}id: F1[^]*id: F2[^]*id: F3/);
  expect(told.get('1.1 implementer')).not.toContain('id: F4');
  expect(told.get('phase reviewer')).toContain('that the tasks say to have mended');
  const commits = (await rig.git('log', '--reverse', '--format=%h', '--abbrev=10', 'main..phase/1')).split('\n');
  const after = (await rig.git('show', `phase/1:${backlog}`)).split('\n');
  expect(after.slice(4)).toEqual([
    // Changed by the task, and not found again.
    `| F1 | P2 | \`${taskFile('1.1')}:1\` | Ends too early (FIXED in ${commits[0]}) | Wait |`,
    // Found again.
    `| F2 | P2 | \`${taskFile('1.2')}\` | Says too much | Cut it |`,
    // No commit has changed the file.
    '| F3 | P2 | `demo/src/index.ts` | Exports nothing | Export |',
    '| F4 | P3 | `elsewhere.ts` | Not here | No |',
    expect.stringMatching(/^\| F5 \| P3 \| `demo\/src\/1\.2\.txt:1` \| Still says too much \| Cut it\. <!-- finding /),
  ]);
  expect(report.backlog).toMatchObject({
    path: backlog,
    fixed: [{ id: 'F1' }],
    added: [{ title: 'Still says too much' }],
  });
  expect(await rig.git('log', '-1', '--format=%B', 'phase/1')).toContain(
    `Fixed findings of ${backlog}:\n- F1 Ends too early`,
  );
});
