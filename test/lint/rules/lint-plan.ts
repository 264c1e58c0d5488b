import { formatDiagnostic } from '../../../core/lint/diagnostic.ts';
import { lint } from '../../../core/lint/lint.ts';
import type { Rule } from '../../../core/lint/rule.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { readPlan } from '../../../core/plan/read.ts';

export const planPath = 'specs/91-impl-plan.md';

/** What one rule says about a plan, without its severity and its name. */
export function lintPlan(
  rule: Rule,
  content: string,
  {
    change = [],
    phase,
    files = {},
  }: {
    /** Puts into the plan what no reader finds in such a file. */
    readonly change?: readonly ((plan: Plan) => Plan)[];
    /** The phase that is looked at; absent: all. */
    readonly phase?: string;
    readonly files?: Readonly<Record<string, string>>;
  } = {},
): string[] {
  const plan = change.reduce((before, apply) => apply(before), readPlan(planPath, content));
  const found = lint(
    {
      plan,
      phases: plan.phases.filter(({ id }) => phase === undefined || id === phase),
      files: Object.entries({ ...files, [planPath]: content }).map(([path, text]) => ({ path, content: text })),
      whole: [],
      exists: () => true,
    },
    () => ({ severity: 'warning', options: rule.options.parse({}) }),
    [rule],
  );
  return found.map((one) => formatDiagnostic(one).replace(' warning ', ' ').replace(` (${rule.id})`, ''));
}

/** The plan with more known of its phases, by their ids. */
export function withPhases(changes: Readonly<Record<string, Partial<Plan['phases'][number]>>>): (plan: Plan) => Plan {
  return (plan) => ({ ...plan, phases: plan.phases.map((phase) => ({ ...phase, ...changes[phase.id] })) });
}
