import { expect, test } from 'vitest';
import { unparsedBlock } from '../../../core/lint/rules/unparsed-block.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { lintPlan, planPath } from './lint-plan.ts';

const plan = '# Plan\n\n## Phase 1: Input\n\n## Phase 2: Output\n';

function withUnparsed(...lines: readonly number[]): (plan: Plan) => Plan {
  return (read) => ({ ...read, unparsed: lines.map((line) => ({ line, endLine: line, reason: `On ${line}.` })) });
}

test('What stands in the phase that is looked at, or above all phases, is shown.', () => {
  const found = lintPlan(unparsedBlock, plan, { change: [withUnparsed(2, 4, 6)], phase: '2' });
  expect(found.map((one) => one.split(' ')[0])).toEqual([`${planPath}:2:1`, `${planPath}:6:1`]);
});

test('What the reader has complained about already is not shown again.', () => {
  const at = { path: planPath, line: 4, column: 1 };
  const problems = [{ rule: 'plan-syntax', severity: 'error' as const, message: 'x', at }];
  const change = [withUnparsed(4), (read: Plan): Plan => ({ ...read, problems })];
  expect(lintPlan(unparsedBlock, plan, { change })).toEqual([]);
});
