import { constraintsIn, testPlanOf } from '../../spec/test-plan.ts';
import { placeIn } from '../context.ts';
import { defineRule } from '../rule.ts';

/**
 * A critical constraint that the `test-plan.md` beside a TOML plan verifies, but no commit names in `acceptance`,
 * `anti_patterns` or `constraints`, is told to no agent and looked after by no reviewer.
 *
 * @example Both are named.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     acceptance = ["`batch_fetch` answers for each file (CC-1)"]
 *     constraints = ["CC-2"]
 *     --- docs/fetch/test-plan.md
 *     | CC ID | Verification Approach | Test Name(s) |
 *     | ----- | --------------------- | ------------ |
 *     | CC-1  | One answer per file   | test_fetch   |
 *     | CC-2  | No panic              | test_panic   |
 *
 * @example One is not.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     anti_patterns = ["Panicking (CC-2)"]
 *     --- docs/fetch/test-plan.md
 *     | CC ID | Verification Approach | Test Name(s) |
 *     | ----- | --------------------- | ------------ |
 *     | CC-1  | One answer per file   | test_fetch   |
 *     | CC-2  | No panic              | test_panic   |
 *     === docs/fetch/test-plan.md:3:3 Unexpected constraint CC-1 in no commit of docs/fetch/implementation-plan.toml, expected every constraint in one; name it in acceptance, anti_patterns or constraints of a commit
 */
export const uncoveredConstraint = defineRule({
  id: 'uncovered-constraint',
  recommended: 'warning',
  check({ plan, phases, files }, report) {
    const testPlan = plan?.format === 'toml' ? testPlanOf(plan, files) : null;
    if (!plan || !testPlan) return;
    const named = new Set(
      phases
        .flatMap((phase) => phase.tasks)
        .flatMap(({ criteria, commit }) => [
          ...criteria.map(({ text }) => text),
          ...commit.antiPatterns,
          ...commit.constraints,
        ])
        .flatMap(constraintsIn),
    );
    for (const { name, line, from, to } of testPlan.constraints) {
      if (named.has(name)) continue;
      const message = `Unexpected constraint ${name} in no commit of ${plan.path}, expected every constraint in one; name it in acceptance, anti_patterns or constraints of a commit`;
      report({ message, ...placeIn(testPlan.path, line, from, to) });
    }
  },
});
