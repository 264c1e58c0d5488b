import { placeIn } from '../context.ts';
import { placeInTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';
import type { Task } from '../../plan/plan.ts';
import { testKey, testPlanOf } from '../../spec/test-plan.ts';

/**
 * Every test that a feature needs is planned in exactly one commit of its TOML plan: a test in two commits is written
 * twice, and one in none never. What the feature needs is known where a `test-plan.md` lies beside the plan or in its
 * `feature_dir`; in its tables the column `Test Name` counts, and only words that can be nothing but names.
 *
 * @example Each once. In the test plan, several may stand in a cell.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     tests = ["test_fetch", "tests::test_retry"]
 *     --- docs/fetch/test-plan.md
 *     | CC ID | Verification Approach | Test Name(s)             |
 *     | ----- | --------------------- | ------------------------ |
 *     | CC-1  | Fetches again         | `test_fetch`, test_retry |
 *     | CC-2  | A person looks at it  | manual                   |
 *
 * @example One in two commits, and one in none.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     tests = ["test_fetch"]
 *
 *     [[commits]]
 *     id = 2
 *     tests = ["test_fetch"]
 *     --- docs/fetch/test-plan.md
 *     | Req ID | Test Type | Test Name  | Description |
 *     | ------ | --------- | ---------- | ----------- |
 *     | REQ-1  | unit      | test_fetch | Fetches     |
 *     | REQ-2  | unit      | test_retry | Tries again |
 *     === docs/fetch/implementation-plan.toml:7:11 Unexpected test test_fetch in commit 2 after commit 1, expected every test in one commit; remove it from one of them
 *     ===   see also docs/fetch/implementation-plan.toml:3:11
 *     === docs/fetch/test-plan.md:4:24 Unexpected test test_retry in no commit of docs/fetch/implementation-plan.toml, expected every planned test in one; add it to the tests of a commit
 */
export const plannedTest = defineRule({
  id: 'planned-test',
  recommended: 'error',
  check(context, report) {
    const { plan, phases, files } = context;
    if (plan?.format !== 'toml') return;
    const first = new Map<string, Task>();
    for (const task of phases.flatMap((phase) => phase.tasks)) {
      for (const test of task.commit.tests) {
        const before = first.get(test);
        if (!before) first.set(test, task);
        else if (before === task) {
          const message = `Unexpected test ${test} in commit ${task.id} twice, expected every test once; remove one of the two`;
          report({ message, ...placeInTask(context, task, test) });
        } else {
          const message = `Unexpected test ${test} in commit ${task.id} after commit ${before.id}, expected every test in one commit; remove it from one of them`;
          report({ message, ...placeInTask(context, task, test), other: placeInTask(context, before, test).at });
        }
      }
    }
    const planned = new Set([...first.keys()].map(testKey));
    const testPlan = testPlanOf(plan, files);
    for (const { name, line, from, to } of testPlan?.tests ?? []) {
      if (!testPlan || planned.has(testKey(name))) continue;
      const message = `Unexpected test ${name} in no commit of ${plan.path}, expected every planned test in one; add it to the tests of a commit`;
      report({ message, ...placeIn(testPlan.path, line, from, to) });
    }
  },
});
