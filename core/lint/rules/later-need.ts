import { withoutCodeSpans } from '../../markdown/code-spans.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import type { PhaseCriterion } from './each-criterion.ts';
import { planOrder } from './plan-order.ts';

/** What a criterion needs of a later phase. */
export interface LaterNeed {
  readonly what: string;
  /** Id of the later phase. */
  readonly phase: string;
  /** Where the plan has it. */
  readonly line: number;
}

/** A later task that is called so: `task 4.2`, `needs 4.2`, `4.2` in backticks, or an id such as `T014` anywhere. */
export function laterTask({ criterion, phase, plan }: PhaseCriterion): LaterNeed | null {
  const own = plan.phases.indexOf(phase);
  const { tasks } = planOrder(plan);
  for (const id of taskIds(criterion.text)) {
    const placed = tasks.get(id);
    if (placed && placed.at > own) return { what: `task ${id}`, phase: placed.phase.id, line: placed.task.line };
  }
  return null;
}

/** A bare `4.2` may be a version or a section of a spec. */
function taskIds(text: string): string[] {
  const quoted = [...text.matchAll(/`([\w.-]{2,20})`/g)].map(([, id = '']) => id).filter((id) => /\d/.test(id));
  const shaped = [...text.matchAll(/(?<![\w.§-])(?:T-?\d{2,5}|\d{1,3}[A-Z]\.\d{1,3})(?![\w-]|\.\d)/g)].map(
    ([id]) => id,
  );
  const named = [...text.matchAll(/\b(?:tasks?|needs|requires|depends on|Aufgaben?) |(?:任务|タスク)\s?/gi)];
  const listed = named.flatMap(({ 0: word, index }) =>
    idsAt(text.slice(index + word.length, index + word.length + 80)),
  );
  return [...quoted, ...shaped, ...listed];
}

/** `4.2, 4.3 and 4.5 …`, up to the first word that is no id. */
function idsAt(text: string): string[] {
  const words = text
    .split(/[\s,、/&]+|(?:and|und)\s/)
    .map((word) => word.replace(/[.:;)`]+$/, '').replace(/^[(`]/, ''));
  const end = words.findIndex((word) => word !== '' && !/^[A-Z]{0,3}-?\d[\w.-]*$/.test(word));
  return words.slice(0, end < 0 ? words.length : end);
}

/** A later phase that something is of: `the exporter of phase 5`, `phase 5's exporter`, `phase 5 is done`. */
export function laterPhase({ criterion, phase, plan }: PhaseCriterion): LaterNeed | null {
  const prose = withoutCodeSpans(criterion.text);
  for (const { 0: mention, 1: id = '', index } of prose.matchAll(
    /(?:\bphase |阶段\s?|フェーズ\s?)([A-Z]{0,2}\d{1,3}(?:\.\d{1,3})?[A-Z]?)(?![\w-]|\.\d)/gi,
  )) {
    const later = phaseAfter(plan, phase, id);
    const isNeeded =
      !/^phase/i.test(mention) ||
      /\b(?:of|from|with|after|via|needs?|requires?|depends on|uses?) (?:the )?$/i.test(prose.slice(0, index)) ||
      /^(?:['’]s|\s(?:(?:is|has been) (?:done|complete|green|closed|met|merged|shipped)|works?|pass(?:es)?|criteria|deliverables?)\b)/i.test(
        prose.slice(index + mention.length),
      );
    if (later && isNeeded) return { what: `phase ${later.id}`, phase: later.id, line: later.line };
  }
  return null;
}

/** Later in the file, and not of a smaller number: some plans do not keep the order of their numbers. */
function phaseAfter({ phases }: Plan, own: Phase, id: string): Phase | undefined {
  const found = phases.findIndex((phase) => phase.id.toLowerCase() === id.toLowerCase());
  return found > phases.indexOf(own) && !(Number(id) < Number(own.id)) ? phases[found] : undefined;
}

/** The criteria of a milestone that only later phases close. */
export function laterMilestone({ criterion, phase, plan }: PhaseCriterion): LaterNeed | null {
  if (criterion.kind !== 'pointer') return null;
  const own = plan.phases.indexOf(phase);
  for (const { id, phases } of plan.milestones) {
    const closing = phases
      .filter(({ verb }) => verb === 'closes')
      .map((entry) => ({ ...entry, at: indexOf(plan, entry.phase) }));
    const [first] = closing.toSorted((a, b) => a.at - b.at);
    if (!first || first.at <= own || !names(criterion.text, id)) continue;
    return { what: `milestone ${id}`, phase: first.phase, line: first.line };
  }
  return null;
}

function indexOf({ phases }: Plan, id: string): number {
  return phases.findIndex((phase) => phase.id === id);
}

function names(text: string, id: string): boolean {
  const at = text.indexOf(id);
  return (
    at >= 0 &&
    !/[\w-]/.test(text.charAt(at - 1)) &&
    !/[\w.-]/.test(
      text
        .slice(at + id.length)
        .replace(/^\.(?!\d)/, '')
        .charAt(0),
    )
  );
}
