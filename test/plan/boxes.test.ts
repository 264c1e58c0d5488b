import { describe, expect, test } from 'vitest';
import type { Plan } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';
import { tasksOf } from './edit/edits.ts';

function read(lines: readonly string[]): Plan {
  return readPlan('todo.md', `${lines.join('\n')}\n`, 'checklist');
}

function ids(plan: Plan): string[] {
  return tasksOf(plan).map(({ id }) => id);
}

describe('A fence on the line of a bullet', () => {
  const fence = ['  1. ```sh', '     npm i', '     ```'];

  test('hides no task below it.', () => {
    const plan = read(['- [ ] 1.1 a', '- [ ] 1.2 b', ...fence, '- [ ] 1.3 c', '- [ ] 1.4 d', ...fence, '- [ ] 1.5 e']);
    expect(ids(plan)).toEqual(['1.1', '1.2', '1.3', '1.4', '1.5']);
    expect(tasksOf(plan)[1]?.text).toBe(['- [ ] 1.2 b', ...fence].join('\n'));
    expect(plan.problems).toEqual([]);
  });

  test('hides what looks like a task inside of it.', () => {
    expect(ids(read(['- [ ] 1.1 a', '  - ```md', '    - [ ] 9.9 sample', '    ```', '- [ ] 1.2 b']))).toEqual([
      '1.1',
      '1.2',
    ]);
  });
});

describe('A fence in a quote', () => {
  test('ends with its marks, and at the latest with the quote.', () => {
    expect(ids(read(['> ```', '> code', '> ```', '- [ ] 1.1 a', '> ~~~', '> code', '', '- [ ] 1.2 b']))).toEqual([
      '1.1',
      '1.2',
    ]);
  });

  test('is a sample where it stands in code itself.', () => {
    const plan = read(['```', '> ```', '- [ ] 9.9 sample', '```', '- [ ] 1.1 a', '- [ ] 1.2 b']);
    expect(ids(plan)).toEqual(['1.1', '1.2']);
    expect(plan.problems).toEqual([]);
  });
});

describe('What stands below nested boxes', () => {
  test('belongs to the box that it is nested in.', () => {
    const plan = read([
      '- [ ] 1.1 a',
      '  - [ ] 1.1.1 b',
      '    - branch: `inner`',
      '  - status: `complete`',
      '',
      '  - branch: `outer`',
      '- [ ] 1.2 c',
      '  - [ ] 1.2.1 d',
      '',
      'A paragraph.',
      '',
      '  - status: `complete`',
    ]);
    expect(tasksOf(plan).map(({ id, status, branch, ticked }) => [id, status, branch, ticked])).toEqual([
      ['1.1', 'complete', 'outer', true],
      ['1.1.1', '', 'inner', false],
      ['1.2', '', '', false],
      ['1.2.1', '', '', false],
    ]);
  });

  test('gives way to what stands above them.', () => {
    const plan = read(['- [ ] 1.1 a', '  - branch: `near`', '  - [ ] 1.1.1 b', '  - branch: `far`']);
    expect(tasksOf(plan)[0]?.branch).toBe('near');
  });

  test.each([
    ['the outer box', ['  status: complete', '  branch: `x`'], ['complete', 'x'], ['', '']],
    ['the outer box behind a blank line', ['', '  status: complete', '', '  - a detail'], ['complete', ''], ['', '']],
    ['the outer box behind a detail', ['  - a detail', '  status: complete'], ['complete', ''], ['', '']],
    ['the nested box', ['    status: complete', '    branch: `x`'], ['', ''], ['complete', 'x']],
    ['the nested box, deeper than it has to', ['      status: complete'], ['', ''], ['complete', '']],
    ['nobody behind a blank line', ['', 'Status: complete'], ['', ''], ['', '']],
  ])('without a bullet belongs to %s.', (_whose, below, outer, inner) => {
    const plan = read(['- [ ] 1.1 a', '  - [ ] 1.1.1 b', ...below, '- [ ] 1.2 c']);
    expect(tasksOf(plan).map(({ status, branch }) => [status, branch])).toEqual([outer, inner, ['', '']]);
    expect(plan.unparsed).toEqual([]);
  });

  test.each(['status: complete', ' status: complete', '   branch: `x`', 'Files: a.ts'])(
    'without a bullet is said where it belongs to none of them: %j.',
    (field) => {
      const plan = read(['- [ ] 1.1 a', '  - [ ] 1.1.1 b', field, '- [ ] 1.2 c']);
      expect(tasksOf(plan).map(({ status, branch, files }) => [status, branch, files])).toEqual([
        ['', '', []],
        ['', '', []],
        ['', '', []],
      ]);
      expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([[3, 3]]);
    },
  );

  test('may be as long as a file can be.', () => {
    expect(
      ids(read(['- [ ] 1.1 a', '  - [ ] 1.1.1 b', '  - c', ...Array.from({ length: 200_000 }, () => '    d')])),
    ).toEqual(['1.1', '1.1.1']);
  });
});

