import stringWidth from 'string-width';
import { formatDiagnostic } from '../core/lint/diagnostic.ts';
import { choosePhase } from '../core/plan/choose-phase.ts';
import { optionalTasks, withoutOptional } from '../core/plan/optional.ts';
import { criterionKinds, type Criterion, type Phase, type Plan, type Unparsed } from '../core/plan/plan.ts';
import { cutToWidth } from '../core/report/text-width.ts';
import { visibleLine, visibleText } from '../core/visible.ts';

/** A plan on a screen, for people. */
export function planOverview(plan: Plan): string {
  const { path, format, because, phases, problems, unparsed } = plan;
  const blocks = [
    [`${visibleLine(path)}: ${format}, because of ${visibleLine(because)}`],
    phases.length === 0 ? ['No phase can be read.'] : aligned([head, ...phases.map(row)]),
    nextPhase(plan),
    milestones(plan),
    findings(plan),
    titled('Problems', problems.map(formatDiagnostic)),
    titled('Could not be read', unparsed.map(describeUnparsed)),
  ];
  return visibleText(
    `${blocks
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n')}\n`,
  );
}

const head = ['phase', 'title', 'done', 'exit criteria', 'line'];
const titleWidth = 60;

function row(phase: Phase): string[] {
  const { written, title, tasks, criteria, line, claims } = phase;
  const done = tasks.filter((task) => task.ticked).length;
  const left = optionalTasks(phase);
  const claim = claims.at(-1);
  return [
    visibleLine(written.label) || '–',
    cutToWidth(visibleLine(title), titleWidth) + (claim ? ` (says: ${claim.says})` : ''),
    `${done}/${tasks.length}${left.length > 0 ? ` (${left.length} left out)` : ''}`,
    kinds([...criteria, ...tasks.flatMap((task) => task.criteria)]),
    String(line),
  ];
}

/** `2 command, 1 number`. */
function kinds(criteria: readonly Criterion[]): string {
  const counts = criterionKinds
    .map((kind) => ({ kind, count: criteria.filter((each) => each.kind === kind).length }))
    .filter(({ count }) => count > 0);
  return counts.length === 0 ? '–' : counts.map(({ kind, count }) => `${count} ${kind}`).join(', ');
}

function nextPhase(plan: Plan): string[] {
  const next = choosePhase(withoutOptional(plan), undefined, new Set());
  if (!next.ok) return plan.phases.length === 0 ? [] : ['Next: nothing, as far as the ticks tell.'];
  const { written, line, tasks } = next.value;
  const task = tasks.find(({ ticked }) => !ticked);
  const names = [written.label && `phase ${written.label}`, task && `task ${task.id}`].filter(Boolean).join(', ');
  return [`Next: ${visibleLine(names)} (line ${task?.line ?? line})`];
}

function milestones({ milestones: all }: Plan): string[] {
  const lines = all.map(({ id, phases }) => {
    const parts = phases.map(({ phase, verb }) => `${verb} in ${phase}`);
    return `${id}: ${parts.join(', ') || 'no phase'}`;
  });
  return titled('Milestones', lines);
}

function findings({ findings: all }: Plan): string[] {
  if (all.length === 0) return [];
  const open = all.filter(({ state }) => state === 'open');
  const bySeverity = Map.groupBy(open, ({ severity }) => severity ?? 'no severity');
  const counts = [...bySeverity].map(([severity, some]) => `${severity} ${some.length}`).toSorted();
  return [`Findings: ${all.length}, ${open.length} open${counts.length > 0 ? ` (${counts.join(', ')})` : ''}`];
}

function describeUnparsed({ line, endLine, reason }: Unparsed): string {
  return `${line === endLine ? `line ${line}` : `lines ${line}–${endLine}`}: ${reason}`;
}

function titled(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${title} (${lines.length})`, ...lines.map((line) => `  ${line}`)];
}

/** Columns as wide as their widest cell; terminals draw some characters two columns wide. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    rows.reduce((widest, cells) => Math.max(widest, stringWidth(cells[column] ?? '')), 0),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - stringWidth(cell)))
      .join('  ')
      .trimEnd(),
  );
}
