import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { Line } from '../../markdown/lines.ts';
import { rangeIn } from '../../markdown/range.ts';
import { pieceOf, statementsOf, wholeOf } from '../criteria/criterion-pieces.ts';
import type { PlanDraft, TaskDraft } from '../draft.ts';
import type { Criterion, Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/**
 * `.planning/phases/NN-name/NN-MM-PLAN.md` of GSD, one plan of a phase: each `<task type="auto">` is a task, with its `<files>`, and
 * `<verify>`, `<acceptance_criteria>` and `<done>` as criteria. What must be true is the exit criteria. Nothing in it is ticked.
 */
export const gsdPlan: PlanReader = { format: 'gsd-plan', detect, read };

function detect({ path, lines }: PlanFile): string | null {
  const task = lines.find(isTask);
  if (!task || !/\.md$/i.test(path)) return null;
  if (place.test(path)) return 'its place, .planning/phases/*/*-PLAN.md';
  const field = lines.find(
    ({ kind, text }) => kind === 'front-matter' && /^(?:files_modified|wave|depends_on):/.test(text),
  );
  return field ? `"${field.text.slice(0, 40)}" on line ${field.number} and <task> on line ${task.number}` : null;
}

const place = /(?:^|\/)\.planning\/phases\/[^/]+\/([^/]*-)?PLAN\.md$/;

function read({ path, content, lines }: PlanFile): PlanDraft {
  const problems: Diagnostic[] = [];
  const unparsed: Unparsed[] = [];
  const tasks: TaskDraft[] = [];
  for (const first of lines.filter(isTask)) {
    const last = markBelow(lines, first);
    if (!last || !last.text.includes('</task>')) {
      const message = 'Unexpected <task> that nothing closes, expected </task> below it; add one';
      problems.push({ rule: 'plan-syntax', severity: 'error', message, at: { path, line: first.number, column: 1 } });
    } else if (/\btype="checkpoint/.test(first.text)) {
      unparsed.push({ line: first.number, endLine: last.number, reason: 'A checkpoint is for a person.' });
    } else {
      const own = lines.slice(first.number - 1, last.number);
      tasks.push(taskOf(own, { path, text: content.slice(first.start, last.end), number: tasks.length + 1 }));
    }
  }
  const id = /(?:^|\/)(\d+(?:\.\d+)*-\d+)[^/]*$/.exec(path)?.[1] ?? '1';
  const objective = elementIn(lines, 'objective')[0];
  const phase = {
    id,
    title: objective?.line.text.slice(objective.from, objective.to) ?? id,
    written: { label: '', title: '' },
    line: objective?.line.number ?? 1,
    tasks,
    criteria: truths(lines),
  };
  return { phases: tasks.length > 0 ? [phase] : [], problems, unparsed };
}

/** The line that ends a task, or begins the next one. */
function markBelow(lines: readonly Line[], { number }: Line): Line | undefined {
  let index = number;
  for (let line = lines[index]; line; line = lines[++index])
    if (isProse(line) && /<\/task>|<task\b/.test(line.text)) return line;
  return undefined;
}

/** Code in an action may show anything. */
function isProse({ kind }: Line): boolean {
  return kind !== 'code' && kind !== 'fence-start' && kind !== 'fence-end' && kind !== 'comment';
}

function isTask(line: Line): boolean {
  return isProse(line) && /^\s*<task\b[^>]*>/.test(line.text);
}

function taskOf(
  lines: readonly Line[],
  { path, text, number }: { readonly path: string; readonly text: string; readonly number: number },
): TaskDraft {
  const [name] = elementIn(lines, 'name');
  const [first] = lines;
  if (!first) throw new Error('Internal error: a task without a line');
  const written = name ? name.line.text.slice(name.from, name.to) : `Task ${number}`;
  const [whole = '', id = String(number)] = /^Task (\d+(?:\.\d+)*[a-z]?)\s*[:.–—-]\s*/.exec(written) ?? [];
  const files = elementIn(lines, 'files').flatMap(({ line, from, to }) =>
    line.text
      .slice(from, to)
      .replaceAll(/\([^()]*\)/g, ' ')
      .split(/[\s,]+/),
  );
  return {
    id,
    title: written.slice(whole.length) || written,
    line: first.number,
    column: 1,
    text,
    ticked: false,
    spec: path,
    files: files.map((file) => file.replaceAll(/^[`-]+|`+$/g, '')).filter((file) => /[./]/.test(file)),
    dependsOn: null,
    criteria: ['verify', 'acceptance_criteria', 'done'].flatMap((element) => wordsOf(lines, element)),
    ranges: name ? { title: rangeIn(name.line, name.from + whole.length, name.to) } : {},
  };
}

/** What an element holds: each item of a list, or each statement. */
function wordsOf(lines: readonly Line[], element: string): Criterion[] {
  return elementIn(lines, element).flatMap(({ line, from, to }) => {
    const mark = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?|^<[^>]*>/.exec(line.text.slice(from, to))?.[0].length ?? 0;
    const end = /<\/[^<>]*>$/.exec(line.text.slice(from, to))?.[0].length ?? 0;
    const piece = pieceOf(line, from + mark, to - end);
    return piece ? wholeOf([piece]) : [];
  });
}

interface Part {
  readonly line: Line;
  readonly from: number;
  readonly to: number;
}

/** The parts of lines that stand in the first element of that name, without blanks around them. */
function elementIn(lines: readonly Line[], name: string): Part[] {
  const open = new RegExp(`<${name}>`);
  const start = lines.findIndex((line) => isProse(line) && open.test(line.text));
  const parts: Part[] = [];
  for (const [index, line] of lines.slice(Math.max(0, start)).entries()) {
    if (start < 0) break;
    const from = index === 0 ? line.text.indexOf(`<${name}>`) + name.length + 2 : 0;
    const end = line.text.indexOf(`</${name}>`, from);
    const piece = isProse(line) ? pieceOf(line, from, end < 0 ? undefined : end) : null;
    if (piece) parts.push(piece);
    if (end >= 0 || /<\/?task\b/.test(line.text)) break;
  }
  return parts;
}

/** `must_haves: truths:` of the front matter, else what stands in `<success_criteria>`. */
function truths(lines: readonly Line[]): Criterion[] {
  const start = lines.findIndex(({ kind, text }) => kind === 'front-matter' && /^\s+truths:\s*$/.test(text));
  const below = start < 0 ? [] : lines.slice(start + 1);
  const end = below.findIndex(({ kind, text }) => kind !== 'front-matter' || !/^\s+-\s/.test(text));
  const listed = below.slice(0, end < 0 ? undefined : end).flatMap((line) => {
    const [mark = ''] = /^\s+-\s+["']?/.exec(line.text) ?? [];
    const piece = pieceOf(line, mark.length, line.text.replace(/["']\s*$/, '').length);
    return piece ? statementsOf([piece]) : [];
  });
  return listed.length > 0 ? listed : wordsOf(lines, 'success_criteria');
}
