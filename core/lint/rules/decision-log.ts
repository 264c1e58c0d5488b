import { decisionKey } from '../../spec/decision-id.ts';
import type { Decision } from '../../spec/decisions.ts';
import { placeIn } from '../context.ts';
import { decisionReferences } from '../decision-references.ts';
import { defineRule, type Report } from '../rule.ts';

/**
 * Decisions bind, so a text that names one has to name one that is there. The log itself has every decision once, and
 * one that is superseded names one that holds. Looked at where the specs have a file of decisions, such as
 * `99-key-decisions.md` or `decisions/0001-….md`, and for ids that look like those in it.
 *
 * @example Decisions that are there. Elsewhere, D3.js and a D9 in a code span are no decisions.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *     As in D1 and [D6-2](./99-key-decisions.md), drawn with D3.js and `D9`.
 *     --- specs/99-key-decisions.md
 *     ## D1 — One process
 *     ### D6-2 — No threads
 *
 * @example One that is not there, one twice, and one that gives way to nothing.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *     As in D4.
 *     --- specs/99-key-decisions.md
 *     ## D1 — One process
 *     Status: superseded by D7
 *     ## D2 — No threads
 *     ## D2 — Two threads
 *     === specs/91-impl-plan.md:2:7 Unexpected decision D4, expected one that specs/99-key-decisions.md has; correct the number or write the decision down
 *     === specs/99-key-decisions.md:2:1 Unexpected D7 as what supersedes D1, expected a decision that is there; correct the number or write the decision down
 *     === specs/99-key-decisions.md:4:4 Unexpected second decision D2, expected every decision once; give one of the two another number
 *     ===   see also specs/99-key-decisions.md:3:4
 */
export const decisionLog = defineRule({
  id: 'decision-log',
  recommended: 'error',
  check(context, report) {
    const { decisions, references, defined } = decisionReferences(context);
    for (const { id, path, line, index } of references) {
      if (defined.has(decisionKey(id)) || isRange(id, defined)) continue;
      const message = `Unexpected decision ${id}, expected one that ${whereOf(decisions)} has; correct the number or write the decision down`;
      report({ message, ...placeIn(path, line, index, index + id.length) });
    }
    reportDoubles(decisions, report);
    for (const { id, path, supersededBy } of decisions) {
      if (!supersededBy || defined.has(decisionKey(supersededBy.id))) continue;
      const message = `Unexpected ${supersededBy.id} as what supersedes ${id}, expected a decision that is there; correct the number or write the decision down`;
      report({ message, at: { path, line: supersededBy.line, column: 1 } });
    }
  },
});

/** `D6-9` may be D6 to D9. */
function isRange(id: string, defined: ReadonlySet<string>): boolean {
  const [, first, last] = /^(D\d+)-(\d+)$/.exec(id) ?? [];
  return first !== undefined && defined.has(first) && defined.has(`D${last}`);
}

function whereOf(decisions: readonly Decision[]): string {
  const [first = '', ...others] = new Set(decisions.map(({ path }) => path));
  return others.length === 0 ? first : first.replace(/[^/]*$/, '');
}

function reportDoubles(decisions: readonly Decision[], report: Report): void {
  const firsts = new Map<string, Decision>();
  for (const decision of decisions) {
    const { id, path, line, column } = decision;
    const first = firsts.get(decisionKey(id));
    if (!first) firsts.set(decisionKey(id), decision);
    else {
      const message = `Unexpected second decision ${id}, expected every decision once; give one of the two another number`;
      const end = { line, column: column + id.length };
      report({
        message,
        at: { path, line, column },
        end,
        other: { path: first.path, line: first.line, column: first.column },
      });
    }
  }
}
