import { expect, test } from 'vitest';
import { readPhaseWords } from '../../core/plan/phase-words.ts';

test.each(['next', 'Next', 'next phase', 'the next phase', '下一阶段', '下一个阶段', ' next '])(
  '%j asks for the next phase.',
  (asked) => {
    expect(readPhaseWords(asked)).toEqual({ kind: 'next' });
  },
);

test.each([
  ['M1', 'M1'],
  ['m1', 'M1'],
  ['M-1', 'M-1'],
  ['M-future', 'M-future'],
  ['milestone M1', 'M1'],
  ['Milestone: M2.5', 'M2.5'],
  ['里程碑 M1', 'M1'],
  ['里程碑M1', 'M1'],
  ['里程碑：M1', 'M1'],
  ['マイルストーン M0', 'M0'],
])('%j asks for milestone %s.', (asked, id) => {
  expect(readPhaseWords(asked)).toEqual({ kind: 'milestone', id });
});

test.each([
  ['3', '3'],
  ['2.6', '2.6'],
  ['phase 3', '3'],
  ['Phase-3', '3'],
  ['phase: 3', '3'],
  ['phase3', '3'],
  ['stage 3', '3'],
  ['milestone 3', '3'],
  ['阶段 3', '3'],
  ['阶段3', '3'],
  ['第3阶段', '3'],
  ['第三阶段', '三'],
  ['里程碑 3', '3'],
  ['M1 and M2', 'M1 and M2'],
  ['next of kin', 'next of kin'],
  ['stepwise import', 'stepwise import'],
  ['', ''],
])('%j asks for the phase %j.', (asked, name) => {
  expect(readPhaseWords(asked)).toEqual({ kind: 'phase', name });
});
