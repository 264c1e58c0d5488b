import { expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';

function read(rows: number) {
  const header = '## Phase 1: a\n\n| # | Task | Depends on |\n| --- | --- | --- |\n';
  const lines = Array.from({ length: rows }, (_, index) => `| 1.${index + 2000} | a | 1.1–1.1000 |\n`);
  const plan = readPlan('specs/91-impl-plan.md', header + lines.join(''), 'impl');
  return plan.problems.filter(({ message }) => message.includes('in all ranges of a plan'));
}

test('The ranges of a plan are written out up to a bound, and those behind it are problems of their rows.', () => {
  expect(read(100)).toEqual([]);
  const refused = read(10_000);
  expect(refused).toHaveLength(9_900);
  expect(refused[0]).toMatchObject({ rule: 'dependency', severity: 'error', at: { line: 105, column: 16 } });
});
