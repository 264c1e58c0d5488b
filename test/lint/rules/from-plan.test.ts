import { expect, test } from 'vitest';
import { emptyPhase } from '../../../core/lint/rules/empty-phase.ts';
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
  const at = { path: planPath, line: 7, column: 1 };
  const problem = { rule: 'plan-syntax', severity: 'error' as const, message: 'x', at, other: { ...at, line: 3 } };
  const change = [(read: Plan): Plan => ({ ...read, problems: [problem] })];
  const found = ['1', '2', '3'].map((phase) => lintPlan(planSyntax, plan, { change, phase }).length);
  expect(found).toEqual([1, 0, 1]);
});

test('The order in which a plan lists its phases does not matter.', () => {
  const change = [(read: Plan): Plan => ({ ...read, phases: read.phases.toReversed() })];
  expect(lintPlan(emptyPhase, plan, { change, phase: '1' })).toEqual([
    expect.stringMatching(/:3:1 Unexpected phase 1/),
  ]);
});

test('A plan without phases is complained about although no phase is looked at.', () => {
  expect(lintPlan(noPhases, '# Plan\n')).toHaveLength(1);
});
