import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

const path = 'specs/91-impl-plan.md';

function problemsOf(lines: readonly string[]) {
  return readPlan(path, lines.join('\n')).problems;
}

test('A phase id that comes twice names both places.', () => {
  const problems = problemsOf(['## Phase 1: a', '- [ ] a', '', 'Exit: 1', '## Phase 1: b', '- [ ] b', '', 'Exit: 1']);
  expect(problems).toMatchObject([
    {
      rule: 'duplicate-id',
      severity: 'error',
      at: { path, line: 5, column: 1 },
      other: { path, line: 1, column: 1 },
    },
  ]);
});

test('F46: A task id that comes twice in one phase names both places.', () => {
  const problems = problemsOf([
    '## Phase 1: a',
    '| # | Task |',
    '|---|---|',
    '| 1.1 | a |',
    '| 1.1 | b |',
    '',
    'Exit: 1',
  ]);
  expect(problems).toMatchObject([
    { rule: 'duplicate-id', at: { path, line: 5, column: 3 }, other: { path, line: 4, column: 3 } },
  ]);
});

test('F46: The same id in two phases is two tasks, and who waits for it waits for the one of its own phase.', () => {
  const table = ['| # | Task | Depends on |', '|---|---|---|', '| 1 | a | — |', '| 2 | b | 1 |', '', 'Exit: 1'];
  const plan = readPlan(path, ['## Phase 1: a', ...table, '## Phase 2: b', ...table].join('\n'));
  expect(plan.problems).toEqual([]);
  expect(plan.phases.map(({ tasks }) => tasks.map(({ id, dependsOn }) => [id, dependsOn]))).toEqual([
    [['1', []], ['2', ['1']]],
    [['1', []], ['2', ['1']]],
  ]);
}); // prettier-ignore

test('A dependency on a task that is nowhere, or in a later phase, is an error at its cell.', () => {
  const problems = problemsOf([
    '## Phase 1: a',
    '| # | Task | After |',
    '|---|---|---|',
    '| 1.1 | a | 2.1, 9 |',
    '',
    'Exit: 1',
    '## Phase 2: b',
    '| # | Task | After |',
    '|---|---|---|',
    '| 2.1 | a | 1.1 |',
    '',
    'Exit: 1',
  ]);
  expect(problems).toMatchObject([
    { rule: 'dependency', at: { line: 4, column: 13 }, other: { line: 10, column: 3 } },
    { rule: 'dependency', at: { line: 4, column: 13 } },
  ]);
  expect(problems.map((problem) => problem.message.includes('1.1 on 2.1'))).toEqual([true, false]);
  expect(problems.map((problem) => problem.message.includes('later phase 2'))).toEqual([true, false]);
  expect(problems.map((problem) => problem.other !== undefined)).toEqual([true, false]);
});

test('Each cycle is named once.', () => {
  const problems = problemsOf([
    '## Phase 1: a',
    '| # | Task | Depends on |',
    '|---|---|---|',
    '| 1.0 | a | 1.1 |',
    '| 1.1 | a | 1.2 |',
    '| 1.2 | b | 1.1 |',
    '| 1.3 | c | 1.3 |',
    '',
    'Exit: 1',
  ]);
  expect(problems.map((problem) => /cycle ([^,]+)/.exec(problem.message)?.[1])).toEqual([
    '1.1 → 1.2 → 1.1',
    '1.3 → 1.3',
  ]);
});

test('A phase without tasks is a warning, one without criteria an error.', () => {
  expect(problemsOf(['## Phase 1: a']).map(({ rule, severity }) => [rule, severity])).toEqual([
    ['empty-phase', 'warning'],
    ['missing-criteria', 'error'],
  ]);
});

test.each(['', '# Title only\n'])('A plan %j has no phases.', (content) => {
  expect(readPlan(path, content)).toMatchObject({
    phases: [],
    problems: [{ rule: 'no-phases', at: { path, line: 1, column: 1 } }],
  });
});

test('A chain of ten thousand tasks is read without a stack overflow.', () => {
  const rows = Array.from({ length: 10_000 }, (_, index) => `| t${index} | a | t${index + 1} |`);
  const plan = readPlan(
    path,
    ['## Phase 1: a', '| # | Task | After |', '|---|---|---|', ...rows, '| t10000 | z | |', '', 'Exit: 1'].join('\n'),
  );
  expect(plan.phases[0]?.tasks).toHaveLength(10_001);
  expect(plan.problems).toEqual([]);
});

test('Ids that differ in case alone are the same one twice, of tasks and of phases.', () => {
  const problems = problemsOf([
    '## Phase 1A: a',
    '| # | Task |',
    '|---|---|',
    '| t1 | a |',
    '| T1 | b |',
    '',
    'Exit: 1',
    '## Phase 1a: b',
    '- [ ] b',
    '',
    'Exit: 1',
  ]);
  expect(problems.map(({ rule, at, other }) => [rule, at.line, other?.line])).toEqual([
    ['duplicate-id', 5, 4],
    ['duplicate-id', 8, 1],
  ]);
});

