import type { Line } from '../../markdown/lines.ts';
import type { Phase, Plan } from '../plan.ts';

/** All lines of a phase, from its heading to the next phase; all of the file where the phase is implicit. */
export function phaseLines(plan: Plan, { line }: Phase, lines: readonly Line[]): readonly Line[] {
  const next = Math.min(...plan.phases.map((one) => one.line).filter((start) => start > line));
  return lines.slice(line - 1, next - 1);
}
