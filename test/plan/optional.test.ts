import { expect, test } from 'vitest';
import { optionalTasks, withoutOptional } from '../../core/plan/optional.ts';
import { readPlan } from '../../core/plan/read.ts';
import { asWorkedOn } from '../../core/plan/undivided.ts';

const path = '.kiro/specs/login/tasks.md';
const kiro = `- [ ] 1. Form
- [ ] 1.1 Make it
- [ ]* 1.2 Test it
- [ ] 1.3 Send it
- [ ] 2. Tests
- [ ]* 2.1 Of the form
- [x]* 2.2 Of the store
- [ ] 3. Docs
- [ ]* 3.1 Of the form
`;

test('Tasks that are left to whoever wants them are no part of the work, and what waits for one waits for what that waits for.', () => {
  const plan = readPlan(path, kiro);
  const left = withoutOptional(plan);
  expect(left.phases.map(({ id, tasks }) => [id, tasks.map((task) => [task.id, task.dependsOn])])).toEqual([
    [
      '1',
      [
        ['1.1', []],
        ['1.3', ['1.1']],
      ],
    ],
    ['2', [['2.2', []]]],
    ['3', []],
  ]);
  expect(plan.phases.flatMap(optionalTasks).map(({ id }) => id)).toEqual(['1.2', '2.1', '3.1']);
});

test('A phase of nothing else has nothing that is to be divided into tasks, or done.', () => {
  const { plan } = asWorkedOn(withoutOptional(readPlan(path, kiro)), kiro);
  const [, , docs] = plan.phases;
  expect(docs).toMatchObject({ tasks: [], claims: [{ text: 'optional', says: 'done', line: 9 }] });
});

test('A circle of them comes to an end; a plan without any is the same.', () => {
  const text = JSON.stringify({
    tasks: [
      { id: 1, title: 'a', status: 'cancelled', dependencies: [2] },
      { id: 2, title: 'b', status: 'cancelled', dependencies: [1] },
      { id: 3, title: 'c', status: 'pending', dependencies: [1] },
    ],
  });
  const left = withoutOptional(readPlan('.taskmaster/tasks/tasks.json', text));
  expect(left.phases[0]?.tasks.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([['3', []]]);
  const plan = readPlan('plan.md', '## Phase 1: a\n\n- [ ] T001 b\n');
  expect(withoutOptional(plan)).toBe(plan);
});