test('Criteria are only missed in plans of phases.', () => {
  expect(problemsOf(['## Phase 1: a', '- [ ] b'])).toMatchObject([{ rule: 'missing-criteria' }]);
  expect(problemsOf(['## Stage 1: a', '- b'])).toEqual([]);
  expect(problemsOf(['- [ ] b'])).toEqual([]);
});

test('What is too large is not read, and is said to be so.', () => {
  const line = `- [ ] ${'x'.repeat(70_000)}`;
  const plan = readPlan(path, `## Phase 1: a\n- [ ] b\n${line}\n- [ ] c\n\nExit: 1\n`);
  expect(plan.phases[0]?.tasks.map(({ title }) => title)).toEqual(['b', 'c']);
  expect(plan.problems).toMatchObject([{ rule: 'plan-syntax', severity: 'error', at: { path, line: 3, column: 1 } }]);
  expect(plan.unparsed).toMatchObject([{ line: 3, endLine: 3 }]);

  const large = readPlan(path, '## Phase 1: a\n'.repeat(700_000));
  expect(large).toMatchObject({
    phases: [],
    problems: [{ rule: 'plan-syntax', at: { line: 1 } }],
    unparsed: [{ line: 1 }],
  });
});

test('A fence that was never closed is an error, and the phases below it are read.', () => {
  const plan = readPlan(path, '```\ndrawing\n\n## Phase 1: a\n- [ ] b\n\nExit: 1\n\n```ts\ncode\n```\n');
  expect(plan.problems).toMatchObject([{ rule: 'plan-syntax', severity: 'error', at: { path, line: 1, column: 1 } }]);
  expect(plan.phases).toMatchObject([{ id: '1', tasks: [{ title: 'b' }] }]);
});

test('A cycle is seen beside tasks that can be done, and a task that waits for two others is none.', () => {
  const rows = ['| a | x | |', '| b | x | a, c |', '| c | x | a, b |', '| d | x | a, e |', '| e | x | a |'];
  const problems = problemsOf(['## Phase 1: a', '| # | Task | After |', '|---|---|---|', ...rows, '', 'Exit: 1']);
  expect(problems.map(({ message }) => /cycle ([^,]+)/.exec(message)?.[1])).toEqual(['b → c → b']);
});

test('Many tasks in a few cycles are one complaint for each cycle.', () => {
  const rows = Array.from(
    { length: 5_000 },
    (_, index) => `| t${index} | a | t${(index + 1) % 5_000}, t0, t${index} |`,
  );
  const problems = problemsOf(['## Phase 1: a', '| # | Task | After |', '|---|---|---|', ...rows, '', 'Exit: 1']);
  expect(problems.map(({ rule }) => rule)).toEqual(['dependency']);
});

test('A second line with the same key below one item is a warning at its value; that of a detail is none.', () => {
  const { problems, phases } = readPlan(
    'todo.md',
    [
      '- [ ] Read',
      '  - **Branch**: a',
      '  - 分支：b',
      '  - Verify: x',
      '  - Verify: y',
      '  - Answer',
      '    - branch: c',
    ].join('\n'),
  );
  expect(problems).toMatchObject([{ rule: 'duplicate-id', severity: 'warning', at: { line: 3, column: 8 } }]);
  expect(phases[0]?.tasks[0]?.branch).toBe('b');
});

test.each([
  ['2–1001, '.repeat(130), ['2–1001']],
  ['2–1001, 3001–3500, 4001–4002', ['2–1001', '3001', '3001–3500 and more']],
  ['2–9, 12', ['2–9', '12']],
])('Ranges in one cell are one complaint each, and one for too many ids: %s', (after, expected) => {
  const rows = ['| # | Task | After |', '|---|---|---|', `| 1 | a | ${after} |`];
  const problems = problemsOf(['## Phase 1: a', ...rows, '', 'Exit: 1']);
  expect(problems.map(({ message }) => /on (.+?), expected/.exec(message)?.[1])).toEqual(expected);
});

test('Tasks of one wave share what they wait for, so that large waves are read fast.', () => {
  const rows = Array.from({ length: 6 }, (_, index) => `| ${index} | a | ${index < 3 ? 'A' : 'B'} |`);
  const { phases } = readPlan(path, ['## Phase 1: a', '| # | Task | Wave |', '|---|---|---|', ...rows].join('\n'));
  const [, , , fourth, fifth] = phases[0]!.tasks;
  expect(fourth!.dependsOn).toEqual(['0', '1', '2']);
  expect(fifth!.dependsOn).toBe(fourth!.dependsOn);
});
