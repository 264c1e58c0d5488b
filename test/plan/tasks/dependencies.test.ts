import { expect, test } from 'vitest';
import { isId, parseIds, withoutRanges } from '../../../core/plan/tasks/dependencies.ts';

test.each([
  ['1.1, 1.2', ['1.1', '1.2']],
  ['1.9–1.11', ['1.9', '1.10', '1.11']],
  ['1.1-1.3', ['1.1', '1.2', '1.3']],
  ['T009–T011, T020', ['T009', 'T010', 'T011', 'T020']],
  ['4A.1 to 4A.2', ['4A.1', '4A.2']],
  ['Tasks 1.1–1.2 (schema, types)', ['1.1', '1.2']],
  ['タスク2-4', ['2', '3', '4']],
  ['任务 1.1、1.3', ['1.1', '1.3']],
  ['1.1 and 1.2', ['1.1', '1.2']],
  ['`1.1`; **1.2**', ['1.1', '1.2']],
  ['[1.1](#a)<br>1.2', ['1.1', '1.2']],
  ['—', []],
  ['None', []],
  ['无', []],
  ['', []],
  ['1-2', ['1-2']],
  ['P0-A', ['P0-A']],
  ['1.4–1.1', ['1.4–1.1']],
  ['1.1–2.4', ['1.1–2.4']],
  ['1.1–1.9999', ['1.1–1.9999']],
  ['the schema', ['the schema']],
])('%j names %j.', (text, ids) => {
  expect(withoutRanges(parseIds(text))).toEqual(ids);
});

test.each([
  ['1.2', true],
  ['4A.1', true],
  ['T001', true],
  ['P0-3', true],
  ['12', true],
  ['schema', false],
  ['the 2', false],
  ['Phase', false],
])('Whether %j can only be an id: %s', (text, answer) => {
  expect(isId(text)).toBe(answer);
});
