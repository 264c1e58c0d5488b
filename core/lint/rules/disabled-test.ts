import type { Task } from '../../plan/plan.ts';
import { placeInTask, placeOfTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';

/**
 * A test that a refactoring breaks is disabled with a marker that names the commit which enables it again, and that
 * commit is planned: never left red, never deleted, never forgotten. Looked at in `title`, `message` and `acceptance` of a
 * TOML plan.
 *
 * @example The commit that enables it again is there, and one says that nothing is disabled.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 9
 *     message = "refactor: split the reader\n\nTest test_old is disabled until commit 9a."
 *     acceptance = ["No other test is disabled"]
 *
 *     [[commits]]
 *     id = "9a"
 *     title = "Re-enable test_old"
 *
 * @example None is named; one that is not planned; one that comes before.
 *
 *     --- docs/fetch/implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     acceptance = ["The tests of the old reader are disabled"]
 *
 *     [[commits]]
 *     id = 2
 *     acceptance = ["test_old is disabled, re-enabled in commit 2a"]
 *
 *     [[commits]]
 *     id = 3
 *     title = "Disable test_new until commit 1"
 *     === docs/fetch/implementation-plan.toml:3:16 Unexpected disabled test in commit 1 that no commit is to enable again, expected its id as in "until commit 9a"; plan that commit and name it
 *     === docs/fetch/implementation-plan.toml:7:16 Unexpected commit 2a that is to enable a test of commit 2 again, expected a commit of this plan; plan it or correct the id
 *     === docs/fetch/implementation-plan.toml:11:10 Unexpected commit 1 that is to enable a test of commit 3 again, expected a later one; plan it or correct the id
 */
export const disabledTest = defineRule({
  id: 'disabled-test',
  recommended: 'warning',
  check(context, report) {
    const { plan } = context;
    if (plan?.format !== 'toml') return;
    const order = new Map(plan.phases.flatMap(({ tasks }) => tasks).map(({ id }, index) => [id, index]));
    for (const task of context.phases.flatMap(({ tasks }) => tasks)) {
      for (const text of textsOf(task)) {
        const disabled = sentencesOf(text).filter((sentence) => disables.test(sentence) && !denied.test(sentence));
        const trouble = disabled.length > 0 ? troubleWith(task, text, order) : null;
        if (trouble === null) continue;
        const [words = ''] = text.split('\n', 1);
        report({
          message: trouble,
          ...(words === '' ? placeOfTask(plan.path, task) : placeInTask(context, task, words)),
        });
      }
    }
  },
});

function textsOf({ title, commit, criteria }: Task): string[] {
  return [title, commit.message, ...criteria.map(({ text }) => text)];
}

function sentencesOf(text: string): string[] {
  return text.split(/[.;。；](?=\s|$)|\n/);
}

/** `Disable test_old`, `the tests are disabled`, `mark test_old with #[ignore]`, `禁用测试`. */
const disables = new RegExp(
  [
    String.raw`\bdisabl(?:e|es|ed|ing)\b.{0,80}?(?:\b|_)tests?(?:\b|_)`,
    String.raw`(?:\b|_)tests?(?:\b|_).{0,80}?\b(?:is|are|be|stays?|gets?|temporarily)\s(?:\w+\s)?disabled\b`,
    String.raw`#\[ignore|(?:禁用|停用).{0,40}测试|测试.{0,40}(?:禁用|停用)`,
  ].join('|'),
  'i',
);
const denied = /\b(?:no|none|not|never|nothing|without|neither|cannot)\b|n't\b|[不没无]/i;

function troubleWith({ id }: Task, text: string, order: ReadonlyMap<string, number>): string | null {
  const named = [...text.matchAll(/\bcommits?\s{1,3}["'#`]?(\d{1,6}[a-z]?)\b|提交\s?(\d{1,6}[a-z]?)/gi)]
    .map(([, english, chinese]) => english ?? chinese ?? '')
    .filter((other) => other !== id);
  if (named.length === 0)
    return `Unexpected disabled test in commit ${id} that no commit is to enable again, expected its id as in "until commit 9a"; plan that commit and name it`;
  const isLater = (other: string): boolean => (order.get(other) ?? -1) > (order.get(id) ?? -1);
  const [first = ''] = named;
  if (named.some(isLater)) return null;
  const expected = order.has(first) ? 'a later one' : 'a commit of this plan';
  return `Unexpected commit ${first} that is to enable a test of commit ${id} again, expected ${expected}; plan it or correct the id`;
}
