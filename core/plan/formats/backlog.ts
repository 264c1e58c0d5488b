import { outerItems } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { chain, linesBelow, outline, splitNumber, titleOf, type Part } from '../../markdown/outline.ts';
import { readCriteria } from '../criteria.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { bulletFindings, headingFinding } from '../finding-entry.ts';
import { headingLabel } from '../finding-label.ts';
import { sectionState } from '../finding-state.ts';
import { findingTables, isSeverityTable, type FindingRow, type FindingTable } from '../finding-table.ts';
import type { Finding, FindingState } from '../finding.ts';
import { headingRanges } from '../heading-ranges.ts';
import { itemTasks } from '../item-task.ts';
import type { Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { slug } from '../slug.ts';
import { parsePhaseHeading } from './impl.ts';

/** A backlog of deferred findings. It may be a plan too: phases of steps, or a table of work ordered by severity. */
export const backlog: PlanReader = { format: 'backlog', detect, read };

function detect({ path, lines }: PlanFile): string | null {
  if (!/\.(?:md|markdown)$/i.test(path) || /impl-plan\.md$/i.test(path)) return null;
  const title = titleOf(lines);
  if (isBacklogTitle(title)) return `the title "${title}"`;
  if (/\bplan\b|\btasks?\b|roadmap|计划|任务|路线图|計画/i.test(title)) return null;
  const heading = lines.find((line) => headingLabel(line.heading?.text ?? '')?.severity);
  if (heading) return `the heading "${heading.heading?.text}" on line ${heading.number}`;
  const table = lines.find((line, index) => isSeverityTable(line, lines[index + 1]));
  if (table) return `the table of findings on line ${table.number}`;
  return /(?:improvements?-review|deferred-findings|findings-backlog)\.md$/i.test(path) ? 'the name of the file' : null;
}

function isBacklogTitle(title: string): boolean {
  return /improvements?[ -]review|(?:deferred|open|review) findings|findings? backlog|(?:遗留|延期|推迟)(?:的)?(?:问题|发现)/i.test(
    title,
  );
}

function read({ path, content, lines }: PlanFile): PlanDraft {
  const findings: Finding[] = [];
  const phases: PhaseDraft[] = [];
  const unparsed: Unparsed[] = [];
  for (const part of listingParts(lines)) {
    const phase = stepsPhase(path, content, lines, part);
    const entry = phase ? null : headingFinding(part, stateAround(part));
    if (phase) phases.push(phase);
    else if (entry) findings.push(entry);
    else {
      const tables = findingTables(part.own, stateAround(part));
      const rows = tables.flatMap((table) => table.rows);
      const found = [...rows.map(({ finding }) => finding), ...bulletFindings(part.own, stateAround(part))];
      findings.push(...found.toSorted((a, b) => a.line - b.line));
      phases.push(...tablePhase(path, part, tables));
      unparsed.push(...tables.flatMap((table) => table.unparsed));
    }
  }
  return { phases, findings, unparsed, problems: [] };
}

/** The parts that may list findings: what stands below an entry, a phase or an aside only tells of it. */
function listingParts(lines: readonly Line[]): Part[] {
  const telling = new Set<Part>();
  return outline(lines).filter((part) => {
    const below = part.above !== null && telling.has(part.above);
    if (below || isAside(part) || isStepsPhase(part) || headingLabel(part.heading?.heading.text ?? '')?.id)
      telling.add(part);
    return !below && !isAside(part);
  });
}

/** Logs of what was closed, verdicts and decisions name findings that stand elsewhere. */
function isAside({ heading }: Part): boolean {
  const { text } = splitNumber(heading?.heading.text ?? '');
  return (
    /\bclosure (?:log|claims?)\b/i.test(text) ||
    /^(?:(?:executive )?verdict|(?:re-)?verification|(?:key |binding )?decisions?|definition of done|appendix|legend|severity|severities|决策|完成定义|附录|图例)(?![\p{L}\p{N}])/iu.test(
      text,
    )
  );
}

/** The state that the nearest heading with such words gives; the title of the file says nothing about an entry. */
function stateAround(part: Part): FindingState | null {
  for (const { heading } of chain(part)) {
    if (!heading || heading.heading.level === 1) continue;
    const state = sectionState(splitNumber(heading.heading.text).text);
    if (state) return state;
  }
  return null;
}

/** `### Phase 6.1 — title` with steps, in a section about the order of work; elsewhere a phase is where findings come from. */
function isStepsPhase({ heading, own, above }: Part): boolean {
  if (!heading || !above || !parsePhaseHeading(heading.heading.text)) return false;
  if (!own.some((line) => line.kind === 'text' && isNumbered(line))) return false;
  return chain(above).some(({ heading: outer }) => {
    if (!outer || outer.heading.level === 1) return false;
    return /\b(?:order|sequence|implementation)\b|顺序|实施/i.test(outer.heading.text);
  });
}

function stepsPhase(path: string, content: string, lines: readonly Line[], part: Part): PhaseDraft | null {
  const written = parsePhaseHeading(part.heading?.heading.text ?? '');
  if (!part.heading || !written || !isStepsPhase(part)) return null;
  const below = linesBelow(lines, part.heading);
  const { criteria, taken } = readCriteria(below);
  const steps = outerItems(below.filter((line) => !taken.has(line.number))).filter(({ lines: [first] }) =>
    isNumbered(first),
  );
  return {
    ...written,
    line: part.heading.number,
    tasks: itemTasks(steps, content, path),
    criteria,
    ranges: headingRanges(part.heading, written.id, written.title),
  };
}

function isNumbered({ text }: Line): boolean {
  return /^\s*\d{1,9}[.)]\s/.test(text);
}

/** Under a heading that says backlog, a table with severity and effort is one phase. */
function tablePhase(path: string, { heading }: Part, tables: readonly FindingTable[]): PhaseDraft[] {
  const rows = tables.flatMap((table) => (table.plansWork ? table.rows : []));
  if (!heading || heading.heading.level === 1 || rows.length === 0) return [];
  const { number, text } = splitNumber(heading.heading.text);
  if (!/\bbacklog\b|待办|バックログ/i.test(text)) return [];
  return [
    {
      id: number === '' ? slug(text) : number,
      title: text,
      written: { label: number, title: text },
      line: heading.number,
      tasks: rows.map((row) => rowTask(path, row)),
      criteria: [],
      ranges: headingRanges(heading, number, text),
    },
  ];
}

function rowTask(path: string, { finding, line, id, place, effort }: FindingRow): TaskDraft {
  return {
    id: finding.id === '' ? slug(finding.title) : finding.id,
    title: finding.title,
    line: finding.line,
    column: id.range?.column ?? finding.range.column,
    text: line.text,
    ticked: finding.state === 'fixed',
    dependsOn: null,
    // A section without a file is one of the backlog itself.
    spec: place.text.startsWith('§') ? `${path} ${place.text}` : place.text,
    files: [],
    effort: effort.text,
    ranges: {
      ...(id.range && { id: id.range }),
      title: finding.range,
      ...(place.range && { spec: place.range }),
      ...(effort.range && { effort: effort.range }),
    },
  };
}
