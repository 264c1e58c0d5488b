import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { tickTasks } from '../../core/plan/tick.ts';

/** The text with these tasks of its first phase ticked, and what is ticked in it then. */
function ticked(path: string, text: string, ...ids: readonly string[]): { text: string; done: readonly string[] } {
  const plan = readPlan(path, text);
  const tasks = plan.phases[0]!.tasks.filter((task) => ids.includes(task.id));
  expect(tasks.map((task) => task.id)).toEqual(ids);
  const after = tickTasks(text, plan, tasks);
  const done = readPlan(path, after)
    .phases[0]!.tasks.filter((task) => task.ticked)
    .map((task) => task.id);
  return { text: after, done };
}

const implPlan = 'specs/91-impl-plan.md';
const table = (header: string, ...rows: readonly string[]) =>
  ['## Phase 1: a', '', header, header.replace(/[^|]/g, '-'), ...rows, '', 'Words.'].join('\n');

describe('a table', () => {
  test('has its Status cell filled, in the width that it has; nothing else changes.', () => {
    const header = '| #   | Task    | Status    |';
    const text = table(
      header,
      '| 1.1 | Read    | open      |',
      '| 1.2 | Write   |           |',
      '| 1.3 | Check   | open      |',
    );
    const after = ticked(implPlan, text, '1.1', '1.2');
    expect(after.text).toBe(
      table(header, '| 1.1 | Read    | done      |', '| 1.2 | Write   | done      |', '| 1.3 | Check   | open      |'),
    );
    expect(after.done).toEqual(['1.1', '1.2']);
  });

  test.each<[string, string, string, string]>([
    ['a narrow cell', '| # | Task | Status |', '| 1 | Read ||', '| 1 | Read | done |'],
    ['a cell without blanks', '|#|Task|Status|', '|1|Read|x|', '|1|Read| done |'],
    ['bars in the text', '| # | Task | Status |', '| 1 | a \\| b | open |', '| 1 | a \\| b | done |'],
    [
      'bars in code, as authors write them',
      '| # | Task | Status |',
      '| 1 | `a | b` | open |',
      '| 1 | `a | b` | done |',
    ],
    ['a backtick that opens nothing', '| # | Task | Status |', '| 1 | a ` b | open |', '| 1 | a ` b | done |'],
    ['a column after it', '| # | Task | Status | Effort |', '| 1 | Read | open | 1 d |', '| 1 | Read | done | 1 d |'],
    ['a column of another name', '| # | Task | **State** |', '| 1 | Read | open |', '| 1 | Read | done |'],
    ['a name in another language', '| # | 任务 | 状态 |', '| 1 | 读 | 待办 |', '| 1 | 读 | done |'],
    ['no bar at the ends', 'ID | Task | Status', '1 | Read | open', '1 | Read | done '],
    ['no bar at the end of the row', '| # | Task | Status |', '| 1 | Read | open', '| 1 | Read | done '],
    ['an indent', '  | # | Task | Status |', '  | 1 | Read | open |', '  | 1 | Read | done |'],
  ])('is ticked with %s.', (_title, header, row, expected) => {
    const after = ticked(implPlan, table(header, row), '1');
    expect(after.text.split('\n')[4]).toBe(expected);
    expect(after.done).toEqual(['1']);
  });

  test('that has no place for a tick stays as it is.', () => {
    const text = table('| # | Task | Spec |', '| 1 | Read | 10 § 2 |');
    expect(ticked(implPlan, text, '1')).toEqual({ text, done: [] });
  });
});

describe('a checkbox', () => {
  test.each([
    ['- [ ] 1.1 Read', '- [x] 1.1 Read'],
    ['* [ ] 1.1 Read [ ] more', '* [x] 1.1 Read [ ] more'],
    ['  + [ ] 1.1 Read', '  + [x] 1.1 Read'],
  ])('is ticked: %s', (line, expected) => {
    const after = ticked('notes/todo.md', `# Todo\n\n${line}\n`, '1.1');
    expect(after.text).toBe(`# Todo\n\n${expected}\n`);
    expect(after.done).toEqual(['1.1']);
  });

  test('of another task stays as it is, and so does the box in the text of one.', () => {
    const text = '# Todo\n\n- [ ] 1.1 Read\n- [ ] 1.2 Write\n  `- [ ] not this`\n- [x] 1.3 Check\n';
    expect(ticked('todo.md', text, '1.2').text).toBe(text.replace('- [ ] 1.2', '- [x] 1.2'));
  });
});

test('Line ends and a missing newline at the end stay as they are.', () => {
  const text = '# Todo\r\n\r\n- [ ] 1.1 Read\r\n- [ ] 1.2 Write';
  expect(ticked('todo.md', text, '1.1', '1.2').text).toBe('# Todo\r\n\r\n- [x] 1.1 Read\r\n- [x] 1.2 Write');
  const rows = table('| # | Task | Status |', '| 1 | Read | open |').replaceAll('\n', '\r\n');
  expect(ticked(implPlan, rows, '1').text).toBe(rows.replace('open', 'done'));
});

test('A TOML plan has no place for a tick.', () => {
  const text = '[[commits]]\nid = "a"\ntitle = "Read | Status"\n';
  const plan = readPlan('implementation-plan.toml', text);
  expect(tickTasks(text, plan, plan.phases[0]!.tasks)).toBe(text);
});

test('No task, no change.', () => {
  const text = '- [ ] 1.1 Read\n';
  expect(tickTasks(text, readPlan('todo.md', text), [])).toBe(text);
});
