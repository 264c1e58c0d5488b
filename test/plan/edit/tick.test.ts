import { describe, expect, test } from 'vitest';
import { revert } from '../../../core/plan/edit/change.ts';
import type { Edit } from '../../../core/plan/edit/edit.ts';
import { tick, tickAll } from '../../../core/plan/edit/tick.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { readPlan } from '../../../core/plan/read.ts';
import { edit, tasksOf } from './edits.ts';

/** The text with these tasks of its first phase ticked, and what is ticked in it then. */
function ticked(path: string, text: string, ...ids: readonly string[]): { text: string; done: readonly string[] } {
  const plan = readPlan(path, text);
  const tasks = tasksOf(plan).filter((task) => ids.includes(task.id));
  expect(tasks.map((task) => task.id)).toEqual(ids);
  const { content } = edit(tickAll(text, plan, tasks, true));
  const done = tasksOf(readPlan(path, content)).filter((task) => task.ticked);
  return { text: content, done: done.map((task) => task.id) };
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
    ['no bar at the ends', 'ID | Task | Status', '1 | Read | open', '1 | Read | done'],
    ['no bar at the end of the row', '| # | Task | Status |', '| 1 | Read | open', '| 1 | Read | done'],
    ['a longer word there', '| # | Task | Status |', '| 1 | Read | in progress |', '| 1 | Read | done        |'],
    ['wide characters there', '| # | Task | Status |', '| 1 | Read | 待办   |', '| 1 | Read | done   |'],
    ['its text at the right', '| # | Task | Status |', '| 1 | Read |   open |', '| 1 | Read |   done |'],
    ['an indent', '  | # | Task | Status |', '  | 1 | Read | open |', '  | 1 | Read | done |'],
  ])('is ticked with %s.', (_title, header, row, expected) => {
    const after = ticked(implPlan, table(header, row), '1');
    expect(after.text.split('\n')[4]).toBe(expected);
    expect(after.done).toEqual(['1']);
  });

  test('that has no place for a tick stays as it is, and the task is named.', () => {
    const text = table('| # | Task | Spec |', '| 1 | Read | 10 § 2 |');
    const plan = readPlan(implPlan, text);
    expect(edit(tickAll(text, plan, tasksOf(plan), true))).toEqual({
      content: text,
      change: [],
      changed: false,
      noPlace: ['1'],
    });
  });

  test.each(['✅ see memo', 'Shipped (2025-08)'])('that says "%s" says so already.', (state) => {
    const text = table('| # | Task | Status |', `| 1 | Read | ${state} |`);
    const plan = readPlan(implPlan, text);
    expect(edit(tickAll(text, plan, tasksOf(plan), true))).toMatchObject({
      content: text,
      changed: false,
      noPlace: [],
    });
  });

  test('says open where a tick is taken away, and gets its own words back from the change.', () => {
    const text = table('| # | Task | Status |', '| 1 | Read | ✅ see memo |');
    const plan = readPlan(implPlan, text);
    const { content, change } = edit(tickAll(text, plan, tasksOf(plan), false));
    expect(content).toBe(text.replace('✅ see memo', 'open       '));
    expect(revert(implPlan, content, change)).toEqual({ ok: true, value: text });
  });

  test('is ticked behind a row of dashes.', () => {
    const text = table('| # | Task | Status |', '| --- | --- | --- |', '| 2 | Write | open |');
    expect(ticked(implPlan, text, '2').text).toBe(text.replace('open', 'done'));
  });

  test('whose header has got another column since it was read has no certain place any more.', () => {
    const text = table('| # | Task | Status |', '| 1 | Read | open |');
    const plan = readPlan(implPlan, text);
    const wider = text.replace('| Status |', '| Status | Effort |');
    expect(edit(tickAll(wider, plan, tasksOf(plan), true))).toMatchObject({ content: wider, noPlace: ['1'] });
  });

  test('of another table is not looked at.', () => {
    const other = '\n| Risk | Status |\n| --- | --- |\n| a | open |\n';
    const text = `${table('| # | Task | Effort |', '| 1 | Read | 1 d |')}\n${other}`;
    expect(ticked(implPlan, text, '1')).toEqual({ text, done: [] });
  });
});

