import { expect, test } from 'vitest';
import { tick } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = '.planning/phases/03-login/03-01-PLAN.md';
const text = `---
phase: 03-login
plan: 01
type: execute
wave: 1
depends_on: []
files_modified: [src/form.ts, src/send.ts]
must_haves:
  truths:
    - "One can log in"
    - \`npm test\` passes
  artifacts:
    - path: src/form.ts
---

<objective>
Let people in.

Purpose: they have asked for it.
</objective>

<tasks>

<task type="auto">
  <name>Task 1: Make the form</name>
  <files>src/form.ts, test/form.test.ts (new)</files>
  <action>
Write it.

\`\`\`xml
<task type="auto"><name>Code</name></task>
\`\`\`
  </action>
  <verify>
    <automated>npm test</automated>
  </verify>
  <done>It is there.</done>
</task>

<task type="checkpoint:human-verify">
  <what-built>The form</what-built>
</task>

<task type="auto">
  <name>Send it</name>
  <files>
    src/send.ts
    \`src/index.ts\`
  </files>
  <acceptance_criteria>
    - It is sent
    - It comes back
  </acceptance_criteria>
</task>

</tasks>
`;

test('Each task of a plan is one, with its files and what it is done by; what must be true is the exit criteria.', () => {
  const plan = readPlan(path, text);
  expect(plan).toMatchObject({ format: 'gsd-plan', because: 'its place, .planning/phases/*/*-PLAN.md', problems: [] });
  expect(plan.phases).toMatchObject([{ id: '03-01', title: 'Let people in.' }]);
  expect(plan.phases[0]?.criteria.map((one) => one.text)).toEqual(['One can log in', '`npm test` passes']);
  expect(
    plan.phases[0]?.tasks.map(({ id, title, line, files, criteria, dependsOn, spec }) => [
      [id, title, line, spec, dependsOn.join()],
      files,
      criteria.map((one) => one.text),
    ]),
  ).toEqual([
    [
      ['1', 'Make the form', 24, path, ''],
      ['src/form.ts', 'test/form.test.ts'],
      ['npm test', 'It is there.'],
    ],
    [
      ['2', 'Send it', 44, path, '1'],
      ['src/send.ts', 'src/index.ts'],
      ['It is sent', 'It comes back'],
    ],
  ]);
  expect(plan.unparsed).toMatchObject([{ line: 40, endLine: 42, reason: 'A checkpoint is for a person.' }]);
  expect(readPlan('plan.md', text).because).toBe('"wave: 1" on line 5 and <task> on line 24');
});

test('Nothing in it is ticked.', () => {
  const plan = readPlan(path, text);
  const done = tick(text, plan, plan.phases[0]!.tasks[0]!, true);
  expect(done.ok && done.value).toMatchObject({ changed: false, noPlace: ['1'] });
});

test('A task that nothing closes is told.', () => {
  const open = text.replace('  <done>It is there.</done>\n</task>', '  <done>It is there.</done>');
  expect(readPlan(path, open).problems).toMatchObject([{ rule: 'plan-syntax', at: { line: 24 } }]);
});
