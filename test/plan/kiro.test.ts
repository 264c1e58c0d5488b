import { describe, expect, test } from 'vitest';
import { revert } from '../../core/plan/edit/change.ts';
import { tick } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = '.kiro/specs/login/tasks.md';

function scan(...lines: readonly string[]) {
  return readPlan(path, `${lines.join('\n')}\n`);
}

/** Phase → what its tasks wait for. */
function waits(plan: ReturnType<typeof scan>) {
  return plan.phases.map(({ id, tasks }) => [id, tasks.map((task) => [task.id, ...task.dependsOn])]);
}

test('Numbers of the first level are phases, those below them tasks; one that is alone is its own task.', () => {
  const plan = scan(
    '# Implementation Plan',
    '- [x] 1. Set up',
    '  - [x] 1.1 Make a table',
    '    - with an index',
    '    - _Requirements: 1.1, 2.3_',
    '- [-] 2. Check it',
    '- [ ] 3. Show it',
    '- [ ] 3.1 A page',
    '- [ ]* 3.2 Tests of the page',
    '- [ ] 3.3* More tests',
  );
  expect([plan.format, plan.because]).toEqual(['kiro', 'its place, .kiro/specs/*/tasks.md']);
  expect(waits(plan)).toEqual([
    ['1', [['1.1']]],
    ['2', [['2']]],
    ['3', [['3.1'], ['3.2', '3.1'], ['3.3', '3.2']]],
  ]);
  const tasks = plan.phases.flatMap((phase) => phase.tasks);
  expect(tasks.map(({ title, ticked, isOptional }) => [title, ticked, isOptional ?? false])).toEqual([
    ['Make a table', true, false],
    ['Check it', false, false],
    ['A page', false, false],
    ['Tests of the page', false, true],
    ['More tests', false, true],
  ]);
  expect(tasks[0]?.text).toBe('  - [x] 1.1 Make a table\n    - with an index\n    - _Requirements: 1.1, 2.3_');
  expect(plan.problems).toEqual([]);
});

