import { posix } from 'node:path';
import type { Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow } from '../../markdown/outline.ts';
import { linesOf, placeIn, type LintContext } from '../context.ts';
import { defineRule, type Report } from '../rule.ts';

/**
 * A change of OpenSpec is small enough to be seen as a whole, and says enough: at most 500 characters in a requirement and ten
 * requirements in a change, and at least 50 characters for what a new capability is for. The numbers are those of OpenSpec.
 *
 * @example OpenSpec.
 *
 *     --- openspec/changes/add-login/specs/login/spec.md
 *     ## ADDED Requirements
 *
 *     ### Requirement: Login
 *     The system SHALL let people in.
 *
 * @example OpenSpec, with a purpose that says little.
 *
 *     --- openspec/changes/add-login/specs/login/spec.md
 *     ## Purpose
 *     Login.
 *
 *     ## ADDED Requirements
 *     === openspec/changes/add-login/specs/login/spec.md:1:1 Unexpected purpose of 6 characters, expected at least 50; say what the capability is for
 */
export const requirementSize = defineRule({
  id: 'requirement-size',
  recommended: 'info',
  strict: 'warning',
  formats: { openspec: 'warning' },
  check(context, report) {
    for (const { file, lines } of context.passages) {
      if (!deltas.test(file.path)) continue;
      const all = linesOf(file);
      for (const heading of lines.filter(isHeading)) {
        const { level, text } = heading.heading;
        const said = lengthOf(linesBelow(all, heading));
        if (level === 2 && text === 'Purpose' && said < 50) {
          const message = `Unexpected purpose of ${said} characters, expected at least 50; say what the capability is for`;
          report({ message, ...placeIn(file.path, heading) });
        }
        if (level === 3 && /^Requirement:/i.test(text) && said > 500) {
          const message = `Unexpected requirement of ${said} characters, expected at most 500; make several of it`;
          report({ message, ...placeIn(file.path, heading) });
        }
      }
    }
    ofChange(context, report);
  },
});

const deltas = /(?:^|\/)openspec\/changes\/[^/]+\/specs\/.+\.md$/;

function ofChange({ plan, files }: LintContext, report: Report): void {
  if (plan?.format !== 'openspec') return;
  const folder = `${posix.dirname(plan.path)}/specs/`;
  const own = files.filter(({ path }) => path.startsWith(folder) && deltas.test(path));
  const count = own
    .flatMap(linesOf)
    .filter(({ heading }) => heading?.level === 3 && /^Requirement:/i.test(heading.text));
  if (count.length <= 10) return;
  const message = `Unexpected change of ${count.length} requirements, expected at most 10; make several changes of it`;
  report({ message, at: { path: plan.path, line: 1, column: 1 } });
}

/** Of what is said up to the next heading. */
function lengthOf(below: readonly Line[]): number {
  const end = below.findIndex(isHeading);
  const said = below.slice(0, end < 0 ? undefined : end).map(({ text }) => text.trim());
  return said.filter(Boolean).join(' ').length;
}
