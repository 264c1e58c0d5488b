import type { Diagnostic } from '../../lint/diagnostic.ts';
import { boxItems } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { readClaims } from './claims.ts';
import { readCriteria } from '../criteria/criteria.ts';
import type { PhaseDraft, PlanDraft } from '../draft.ts';
import { leftAside } from './left-aside.ts';
import type { PhaseWord } from './phase-heading.ts';
import { phaseSections, type PhaseSection } from './phase-sections.ts';
import { readWork } from './phase-work.ts';
import type { Unparsed } from '../plan.ts';
import type { PlanFile } from '../read.ts';
import { tablesOutside } from '../tasks/unread-table.ts';

/** The phases that the headings of a file name, and all that looks like a part of them and is none. */
export interface PlanPhases extends PlanDraft {
  /** What they are called; null where no heading names a phase for certain. */
  readonly word: PhaseWord | null;
  /** The heading of the first. */
  readonly first: Line | null;
  readonly unparsed: readonly Unparsed[];
}

const known = new WeakMap<PlanFile, PlanPhases>();

/** Several formats ask, and each file is read once. */
export function planPhases(file: PlanFile): PlanPhases {
  const phases = known.get(file) ?? readPhases(file);
  known.set(file, phases);
  return phases;
}

function readPhases(file: PlanFile): PlanPhases {
  const { groups, notTaken } = phaseSections(file.lines);
  const chosen = chooseGroup(file, groups);
  if (!chosen) return { word: null, first: null, phases: [], problems: [], unparsed: losers(groups, null, new Set()) };
  const { word, phases } = chosen;
  const inside = new Set(phases.flatMap(({ section }) => linesOf(section)));
  const others = notTaken.get(word) ?? [];
  const reported = new Set(others.flatMap(({ line, endLine }) => file.lines.slice(line - 1, endLine)));
  return {
    word,
    first: phases[0]?.section.heading ?? null,
    phases: phases.map(({ draft }) => draft),
    problems: phases.flatMap(({ problems }) => problems),
    unparsed: [
      ...phases.flatMap(({ unparsed }) => unparsed),
      ...others,
      ...losers(groups, word, inside),
      ...workOutside(file.lines.filter((line) => !inside.has(line.number) && !reported.has(line))),
    ].toSorted((a, b) => a.line - b.line),
  };
}

interface ReadPhase {
  readonly section: PhaseSection;
  readonly draft: PhaseDraft;
  readonly problems: readonly Diagnostic[];
  readonly unparsed: readonly Unparsed[];
}

interface Group {
  readonly word: PhaseWord;
  readonly phases: readonly ReadPhase[];
}

/**
 * Phases are phases. Stages, steps or epics are phases where most of them hold work and the phases, if there are any,
 * hold none; of several such groups the one with the most tasks.
 */
function chooseGroup(file: PlanFile, groups: ReadonlyMap<PhaseWord, readonly PhaseSection[]>): Group | null {
  const phases = groups.has('phase') ? readGroup(file, 'phase', groups) : null;
  if (phases && countTasks(phases) > 0) return phases;
  let best: Group | null = null;
  for (const word of groups.keys()) {
    const group = readGroup(file, word, groups);
    const working = group.phases.filter(({ draft }) => draft.tasks.length > 0);
    if (2 * working.length <= group.phases.length) continue;
    if (best === null || countTasks(group) > countTasks(best)) best = group;
  }
  return best ?? phases;
}

function readGroup(file: PlanFile, word: PhaseWord, groups: ReadonlyMap<PhaseWord, readonly PhaseSection[]>): Group {
  const phases = (groups.get(word) ?? []).map((section) => readPhase(file, section));
  // `9.3 Steps` is one more phase where it holds steps, and the title of a chapter where it does not.
  return { word, phases: phases.filter(({ section, draft }) => !section.isPlural || draft.tasks.length > 0) };
}

function readPhase(file: PlanFile, section: PhaseSection): ReadPhase {
  const { id, title, heading, lines, ranges } = section;
  const { problems, unparsed, ...work } = readWork(file, lines, [id]);
  const draft = { id, title, line: heading.number, ...work, claims: readClaims(heading, lines), ranges };
  return { section, draft, problems, unparsed };
}

function countTasks({ phases }: Group): number {
  return phases.reduce((count, { draft }) => count + draft.tasks.length, 0);
}

/** Phase-like headings outside of the phases; those inside, such as tracks, divide their phase. */
function losers(
  groups: ReadonlyMap<PhaseWord, readonly PhaseSection[]>,
  winner: PhaseWord | null,
  inside: ReadonlySet<number>,
): Unparsed[] {
  const others = [...groups].filter(([word]) => word !== winner).flatMap(([, sections]) => sections);
  return others
    .filter(({ heading }) => !inside.has(heading.number))
    .map(({ heading, lines }) => ({
      line: heading.number,
      endLine: lines.at(-1)?.number ?? heading.number,
      reason:
        `The heading "${heading.heading?.text.slice(0, 80) ?? ''}" reads like a phase, ` +
        (winner === null ? 'but holds no work for certain.' : `but the work is in those called "${winner}".`),
    }));
}

function linesOf({ heading, lines }: PhaseSection): number[] {
  return [heading, ...lines].map(({ number }) => number);
}

function workOutside(lines: readonly Line[]): Unparsed[] {
  const { taken } = readCriteria(lines);
  const criteria = boxItems(lines.filter(({ number }) => taken.has(number)));
  const others = boxItems(lines.filter(({ number }) => !taken.has(number)));
  return [
    ...tablesOutside(lines),
    ...leftAside(criteria, 'These criteria belong to no phase.'),
    ...leftAside(others, 'These boxes belong to no phase.'),
  ];
}
