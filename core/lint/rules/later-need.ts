import { withoutCodeSpans } from '../../markdown/code-spans.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import type { PhaseCriterion } from './each-criterion.ts';
import { phaseMentions } from './phase-mention.ts';
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
    const at = criterion.text.indexOf(id);
    if (placed && placed.at > own && !isServed(criterion.text, at, at + id.length))
      return { what: `task ${id}`, phase: placed.phase.id, line: placed.task.line };
  }
  return null;
}

/** `for task 4.2`, `the iterator task 4.2 depends on`: it is the later work that needs something. */
function isServed(text: string, start: number, end: number): boolean {
  return (
    /\b(?:for|to|towards) (?:the )?(?:tasks? )?[(`]?$/i.test(text.slice(Math.max(0, start - 30), start)) ||
    /^[`)]?\s(?:needs?|requires?|depends? on|expects?|consumes?|uses?|builds? on)\b/i.test(text.slice(end, end + 20))
  );
}

/** A bare `4.2` may be a version or a section of a spec. */
function taskIds(text: string): string[] {
  const quoted = [...text.matchAll(quotedId)].map(([, id = '']) => id).filter((id) => /\d/.test(id));
  const shaped = [...text.matchAll(/(?<![\w.§-])(?:T-?\d{2,5}|\d{1,3}[A-Z]\.\d{1,3})(?![\w-]|\.\d)/g)].map(
    ([id]) => id,
  );
  const named = [...text.matchAll(/\b(?:tasks?|needs|requires|depends on|Aufgaben?) |(?:任务|タスク)\s?/gi)];
  const listed = named.flatMap(({ 0: word, index }) =>
    idsAt(text.slice(index + word.length, index + word.length + 80)),
  );
  return [...quoted, ...shaped, ...listed];
}

/** A quoted number with a point may be a version of something, unless it is said to be done. */
const quotedId =
  /`([\w.-]{2,20})`(?:(?<!`\d{1,3}\.\d{1,3}`)|(?=\s(?:is|are|has been) (?:done|merged|complete|closed)\b))/g;

/** `4.2, 4.3 and 4.5 …`, up to the first word that is no id. */
function idsAt(text: string): string[] {
  const words = text
    .split(/[\s,、/&]+|(?:and|und)\s/)
    .map((word) => word.replace(/[.:;)`]+$/, '').replace(/^[(`]/, ''));
  const end = words.findIndex((word) => word !== '' && !/^[A-Z]{0,3}-?\d[\w.-]*$/.test(word));
  const isAmount = /^(?:[kKMGT]?i?B|m?s|min|GHz|MHz|x|%)$/.test(words[end] ?? '');
  return words.slice(0, end < 0 ? words.length : Math.max(0, isAmount ? end - 1 : end));
}

/** A later phase that something is of: `the exporter of phase 5`, `phase 5's exporter`, `phase 5 is done`. */
export function laterPhase({ criterion, phase, plan, context }: PhaseCriterion): LaterNeed | null {
  const prose = withoutCodeSpans(criterion.text);
  for (const { id, start, end } of phaseMentions(prose, plan, context.files)) {
    const later = phaseAfter(plan, phase, id);
    if (later && isNeeded(prose, start, end) && !isServed(prose, start, end))
      return { what: `phase ${later.id}`, phase: later.id, line: later.line };
  }
  return null;
}

function isNeeded(prose: string, start: number, end: number): boolean {
  const before = prose.slice(Math.max(0, start - 80), start);
  const after = prose.slice(end, end + 40);
  return /[^\p{ASCII}]/u.test(prose.slice(start, end))
    ? haveItCjk.test(after) && !/[为供给]\s?$/.test(before.slice(-2))
    : (ofIt.test(before) && !comesNext.test(before)) || haveIt.test(after) || isInBrackets(before, after);
}

const haveItCjk = /^\s?(?:[的の](?!准备|準備|前提|输入|入力)|已?(?:完成|通过)|[がを]完了)/;
const ofIt = /\b(?:of|from|with|after|via|needs?|requires?|depends? on|uses?) (?:the )?$/i;
const works = 'done|complete|green|closed|met|merged|shipped';
const haveIt = new RegExp(
  String.raw`^(?:['’]s|\s(?:(?:is|has been) (?:${works})|works?|pass(?:es)?|criteria|deliverables?)\b)`,
  'i',
);

/** `go on with phase 2`, `compatible with phase 2`: nothing of it is there yet. */
const comesNext = /\b(?:proceed|continue|go on|carry on|start|begin|compatib(?:le|ility)) with (?:the )?$/i;

/** `Writer (Phase 2) passes its tests`, but not `Hooks for the writer (Phase 2) are there`. */
function isInBrackets(before: string, after: string): boolean {
  return (
    /[(（]$/.test(before) && !/\b(?:for|to|towards?|until|before|by|than)\b/i.test(before) && closesAndWorks.test(after)
  );
}

const closesAndWorks = new RegExp(
  String.raw`^[)）]\s?(?:(?:is|are|has been|have been) (?:${works})|works?|pass(?:es)?)\b`,
  'i',
);

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
