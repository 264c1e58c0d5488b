import { parseLabel } from '../../markdown/label.ts';
import type { Line } from '../../markdown/lines.ts';
import { isHeading, linesBelow } from '../../markdown/outline.ts';
import { isDelimiterRow, splitRow } from '../../markdown/table.ts';
import type { PhaseDraft } from '../draft.ts';
import { namedMilestones, type Named } from './milestone-naming.ts';
import type { Milestone, MilestonePhase } from '../plan.ts';

type PhaseOfPlan = Pick<PhaseDraft, 'id' | 'line' | 'criteria'>;

/**
 * What the phases of a plan do for milestones, in the order in which the plan first names these. A verb counts most:
 * `(closes part of M0)` in a heading, `Maps to roadmap: starts M0.`, a criterion that `closes M1`. Next comes a name at
 * a place that is meant for it: `**Exit criteria (M1)**`, or a table of phases and milestones; the last phase so named
 * closes the milestone. One that a phase's title only mentions is advanced by it.
 */
export function milestonesOf(lines: readonly Line[], phases: readonly PhaseOfPlan[]): Milestone[] {
  const inPhases = phases.flatMap((phase, index) => namingsIn(phase, index, lines, phases));
  return settled([...inPhases, ...inTables(lines, phases)], phases);
}

/** The same as far as tables say it: these may stand in another file than the phases, such as the roadmap. */
export function milestonesInTables(lines: readonly Line[], phases: readonly PhaseOfPlan[], plan: string): Milestone[] {
  return settled(inTables(lines, phases, plan), phases);
}

function settled(namings: readonly Naming[], phases: readonly PhaseOfPlan[]): Milestone[] {
  const byMilestone = Map.groupBy(
    namings.toSorted((a, b) => a.line - b.line || a.at - b.at),
    ({ milestone }) => milestone,
  );
  return [...byMilestone].map(([id, all]) => ({ id, phases: settle(all, phases) }));
}

interface Naming extends Named {
  /** Which phase, counted from 0. */
  readonly phase: number;
  readonly line: number;
  readonly by: 'place' | 'mention';
}

function namingsIn(
  phase: PhaseOfPlan,
  index: number,
  lines: readonly Line[],
  phases: readonly PhaseOfPlan[],
): Naming[] {
  const heading = lines[phase.line - 1];
  if (!heading || !isHeading(heading)) return [];
  const next = phases[index + 1]?.line ?? Infinity;
  const below = linesBelow(lines, heading).filter(({ number, kind }) => number < next && kind === 'text');
  return [
    ...namings(heading.heading.text, heading.number, 'mention'),
    ...below.flatMap((line) => namings(roadmapLine(line), line.number, 'place')),
    ...below.flatMap((line) => criteriaSuffixes(line).flatMap((text) => namings(text, line.number, 'place'))),
    // The words of a criterion may name any milestone: only a verb says what the phase does for it.
    ...phase.criteria.flatMap(({ text, line }) =>
      namings(text, line, 'mention').filter(({ verb }) => verb === 'closes'),
    ),
  ];

  function namings(text: string, line: number, by: Naming['by']): Naming[] {
    return namedMilestones(text).map((named) => ({ ...named, phase: index, line, by }));
  }
}

/** What follows `Maps to roadmap:`, `**Milestone**:` and the like; empty on other lines. */
function roadmapLine({ text }: Line): string {
  const label = parseLabel(text.replace(/^\s{0,9}(?:[-*+>]\s{1,5})?/, ''));
  return label && roadmapNames.test(label.name) ? label.rest : '';
}

const roadmapNames = /^(?:(?:maps to |mapped to )?(?:roadmap|milestones?)(?: mapping)?|(?:对应)?(?:路线图|里程碑))$/i;

