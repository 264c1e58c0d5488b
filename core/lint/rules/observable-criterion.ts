import { probeOf } from '../../plan/probe.ts';
import { placeOf } from '../context.ts';
import { defineRule } from '../rule.ts';

/**
 * An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of: a test, a
 * command, a number, a file or a named person.
 *
 * @example A number, a command, a file.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**:
 *
 *     - P50 < 1 s
 *     - `npm test` passes
 *     - docs/limits.md is there
 *     - All gates pass
 *
 * @example Nothing to take hold of; a milestone's name is not a number.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**:
 *
 *     - The cache works
 *     - All gates pass, I hope
 *     === specs/91-impl-plan.md:5:3 Unexpected vague criterion "The cache works", expected a test, a command, a number, a file or a named person; say how it can be checked
 *     === specs/91-impl-plan.md:6:3 Unexpected vague criterion "All gates pass, I hope", expected a test, a command, a number, a file or a named person; say how it can be checked
 */
export const observableCriterion = defineRule({
  id: 'observable-criterion',
  recommended: 'warning',
  check({ plan, phases }, report) {
    for (const { text, range } of phases.flatMap((phase) => phase.criteria)) {
      if (!plan || isObservable(text)) continue;
      const message = `Unexpected vague criterion "${shortened(text)}", expected a test, a command, a number, a file or a named person; say how it can be checked`;
      report({ message, ...placeOf(plan.path, range) });
    }
  },
});

function isObservable(text: string): boolean {
  const number = /(?<![\p{L}\d.])\d/u;
  const codeSpan = /`[^`]+`/;
  const path = /(?:^|\s)[\w.-]+\/[\w./-]*\w|\b[\w-]+\.[a-z]{2,5}\b/;
  if (probeOf(text).kind !== 'person') return true;
  return number.test(text) || codeSpan.test(text) || path.test(text);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
