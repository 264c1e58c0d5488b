import { knows, testPlanOf } from '../../spec/test-plan.ts';
import { placeInTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';

/**
 * A test of a commit that the `test-plan.md` beside the TOML plan does not know belongs to no requirement: it is left
 * over, or misspelt, or the test plan lacks it. A benchmark needs no entry there.
 *
 * @example The test plan says its name, wherever.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     tests = ["test_fetch", "test_again", "bench_fetch"]
 *     --- docs/fetch/test-plan.md
 *     | Req ID | Test Name  |
 *     | ------ | ---------- |
 *     | REQ-1  | test_fetch |
 *
 *     Later: `test_again`.
 *
 * @example It does not.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     tests = ["test_fetch", "test_agian"]
 *     --- docs/fetch/test-plan.md
 *     | Req ID | Test Name              |
 *     | ------ | ---------------------- |
 *     | REQ-1  | test_fetch, test_again |
 *     === docs/fetch/implementation-plan.toml:3:25 Unexpected test test_agian in commit 1, expected a test of docs/fetch/test-plan.md; correct its name or add it there
 */
export const unplannedTest = defineRule({
  id: 'unplanned-test',
  recommended: 'warning',
  check(context, report) {
    const { plan, phases, files } = context;
    const testPlan = plan?.format === 'toml' ? testPlanOf(plan, files) : null;
    if (!testPlan || testPlan.tests.length === 0) return;
    for (const task of phases.flatMap((phase) => phase.tasks)) {
      for (const test of task.commit.tests) {
        if (/^bench/i.test(test) || knows(testPlan, test)) continue;
        const message = `Unexpected test ${test} in commit ${task.id}, expected a test of ${testPlan.path}; correct its name or add it there`;
        report({ message, ...placeInTask(context, task, test) });
      }
    }
  },
});
