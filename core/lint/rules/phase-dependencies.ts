import { withoutCodeSpans } from '../../markdown/code-spans.ts';
import { parseLabel } from '../../markdown/label.ts';
import type { Line } from '../../markdown/lines.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf } from '../context.ts';
import { labelEnd, phaseLabel, phaseMentions } from './phase-mention.ts';

/** A phase that another one names in its line `**Depends on**: Phase 1, Phase 2`. */
export interface PhaseDependency {
  /** The phase that waits. */
  readonly phase: Phase;
  /** As written; there may be no such phase. */
  readonly id: string;
  readonly line: Line;
  /** Offsets in the line. */
  readonly from: number;
  readonly to: number;
}

/** What the phases of a plan declare to wait for, in the order of the file. */
export function phaseDependencies(plan: Plan, file: SpecFile): PhaseDependency[] {
  const lines = linesOf(file);
  const phases = plan.phases.toSorted((a, b) => a.line - b.line);
  return phases.flatMap((phase, index) => {
    const below = lines.slice(phase.line, (phases[index + 1]?.line ?? Infinity) - 1);
    return below.flatMap((line) => {
      const from = valueStart(line);
      if (from === null) return [];
      return listed(line.text, from, plan, file).map((one) => ({ phase, line, ...one }));
    });
  });
}

/** Whether a line declares what something waits for. */
export function isDependencyLine(line: Line): boolean {
  return valueStart(line) !== null;
}

/** Where the value starts of an unindented line `**Depends on**: …`, or of such an item of a list if it is bold. */
function valueStart({ kind, text, heading }: Line): number | null {
  if (kind !== 'text' || heading) return null;
  const [bullet = ''] = /^[-*+] {1,3}(?=\*\*|__)/.exec(text) ?? [];
  const label = parseLabel(text.slice(bullet.length));
  return label && dependsOn.test(label.name) ? text.trimEnd().length - label.rest.length : null;
}

const dependsOn = /^(?:depends(?: on)?|dependenc(?:y|ies)|blocked by|依赖(?:于|阶段)?|前置(?:阶段)?|依存(?:関係)?)$/i;

interface Listed {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** `Phase 1, Phase 2 (why)`, `Phases 1 and 2`, up to the first word that is something else. */
function listed(text: string, start: number, plan: Plan, file: SpecFile): Listed[] {
  const value = withoutCodeSpans(text.slice(start)).replaceAll(/[(（][^()（）]*[)）]/g, (aside) =>
    ' '.repeat(aside.length),
  );
  const found: Listed[] = [];
  let end = 0;
  for (const mention of phaseMentions(value, plan, [file])) {
    if (!between.test(value.slice(end, mention.start))) break;
    found.push({ id: mention.id, from: start + mention.start, to: start + mention.end });
    ({ end } = mention);
    for (let next = bareAt(value, end); next; next = bareAt(value, end)) {
      found.push({ id: next.id, from: start + next.at, to: start + next.at + next.id.length });
      end = next.at + next.id.length;
    }
  }
  return found;
}

/** What may stand between two that are listed; not the end of a sentence. */
const between = /^[\s*_[\],，、;；&+]*(?:(?:and|und|the|both|completion of|和|与|及|以及)[\s*_[\]]*){0,3}$/i;

/** The `2` of `Phases 1 and 2` or `Phases 1–2`. */
function bareAt(value: string, end: number): { readonly id: string; readonly at: number } | null {
  bare.lastIndex = end;
  const [whole, id] = bare.exec(value) ?? [];
  return whole === undefined || id === undefined ? null : { id, at: end + whole.length - id.length };
}

const bare = new RegExp(
  String.raw`\s*(?:(?:,|，|、|&|\+)\s*(?:and\s)?|(?:and|und|to|through|和|与|及)\s?|[–-]\s?)(${phaseLabel})${labelEnd}(?=\s*(?:[,，、;；.。&+]|and\b|$))`,
  'iy',
);
