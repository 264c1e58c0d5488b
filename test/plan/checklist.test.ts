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

test.each([
  ['  status: `squashed`', 'squashed', true],
  ['  status: complete', 'complete', true],
  ['  - Status: complete', 'complete', true],
  ['  **Status**: `complete` (2025)', 'complete', true],
  ['  * 状态：`complete`', 'complete', true],
  ['  status: in-review', 'in-review', false],
  ['  status：claimed', 'claimed', false],
  ['  status: approved', 'approved', false],
  ['  - status: `committed`', 'committed', false],
])('%s is the state of its task as written.', (line, status, ticked) => {
  const plan = readPlan('todo.md', `- [ ] a\n${line}\n`);
  const [task] = plan.phases[0]?.tasks ?? [];
  expect(task).toMatchObject({ title: 'a', status, ticked });
  const { column = 0, endColumn = 0 } = task?.ranges.status ?? {};
  expect(line.slice(column - 1, endColumn - 1)).toBe(status);
});

test('Lines below an item say what it touches, what it waits for, and how to tell that it is done.', () => {
  const content = [
    '- [ ] 1.1 a',
    '- [ ] 1.2 b',
    '- [~] 1.3 **c**',
    '  - branch: impl/c',
    '  - **Files**: `a.ts`, `b/*.ts`',
    '  - **Depends on**: 1.1–1.2 (types)',
    '  - Estimate: 2 h',
    '  - Verify: it runs',
    '    twice',
    '  - Acceptance criteria:',
    '    - it is fast',
    '    - it is small',
    '- [ ] 1.4 d (depends on 1.1, 1.3)',
    '- [ ] 1.5 e (depends on the weather)',
  ].join('\n');
  const [, , third, fourth, fifth] = readPlan('todo.md', content).phases[0]?.tasks ?? [];
  expect(third).toMatchObject({
    title: '**c**',
    branch: 'impl/c',
    files: ['a.ts', 'b/*.ts'],
    dependsOn: ['1.1', '1.2'],
    dependsBy: 'writing',
    effort: '2 h',
    criteria: [
      { text: 'it runs twice', line: 8 },
      { text: 'it is fast', line: 11 },
      { text: 'it is small', line: 12 },
    ],
  });
  expect(placesOf(content, third?.ranges ?? {})).toEqual({
    box: '~',
    id: '1.3',
    title: 'c',
    branch: 'impl/c',
    files: '`a.ts`, `b/*.ts`',
    dependsOn: '1.1–1.2 (types)',
    effort: '2 h',
  });
  expect(fourth).toMatchObject({ dependsOn: ['1.1', '1.3'], dependsBy: 'writing' });
  expect(placesOf(content, fourth?.ranges ?? {})['dependsOn']).toBe('1.1, 1.3');
  expect(fifth).toMatchObject({ dependsOn: ['1.4'], dependsBy: 'order' });
});

test('A sentence behind a key is prose.', () => {
  const content =
    '- [ ] a\n  - Status: shown as a badge, in red\n  - Files: see the spec below\n  - Depends on: luck\n';
  expect(readPlan('todo.md', content).phases[0]?.tasks).toMatchObject([
    { status: '', files: [], dependsBy: 'order', ranges: { box: {}, title: {} } },
  ]);
});

test('Sections are no phases, and boxes beside the heading for tasks are left aside.', () => {
  const plan = readPlan(
    'todo.md',
    '# All\n## 1. Base\n- [ ] x\n## Tasks\n### A\n- [ ] a\n### B\n- [ ] b\n## Later\n- [ ] y\n\n- [ ] z\n',
  );
  expect(plan.phases).toMatchObject([{ id: '1', title: 'All', tasks: [{ title: 'a' }, { title: 'b' }] }]);
  expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([
    [3, 3],
    [10, 12],
  ]);
});

test.each([
  ['# Specification Quality Checklist: Login\n\n## Content\n\n- [x] No jargon\n- [ ] Testable\n'],
  ['# UX: Login\n\n**Purpose**: see\n**Created**: 2025\n**Feature**: [spec](x)\n\n- [x] No jargon\n- [ ] Testable\n'],
])('Boxes that say what was reviewed are no tasks: %j', (content) => {
  const plan = readPlan('checks.md', content);
  expect(plan).toMatchObject({ format: 'checklist', phases: [] });
  expect(plan.unparsed.map(({ line, endLine }) => endLine - line)).toEqual([1]);
});

test('Equal titles get ids of their own, however many there are.', () => {
  const tasks = readPlan('todo.md', '- [ ] a\n'.repeat(2_000)).phases[0]?.tasks ?? [];
  expect(new Set(tasks.map(({ id }) => id)).size).toBe(2_000);
  expect(tasks.at(-1)?.id).toBe('a-2000');
});

function placesOf(content: string, ranges: Readonly<Record<string, { start: number; end: number }>>) {
  const bytes = Buffer.from(content);
  return Object.fromEntries(
    Object.entries(ranges).map(([field, { start, end }]) => [field, bytes.subarray(start, end).toString()]),
  );
}

test('Boxes under Risks, and those that say how a task is done, are no tasks and are not lost.', () => {
  const lines = [
    '- [ ] Parser',
    '  - Acceptance criteria:',
    '    - [ ] it parses',
    '',
    '## Risks',
    '',
    '- [ ] The API may change',
  ];
  const plan = readPlan('todo.md', lines.join('\n'));
  expect(plan.phases[0]?.tasks.map(({ title }) => title)).toEqual(['Parser']);
  expect(plan.phases[0]?.tasks[0]?.criteria.map(({ text }) => text)).toEqual(['it parses']);
  expect(plan.unparsed).toMatchObject([{ line: 7, endLine: 7 }]);
  expect(readPlan('todo.md', '# Todo\n\n## Checklist\n\n- [ ] Only one\n').phases[0]?.tasks).toHaveLength(1);
});
