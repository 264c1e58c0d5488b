import { expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';

function claims(lines: readonly string[]) {
  return readPlan('plan.md', lines.join('\n')).phases[0]?.claims;
}

test.each([
  ['Status: complete. Evidence is elsewhere, and open questions too.', 'complete', 'done'],
  ['**Status**: in progress', 'in progress', 'open'],
  ['**Status:** `done`', 'done', 'done'],
  ['- Status: not started', 'not started', 'open'],
  ['> **Status: SHIPPED, but the criterion is NOT met.**', 'SHIPPED, but the criterion is NOT met', 'mixed'],
  ['> **Status: SHIPPED, speed OPEN.** More', 'SHIPPED, speed OPEN', 'mixed'],
  ['状态：已完成。其余见下', '已完成', 'done'],
  ['状態：未完了', '未完了', 'open'],
])('%s', (line, text, says) => {
  expect(claims(['## Phase 1: a', '', line])).toEqual([{ text, line: 3, says }]);
});

test.each([
  ['## Phase 1: a — ✅ CLOSED (sign-off)', '✅ CLOSED (sign-off)', 'done'],
  ['## Phase 1: a (done 2025-01-02)', '(done 2025-01-02)', 'done'],
  ['## Phase 1: a — WIP', 'WIP', 'open'],
  ['## 阶段 1：甲（已完成）', '（已完成）', 'done'],
])('%s', (heading, text, says) => {
  expect(claims([heading])).toEqual([{ text, line: 1, says }]);
});

test('A claim goes on to the end of its sentence, in prose and in a quote.', () => {
  expect(claims(['## Phase 1: a', 'Status: done', 'by all of us. Not met: nothing.'])).toMatchObject([
    { text: 'done by all of us', says: 'done' },
  ]);
  expect(claims(['## Phase 1: a', '> Status: done but', '> the rest is pending. x', 'y'])).toMatchObject([
    { text: 'done but the rest is pending', says: 'mixed' },
  ]);
});

test('A claim ends where its paragraph or quote does.', () => {
  expect(claims(['## Phase 1: a', 'Status: done', '', 'the rest is pending'])).toMatchObject([{ says: 'done' }]);
  expect(claims(['## Phase 1: a', '> Status: done', 'the rest is pending'])).toMatchObject([{ says: 'done' }]);
});

test.each([
  [['## Phase 1: a done deal']],
  [['## Phase 1: a', 'Status: see the board']],
  [['## Phase 1: a', '### Part', 'Status: done']],
  [['## Phase 1: a', '```', 'Status: done', '```']],
])('%j claims nothing.', (lines) => {
  expect(claims(lines)).toEqual([]);
});
