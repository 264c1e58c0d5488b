import { placeOfTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';

/**
 * The tests that a commit lists are written first, and have to fail before anything is implemented. Without `tests` that
 * gate is silently off. A commit that needs no new test says so with an empty list; one that touches only documentation,
 * configuration or tests need not.
 *
 * @example Tests, none on purpose, and no source.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     files = ["src/read.rs"]
 *     tests = ["test_read"]
 *
 *     [[commits]]
 *     id = 2
 *     files = ["src/rename.rs"]
 *     tests = []
 *
 *     [[commits]]
 *     id = 3
 *     files = ["Makefile", "docs/read.md", "tests/common.rs", "vite.config.ts"]
 *
 * @example Source without a word about tests.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     files = ["README.md", "src/read.rs"]
 *     === implementation-plan.toml:2:6 Unexpected commit 1 with src/read.rs and without tests, expected the tests that have to fail before it; list them, or write tests = [] if there are none
 */
export const commitTests = defineRule({
  id: 'commit-tests',
  recommended: 'warning',
  check({ plan, phases }, report) {
    if (plan?.format !== 'toml') return;
    for (const task of phases.flatMap((phase) => phase.tasks)) {
      const source = task.files.find(isSource);
      if (source === undefined || task.ranges.tests) continue;
      const message = `Unexpected commit ${task.id} with ${source} and without tests, expected the tests that have to fail before it; list them, or write tests = [] if there are none`;
      report({ message, ...placeOfTask(plan.path, task) });
    }
  },
});

const sourceEnding =
  /\.(?:[cm]?[jt]sx?|vue|svelte|rs|go|py|rb|php|java|kt|scala|groovy|clj|cs|fs|swift|mm?|c|cc|cpp|cxx|h|hh|hpp|zig|nim|dart|exs?|erl|hs|ml|lua|r|jl|sol)$/i;

function isSource(path: string): boolean {
  const isElsewhere = /(?:^|\/)(?:tests?|__tests__|spec|bench(?:es)?|fixtures|examples|docs)\//.test(path);
  return sourceEnding.test(path) && !isElsewhere && !/\.config\.\w+$|\.d\.ts$|[._](?:test|spec)\.\w+$/.test(path);
}
