import { boxItems } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import { chain, outline, splitNumber, titleOf, type Part } from '../../markdown/outline.ts';
import type { PhaseDraft, PlanDraft } from '../draft.ts';
import { bulletFindings, headingFinding } from '../findings/finding-entry.ts';
import { headingLabel, severityOf } from '../findings/finding-label.ts';
import { sectionState } from '../findings/finding-state.ts';
import { findingTables, isSeverityTable } from '../findings/finding-table.ts';
import type { Finding, FindingState } from '../findings/finding.ts';
import type { Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { stepsHeading, stepsPhase, tablePhase } from './backlog-phases.ts';
import { phaseHeading } from '../phases/phase-heading.ts';

/** A backlog of deferred findings. It may be a plan too: phases of steps, or a table of work ordered by severity. */
export const backlog: PlanReader = { format: 'backlog', detect, read };

function detect({ path, lines }: PlanFile): string | null {
  if (!/\.(?:md|markdown)$/i.test(path) || /impl-plan\.md$/i.test(path)) return null;
  const title = titleOf(lines);
  if (isBacklogTitle(title)) return `the title "${title}"`;
  if (/\bplan\b|\btasks?\b|roadmap|计划|任务|路线图|計画/i.test(title)) return null;
  const entry = lines.find(({ heading }) => isSeverityId(headingLabel(heading?.text ?? '')?.id));
  if (entry) return `the heading "${entry.heading?.text}" on line ${entry.number}`;
  const table = lines.find((line, index) => isSeverityTable(line, lines[index + 1]));
  if (table && !holdsWork(lines)) return `the table of findings on line ${table.number}`;
  return /(?:improvements?-review|deferred-findings|findings-backlog)\.md$/i.test(path) ? 'the name of the file' : null;
}

function isBacklogTitle(title: string): boolean {
  return /improvements?[ -]review|(?:deferred|open|review) findings|findings? backlog|(?:遗留|延期|推迟)(?:的)?(?:问题|发现)/i.test(
    title,
  );
}

/** Not a severity alone: plans call their phases `P0`. */
function isSeverityId(id = ''): boolean {
  return severityOf(id) !== null;
}

/** A plan may list findings or risks beside its work. */
function holdsWork(lines: readonly Line[]): boolean {
  return boxItems(lines).length > 0 || lines.some((line) => phaseHeading(line) !== null);
}

function read({ path, content, lines }: PlanFile): PlanDraft {
  const findings: Finding[] = [];
  const phases: PhaseDraft[] = [];
  const unparsed: Unparsed[] = [];
  for (const part of listingParts(lines)) {
    const section = stateAround(part);
    const steps = stepsPhase({ path, content, lines }, part);
    const phase = steps?.phase;
    const entry = phase ? null : headingFinding(part, section);
    const tables = phase || entry ? [] : findingTables(part.own, section);
    const bullets = phase || entry ? [] : bulletFindings(part.own, section);
    const listed = [...tables.flatMap(({ rows }) => rows.map(({ finding }) => finding)), ...bullets];
    findings.push(...(entry ? [entry] : listed.toSorted((a, b) => a.line - b.line)));
    phases.push(...(phase ? [phase] : tablePhase(path, part, tables)));
    unparsed.push(...(steps?.unparsed ?? []), ...tables.flatMap((table) => table.unparsed));
  }
  return { phases, findings, unparsed, problems: [] };
}

/** The parts that may list findings: what stands below an entry, a phase or an aside only tells of it. */
function listingParts(lines: readonly Line[]): Part[] {
  const telling = new Set<Part>();
  return outline(lines).filter((part) => {
    const below = part.above !== null && telling.has(part.above);
    const isEntry = headingLabel(part.heading?.heading.text ?? '')?.id;
    if (below || isEntry || isAside(part) || stepsHeading(part)) telling.add(part);
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
