import { expect, test } from 'vitest';
import { revert } from '../../core/plan/edit/change.ts';
import { tick } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = 'kitty-specs/001-login/tasks.md';
const text = `# Work Packages: Login

**Inputs**: \`spec.md\`

---

## Work Package WP01: The form (Priority: P0) 🎯 MVP

**Goal**: Somebody sees it.
**Independent Test**: \`npm test\` passes.
**Prompt**: \`tasks/WP01-form.md\`

### Included Subtasks
- [x] T001 Write it
- [ ] T002 Colour it

### Dependencies
- None (starting package).

### Risks & Mitigations
- WP09 is not one of them.

---

## Work Package WP02: Send it

**Prompt**: /kitty-specs/001-login/tasks/WP02-send.md
**Dependencies**: WP01

T003 Send it (WP02)

## Work Package WP03: Docs

**Depends on:** WP01, WP02.
`;

test('Each work package is a task that cites its prompt and waits for what it names.', () => {
  const plan = readPlan(path, text);
  expect(plan).toMatchObject({
    format: 'speckitty',
    because: 'its place, kitty-specs/*/tasks.md',
    problems: [],
    unparsed: [],
  });
  expect(plan.phases).toMatchObject([{ id: '1', title: 'Login' }]);
  expect(
    plan.phases[0]?.tasks.map(({ id, title, ticked, dependsOn, dependsBy, spec }) => [
      id,
      title,
      ticked,
      dependsOn.join(),
      dependsBy,
      spec,
    ]),
  ).toEqual([
    ['WP01', 'The form', false, '', 'writing', 'kitty-specs/001-login/tasks/WP01-form.md'],
    ['WP02', 'Send it', false, 'WP01', 'writing', 'kitty-specs/001-login/tasks/WP02-send.md'],
    ['WP03', 'Docs', false, 'WP01,WP02', 'writing', path],
  ]);
  expect(plan.phases[0]?.tasks[0]?.criteria).toMatchObject([{ kind: 'command', text: '`npm test` passes.' }]);
  expect(readPlan('tasks.md', text).because).toBe(
    'the heading "Work Package WP01: The form (Priority: P0) 🎯 MVP" on line 7 and "**Prompt**: `tasks/WP01-form.md`" on line 11',
  );
});

test('Boxes of subtasks are ticked; where there are none, that is kept elsewhere.', () => {
  const plan = readPlan(path, text);
  const [form, send] = plan.phases[0]?.tasks ?? [];
  const done = tick(text, plan, form!, true);
  if (!done.ok) throw new Error(done.failure.message);
  expect(done.value.content).toBe(text.replace('- [ ] T002', '- [x] T002'));
  const back = revert(path, done.value.content, done.value.change);
  expect(back.ok && back.value).toBe(text);
  const none = tick(text, plan, send!, true);
  expect(none.ok && none.value).toMatchObject({ changed: false, noPlace: ['WP02'] });
});

test('The section of that name below a package says what it waits for, wherever the package stands.', () => {
  const plan = readPlan(
    path,
    `# Work Packages: X

## Work Package WP01: A

### Dependencies
- None — unblocks WP02

## Work Package WP02: B

**Goal**: b
### Dependencies
- Depends on WP01

## WP03 — C

### Dependencies
- WP01
- WP02
### Risks
- WP09
`,
  );
  expect(plan).toMatchObject({ problems: [], unparsed: [] });
  expect(plan.phases[0]?.tasks.map(({ id, title, dependsOn }) => [id, title, dependsOn.join()])).toEqual([
    ['WP01', 'A', ''],
    ['WP02', 'B', 'WP01'],
    ['WP03', 'C', 'WP01,WP02'],
  ]);
});

test('What looks like a package and is none, and boxes below none, are told; a plan of another kind is not taken for it.', () => {
  const odd = '## Work Package WP01: A\n\n## Polish\n\n- [ ] T9 x\n\n### WP02: B\n\n## Work Package two\n';
  expect(readPlan(path, odd).unparsed.map(({ line }) => line)).toEqual([5, 7, 9]);
  const own =
    '## Phase 1\n\n| # | Task |\n| - | - |\n| 1.1 | Do it |\n\n**Exit criteria**: x\n\n## Work Package WP01: B\n\n**Prompt**: a.md\n';
  expect(readPlan('specs/91-impl-plan.md', own)).toMatchObject({ format: 'impl', phases: [{ id: '1' }] });
  expect(readPlan('notes.md', '## Work Package WP01: B\n').format).not.toBe('speckitty');
});

test('Ranges and remarks are read as what they are; where nothing is said, or nothing that can be followed, the order counts.', () => {
  const said = [
    '',
    '**Dependencies**: WP01',
    '### Dependencies & Risks\n- WP01-WP02 (unblocks WP05)',
    '**Depends on:** all above',
    '',
  ];
  const plan = readPlan(
    path,
    said.map((words, index) => `## Work Package WP0${index + 1}: A\n\n${words}\n\n`).join(''),
  );
  expect(plan.phases[0]?.tasks.map(({ id, dependsOn, dependsBy }) => [id, dependsBy, ...dependsOn])).toEqual([
    ['WP01', 'order'],
    ['WP02', 'writing', 'WP01'],
    ['WP03', 'writing', 'WP01', 'WP02'],
    ['WP04', 'order', 'WP03'],
    ['WP05', 'order', 'WP04'],
  ]);
  expect(plan.problems).toMatchObject([{ rule: 'dependency', severity: 'warning' }]);
});