describe('What a task waits for', () => {
  test('is the task before it; those with (P) in a row wait together, and what follows waits for all of them.', () => {
    const plan = scan(
      '- [ ] 1. A',
      '- [ ] 1.1 a',
      '- [ ] 1.2 (P) b',
      '- [ ] 1.3 c (P)',
      '- [ ] 1.4 d',
      '  - _Requirements: 1_',
    );
    expect(waits(plan)).toEqual([['1', [['1.1'], ['1.2', '1.1'], ['1.3', '1.1'], ['1.4', '1.2', '1.3']]]]);
    expect(plan.phases[0]?.tasks[2]?.title).toBe('c');
  });

  test('is what it says itself as well; with (P) nothing else.', () => {
    const plan = scan(
      '- [ ] 1. A',
      '- [ ] 1.1 a',
      '- [ ] 1.2 b',
      '- [ ] 1.3 c',
      '  - _Depends: 1.1 (what is agreed)_',
      '- [ ] 1.4 (P) d',
      '  - _Depends: Task 1.2_',
      '- [ ] 2. B',
      '  - _Depends: 1_',
      '- [ ] 3. C',
      '- [ ] 3.1 e',
      '  - _Depends: 1, 2_',
    );
    expect(waits(plan)).toEqual([
      ['1', [['1.1'], ['1.2', '1.1'], ['1.3', '1.2', '1.1'], ['1.4', '1.2']]],
      ['2', [['2']]],
      ['3', [['3.1']]],
    ]);
    expect(plan.problems).toEqual([]);
  });

  test('is what stands between the marks, whatever else is on the line.', () => {
    const lines = [
      '- [ ] 1. A',
      '- [ ] 1.1 a',
      '- [ ] 1.2 (P) b',
      '  - _Depends: 1.1_ _Requirements: 2.3, 4.1_',
      '- [ ] 1.3 (P) c',
      '  - _Depends: task 1.1, v2.0 of Node 20_',
    ];
    const plan = scan(...lines);
    expect(waits(plan)).toEqual([['1', [['1.1'], ['1.2', '1.1'], ['1.3', '1.1']]]]);
    expect(plan.problems).toMatchObject([{ severity: 'warning', at: { line: 6 } }]);
  });

  test('is all that came before a task that stands apart.', () => {
    const plan = scan('- [ ] 1. A', '- [ ] 2. B', '- [ ] 2.1 a', '- [ ] 2.2 (P) b', '  - _Depends: 1_', '- [ ] 2.3 c');
    expect(waits(plan)).toEqual([
      ['1', [['1']]],
      ['2', [['2.1'], ['2.2'], ['2.3', '2.1', '2.2']]],
    ]);
  });

  test('is what is written where a graph says the reverse, which is told.', () => {
    const lines = [
      '- [ ] 1. A',
      '- [ ] 1.1 a',
      '- [ ] 1.2 b',
      '  - _Depends: 1.1_',
      '',
      '## Task Dependency Graph',
      '',
      '```json',
    ];
    const plan = scan(...lines, '{"waves":[["1.2"],["1.1"]]}', '```');
    expect(waits(plan)).toEqual([['1', [['1.1'], ['1.2', '1.1']]]]);
    expect(plan.problems).toMatchObject([{ rule: 'dependency', severity: 'warning', at: { line: 2 } }]);
  });

  test('is told where it cannot be followed.', () => {
    const plan = scan('- [ ] 1. A', '- [ ] 1.1 a', '- [ ] 1.2 b', '- [ ] 1.3 c', '  - _Depends: all before_');
    expect(waits(plan)).toEqual([['1', [['1.1'], ['1.2', '1.1'], ['1.3', '1.2']]]]);
    expect(plan.problems).toMatchObject([{ rule: 'dependency', severity: 'warning', at: { line: 5 } }]);
  });

  test('is in the order of the waves, whatever that of the tasks is.', () => {
    const lines = [
      '- [ ] 1. A',
      '- [ ] 1.1 a',
      '- [ ] 1.2 b',
      '- [ ] 1.3 (P) c',
      '',
      '## Task Dependency Graph',
      '',
      '```json',
    ];
    const plan = scan(...lines, '{"waves":[["1.2","1.3"],["1.1"]]}', '```');
    expect(waits(plan)).toEqual([['1', [['1.1', '1.2', '1.3'], ['1.2'], ['1.3']]]]);
  });

  const shapes = {
    'objects with ids': '{"waves":[{"id":0,"tasks":["1.1","1.2"]},{"id":1,"tasks":["1.3"]}]}',
    'objects with names':
      '{"waves":[{"name":"a","tasks":["1.1","1.2"]},{"name":"b","depends_on":[0],"tasks":["1.3"]}]}',
    lists: '{"waves":[["1.1","1.2"],["1.3"]]}',
  };

  test.each(Object.entries(shapes))('is the wave before, of %s.', (_name, json) => {
    const lines = ['- [ ] 1. A', '- [ ] 1.1 a', '- [ ] 1.2 b', '- [ ] 1.3 c'];
    const plan = scan(...lines, '', '## Task Dependency Graph', '', '```json', json, '```');
    expect(waits(plan)).toEqual([['1', [['1.1'], ['1.2'], ['1.3', '1.1', '1.2']]]]);
    expect(plan.problems).toEqual([]);
  });

  test('is not a task that is not there: the graph is told, and the rest of it counts.', () => {
    const plan = scan(
      '- [ ] 1. A',
      '- [ ] 1.1 a',
      '- [ ] 1.2 b',
      '## Task Dependency Graph',
      '```json',
      '{"waves":[["1.1","1.9"],["1.2"]]}',
      '```',
    );
    expect(plan.problems).toMatchObject([
      { rule: 'dependency', severity: 'warning', at: { line: 6 }, message: expect.stringContaining('"1.9"') },
    ]);
    expect(waits(plan)).toEqual([['1', [['1.1'], ['1.2', '1.1']]]]);
  });

  test('is the order where the graph cannot be read, which is told.', () => {
    const plan = scan('- [ ] 1. A', '- [ ] 1.1 a', '- [ ] 1.2 b', '## Task Dependency Graph', '```json', '{', '```');
    expect(plan.problems).toMatchObject([{ rule: 'dependency', at: { line: 6 } }]);
    expect(waits(plan)).toEqual([['1', [['1.1'], ['1.2', '1.1']]]]);
  });
});

test('A tick changes the one character between the brackets, also of a task that was begun or is optional.', () => {
  const content = '- [-] 1. A\r\n  - [ ]* 1.1 a\r\n';
  const plan = readPlan(path, content);
  const [task] = plan.phases[0]?.tasks ?? [];
  const done = task && tick(content, plan, task, true);
  expect(done).toMatchObject({ ok: true, value: { content: '- [x] 1. A\r\n  - [x]* 1.1 a\r\n' } });
});

test('Elsewhere it is known by its numbers and the requirements that it cites, and not by numbers alone.', () => {
  const lines = ['- [ ] 1. A', '- [ ] 1.1 a', '  - _Requirements: 1.1_'];
  expect(readPlan('docs/todo.md', lines.join('\n'))).toMatchObject({
    format: 'kiro',
    because: 'the box "1" on line 1 and _Requirements:_ on line 3',
  });
  expect(readPlan('docs/todo.md', lines.slice(0, 2).join('\n')).format).toBe('checklist');
});

