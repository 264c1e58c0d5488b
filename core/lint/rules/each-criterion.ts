import type { Location } from '../../failure.ts';
import type { Criterion, Phase, Plan } from '../../plan/plan.ts';
import { placeOf, type LintContext } from '../context.ts';
import type { Report } from '../rule.ts';

export interface PhaseCriterion {
  readonly criterion: Criterion;
  readonly phase: Phase;
  readonly plan: Plan;
  readonly context: LintContext;
}

/** What is wrong with a criterion, and the other place involved. */
export interface CriterionComplaint {
  readonly message: string;
  readonly other?: Location;
}

/** A rule that looks at the exit criteria of phases one by one, and complains about each at most once. */
export function eachCriterion(
  look: (about: PhaseCriterion) => CriterionComplaint | null,
): (context: LintContext, report: Report) => void {
  return (context, report) => {
    const { plan, phases } = context;
    if (!plan) return;
    for (const phase of phases) {
      for (const criterion of phase.criteria) {
        const complaint = look({ criterion, phase, plan, context });
        if (complaint) report({ ...complaint, ...placeOf(plan.path, criterion.range) });
      }
    }
  };
}

/** The criterion in quotation marks, cut where it is long. */
export function quoted({ text }: Criterion): string {
  return `"${text.length > 60 ? `${text.slice(0, 59)}…` : text}"`;
}
