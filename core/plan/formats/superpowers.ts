import type { Line } from '../../markdown/lines.ts';
import type { PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import { planPhases } from '../phases/plan-phases.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { besideTasks, headingTask, taskHeadings } from '../tasks/heading-task.ts';

/**
 * A plan of Superpowers, `docs/superpowers/plans/*.md`: one phase, with each `### Task 1: Title` as a task. What binds all of them stands
 * beside the tasks, so each of them cites the whole plan. The boxes below are its steps: done, it has all of them ticked.
 */
export const superpowers: PlanReader = { format: 'superpowers', detect, read };

function detect(file: PlanFile): string | null {
  const { path, lines } = file;
  const [first] = taskHeadings(lines, task);
  if (!first) return null;
  if (formatOfPlace(path) === 'superpowers') return 'its place, docs/superpowers/plans/*.md';
  const step = lines.find(({ kind, text }) => kind === 'text' && /^- \[[ xX]\] \*\*Step \d+:/.test(text));
  // Elsewhere it is one only where nothing else is planned in it.
  return step && planPhases(file).word === null
    ? `the heading "${first.heading.heading.text}" on line ${first.heading.number} and a step on line ${step.number}`
    : null;
}

/** `Task 1: `, also `Task 2.5: ` and `Task 1b — `. */
const task = /^Task\s+(\d{1,4}(?:\.\d{1,4})*[a-z]?)(?::|\s[—–-])\s+/i;

function read({ path, content, lines }: PlanFile): PlanDraft {
  const headings = taskHeadings(lines, task);
  const name = lines.find(({ heading }) => heading?.level === 1);
  const title = (name?.heading?.text ?? '').replace(/\s+Implementation Plan$/i, '');
  const tasks = headings.map((heading): TaskDraft => {
    const { draft, below } = headingTask(content, lines, heading);
    return { ...draft, spec: path, files: filesIn(below), dependsOn: null };
  });
  const phase = { id: '1', title, written: { label: '', title: '' }, line: name?.number ?? 1, tasks, criteria: [] };
  return {
    phases: tasks.length > 0 ? [phase] : [],
    problems: [],
    unparsed: besideTasks({ lines }, headings, /^Task\b/i),
  };
}

/** Below `**Files:**`: `` - Modify: `src/a.ts:12-20` ``. */
function filesIn(lines: readonly Line[]): string[] {
  return lines.flatMap(({ kind, text }) => {
    if (kind !== 'text') return [];
    const [, how = '', path] =
      /^\s*[-*]\s+(Create|Modify|Test|Delete):\s+`([^`\s]+?)(?::\d[\d,–-]*)?`/.exec(text) ?? [];
    return path === undefined ? [] : [how === 'Delete' ? `delete:${path}` : path];
  });
}
