import { expect, test } from 'vitest';
import { emptyPhase } from '../../../core/lint/rules/empty-phase.ts';
import { duplicateId } from '../../../core/lint/rules/duplicate-id.ts';
import { noPhases } from '../../../core/lint/rules/no-phases.ts';
import { planSyntax } from '../../../core/lint/rules/plan-syntax.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { lintPlan, planPath } from './lint-plan.ts';

const plan = ['# Plan', '', '## Phase 1: Input', '', '## Phase 2: Output', '', '## Phase 3: Release'].join('\n');

test('Only complaints about the phase that is looked at are repeated.', () => {
  expect(lintPlan(emptyPhase, plan)).toHaveLength(3);
  expect(lintPlan(emptyPhase, plan, { phase: '2' })).toEqual([
    expect.stringMatching(/:5:1 Unexpected phase 2 without tasks/),
  ]);
});

test('A complaint on the last line of a phase is about this phase, one above all phases about each.', () => {
  const problems = [2, 4, 5, 9].map((line) => {
    return { rule: 'plan-syntax', severity: 'error' as const, message: 'x', at: { path: planPath, line, column: 1 } };
  });
  const change = [(read: Plan): Plan => ({ ...read, problems })];
  const lines = (phase: string): number[] =>
    lintPlan(planSyntax, plan, { change, phase }).map((one) => Number(one.split(':')[1]));
  expect(lines('1')).toEqual([2, 4]);
  expect(lines('2')).toEqual([2, 5]);
  expect(lines('3')).toEqual([2, 9]);
});

test('A complaint that involves two phases is repeated for each of them.', () => {
  const twice = '## Phase 1: Input\n- [ ] Read\n## Phase 2: Output\n- [ ] Write\n## Phase 1: Again\n- [ ] Read\n';
  expect(lintPlan(duplicateId, twice, { phase: '1' })).toHaveLength(1);
  expect(lintPlan(duplicateId, twice, { phase: '2' })).toEqual([]);
});

test('A plan without phases is complained about although no phase is looked at.', () => {
  expect(lintPlan(noPhases, '# Plan\n')).toHaveLength(1);
});