/** What stands in parentheses behind the name of exit criteria: `= M0` of `**Exit criteria (= M0)**:`. */
function criteriaSuffixes({ text, heading }: Line): string[] {
  if (!text.includes('M')) return [];
  return [...text.matchAll(/[(（]([^()（）]{1,80})[)）]/g)].flatMap(([, inside = ''], nth, all) => {
    const start = all[nth]?.index ?? 0;
    const before = text.slice(Math.max(0, start - 60), start).replace(/(?:\*\*|__)?\s?$/, '');
    const name = (heading ? before : (before.split(/\*\*|__/).at(-1) ?? '')).replace(/^#{1,6}\s/, '').trim();
    return exitNames.test(name) ? [inside] : [];
  });
}

const exitNames =
  /^(?:\d[\d.]{0,10} )?(?:exit(?: criteri(?:a|on)| gates?)?|(?:acceptance|success|completion|done)(?: criteri(?:a|on))?|(?:退出|验收|完成)(?:标准|条件)?)$/i;

/** A phase that a table names for a milestone, and the plan does not have. */
export interface UnplannedPhase {
  readonly id: string;
  /** 1-based line of the table's row. */
  readonly line: number;
}

/**
 * The phases that tables say a milestone is made of, beside those of the plan. A table that names none of the plan's may
 * be of something else: `2026 Q1` says when.
 */
export function unplannedInTables(
  lines: readonly Line[],
  phases: readonly Pick<PhaseOfPlan, 'id'>[],
  { milestone, plan }: { readonly milestone: string; readonly plan: string },
): UnplannedPhase[] {
  const planned = indexesOf(phases);
  const isPlanned = (id: string): boolean => indexIn(planned, id) !== undefined;
  const rows = tableRows(lines, plan).map((row) => ({ ...row, ids: idsListed(row.phaseCell) }));
  const tables = new Set(rows.filter(({ ids }) => ids.some(isPlanned)).map(({ table }) => table));
  return rows.flatMap(({ milestoneCell, line, table, ids }) => {
    const isNamed = namedMilestones(milestoneCell).some(
      (one) => one.milestone.toLowerCase() === milestone.toLowerCase(),
    );
    if (!isNamed || !tables.has(table)) return [];
    return ids.flatMap((id) => (isPlanned(id) ? [] : [{ id, line }]));
  });
}

/** Where phases stand in the plan, by their ids: as written, and as they may be written elsewhere. */
function indexesOf(phases: readonly Pick<PhaseOfPlan, 'id'>[]): ReadonlyMap<string, number> {
  const written = phases.map(({ id }, index) => [id, index] as const);
  const alike = written.map(([id, index]) => [alikeId(id), index] as const);
  return new Map([...alike, ...written]);
}

function indexIn(indexes: ReadonlyMap<string, number>, id: string): number | undefined {
  return indexes.get(id) ?? indexes.get(alikeId(id));
}

/** `1A` is `1a`, and `01` is `1`; but `1.10` is not `1.1`. */
function alikeId(id: string): string {
  return id.toLowerCase().replace(/^0+(?=\d)/, '');
}

/** What the tables say that phases of the plan do for milestones. */
function inTables(lines: readonly Line[], phases: readonly PhaseOfPlan[], plan?: string): Naming[] {
  const found = new Map<string, Naming>();
  const indexes = indexesOf(phases);
  for (const { phaseCell, milestoneCell, line } of tableRows(lines, plan)) {
    const named = namedMilestones(milestoneCell);
    for (const phase of phasesIn(phaseCell, indexes)) {
      for (const each of named) {
        const pair = `${phase} ${each.milestone} ${each.verb}`;
        if (!found.has(pair)) found.set(pair, { ...each, phase, line, by: 'place' });
      }
    }
  }
  return [...found.values()];
}

interface Row {
  readonly phaseCell: string;
  readonly milestoneCell: string;
  /** 1-based. */
  readonly line: number;
  /** The line of the table's header. */
  readonly table: number;
}

/** The rows of tables with a column of phases of the plan and one of milestones. */
function tableRows(lines: readonly Line[], plan?: string): Row[] {
  const found = new Map<string, Row>();
  for (let index = 0; index < lines.length; index++) {
    const header = lines[index];
    const columns = readHeader(header, lines[index + 1], plan);
    if (!header || !columns) continue;
    index += 2;
    for (let line = lines[index]; line && isRow(line); line = lines[++index]) {
      const cells = splitRow(line.text, columns.width);
      const [phaseCell = '', milestoneCell = ''] = [cells[columns.phase]?.text, cells[columns.milestone]?.text];
      // Ranges in both cells stand for many pairs: what was said before is not gone through again.
      const row = JSON.stringify([phaseCell, milestoneCell]);
      if (!found.has(row)) found.set(row, { phaseCell, milestoneCell, line: line.number, table: header.number });
    }
  }
  return [...found.values()];
}

function readHeader(
  header: Line | undefined,
  delimiter: Line | undefined,
  plan: string | undefined,
): { phase: number; milestone: number; width: number } | null {
  if (header?.kind !== 'text' || !header.text.includes('|') || !delimiter || !isDelimiterRow(delimiter.text))
    return null;
  const names = splitRow(header.text).map((cell) => cell.text);
  const milestone = names.findIndex((name) => /\bmilestones?\b|里程碑/i.test(name));
  const phase = names.findIndex((name, column) => column !== milestone && isOfPhases(name, plan));
  return milestone < 0 || phase < 0 ? null : { phase, milestone, width: names.length };
}

/** `Phase`, `Covered by phases`, `Phases of 91-impl-plan.md`; but not `Phase count`, nor phases of another plan. */
function isOfPhases(name: string, plan: string | undefined): boolean {
  if (!/\bphases?\b|阶段/i.test(name)) return false;
  if (/\b(?:count|counts|number of|no\. of|total|status|state|duration|length|progress)\b|# of\b|数|状态/i.test(name))
    return false;
  const files = name.match(/[\w.-]+\.(?:md|toml)\b/gi) ?? [];
  return files.every((file) => plan !== undefined && plan.split('/').at(-1) === file);
}

function isRow(line: Line): boolean {
  return line.kind === 'text' && !line.heading && line.text.includes('|');
}

/** `Phase 1`, `Phases 1, 2`, `Phase 1–3 (engine)`, `4A`: which phases of the plan these are, counted from 0. */
function phasesIn(cell: string, indexes: ReadonlyMap<string, number>): number[] {
  const written = withoutRemarks(cell);
  const found = new Set<number>();
  let previous: number | undefined;
  let end = 0;
  for (const token of written.matchAll(/[A-Za-z]{0,2}\d+(?:\.\d+)*[A-Za-z]?\b|\b[A-Z]\b/g)) {
    const index = indexIn(indexes, token[0]);
    const isRange = /^\s{0,3}[–-]\s{0,3}$/.test(written.slice(end, token.index));
    end = token.index + token[0].length;
    if (index === undefined) continue;
    for (let inside = isRange && previous !== undefined ? previous + 1 : index; inside <= index; inside++) {
      found.add(inside);
    }
    previous = index;
  }
  return [...found];
}

/** The ids that a cell begins with, one after the other; what comes behind other words may be anything. */
function idsListed(cell: string): string[] {
  const ids: string[] = [];
  const list =
    /\s{0,9}(?:[,，、;/&+–-]|and\b|和|与|及)?\s{0,9}(?:phases?\b|阶段|第)?\s{0,9}(\d+(?:\.\d+)*[A-Za-z]?\b)(?:\s?阶段)?/iy;
  const written = withoutRemarks(cell);
  for (let found = list.exec(written); found; found = list.exec(written)) ids.push(found[1] ?? '');
  return ids;
}

function withoutRemarks(cell: string): string {
  const [written = ''] = cell.replaceAll(/[*`]/g, '').split(/[(（:：—]/);
  return written;
}

/** One verb for each phase that names the milestone. */
function settle(namings: readonly Naming[], phases: readonly PhaseOfPlan[]): MilestonePhase[] {
  const byPhase = [...Map.groupBy(namings, ({ phase }) => phase)].toSorted(([a], [b]) => a - b);
  const strongest = byPhase.map(([phase, each]) => ({ phase, naming: strongestOf(each) }));
  const closed = strongest.some(({ naming }) => naming.verb === 'closes');
  const last = strongest.findLast(({ naming }) => naming.verb !== null || naming.by === 'place');
  return strongest.map(({ phase, naming }) => {
    const isLast = !closed && naming === last?.naming && naming.by === 'place';
    return { phase: phases[phase]?.id ?? '', verb: naming.verb ?? (isLast ? 'closes' : 'advances'), line: naming.line };
  });
}

function strongestOf(namings: readonly Naming[]): Naming {
  const [strongest] = namings.toSorted((a, b) => rank(a) - rank(b));
  if (!strongest) throw new Error('Internal error: a milestone that no phase names');
  return strongest;
}

function rank({ verb, by }: Naming): number {
  if (verb !== null) return ['closes', 'advances', 'starts'].indexOf(verb);
  return by === 'place' ? 3 : 4;
}
