import { criterionKind } from '../../plan/criteria/criterion-kind.ts';
import { placeOf } from '../context.ts';
import { placeOfTask } from '../place-in-task.ts';
import { defineRule } from '../rule.ts';
import { isHollow, isTaste } from './vague-words.ts';

/**
 * What a commit of a TOML plan is accepted by is checked item by item, so each needs something to take hold of: code, a
 * test, a number, a file, a constraint such as `CC-1`, quoted words, or the name of what is built. A name is not enough
 * where all that is said of it is that it works, or works properly. A commit that lists nothing is accepted whatever it
 * does.
 *
 * @example Something to take hold of in each.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     acceptance = [
 *       "`npm test` passes",
 *       "FetchResult wraps the answer for each file",
 *       "Callers of batch_fetch get errors one by one",
 *       "Takes at most three seconds for 100 files",
 *       "README.md says how",
 *       "No panic (CC-4)",
 *       "Prints 'nothing to do'",
 *       "Answers with JSON",
 *     ]
 *
 * @example A name of which no more is said than that it is good.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     acceptance = ["FetchResult works", "HTTP errors are handled as expected", "API 返回正确"]
 *     === implementation-plan.toml:3:16 Unexpected vague acceptance "FetchResult works", expected code, a test, a number, a file or a constraint; say how it can be checked
 *     === implementation-plan.toml:3:37 Unexpected vague acceptance "HTTP errors are handled as expected", expected code, a test, a number, a file or a constraint; say how it can be checked
 *     === implementation-plan.toml:3:76 Unexpected vague acceptance "API 返回正确", expected code, a test, a number, a file or a constraint; say how it can be checked
 *
 * @example Good intentions, and nothing.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     acceptance = ["Existing behavior is preserved", "MUST be robust", "性能良好"]
 *
 *     [[commits]]
 *     id = 2
 *     acceptance = []
 *     === implementation-plan.toml:3:16 Unexpected vague acceptance "Existing behavior is preserved", expected code, a test, a number, a file or a constraint; say how it can be checked
 *     === implementation-plan.toml:3:50 Unexpected vague acceptance "MUST be robust", expected code, a test, a number, a file or a constraint; say how it can be checked
 *     === implementation-plan.toml:3:68 Unexpected vague acceptance "性能良好", expected code, a test, a number, a file or a constraint; say how it can be checked
 *     === implementation-plan.toml:6:6 Unexpected commit 2 without acceptance, expected how to tell that it is done; add acceptance = ["…"]
 */
export const vagueAcceptance = defineRule({
  id: 'vague-acceptance',
  recommended: 'warning',
  check({ plan, phases }, report) {
    if (plan?.format !== 'toml') return;
    for (const task of phases.flatMap((phase) => phase.tasks)) {
      if (task.criteria.length === 0) {
        const message = `Unexpected commit ${task.id} without acceptance, expected how to tell that it is done; add acceptance = ["…"]`;
        report({ message, ...placeOfTask(plan.path, task) });
      }
      for (const { text, range } of task.criteria.filter((each) => isVague(each.text))) {
        const message = `Unexpected vague acceptance "${shortened(text)}", expected code, a test, a number, a file or a constraint; say how it can be checked`;
        report({ message, ...placeOf(plan.path, range) });
      }
    }
  },
});

function isVague(text: string): boolean {
  if (criterionKind(text) !== 'judgement' || evidence.some((hold) => hold.test(text))) return false;
  return isTaste(text) || isHollow(text) || !names.some((name) => name.test(text));
}

/** What can be looked at, whatever is said of it. */
const evidence = [
  /`[^`]+`/,
  /"[^"]+"|“[^“”]+”|「[^「」]+」|(?<!\p{L})'[^']+'(?!\p{L})/u,
  /\p{Nd}|(?<!\p{L})(?:zero|one|two|three|four|five|ten|once|twice|single|exactly)(?!\p{L})/iu,
];

const names = [
  // `FetchResult`, `batch_fetch`, `source.scan`, `a::b`, `--flag`, `read()`, `&str`, `a/b`
  /\p{Ll}\p{Lu}|\p{L}_\p{L}|[\p{L}\p{N}][./]\p{L}|::|(?<!\S)--\p{L}|\(\)|&\p{L}/u,
  // `JSON`; but words in capitals that only oblige are none.
  /(?<![\p{L}\p{N}])(?!(?:MUST|NOT|SHALL|SHOULD|MAY|REQUIRED|ALL|NO|NEVER|ALWAYS|ONLY|AND|OR)(?!\p{L}))\p{Lu}{2,}(?!\p{Ll})/u,
];

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
