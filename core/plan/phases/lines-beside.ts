import type { Line } from '../../markdown/lines.ts';
import { isMarkdown, type Phase, type Plan } from '../plan.ts';
import { phaseLines } from './phase-lines.ts';

/**
 * The lines of a Markdown plan that are about no phase of it alone: those above all phases and, where it is this phase that
 * they follow, those from the next heading that is not below its own.
 */
export function linesBeside(plan: Plan, phase: Phase, lines: readonly Line[]): readonly Line[] {
  const isImplicit = phase.written.label === '' && phase.written.title === '';
  if (isImplicit || !isMarkdown(plan)) return [];
  const first = Math.min(...plan.phases.map(({ line }) => line));
  return [...lines.slice(0, first - 1), ...linesBehind(phaseLines(plan, phase, lines))];
}

/** Where a phase has no heading nothing tells where it ends. */
function linesBehind([first, ...others]: readonly Line[]): readonly Line[] {
  const level = first?.heading?.level ?? 0;
  const end = others.findIndex(({ heading }) => heading !== null && heading.level <= level);
  return end === -1 ? [] : others.slice(end);
}
