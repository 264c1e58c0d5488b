import type { Line } from '../../markdown/lines.ts';
import { isThematicBreak } from '../../markdown/lines.ts';
import { bareRange } from '../../markdown/bare-range.ts';
import { readCriteria } from '../criteria/criteria.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { phaseSections } from '../phases/phase-sections.ts';
import { planPhases } from '../phases/plan-phases.ts';
import type { Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/** `specs/NNN-slug/tasks.md` of Spec Kit: `## Phase N: Title` with boxes `T001 [P] [US1] Do it in path/to/file`. */
export const speckit: PlanReader = { format: 'speckit', detect, read };

function detect(file: PlanFile): string | null {
  const { path, lines } = file;
  if (!/\.md$/i.test(path)) return null;
  const box = lines.find(({ kind, text }) => kind === 'text' && /^- \[[ xX]\] T\d{3,}\s/.test(text));
  const phase = lines.find(({ heading }) => heading?.level === 2 && /^Phase (?:\d+(?:\.\d+)?|N):/.test(heading.text));
  if (!box || !phase) return null;
  if (/(?:^|\/)specs\/\d{3,}-[^/]+\/tasks\.md$/.test(path)) return 'its place, specs/NNN-*/tasks.md';
  // Elsewhere it is one only where nothing else is planned in it.
  const tasks = planPhases(file).phases.flatMap((one) => one.tasks);
  if (!tasks.every(({ id }) => isId(id))) return null;
  return `the heading "${phase.heading?.text ?? ''}" on line ${phase.number} and the task T… on line ${box.number}`;
}

function read(file: PlanFile): PlanDraft {
  const { word, phases, problems, unparsed } = planPhases(file);
  if (word !== 'phase') return { phases: [], problems, unparsed };
  const aside: Unparsed[] = [...unparsed];
  const headings = new Map<number, number>();
  for (const line of file.lines)
    headings.set(line.number, line.heading ? line.number : (headings.get(line.number - 1) ?? 0));
  const headingAbove = (line: number): number => headings.get(line) ?? 0;
  const sections = phaseSections(file.lines).groups.get('phase') ?? [];
  const sectionAt = new Map(sections.map((section) => [section.heading.number, section.lines]));
  const drafts = phases.map((phase) => {
    const others = phase.tasks.filter(({ id }) => !isId(id));
    for (const { line, text } of others)
      aside.push({ line, endLine: line + text.split('\n').length - 1, reason: 'This box has no id such as T001.' });
    const tasks = phase.tasks.filter(({ id }) => isId(id)).map((task) => bare(file.lines, withOrder(task)));
    return {
      ...phase,
      tasks: withWaves(tasks, headingAbove),
      criteria: criteriaOf(phase, sectionAt.get(phase.line) ?? []),
    };
  });
  return { phases: drafts, problems, unparsed: aside.toSorted((a, b) => a.line - b.line) };
}

function isId(id: string): boolean {
  return /^T\d{3,}[a-z]?$/.test(id);
}

/** `(depends on T012)` says more than the order does, and nothing against it. */
function withOrder(task: TaskDraft): TaskDraft {
  return task.dependsOn ? { ...task, dependsOn: { ...task.dependsOn, adds: true } } : task;
}

/** A task without the marks in front of its title, and whether it may be done beside others. */
interface Marked {
  readonly task: TaskDraft;
  readonly isApart: boolean;
}

/** `[P] [US1] Do it` in any order: marks are no part of the title. `[P2]` is a priority. */
function bare(lines: readonly Line[], task: TaskDraft): Marked {
  const [marks = ''] = /^(?:\[(?:P\d?|US\d+|[A-Z]{4,20})\]\s*)+/.exec(task.title) ?? [];
  const isApart = /\[P\]/.test(marks);
  const line = lines[task.line - 1];
  const title = task.title.slice(marks.length);
  const from = line && marks !== '' ? line.text.indexOf(marks.trimEnd()) + marks.length : -1;
  if (!line || from < marks.length || title === '') return { task, isApart };
  const range = bareRange(line, from);
  return { task: { ...task, title, ranges: { ...task.ranges, ...(range && { title: range }) } }, isApart };
}

/**
 * Those marked with `[P]` in a row wait for what stands before the first of them, and not for each other. A heading ends a row: tests
 * stand below one of their own, before what they are for.
 */
function withWaves(tasks: readonly Marked[], headingAbove: (line: number) => number): TaskDraft[] {
  if (!tasks.some(({ isApart }) => isApart)) return tasks.map(({ task }) => task);
  let wave = 0;
  return tasks.map(({ task, isApart }, index) => {
    const before = tasks[index - 1];
    const isInRow = isApart && before?.isApart && headingAbove(task.line) === headingAbove(before.task.line);
    if (!isInRow) wave += 1;
    return { ...task, wave: String(wave) };
  });
}

/** A checkpoint is the nearest that Spec Kit has to exit criteria; authors call it by other names as well. */
function criteriaOf(phase: PhaseDraft, own: readonly Line[]): PhaseDraft['criteria'] {
  if (phase.criteria.length > 0) return phase.criteria;
  const end = own.findIndex(({ text }) => isThematicBreak(text));
  return readCriteria(end < 0 ? own : own.slice(0, end), further).criteria;
}

const further = ['Checkpoint', 'Independent Test', 'Validation', 'Verification'];
