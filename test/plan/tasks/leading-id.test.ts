import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';

function read(items: readonly string[]) {
  const content = items.map((item) => `- [ ] ${item}\n`).join('');
  return readPlan('todo.md', content).phases[0]?.tasks ?? [];
}

test.each([
  ['T1: foo', 'T1', 'foo'],
  ['T2 bar', 'T2', 'bar'],
  ['Task 1.1: baz', '1.1', 'baz'],
  ['Task 3: baz', '3', 'baz'],
  ['任务 1.2：写', '1.2', '写'],
  ['P0-A: qux', 'P0-A', 'qux'],
  ['**A1** x', 'A1', 'x'],
  ['TASK-12: x', 'TASK-12', 'x'],
  ['1.1a: x', '1.1a', 'x'],
  ['2a. x', '2a', 'x'],
  ['F-01 x', 'F-01', 'x'],
  ['[T003] x', 'T003', 'x'],
  ['[T003] [P] x', 'T003', '[P] x'],
  ['(1.5) x', '1.5', 'x'],
  ['**A2** — x', 'A2', 'x'],
  ['**1.6**: x', '1.6', 'x'],
  ['**1.7 Bold whole** rest', '1.7', '**Bold whole** rest'],
])('%s starts with an id.', (item, id, title) => {
  const [task] = read([item]);
  expect(task).toMatchObject({ id, title });
  const { id: idRange, title: titleRange } = task?.ranges ?? {};
  const line = `- [ ] ${item}`;
  expect(line.slice((idRange?.column ?? 0) - 1, idRange?.endColumn)).toMatch(new RegExp(`^${id}`));
  expect(title).toContain(line.slice((titleRange?.column ?? 0) - 1, (titleRange?.endColumn ?? 0) - 1));
});

test.each([
  '3 retries are enough',
  'UTF-8 in all files',
  'ES2022 as the target',
  '[1] is a footnote',
  '(2) is another',
  '[P] in parallel',
  '[T003](x.md) is a link',
  '**3** retries',
  '**P1-1** + **P1-2** together',
  '**P0-2** — one encoder',
  '**A1** + **A2** together',
])('%s starts with no id.', (item) => {
  const [task] = read([item]);
  expect(task?.ranges).not.toHaveProperty('id');
});

test('A bare decimal is an id only where most items of the list start with one.', () => {
  expect(read(['Python', '3.11 support for Python', 'Node']).map(({ title }) => title)).toContain(
    '3.11 support for Python',
  );
  expect(read(['1.1 a', '1.2 b', 'more']).map(({ id }) => id)).toEqual(['1.1', '1.2', 'more']);
});

describe('A bare decimal', () => {
  test.each([
    ['alone', '- [ ] 3.11 support'],
    ['among items without ids', '- [ ] 3.11 support\n- [ ] Docs'],
    ['among ids of another kind', '- [ ] T001 Docs\n- [ ] 3.11 support'],
    ['below the number of another section', '## 1. Setup\n\n- [ ] 3.11 support'],
    ['below a section whose number only starts like it', '## 31. Setup\n\n- [ ] 311.1 support\n## 3. More'],
    ['in another phase', '## Phase 1: a\n\n- [ ] 3.11 support'],
  ])('%s stays in the title.', (_where, content) => {
    const plan = readPlan('todo.md', `${content}\n`);
    expect(plan.phases[0]?.tasks.map(({ title }) => title).find((title) => title.endsWith('support'))).toMatch(/^3/);
  });

  test.each([
    ['with a sibling', '- [ ] 3.11 Parser\n- [ ] 3.12 Printer'],
    ['below the number of its section', '## 3. Setup\n\n- [ ] 3.11 Parser'],
    ['in its phase', '## Phase 3: a\n\n- [ ] 3.11 Parser'],
    ['in its phase of a number with parts', '## Phase 3.11: a\n\n- [ ] 3.11.1 Parser'],
  ])('%s is an id.', (_where, content) => {
    expect(readPlan('todo.md', `${content}\n`).phases[0]?.tasks[0]?.title).toBe('Parser');
  });
});