describe('a checkbox', () => {
  test.each([
    ['- [ ] 1.1 Read', '- [x] 1.1 Read'],
    ['* [ ] 1.1 Read [ ] more', '* [x] 1.1 Read [ ] more'],
    ['  + [ ] 1.1 Read', '  + [x] 1.1 Read'],
  ])('is ticked: %s', (line, expected) => {
    const after = ticked('notes/todo.md', `# Todo\n\n## 1. Now\n\n${line}\n`, '1.1');
    expect(after.text).toBe(`# Todo\n\n## 1. Now\n\n${expected}\n`);
    expect(after.done).toEqual(['1.1']);
  });

  test.each<[string, string, string]>([
    ['[X]', '[X]', '[ ]'],
    ['[~]', '[x]', '[~]'],
    ['[ ]*', '[x]*', '[ ]*'],
  ])('written %s becomes %s when done and %s when not.', (box, done, open) => {
    const text = `- ${box} 1.1 Read\n`;
    const plan = readPlan('todo.md', text);
    const after = (isDone: boolean): string => edit(tick(text, plan, tasksOf(plan)[0]!, isDone)).content;
    expect([after(true), after(false)]).toEqual([`- ${done} 1.1 Read\n`, `- ${open} 1.1 Read\n`]);
  });

  test('is open again where the tick is taken away.', () => {
    const text = '- [ ] 1.1 Read\n';
    const one = (content: string): [Plan, Edit] => {
      const plan = readPlan('todo.md', content);
      return [plan, edit(tick(content, plan, tasksOf(plan)[0]!, content === text))];
    };
    const [, { content }] = one(text);
    expect(content).toBe('- [x] 1.1 Read\n');
    expect(one(content)[1].content).toBe(text);
  });

  test('of another task stays as it is, and so does the box in the text of one.', () => {
    const text = '# Todo\n\n- [ ] 1.1 Read\n- [ ] 1.2 Write\n  `- [ ] not this`\n- [x] 1.3 Check\n';
    expect(ticked('todo.md', text, '1.2').text).toBe(text.replace('- [ ] 1.2', '- [x] 1.2'));
  });
});

test('F37: Line ends and a missing newline at the end stay as they are.', () => {
  const text = '# Todo\r\n\r\n- [ ] 1.1 Read\r\n- [ ] 1.2 Write';
  expect(ticked('todo.md', text, '1.1', '1.2').text).toBe('# Todo\r\n\r\n- [x] 1.1 Read\r\n- [x] 1.2 Write');
  const rows = table('| # | Task | Status |', '| 1 | Read | open |').replaceAll('\n', '\r\n');
  expect(ticked(implPlan, rows, '1').text).toBe(rows.replace('open', 'done'));
});

test('A TOML plan has no place for a tick.', () => {
  const text = '  [[commits]]\n  id = "a"\n  title = "Read | Status"\n';
  const plan = readPlan('implementation-plan.toml', text);
  expect(edit(tickAll(text, plan, tasksOf(plan), true))).toMatchObject({
    content: text,
    changed: false,
    noPlace: ['a'],
  });
});

test('Tasks are ticked in any order, and once if they are named twice.', () => {
  const text = '- [ ] 1.1 Read\n- [ ] 1.2 Write\n';
  const plan = readPlan('todo.md', text);
  const tasks = tasksOf(plan);
  expect(edit(tickAll(text, plan, [...tasks, ...tasks].toReversed(), true)).content).toBe(
    text.replaceAll('[ ]', '[x]'),
  );
});

test('No task, no change.', () => {
  const text = '- [ ] 1.1 Read\n';
  expect(edit(tickAll(text, readPlan('todo.md', text), [], true))).toMatchObject({ content: text, changed: false });
});

describe('a file that has changed since it was read', () => {
  const text = '# Todo\n\n- [ ] 1.1 Read\n- [ ] 1.2 Write\n';
  const plan = readPlan('notes/todo.md', text);
  const failure = (content: string): unknown => tickAll(content, plan, tasksOf(plan), true);

  test('is not written to where a line is another one, and no other line is changed either.', () => {
    expect(failure(text.replace('Write', 'Delete'))).toEqual({
      ok: false,
      failure: {
        reason: 'plan-changed',
        message:
          'Unexpected line "- [ ] 1.2 Delete", expected "- [ ] 1.2 Write" as it was read; the file has changed since, so read it again',
        at: { path: 'notes/todo.md', line: 4, column: 1 },
      },
    });
  });

  test('is not written to where it has become shorter, longer above the task, or ticked by another.', () => {
    for (const changed of ['# Todo\n', '', `\n${text}`, text.replace('[ ] 1.1', '[x] 1.1')]) {
      expect(failure(changed)).toMatchObject({ ok: false, failure: { reason: 'plan-changed' } });
    }
    expect(failure('# Todo\n')).toMatchObject({
      failure: { message: expect.stringContaining('Unexpected end of file') },
    });
  });

  test('is written to where only other lines have changed.', () => {
    const changed = text.replace('# Todo', '# Done').replace(/$/, '- [ ] 1.3 Check\n');
    expect(edit(tickAll(changed, plan, tasksOf(plan), true)).content).toBe(
      changed.replaceAll(/\[ \](?= 1\.[12])/g, '[x]'),
    );
  });
});
