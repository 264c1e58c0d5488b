import { codeSpans } from '../../markdown/code-spans.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { linesOf, type LintContext } from '../context.ts';
import type { PhaseCriterion } from './each-criterion.ts';
import type { LaterNeed } from './later-need.ts';
import { planOrder } from './plan-order.ts';

/**
 * A command, file or name in backticks that a later task brings into being. It is certain only where nothing that comes
 * before speaks of it: no line of the plan up to the end of the phase but its criteria, no cited section, no file.
 */
export function laterName({ criterion, phase, plan, context }: PhaseCriterion): LaterNeed | null {
  const own = plan.phases.indexOf(phase);
  const { introduced } = planOrder(plan);
  for (const name of codeSpans(criterion.text).flatMap(({ code }) => withFewerWords(code))) {
    const placed = introduced.get(name);
    if (!placed || placed.at <= own || isKnown(name, phase, plan, context)) continue;
    return { what: `\`${name}\``, phase: placed.phase.id, line: placed.task.line };
  }
  return null;
}

/** A command with its arguments, and without the last ones. */
function withFewerWords(code: string): string[] {
  const words = code.split(' ').slice(0, 6);
  return [code, ...words.map((_, index) => words.slice(0, words.length - index).join(' '))];
}

function isKnown(name: string, phase: Phase, plan: Plan, { cited, files, exists }: LintContext): boolean {
  if (exists(name)) return true;
  const file = files.find(({ path }) => path === plan.path);
  const next = plan.phases[plan.phases.indexOf(phase) + 1];
  const before = file?.content.slice(0, linesOf(file)[(next?.line ?? 0) - 1]?.start) ?? '';
  const inCriteria = phase.criteria.map(({ text }) => text).join('\n');
  if (timesIn(before, name) > timesIn(inCriteria, name)) return true;
  const sections = cited.flatMap((each) => (each.phase === phase && 'ok' in each.resolution ? each.resolution.ok : []));
  return sections.some(({ text }) => text.includes(name));
}

function timesIn(text: string, name: string): number {
  return text.split(name).length - 1;
}
