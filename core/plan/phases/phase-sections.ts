import type { Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow, type HeadingLine } from '../../markdown/outline.ts';
import { parsePhaseHeading, type PhaseHeading, type PhaseMention, type PhaseWord } from './phase-heading.ts';
import type { Unparsed } from '../plan.ts';

/** A heading that names a phase, with the lines down to where the phase ends. */
export interface PhaseSection extends PhaseHeading {
  readonly heading: Line;
  readonly lines: readonly Line[];
}

/** What the headings of a file say about phases, by the word that names them. */
export interface PhaseSections {
  /** Groups overlap where tracks divide a phase. */
  readonly groups: ReadonlyMap<PhaseWord, readonly PhaseSection[]>;
  /** Headings that start like a phase and are none. */
  readonly notTaken: ReadonlyMap<PhaseWord, readonly Unparsed[]>;
}

/** Takes all lines of a file. */
export function phaseSections(lines: readonly Line[]): PhaseSections {
  const found = lines.filter(isHeading).flatMap((heading): FoundHeading[] => {
    const phase = parsePhaseHeading(heading);
    return phase ? [{ heading, phase }] : [];
  });
  const groups = new Map<PhaseWord, readonly PhaseSection[]>();
  const notTaken = new Map<PhaseWord, readonly Unparsed[]>();
  for (const [word, members] of Map.groupBy(found, ({ phase }) => phase.word)) {
    const { phases, others } = sections(lines, members);
    if (phases.some(({ isPlural }) => !isPlural)) groups.set(word, phases);
    notTaken.set(word, others);
  }
  return { groups, notTaken };
}

interface FoundHeading {
  readonly heading: HeadingLine;
  readonly phase: PhaseHeading | PhaseMention;
}

/** A phase reaches to the next heading that names another phase, or to the next one that is not below its own. */
function sections(
  lines: readonly Line[],
  found: readonly FoundHeading[],
): { phases: PhaseSection[]; others: Unparsed[] } {
  const phases: PhaseSection[] = [];
  const others: Unparsed[] = [];
  const ends: FoundHeading[] = [];
  for (const each of found) {
    if (isInside(each, ends.at(-1))) others.push(leftOut(each.heading, []));
    else ends.push(each);
  }
  for (const [index, { heading, phase }] of ends.entries()) {
    const next = ends[index + 1]?.heading.number ?? Infinity;
    const below = linesBelow(lines, heading).filter(({ number }) => number < next);
    if (phase.id !== null && isAtLevel(heading)) phases.push({ ...phase, heading, lines: below });
    else others.push(leftOut(heading, below));
  }
  return { phases, others };
}

/** `### Phase 1 in short` below `## Phase 1: title` is a part of that phase. */
function isInside({ heading, phase }: FoundHeading, above: FoundHeading | undefined): boolean {
  return (
    above !== undefined &&
    heading.heading.level > above.heading.heading.level &&
    !(phase.id !== null && isAtLevel(heading)) &&
    labelOf(phase) === labelOf(above.phase)
  );
}

function labelOf(phase: FoundHeading['phase']): string {
  return (phase.id ?? phase.of).toLowerCase();
}

function isAtLevel({ heading: { level } }: HeadingLine): boolean {
  return level === 2 || level === 3;
}

function leftOut(line: HeadingLine, below: readonly Line[]): Unparsed {
  const { number, heading } = line;
  const why = isAtLevel(line) ? 'is not of the form "Phase 1 — title"' : 'is not of level 2 or 3';
  const reason = `The heading "${heading.text.slice(0, 80)}" starts like a phase, but ${why}.`;
  return { line: number, endLine: below.at(-1)?.number ?? number, reason };
}
