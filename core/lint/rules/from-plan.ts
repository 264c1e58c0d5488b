import type { LintContext } from '../context.ts';
import type { Report } from '../rule.ts';

/**
 * A rule whose complaints the reader of the plan has made already: they keep a plan from being carried out, so they are
 * known wherever a plan is read. Only those are repeated that concern the phases that are looked at, or no phase.
 */
export function fromPlan(...ids: readonly string[]): (context: LintContext, report: Report) => void {
  return ({ plan, phases }, report) => {
    if (!plan) return;
    const starts = plan.phases.map(({ line }) => line);
    const first = Math.min(...starts);
    const concerns = (line: number): boolean =>
      line < first || phases.some((phase) => line >= phase.line && line < nextAfter(phase.line, starts));
    for (const { rule, severity: _, ...complaint } of plan.problems) {
      const { at, other } = complaint;
      if (ids.includes(rule) && (concerns(at.line) || (other !== undefined && concerns(other.line)))) report(complaint);
    }
  };
}

function nextAfter(line: number, starts: readonly number[]): number {
  return Math.min(...starts.filter((start) => start > line));
}
