import { expect, test } from 'vitest';
import { inAnsweredOrder } from '../../core/plan/answered-order.ts';
import { readPlan } from '../../core/plan/read.ts';

const [phase] = readPlan(
  'specs/91-impl-plan.md',
  `## Phase 1 — One

| # | Task | Spec | Depends on |
| --- | --- | --- | --- |
| 1.1 | a | 10 | 1.4 |
| 1.2 | b | 10 | — |
| 1.3 | c | 10 | 1.2 |
| 1.4 | d | 10 | — |
`,
).phases;

function needs(...orders: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return inAnsweredOrder(phase!, orders).tasks.map((task) => task.dependsOn);
}

test.each([
  ['nothing was answered', [], [['1.4'], [], ['1.2'], []]],
  ['one comes after others', [['1.1', '1.2', '1.3']], [['1.4'], [], ['1.2', '1.1'], []]],
  ['it does so already', [['1.2', '1.3']], [['1.4'], [], ['1.2'], []]],
  ['it would wait for itself', [['1.1', '1.4']], [['1.4'], [], ['1.2'], []]],
  [
    'two answers contradict each other',
    [
      ['1.1', '1.2'],
      ['1.2', '1.1'],
    ],
    [['1.4'], ['1.1'], ['1.2'], []],
  ],
  ['the tasks are gone', [['7.1', '7.2'], ['7.1', '1.2'], []], [['1.4'], [], ['1.2'], []]],
])('The order of tasks where %s.', (_why, orders, expected) => {
  expect(needs(...orders)).toEqual(expected);
});
