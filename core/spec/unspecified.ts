import { fail, type Failure, type Location } from '../failure.ts';
import { markdownLines } from '../markdown/lines.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { citations, type Citation } from './citation.ts';
import { resolveCitation } from './resolve.ts';
import type { SpecFile } from './section.ts';

/**
 * Why nobody could know what to build: of the specs that the tasks of a phase cite, none is there or all are empty. Tasks
 * that cite nothing say themselves what is to be done, and a path may say where the result goes. What is wrong with a
 * single citation is for the lint to say.
 */
export function unspecified(plan: Plan, phase: Phase, specs: readonly SpecFile[]): Failure | undefined {
  const cited = new Map<string, Cited>();
  for (const task of phase.tasks) {
    for (const citation of citations(task.spec)) {
      if (cited.has(citation.text)) continue;
      const files = filesOf(citation, specs, plan.path);
      if (files.some(({ content }) => hasWords(content))) return undefined;
      if (files.length > 0 || isSpec(citation)) cited.set(citation.text, { task, citation, files });
    }
  }
  const [first] = cited.values();
  if (!first) return undefined;
  const lacks = [...cited.values()].map(({ citation, files }) => lackOf(citation, files, plan.path));
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

interface Cited {
  readonly task: Task;
  readonly citation: Citation;
  readonly files: readonly SpecFile[];
}

/** The files that a citation may mean, whatever part of them: also where it is not certain which. */
function filesOf(citation: Citation, specs: readonly SpecFile[], planPath: string): SpecFile[] {
  return specs.filter((file) => 'ok' in resolveCitation(wholeOf(citation), [file], planPath));
}

function wholeOf(citation: Citation): Citation {
  if (citation.kind === 'unclear') return citation;
  return citation.kind === 'number' ? { ...citation, sections: [] } : { ...citation, anchor: null, sections: [] };
}

/** Numbers and Markdown files are specs; other paths may be code, or folders to come. */
function isSpec(citation: Citation): boolean {
  return citation.kind === 'number' || (citation.kind !== 'unclear' && /\.md$/i.test(citation.path));
}

/** Headings and comments alone say nothing. */
function hasWords(text: string): boolean {
  return markdownLines(text).some(
    ({ kind, heading, text: line }) => kind !== 'comment' && heading === null && /[\p{L}\p{N}]/u.test(line),
  );
}

function lackOf(citation: Citation, files: readonly SpecFile[], planPath: string): string {
  const found = resolveCitation(wholeOf(citation), files, planPath);
  return 'missing' in found ? found.missing : `words in ${files.map(({ path }) => path).join(', ')}`;
}

function placeOf(plan: Plan, task: Task, citation: Citation): Location {
  const cell = task.ranges.spec;
  if (!cell) return { path: plan.path, line: task.line, column: 1 };
  const offset = Math.max(0, task.spec.indexOf(citation.text));
  return { path: plan.path, line: cell.line, column: cell.column + offset };
}