test('A box needs no blank behind it, and a tick may be a check mark.', () => {
  const plan = readPlan('todo.md', '- [x]建立数据库\n- [ ]写测试\n- [✓] Third\n- [x](link.md) no box\n');
  expect(plan.phases[0]?.tasks.map(({ title, ticked }) => [title, ticked])).toEqual([
    ['建立数据库', true],
    ['写测试', false],
    ['Third', true],
  ]);
});

test('What looks like a box and is none that can be read is left aside, and said.', () => {
  const odd = ['- [] a', '- [ x ] b', '- [>] c', '- [*] d', '> - [ ] e'];
  const plan = readPlan('todo.md', ['- [ ] real', ...odd, '- [1] note', '- [P] task', '- [a](b.md)'].join('\n'));
  expect(plan.phases[0]?.tasks.map(({ title }) => title)).toEqual(['real']);
  expect(plan.unparsed.filter(({ reason }) => reason.includes('looks like a box')).map(({ line }) => line)).toEqual([
    2, 3, 4, 5, 6,
  ]);
});

test('A comment inside an item hides what it hides from a reader.', () => {
  const plan = readPlan(
    'todo.md',
    '- [ ] 1.1 a\n  - detail\n    <!-- dropped:\n    - [ ] 1.9 hidden\n    -->\n- [ ] 1.2 b\n',
  );
  expect(plan.phases[0]?.tasks.map(({ id }) => id)).toEqual(['1.1', '1.2']);
});

describe('Boxes and criteria', () => {
  test('in raw HTML are none, and an element that nothing closes is a problem.', () => {
    const plan = readPlan(
      'specs/91-impl-plan.md',
      [
        '## Phase 1: a',
        '<pre>',
        '- [ ] 9.1 sample',
        '**Exit criteria**: a sample',
        '</pre>',
        '- [ ] 1.1 b',
        '  <textarea>',
        '  - [ ] 9.2 sample',
        '- [ ] 1.2 c',
        '',
        '**Exit criteria**: green',
      ].join('\n'),
    );
    expect(ids(plan)).toEqual(['1.1', '1.2']);
    expect(plan.phases[0]?.criteria.map(({ text }) => text)).toEqual(['green']);
    expect(plan.problems.map(({ rule, at }) => [rule, at.line])).toEqual([['plan-syntax', 7]]);
    expect(plan.problems[0]?.message).toContain('an element that nothing closes');
  });

  test('in indented code outside of lists are none, and said.', () => {
    const plan = readPlan(
      'specs/91-impl-plan.md',
      [
        '## Phase 1: a',
        '',
        '    - [ ] 9.1 sample',
        '    **Exit criteria**: a sample',
        '    | # | Task |',
        '    | - | - |',
        '    | 1 | sample |',
        '',
        '- [ ] 1.1 b',
        '',
        '    - [ ] 1.2 c',
        '',
        '**Exit criteria**: green',
      ].join('\n'),
    );
    expect(ids(plan)).toEqual(['1.1', '1.2']);
    expect(plan.phases[0]?.criteria.map(({ text }) => text)).toEqual(['green']);
    expect(plan.unparsed.map(({ line, reason }) => [line, reason.includes('indented')])).toEqual([
      [3, true],
      [6, true],
    ]);
  });
});
