import { fail, type Failure, type Location } from '../failure.ts';
import { markdownLines, type Line } from '../markdown/lines.ts';
import { phaseLines } from '../plan/phases/phase-lines.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { saysEnough } from '../plan/undivided.ts';
import { specFolder } from '../stage/specs/protected-paths.ts';
import { citations, type Citation } from './citation.ts';
import { isMemo } from './memo.ts';
import { resolveCitation } from './resolve.ts';
import type { SpecFile } from './section.ts';
import { specSet } from './spec-set.ts';

/**
 * Why nobody could know what to build: of the specs that the tasks of a phase cite, none is there or all are empty; or
 * they cite none, and there is none. Tasks that say by a dash that they cite nothing, or a phase that says in its own
 * words what is to be done, need none. What is wrong with a single citation is for the lint to say.
 */
export function unspecified(
  plan: SpecFile & { readonly model: Plan },
  phase: Phase,
  specs: readonly SpecFile[],
): Failure | undefined {
  const lines = phaseLines(plan.model, phase, markdownLines(plan.content));
  // `Lands in` says where a result goes.
  const isResult = lines.some(({ text }) => /^\s{0,3}\|.*\|\s*lands in\s*\|/i.test(text));
  const cited = [...citedFiles(phase)].map((one) => ({ ...one, files: filesOf(one.citation, specs, plan.path) }));
  const meant = cited.filter(
    ({ citation, files }) => files.length > 0 || (isSpec(citation) && !(isResult && citation.kind === 'path')),
  );
  const [first] = meant;
  if (!first) return cited.length === 0 ? uncited(plan, phase, { specs, lines }) : undefined;
  if (meant.some(({ files }) => files.some(({ content }) => hasWords(content)))) return undefined;
  const lacks = meant.map(({ citation, files }) => lackOf(citation, files, plan.path));
  const list = [...new Set(lacks)];
  const shown = list.length > 4 ? `${list.slice(0, 4).join('; ')}; and ${list.length - 4} more` : list.join('; ');
  return fail(
    'no-spec',
    `Unexpected phase ${phase.id} whose specs are not written, expected at least one that its tasks cite to be there: ${shown}. ` +
      'Write the specs first (behaviour, interface, errors, tests and exit criteria), commit them, and start again; ' +
      'where the row itself says all, write — into its Spec cell.',
    placeOf(plan.model, first.task, first.citation),
  ).failure;
}

/** A plan among specs whose phase cites none, where there is none that it could cite. */
function uncited(
  { path, model }: SpecFile & { readonly model: Plan },
  phase: Phase,
  about: { readonly specs: readonly SpecFile[]; readonly lines: readonly Line[] },
): Failure | undefined {
  const [task] = phase.tasks;
  const folder = specFolder(path);
  if (!task || model.format !== 'impl' || folder === undefined) return undefined;
  if (phase.tasks.some(({ spec }) => spec !== '') || saysEnough(proseIn(phase, about.lines))) return undefined;
  const { files, index, roadmap, backlog, decisions } = specSet(about.specs, path);
  const others = new Set([path, ...[index, roadmap, backlog, ...decisions].map((file) => file?.path)]);
  if (files.some((file) => !others.has(file.path) && !isMemo(file.path) && hasWords(file.content))) return undefined;
  return fail(
    'no-spec',
    `Unexpected phase ${phase.id} without a spec: its tasks cite none, and ${folder} has none, expected one at least. ` +
      `Write ${folder}/10-….md (behaviour, interface, errors, tests and exit criteria), cite it in a column Spec, commit both, and start again; ` +
      'where the rows themselves say all, write — into their Spec cells, or below the heading what is to be built.',
    { path, line: task.line, column: 1 },
  ).failure;
}

/** What a phase says beside its criteria and the names of its tasks. */
function proseIn(phase: Phase, lines: readonly Line[]): readonly Line[] {
  const others = new Set([...phase.tasks, ...phase.criteria].map(({ line }) => line));
  return lines.slice(1).filter(({ number, text }) => !others.has(number) && !/^\s*\|/.test(text));
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

/**
 * Numbers, links to Markdown files and bare paths of such files have to be there, wherever they lie: `resolveCitation`
 * finds a path below the root and beside the plan alike. Any other path may say where the result goes.
 */
function isSpec(citation: FileCitation): boolean {
  if (citation.kind === 'number') return true;
  const { kind, path } = citation;
  if (!/\.md$/i.test(path)) return false;
  return kind === 'link' || (!isMemo(path) && !isPattern.test(path) && !isForReaders.test(path));
}

/** `specs/*.md`, `10-….md`, `https://example.com/a.md` */
const isPattern = /[*?{}…]|\.{3}|^[a-z][a-z\d+.-]*:/i;

/** What tells users of a project or its agents how things are is written when they are so. */
const isForReaders = /(?:^|\/)(?:readme|changelog|contributing|security|agents|claude|gemini)\.md$/i;

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
