import { probeOf } from '../../plan/probe.ts';
import type { LintContext } from '../context.ts';
import type { Diagnostic } from '../diagnostic.ts';

/**
 * An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of: a number, a
 * command or name in a code span, or a path.
 *
 *     P50 < 1 s                  fine
 *     `npm test` passes          fine
 *     `a.md` exists and is good  fine: a person has to judge it, but knows what to look at
 *     docs/limits.md is there    fine
 *     All gates pass             fine
 *     The cache works            warning
 *     All gates pass, I hope     warning: more than the gates can say
 *     M2 criteria pass           warning: a milestone's name is not a number
 */
export function vagueCriterion({ plan, phase }: LintContext): Diagnostic[] {
  return phase.criteria
    .filter(({ text }) => !isChecked(text))
    .map(({ text, line }) => ({
      rule: 'vague-criterion',
      severity: 'warning',
      message: `Unexpected vague criterion "${shortened(text)}", expected a number, a command or a path; say how it can be checked`,
      at: { path: plan.path, line, column: 1 },
    }));
}

function isChecked(text: string): boolean {
  const number = /(?<![\p{L}\d.])\d/u;
  const codeSpan = /`[^`]+`/;
  const path = /(?:^|\s)[\w.-]+\/[\w./-]*\w|\b[\w-]+\.[a-z]{2,5}\b/;
  if (probeOf(text).kind !== 'person') return true;
  return number.test(text) || codeSpan.test(text) || path.test(text);
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
