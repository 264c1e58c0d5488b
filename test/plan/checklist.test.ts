import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

test('Items under a tasks heading are the tasks of one phase, with their metadata lines.', () => {
  const content = [
    '# Login',
    '- [ ] not under Tasks',
    '## Implementation Tasks',
    '- [x] T001 [P] Create the table',
    '  branch: `impl/create-table`',
    '  status: `complete`',
    '- [ ] **T002** Add the form',
    '  - status: `squashed`',
    '- [ ] Write docs',
    '## Notes',
    '- [ ] also not',
  ].join('\n');
  const plan = readPlan('specs/login.md', content);
  expect(plan.format).toBe('checklist');
  expect(plan.phases).toMatchObject([
    {
      id: '1',
      title: 'Login',
      criteria: [],
      tasks: [
        {
          id: 'T001',
          title: '[P] Create the table',
          ticked: true,
          dependsOn: [],
          spec: 'specs/login.md',
          text: '- [x] T001 [P] Create the table\n  branch: `impl/create-table`\n  status: `complete`',
        },
        { id: 'T002', title: 'Add the form', ticked: true, dependsOn: ['T001'] },
        { title: 'Write docs', ticked: false, dependsOn: ['T002'] },
      ],
    },
  ]);
});

test('Without a tasks heading, items anywhere outside of code fences are tasks.', () => {
  const plan = readPlan('todo.md', '## 1. Base\n- [ ] 1.1 One\n```\n- [ ] sample\n```\n## 2. More\n* [X] 1.2 Two\n');
  expect(plan.phases[0]?.tasks.map(({ id, ticked }) => [id, ticked])).toEqual([
    ['1.1', false],
    ['1.2', true],
  ]);
});

test('A nested item is a task of its own, and no part of the one above it.', () => {
  const plan = readPlan('todo.md', '- [ ] 1. Parent\n  note\n  - [ ] 1.1 Child\n');
  expect(plan.phases[0]?.tasks.map(({ id, text }) => [id, text])).toEqual([
    ['1', '- [ ] 1. Parent\n  note'],
    ['1.1', '  - [ ] 1.1 Child'],
  ]);
});

test('A number that is part of the sentence is no id.', () => {
  const plan = readPlan('todo.md', '- [ ] 3 retries are enough\n');
  expect(plan.phases[0]?.tasks[0]).toMatchObject({ title: '3 retries are enough' });
});

test('A criteria label works here too, and a file without items has no phase.', () => {
  expect(readPlan('todo.md', '- [ ] a\n\nDone when: 3 tests pass\n').phases[0]?.criteria).toHaveLength(1);
  expect(readPlan('todo.md', '# Only words\n').problems).toMatchObject([{ rule: 'no-phases', severity: 'error' }]);
});
