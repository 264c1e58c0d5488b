import { fail, type Failure, type Location } from '../failure.ts';
import { markdownLines } from '../markdown/lines.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { citations, type Citation } from './citation.ts';
import { resolveCitation, type Resolution } from './resolve.ts';
import type { SpecFile } from './section.ts';

/**
 * Why nobody could know what to build: all that the tasks of a phase cite as specs is missing or empty. Tasks that cite
 * nothing say themselves what is to be done, and a path may say where the result goes.
 */
export function unspecified(plan: Plan, phase: Phase, specs: readonly SpecFile[]): Failure | undefined {
  const cited = phase.tasks.flatMap((task) =>
    citations(task.spec).map((citation) => ({
      task,
      citation,
      resolution: resolveCitation(citation, specs, plan.path),
    })),
  );
  const meant = cited.filter(({ citation, resolution }) => 'ok' in resolution || isSpec(citation));
  const [first] = meant;
  if (!first || meant.some(({ resolution }) => saysSomething(resolution))) return undefined;
  const list = [...new Set(meant.map(({ resolution }) => lackOf(resolution)))];
  const shown = list.length > 4 ? `${list.slice(0, 4).join('; ')}; and ${list.length - 4} more` : list.join('; ');
  return fail(
    'no-spec',
    `Unexpected phase ${phase.id} whose specs are not written, expected at least one that its tasks cite to be there: ${shown}. ` +
      'Write the specs first (behaviour, interface, errors, tests and exit criteria), commit them, and start again; ' +
      'where the row itself says all, leave its Spec cell empty.',
    placeOf(plan, first.task, first.citation),
  ).failure;
}

/** Numbers and Markdown files are specs; other paths may be code, or folders to come. */
function isSpec(citation: Citation): boolean {
  return citation.kind === 'number' || (citation.kind !== 'unclear' && /\.md$/i.test(citation.path));
}

function saysSomething(resolution: Resolution): boolean {
  return 'ok' in resolution && resolution.ok.some(({ text }) => hasWords(text));
}

/** Headings and comments alone say nothing. */
function hasWords(text: string): boolean {
  return markdownLines(text).some(
    ({ kind, heading, text: line }) => kind !== 'comment' && heading === null && /[\p{L}\p{N}]/u.test(line),
  );
}

function lackOf(resolution: Resolution): string {
  if ('missing' in resolution) return resolution.missing;
  return `words in ${[...new Set(resolution.ok.map(({ path, line }) => `${path}:${line}`))].join(', ')}`;
}

function placeOf(plan: Plan, task: Task, citation: Citation): Location {
  const cell = task.ranges.spec;
  if (!cell) return { path: plan.path, line: task.line, column: 1 };
  const offset = Math.max(0, task.spec.indexOf(citation.text));
  return { path: plan.path, line: cell.line, column: cell.column + offset };
}
