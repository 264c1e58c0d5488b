import { expect, test } from 'vitest';
import { revert } from '../../core/plan/edit/change.ts';
import { tick, tickAll } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = 'docs/superpowers/plans/2026-01-02-login.md';
const text = `# Login Implementation Plan

**Goal:** One can log in.

## Global Constraints

- Nothing new is installed.

---

### Task 1: The form

**Files:**
- Create: \`src/form.ts\`
- Modify: \`src/index.ts:12-20\`
- Delete: \`src/old.ts\`
- Test: \`test/form.test.ts\`

- [ ] **Step 1: Write the test**

\`\`\`md
- [ ] a box that is code
### Task 9: code
\`\`\`

Run: \`npm test\`
Expected: FAIL

- [x] **Step 2: Commit**

### Task 2: The store

- [x] **Step 1: Write it**

### Task 3: By hand

Nothing is to be ticked here.
`;

test('Each heading of a task is one, with its files and all that stands below it; its steps say whether it is done.', () => {
  const plan = readPlan(path, text);
  expect(plan).toMatchObject({ format: 'superpowers', problems: [], unparsed: [] });
  expect(plan.because).toBe('its place, docs/superpowers/plans/*.md');
  const [phase] = plan.phases;
  expect(phase).toMatchObject({ id: '1', title: 'Login' });
  expect(phase?.tasks.map(({ id, title, ticked, dependsOn, spec }) => [id, title, ticked, dependsOn, spec])).toEqual([
    ['1', 'The form', false, [], path],
    ['2', 'The store', true, ['1'], path],
    ['3', 'By hand', false, ['2'], path],
  ]);
  const [form] = phase?.tasks ?? [];
  expect(form).toMatchObject({
    files: ['src/form.ts', 'src/index.ts', 'src/old.ts', 'test/form.test.ts'],
    deletes: ['src/old.ts'],
  });
  expect(form?.text).toMatch(/^### Task 1: The form\n.*- \[x\] \*\*Step 2: Commit\*\*$/s);
  expect(readPlan('plan.md', text).because).toBe('the heading "Task 1: The form" on line 11 and a step on line 19');
});

test('Done, all steps of a task are ticked and nothing else; taken back, the file is as it was.', () => {
  const plan = readPlan(path, text);
  const [form, store, byHand] = plan.phases[0]?.tasks ?? [];
  const done = tick(text, plan, form!, true);
  if (!done.ok) throw new Error(done.failure.message);
  expect(done.value.content).toBe(text.replace('- [ ] **Step 1: Write the test**', '- [x] **Step 1: Write the test**'));
  const back = revert(path, done.value.content, done.value.change);
  expect(back.ok && back.value).toBe(text);
  const open = tick(text, plan, store!, false);
  expect(open.ok && open.value.content).toBe(text.replace('- [x] **Step 1: Write it**', '- [ ] **Step 1: Write it**'));
  const none = tick(text, plan, byHand!, true);
  expect(none.ok && none.value).toMatchObject({ changed: false, noPlace: ['3'] });
});

test('A step that has changed meanwhile is refused.', () => {
  const plan = readPlan(path, text);
  const changed = tick(text.replace('Step 2: Commit', 'Step 2: Push'), plan, plan.phases[0]!.tasks[0]!, true);
  expect(changed).toMatchObject({ ok: false, failure: { reason: 'plan-changed', at: { line: 29 } } });
});

test('Numbers may have parts; what looks like a task and is none, and boxes below none, are told.', () => {
  const odd =
    '### Task 1b: A\n\n- [x] a\n\n### Task 2.5 — B\n\n#### Task 2.6: C\n\n### Task one\n\n## Final checks\n\n- [ ] d\n';
  const plan = readPlan(path, odd);
  expect(plan.phases[0]?.tasks.map(({ id, title, ticked }) => [id, title, ticked])).toEqual([
    ['1b', 'A', true],
    ['2.5', 'B', false],
  ]);
  expect(plan.unparsed.map(({ line }) => line)).toEqual([7, 9, 13]);
});

test('A plan with phases is read as what it is, whatever its tasks look like.', () => {
  const own =
    '# Plan\n\n## Phase 1\n\n### Task 1: A\n\n- [ ] **Step 1: x**\n\n## Phase 2\n\n### Task 1: B\n\n- [ ] **Step 1: y**\n';
  expect(readPlan('plan.md', own).format).not.toBe('superpowers');
  expect(readPlan('plan.md', own).phases.map(({ id }) => id)).toEqual(['1', '2']);
});

test('Blanks at the end of a line of its own keep no task from being ticked.', () => {
  const blanks = '### Task 1: A\n\n- [ ] **Step 1: x**  \n\n \n### Task 2: B\n\n- [ ] **Step 1: y** \n';
  const plan = readPlan(path, blanks);
  const done = tickAll(blanks, plan, plan.phases[0]!.tasks, true);
  expect(done.ok && done.value.content).toBe(blanks.replaceAll('[ ]', '[x]'));
});

test('Tasks are of the level that most of them have; others are told.', () => {
  const plan = readPlan(path, '## Task 0: A\n\n### Task 1: B\n\n- [ ] x\n\n### Task 2: C\n\n- [ ] y\n');
  expect(plan.phases[0]?.tasks.map(({ id }) => id)).toEqual(['1', '2']);
  expect(plan.unparsed.map(({ line }) => line)).toEqual([1]);
});
