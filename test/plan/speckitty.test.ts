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
    'the heading "Work Package WP01: The form (Priority: P0) 🎯 MVP" on line 7',
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
