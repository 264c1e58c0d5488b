import type { LintContext } from '../context.ts';
import type { Report } from '../rule.ts';

/**
 * A rule whose complaints the reader of the plan has made already, under the same id: they keep a plan from being carried
 * out, so they are known wherever a plan is read. Only those are repeated that concern the phases that are looked at, or
 * no phase.
 */
export function fromPlan(id: string): (context: LintContext, report: Report) => void {
  return (context, report) => {
    const concerns = looksAt(context);
    for (const { rule, severity: _, ...complaint } of context.plan?.problems ?? []) {
      const { at, other } = complaint;
      if (rule === id && (concerns(at.line) || (other !== undefined && concerns(other.line)))) report(complaint);
    }
  };
}

/**
 * Whether a line of the plan belongs to a phase that is looked at, or stands above all phases. A phase reaches to the
 * next one: of where it ends before, the plan says nothing.
 */
export function looksAt({ plan, phases }: Pick<LintContext, 'plan' | 'phases'>): (line: number) => boolean {
  const starts = (plan?.phases ?? []).map(({ line }) => line).toSorted((a, b) => a - b);
  const wanted = new Set(phases.map(({ line }) => line));
  return (line) => {
    const start = lastUpTo(starts, line);
    return start === undefined || wanted.has(start);
  };
}

/** The last of the sorted numbers that is not above the limit. */
function lastUpTo(numbers: readonly number[], limit: number): number | undefined {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return numbers[low - 1];
}
