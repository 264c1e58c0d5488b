import type { Line } from '../../markdown/lines.ts';
import { parsePhaseHeading, type PhaseHeading, type PhaseWord } from './phase-heading.ts';
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
  const named: NamedHeading[] = [];
  const others: { word: PhaseWord; block: Unparsed }[] = [];
  for (const heading of lines) {
    const phase = heading.heading && parsePhaseHeading(heading);
    if (!phase) continue;
    const atLevel = heading.heading.level === 2 || heading.heading.level === 3;
    if (phase.id !== null && atLevel) named.push({ ...phase, heading });
    else others.push({ word: phase.word, block: notTaken(heading, atLevel) });
  }
  const phases = Map.groupBy(named, ({ word }) => word);
  const rest = Map.groupBy(others, ({ word }) => word);
  return {
    groups: new Map(
      [...phases]
        .filter(([, members]) => members.some(({ isPlural }) => !isPlural))
        .map(([word, members]) => [word, sections(lines, members)]),
    ),
    notTaken: new Map([...rest].map(([word, members]) => [word, members.map(({ block }) => block)])),
  };
}

type NamedHeading = PhaseHeading & { readonly heading: Line };

/** A phase reaches to the next phase, or to the next heading that is not below its own. */
function sections(lines: readonly Line[], phases: readonly NamedHeading[]): PhaseSection[] {
  return phases.map((phase, index) => {
    const next = phases[index + 1]?.heading.number;
    return { ...phase, lines: linesBelow(lines, phase.heading, next) };
  });
}

function notTaken({ number, heading }: Line, atLevel: boolean): Unparsed {
  const why = atLevel ? 'is not of the form "Phase 1 — title"' : 'is not of level 2 or 3';
  const text = heading?.text.slice(0, 80) ?? '';
  return { line: number, endLine: number, reason: `The heading "${text}" starts like a phase, but ${why}.` };
}

/** The lines below a heading, down to the next heading that is not below it, or to `before`. */
export function linesBelow(lines: readonly Line[], heading: Line, before = lines.length + 1): readonly Line[] {
  const level = heading.heading?.level ?? 0;
  let next = heading.number;
  while (next + 1 < before && (lines[next]?.heading?.level ?? Infinity) > level) next++;
  return lines.slice(heading.number, next);
}
