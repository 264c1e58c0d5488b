import type { Location } from '../../failure.ts';
import type { Line } from '../../markdown/lines.ts';
import { readCriteria } from '../../plan/criteria/criteria.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf } from '../context.ts';
import { defineRule } from '../rule.ts';
import { eachCriterion, quoted, type CriterionComplaint, type PhaseCriterion } from './each-criterion.ts';

/**
 * A criterion that points at others, such as "M0 roadmap criteria pass", says nothing where they cannot be found: a
 * milestone needs its heading and its exit criteria in a roadmap (`*roadmap*.md`), a phase its criteria in this plan.
 *
 * @example The roadmap has criteria for M0.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**: M0 roadmap criteria pass.
 *     --- specs/90-roadmap.md
 *     ### M0 — Reading
 *
 *     **Exit**: `npm test` passes.
 *
 * @example There is no roadmap, and no such phase.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**: M0 roadmap criteria pass; all criteria of phase 7.
 *     === specs/91-impl-plan.md:3:20 Unexpected criterion "M0 roadmap criteria pass" that points at M0, expected a file *roadmap*.md among the specs; write the roadmap, or write its criteria here
 *     === specs/91-impl-plan.md:3:46 Unexpected criterion "all criteria of phase 7." that points at phase 7, expected a phase of this plan with exit criteria; correct the number, or write the criteria here
 *
 * @example The roadmap has no such milestone, or nothing that has to hold for it.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**: closes M1; M2 criteria pass.
 *     --- specs/90-roadmap.md
 *     ### M1 — Writing
 *
 *     To be planned.
 *     === specs/91-impl-plan.md:3:20 Unexpected criterion "closes M1" that points at M1, expected exit criteria below its heading in the roadmap; write them there or here
 *     ===   see also specs/90-roadmap.md:1:1
 *     === specs/91-impl-plan.md:3:31 Unexpected criterion "M2 criteria pass." that points at M2, expected a heading "M2 — …" in specs/90-roadmap.md; add the milestone, or write its criteria here
 */
export const pointerCriterion = defineRule({
  id: 'pointer-criterion',
  recommended: 'warning',
  check: eachCriterion((about) => {
    const { criterion, plan } = about;
    if (criterion.kind !== 'pointer') return null;
    for (const [id] of criterion.text.matchAll(/(?<![\w.-])M-?\d{1,3}(?![\w.-])/g)) {
      const missing = missingMilestone(id, about);
      if (missing) return complaint(id, missing);
    }
    for (const [, id = ''] of criterion.text.matchAll(/criteria (?:of|from|for) (?:the )?phase (\d{1,4}[A-Z]?)\b/gi)) {
      if (!hasCriteria(plan, id)) return complaint(`phase ${id}`, noSuchPhase);
    }
    return null;

    function complaint(target: string, { expected, advice, other }: Missing): CriterionComplaint {
      const message = `Unexpected criterion ${quoted(criterion)} that points at ${target}, expected ${expected}; ${advice}`;
      return other ? { message, other } : { message };
    }
  }),
});

interface Missing {
  readonly expected: string;
  readonly advice: string;
  readonly other?: Location;
}

const noSuchPhase: Missing = {
  expected: 'a phase of this plan with exit criteria',
  advice: 'correct the number, or write the criteria here',
};

function hasCriteria(plan: Plan, id: string): boolean {
  return plan.phases.some((phase) => phase.id.toLowerCase() === id.toLowerCase() && phase.criteria.length > 0);
}

/** What the roadmaps lack for the milestone to say when it is reached; null if one of them says so. */
function missingMilestone(id: string, { context }: PhaseCriterion): Missing | null {
  const roadmaps = context.files.filter(({ path }) => /roadmap[^/]*\.md$/i.test(path));
  const headings = roadmaps.flatMap((file) => milestoneHeadings(id, file));
  if (headings.some(({ lines }) => readCriteria(lines).criteria.length > 0)) return null;
  if (headings[0]) {
    const { heading, path } = headings[0];
    const other = { path, line: heading.number, column: 1 };
    return { expected: 'exit criteria below its heading in the roadmap', advice: 'write them there or here', other };
  }
  const paths = roadmaps.map(({ path }) => path).join(', ');
  return paths === ''
    ? { expected: 'a file *roadmap*.md among the specs', advice: 'write the roadmap, or write its criteria here' }
    : { expected: `a heading "${id} — …" in ${paths}`, advice: 'add the milestone, or write its criteria here' };
}

interface MilestoneHeading {
  readonly path: string;
  readonly heading: Line;
  /** What stands below it, up to the next heading that is not deeper. */
  readonly lines: readonly Line[];
}

function milestoneHeadings(id: string, file: SpecFile): MilestoneHeading[] {
  const lines = linesOf(file);
  const starts = new RegExp(`^(?:\\d[\\d.]{0,9} )?(?:milestone )?\\**${id}(?![\\w.-])`, 'i');
  return lines.flatMap((heading, index) => {
    const level =
      heading.heading?.text.includes(id) && starts.test(heading.heading.text) ? heading.heading.level : null;
    if (level === null) return [];
    const end = lines.findIndex((line, at) => at > index && line.heading !== null && line.heading.level <= level);
    return [{ path: file.path, heading, lines: lines.slice(index + 1, end < 0 ? lines.length : end) }];
  });
}