test('Boxes without a number, and tasks of a number that is not there, are left aside.', () => {
  const plan = scan('- [ ] 1. A', '', 'Notes', '', '- [ ] call them', '- [ ] 7.1 lost');
  expect(plan.phases.map(({ id }) => id)).toEqual(['1']);
  expect(plan.unparsed.map(({ line, reason }) => [line, reason])).toEqual([
    [5, 'These boxes have no number, so they are no tasks.'],
    [6, 'These tasks belong to a number that is not there.'],
  ]);
});

test('A number whose heading stands in place of a box is a phase as well.', () => {
  const plan = scan(
    '# Plan',
    '',
    '## 1. Setup',
    '- [ ] 1.1 A',
    '## Task 2: Store',
    '- [x] 2.1 B',
    '- [ ] 3. C',
    '## 4. Notes',
  );
  expect(plan.unparsed).toEqual([]);
  expect(
    plan.phases.map(({ id, title, line, tasks }) => [id, title, line, tasks.map((task) => task.id).join()]),
  ).toEqual([
    ['1', 'Setup', 3, '1.1'],
    ['2', 'Store', 5, '2.1'],
    ['3', 'C', 7, '3'],
  ]);
});

test('A plan with phases is read as what it is, also where its boxes have numbers and requirements.', () => {
  const own = '## Phase 1\n\n- [ ] 1.1 A\n  - _Requirements: 1.1_\n- [ ] 1.2 B\n\n## Phase 2\n\n- [ ] 1. C\n';
  expect(readPlan('plan.md', own)).toMatchObject({ phases: [{ id: '1' }, { id: '2' }] });
  expect(readPlan('plan.md', own).format).not.toBe('kiro');
  const noMajor = '## Tasks\n\n- [ ] 1.1 A\n  - _Requirements: 1.1_\n';
  expect(readPlan('plan.md', noMajor).format).not.toBe('kiro');
  const inCode = '- [ ] 1. A\n\n```md\n  - _Requirements: 1.1_\n```\n';
  expect(readPlan('plan.md', inCode).format).not.toBe('kiro');
});

test('The box of a number of the first level is ticked with the last task below it that is not optional, and taken back with the first.', () => {
  const text = '- [ ] 1. Form\n- [x] 1.1 A\n- [ ] 1.2 B\n- [ ]* 1.3 C\n- [ ] 2. Docs\n- [ ] 2.1 D\n- [ ] 2.2 E\n';
  const plan = readPlan(path, text);
  const [form, docs] = plan.phases;
  const one = tick(text, plan, docs!.tasks[0]!, true);
  expect(one.ok && one.value.content).toBe(text.replace('[ ] 2.1', '[x] 2.1'));
  const last = tick(text, plan, form!.tasks[1]!, true);
  if (!last.ok) throw new Error(last.failure.message);
  const done = text.replace('[ ] 1. ', '[x] 1. ').replace('[ ] 1.2', '[x] 1.2');
  expect(last.value.content).toBe(done);
  const back = revert(path, done, last.value.change);
  expect(back.ok && back.value).toBe(text);
  const again = readPlan(path, done);
  const opened = tick(done, again, again.phases[0]!.tasks[0]!, false);
  expect(opened.ok && opened.value.content).toBe(done.replace('[x] 1. ', '[ ] 1. ').replace('[x] 1.1', '[ ] 1.1'));
});

test('A task that is blocked is told with why, until it is done or that is taken off.', () => {
  const plan = scan(
    '- [ ] 1. A',
    '- [ ] 1.1 a',
    '  _Blocked: no key for "x"_',
    '- [x] 1.2 b',
    '  - _Blocked: y_',
    '- [ ] 1.3 c',
    '  - _Blocked: none_',
  );
  expect(plan.problems).toEqual([
    expect.objectContaining({
      severity: 'error',
      message: String.raw`Unexpected task 1.1 that is blocked, expected one that can be begun: "no key for \"x\""; see to it, and take the line off`,
      at: { path, line: 3, column: 3 },
    }),
  ]);
});

test('Numbers are written in other ways as well.', () => {
  const plan = scan('- [ ] Task 1: A', '- [ ] 1.2a b', '- [ ] 2) C');
  expect(plan.unparsed).toEqual([]);
  expect(
    plan.phases.map(({ id, title, tasks }) => [id, title, tasks.map((task) => `${task.id} ${task.title}`)]),
  ).toEqual([
    ['1', 'A', ['1.2a b']],
    ['2', 'C', ['2 C']],
  ]);
});
