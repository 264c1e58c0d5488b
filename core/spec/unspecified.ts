import { fail, type Failure, type Location } from '../failure.ts';
import { markdownLines } from '../markdown/lines.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { citations, type Citation } from './citation.ts';
import { resolveCitation } from './resolve.ts';
import type { SpecFile } from './section.ts';

/**
 * Why nobody could know what to build: of the specs that the tasks of a phase cite, none is there or all are empty. Tasks
 * that cite nothing say themselves what is to be done. What is wrong with a
 * single citation is for the lint to say.
 */
export function unspecified(plan: Plan, phase: Phase, specs: readonly SpecFile[]): Failure | undefined {
  const cited = [...citedFiles(phase)].map((one) => ({ ...one, files: filesOf(one.citation, specs, plan.path) }));
  const meant = cited.filter(({ citation, files }) => files.length > 0 || isSpec(citation));
  const [first] = meant;
  if (!first || meant.some(({ files }) => files.some(({ content }) => hasWords(content)))) return undefined;
  const lacks = meant.map(({ citation, files }) => lackOf(citation, files, plan.path));
  const list = [...new Set(lacks)];
  const shown = list.length > 4 ? `${list.slice(0, 4).join('; ')}; and ${list.length - 4} more` : list.join('; ');
  return fail(
    'no-spec',
    `Unexpected phase ${phase.id} whose specs are not written, expected at least one that its tasks cite to be there: ${shown}. ` +
      'Write the specs first (behaviour, interface, errors, tests and exit criteria), commit them, and start again; ' +
      'where the row itself says all, leave its Spec cell empty.',
    placeOf(plan, first.task, first.citation),
  ).failure;
}

type FileCitation = Exclude<Citation, { kind: 'unclear' }>;

interface Cited {
  /** Of the whole file, whatever part of it is cited. */
  readonly citation: FileCitation;
  /** The first that cites it. */
  readonly task: Task;
}

/** Each file that the tasks cite, once. */
function citedFiles(phase: Phase): Iterable<Cited> {
  const byName = new Map<string, Cited>();
  for (const task of phase.tasks) {
    for (const citation of citations(task.spec)) {
      if (citation.kind === 'unclear') continue;
      const name = citation.kind === 'number' ? citation.number : citation.path;
      if (!byName.has(name)) byName.set(name, { citation: wholeOf(citation), task });
    }
  }
  return byName.values();
}

function wholeOf(citation: FileCitation): FileCitation {
  return citation.kind === 'number' ? { ...citation, sections: [] } : { ...citation, anchor: null, sections: [] };
}

/** The files that a citation may mean, also where it is not certain which. */
function filesOf(citation: Citation, specs: readonly SpecFile[], planPath: string): SpecFile[] {
  return specs.filter((file) => 'ok' in resolveCitation(citation, [file], planPath));
}

/** Numbers and links to Markdown files have to be there; a bare path may say where the result goes. */
function isSpec(citation: FileCitation): boolean {
  return citation.kind === 'number' || (citation.kind === 'link' && /\.md$/i.test(citation.path));
}

/** Headings and comments alone say nothing. */
function hasWords(text: string): boolean {
  return markdownLines(text).some(
    ({ kind, heading, text: line }) => kind !== 'comment' && heading === null && /[\p{L}\p{N}]/u.test(line),
  );
}

function lackOf(citation: Citation, files: readonly SpecFile[], planPath: string): string {
  const found = resolveCitation(citation, files, planPath);
  return 'missing' in found ? found.missing : `words in ${files.map(({ path }) => path).join(', ')}`;
}

function placeOf(plan: Plan, task: Task, citation: Citation): Location {
  const cell = task.ranges.spec;
  if (!cell) return { path: plan.path, line: task.line, column: 1 };
  const offset = Math.max(0, task.spec.indexOf(citation.text));
  return { path: plan.path, line: cell.line, column: cell.column + offset };
}
