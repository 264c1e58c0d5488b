import type { Diagnostic } from '../../lint/diagnostic.ts';
import { readCriteria } from '../criteria.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { itemTasks } from '../item-task.ts';
import { boxItems, outerItems } from '../../markdown/items.ts';
import { parseLabel, withoutSuffix } from '../../markdown/label.ts';
import { unclosedBlock, type Line } from '../../markdown/lines.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { readTaskTables } from '../task-table.ts';

/** A Markdown plan with phase headings, as `specs/91-impl-plan.md`. */
export const impl: PlanReader = {
  format: 'impl',
  detect: ({ path, lines }) => {
    if (/impl-plan\.md$/i.test(path)) return 'the name of the file';
    const first = phaseSections(lines)[0]?.heading;
    return first ? `the heading "${first.text}" on line ${first.number}` : null;
  },
  read,
};

function read({ path, content, lines }: PlanFile): PlanDraft {
  const phases = phaseSections(lines).map((section) => readPhase(path, content, section));
  return {
    phases: phases.map((phase) => phase.draft),
    problems: [...unclosed(path, lines), ...phases.flatMap((phase) => phase.problems)],
  };
}

interface Section {
  readonly id: string;
  readonly title: string;
  readonly heading: Line;
  readonly lines: readonly Line[];
}

/** A phase reaches to the next phase, or to the next heading that is not below its own. */
function phaseSections(lines: readonly Line[]): Section[] {
  const sections: (Section & { lines: Line[]; level: number })[] = [];
  let open: (typeof sections)[number] | null = null;
  for (const line of lines) {
    const { heading } = line;
    const phase = heading && (heading.level === 2 || heading.level === 3) ? parsePhaseHeading(heading.text) : null;
    if (heading && phase) {
      open = { ...phase, heading: line, lines: [], level: heading.level };
      sections.push(open);
    } else if (heading && open && heading.level <= open.level) {
      open = null;
    } else {
      open?.lines.push(line);
    }
  }
  return sections;
}

/**
 * `4. Phase 1 — foundation (weeks 2–4)`: the leading number counts sections, the phase's own number follows the word.
 * `Phase 1 is unblocked` and `Phase 1–3: overview` are prose.
 */
export function parsePhaseHeading(text: string): { id: string; title: string } | null {
  const bare = text.replaceAll('**', '');
  const [whole, id = ''] =
    /^(?:§? ?\d[\d.]{0,20}[):]?\s{1,5})?(?:phase|阶段|フェーズ)\s{0,5}([A-Z]{0,2}\d+(?:\.\d+)*[A-Z]?|[IVX]{1,5}|[A-Z])(?![\p{L}\p{N}])/iu.exec(
      bare,
    ) ?? [];
  if (whole === undefined) return null;
  const rest = bare.slice(whole.length);
  const [, title] =
    /^\s{0,5}[:：]\s*(.*)$/s.exec(rest) ??
    /^\s{0,5}[—–](?!\s{0,5}\d+\s{0,5}(?:[:：—–(（]|$))\s*(.*)$/s.exec(rest) ??
    /^(?:\s{1,5}-|\.)\s+(.*)$/s.exec(rest) ??
    /^\s{0,5}([(（].*)?$/s.exec(rest) ??
    [];
  if (title === undefined && rest.trim() !== '') return null;
  return { id, title: title?.trim() ?? '' };
}

function readPhase(
  path: string,
  content: string,
  section: Section,
): { draft: PhaseDraft; problems: readonly Diagnostic[] } {
  const { id, title, heading, lines } = section;
  const { criteria, taken } = readCriteria(lines);
  const work = lines.filter((line) => !taken.has(line.number));
  const tables = readTaskTables(path, work);
  const tasks = tables.found ? tables.tasks : listedTasks(content, work);
  return { draft: { id, title, line: heading.number, tasks, criteria }, problems: tables.problems };
}

/** The first of the shapes without a table that a phase has: boxes, a list under Tasks, bullets under Deliverables. */
function listedTasks(content: string, lines: readonly Line[]): TaskDraft[] {
  const boxes = boxItems(lines);
  if (boxes.length > 0) return itemTasks(boxes, content, '');
  for (const name of [/^(?:tasks|任务|タスク)$/i, /^(?:deliverables|交付物)$/i]) {
    const items = outerItems(linesUnder(lines, name));
    if (items.length > 0) return itemTasks(items, content, '');
  }
  return [];
}

/** The lines below a heading or a label with this name, to the next heading or label. */
function linesUnder(lines: readonly Line[], name: RegExp): Line[] {
  const under: Line[] = [];
  let inside = false;
  for (const line of lines) {
    const opened = line.kind === 'text' ? (line.heading?.text ?? openedLabel(line.text)) : undefined;
    if (opened === undefined) {
      if (inside) under.push(line);
    } else {
      inside = name.test(withoutSuffix(opened.replace(/[:：]$/, '')));
    }
  }
  return under;
}

function openedLabel(text: string): string | undefined {
  const label = parseLabel(text);
  return label && (label.bold || label.rest === '') ? label.name : undefined;
}

function unclosed(path: string, lines: readonly Line[]): Diagnostic[] {
  const line = unclosedBlock(lines);
  if (!line) return [];
  const what = line.kind === 'comment' ? 'a comment, expected -->' : 'a code fence, expected its closing marks';
  const message = `Unexpected end of file inside ${what}; close it, because no phase below it can be seen`;
  return [{ rule: 'unclosed-block', severity: 'error', message, at: { path, line: line.number, column: 1 } }];
}
