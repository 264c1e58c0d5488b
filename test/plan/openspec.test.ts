import { expect, test } from 'vitest';
import { tick } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = 'openspec/changes/add-login/tasks.md';

function scan(...lines: readonly string[]) {
  return readPlan(path, `${lines.join('\n')}\n`);
}

test('Each numbered group is a phase, and each box below it a task, also in code, as its own tools count.', () => {
  const plan = scan(
    '# Tasks',
    '- [ ] before all',
    '## 1. Ground',
    '- [x] 1.1 Make a table',
    '  - [ ] 1.1.1 With an index',
    '## 2. Pages',
    '```',
    '* [X] 2.1 Shown as code',
    '```',
  );
  expect([plan.format, plan.because]).toEqual(['openspec', 'its place, openspec/changes/*/tasks.md']);
  expect(plan.phases.map(({ id, title, tasks }) => [id, title, tasks.map((task) => [task.id, task.ticked])])).toEqual([
    ['1', 'Ground', [['1.1', true], ['1.1.1', false]]],
    ['2', 'Pages', [['2.1', true]]],
  ]); // prettier-ignore
  expect(plan.unparsed).toMatchObject([{ line: 2, reason: 'These boxes stand below no numbered group.' }]);
});

test('Tasks that are headings are tasks of one phase, with the boxes below them as their criteria.', () => {
  const plan = scan(
    '## Task 1.1: Settings',
    '**Dependencies**: None',
    '- [ ] there is a key',
    '## Task 1.2: Endpoints',
    '**Dependencies**: Task 1.1',
    '- [ ] it answers 401',
    '- [ ] it answers 200',
    '## Task 2.1: Docs',
    '**Dependencies**: Tasks 1.1–1.2',
  );
  const [phase] = plan.phases;
  expect(phase?.written).toEqual({ label: '', title: '' });
  expect(phase?.tasks.map(({ id, title, dependsOn, criteria }) => [id, title, dependsOn, criteria.length])).toEqual([
    ['1.1', 'Settings', [], 1],
    ['1.2', 'Endpoints', ['1.1'], 2],
    ['2.1', 'Docs', ['1.1', '1.2'], 0],
  ]);
});

test('Phases by their word, and boxes without any heading, are read as well.', () => {
  expect(scan('## Phase 1: A', '- [ ] a', '## Phase 2: B', '- [ ] b').phases.map(({ id }) => id)).toEqual(['1', '2']);
  expect(scan('- [ ] a', '- [ ] b').phases.map(({ tasks }) => tasks.length)).toEqual([2]);
});

test('An archived change has its place too; a file of that name elsewhere has not.', () => {
  const lines = '## 1. A\n- [ ] 1.1 a\n';
  expect(readPlan('openspec/changes/archive/2026-01-02-x/tasks.md', lines).format).toBe('openspec');
  expect(readPlan('docs/tasks.md', lines).format).toBe('checklist');
});

test('A heading is done by the boxes below it, which its own tools count.', () => {
  const text =
    '# Tasks\n\n## Task 1.1: Form\n\n- [ ] It is there\n- [x] It sends\n\n## Task 1.2: Docs\n\n- [x] They are there\n';
  const plan = readPlan(path, text);
  const [form, docs] = plan.phases[0]?.tasks ?? [];
  expect([form?.ticked, docs?.ticked]).toEqual([false, true]);
  const done = tick(text, plan, form!, true);
  expect(done.ok && done.value.content).toBe(text.replace('- [ ]', '- [x]'));
});

test('Boxes that only its own tools see are told.', () => {
  const text = '## 1. A\n\n- [ ] 1.1 a\n-[x] 1.2 b\n*[x] 1.3 c\n- [ ] 1.4 d\n';
  expect(readPlan(path, text).unparsed.map(({ line }) => line)).toEqual([4, 5]);
});

test('A box in code below a heading is ticked with the others, and one below no task is told.', () => {
  const text = '## Task 1.1: A\n\n- [ ] a\n\n```\n- [ ] b\n```\n\n## Task 1.2: B\n\n- [ ] c\n\n## Later\n\n- [ ] d\n';
  const plan = readPlan(path, text);
  expect(plan.unparsed.map(({ line }) => line)).toEqual([15]);
  const done = tick(text, plan, plan.phases[0]!.tasks[0]!, true);
  if (!done.ok) throw new Error(done.failure.message);
  expect(done.value.content).toBe(text.replace('- [ ] a', '- [x] a').replace('- [ ] b', '- [x] b'));
  expect(readPlan(path, done.value.content).phases[0]?.tasks.map(({ ticked }) => ticked)).toEqual([true, false]);
});

const task = (id: string, needs: string): string => `## Task ${id}: A\n\n**Dependencies**: ${needs}\n\n- [ ] a\n\n`;

test('What a heading waits for is named by ids, also of one part and in ranges; other words are told, and the order counts.', () => {
  const all = [
    'None; needs PostgreSQL 15',
    'Task 1',
    'Tasks 1-2',
    'all previous tasks',
    'Task 2, 1 (once 3 is there), on 2025-01-05',
    'React 18',
  ];
  const plan = readPlan(path, all.map((needs, index) => task(String(index + 1), needs)).join(''));
  expect(plan.phases[0]?.tasks.map(({ id, dependsOn }) => [id, ...dependsOn])).toEqual([
    ['1'],
    ['2', '1'],
    ['3', '1', '2'],
    ['4', '3'],
    ['5', '2', '1'],
    ['6', '5'],
  ]);
  expect(plan.problems).toMatchObject([
    { rule: 'dependency', severity: 'warning', at: { line: 21 } },
    { rule: 'dependency', severity: 'warning', at: { line: 33 } },
  ]);
});

test('Boxes in code count where no group has a number, too.', () => {
  for (const head of ['# Tasks', '## Phase 1'])
    expect(readPlan(path, `${head}\n\n- [ ] a\n\n\`\`\`\n- [ ] b\n\`\`\`\n`).phases[0]?.tasks).toHaveLength(2);
});
