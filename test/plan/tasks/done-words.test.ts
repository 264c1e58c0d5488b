import { describe, expect, test } from 'vitest';
import { cellState, isOnlyDone, stateSaid } from '../../../core/plan/tasks/done-words.ts';

describe('A cell says done', () => {
  test.each([
    'done', 'Done ✅', '🟢 Done', 'Done in #12', 'Completed in #45', 'DONE!', 'merged', 'Finished', 'Implemented', '✓', '✔️', '[x]',
    'done by Alice', '✅ see memo', '✅ [memo](open.md); [20 §4](x.md) updated', '**Done** (2025-08-01)', 'Done 2025/08', 'done, 100%', 'Shipped @alice',
    '[Done](not.md)', '~~open~~ done', '已完成', '完成（2025）', '已合并', '完了', '実装済み', '済', '✅ 5/5',
  ])('as "%s" does.', (cell) => expect(cellState(cell)).toBe('done')); // prettier-ignore
});

describe('A cell that takes back what it says is mixed', () => {
  test.each([
    '✅ partially', 'Done 50%', 'complete 0%', 'Done: no', 'Done - partially', 'done (not verified)', "closed (won't do)",
    'Done, tests pending', '✅ 3/5', 'done, 3 of 5', 'closed: duplicate', 'done by March', 'done in Q3', 'Done (?)', '完成 50%',
    '已完成（部分）', '完了（一部）', '✅ ⚠️', 'Done, except docs',
  ])('as "%s" does.', (cell) => expect(cellState(cell)).toBe('mixed')); // prettier-ignore
});

test.each(['', 'open', 'Not done', 'complete the parser', 'undone', 'donetsk', '🟢', '❌ done', '未完成', '待办', 'Done?', '完成度'])(
  'A cell with "%s" does not start with done.',
  (cell) => expect(cellState(cell)).toBeNull(),
); // prettier-ignore

test('A cell of efforts says done only where it says nothing else.', () => {
  expect(['done', 'Done ✅', '✅ Done', 'DONE!', '完了', '✓'].filter((cell) => !isOnlyDone(cell))).toEqual([]);
  expect(['done 2 d', '2 d', 'done?', '✅ 1 d', 'not done', ''].filter(isOnlyDone)).toEqual([]);
});

test('A sentence may say it anywhere.', () => {
  expect(['all is merged', 'not yet merged', 'merged but partially', 'see the board'].map(stateSaid)).toEqual([
    'done',
    'open',
    'mixed',
    null,
  ]);
});

test.each(['done ', '~~', '](', 'no ', '1/', '✅', '🟢'])('A long row of "%s" is read in no time.', (part) => {
  const started = process.cpuUsage();
  const cell = `done ${part.repeat(100_000 / part.length)}`;
  cellState(cell);
  isOnlyDone(cell);
  stateSaid(cell);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(500);
});
