import type { Location } from '../failure.ts';
import { markdownLines, type Line } from '../markdown/lines.ts';
import type { Range } from '../markdown/range.ts';
import { markdownTrees, type ReadTree } from '../markdown/tree.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { citablePaths } from '../spec/citable.ts';
import { citations, type Citation } from '../spec/citation.ts';
import { resolveCitation, type Resolution } from '../spec/resolve.ts';
import type { SpecFile } from '../spec/section.ts';

/** What the lint is asked to look at. Content in: whoever calls has read the files. */
export interface LintInput {
  /** null where the files under scrutiny are no plan. */
  readonly plan: Plan | null;
  /** Those of the plan's phases that are looked at. */
  readonly phases: readonly Phase[];
  /** The plan itself and every file that a Spec cell may point at or that belongs to the same set of specs. */
  readonly files: readonly SpecFile[];
  /** Paths of files that are looked at as a whole; of the others, only the sections that the phases cite. */
  readonly whole: readonly string[];
  /** Whether the repository has a file or folder at this path. */
  readonly exists: (path: string) => boolean;
  /** Shared by all that is linted in one run; absent: this is all of it. */
  readonly tree?: ReadTree;
}

/** What a rule sees: the input, and what several rules need to know about it. */
export interface LintContext extends LintInput {
  readonly tree: ReadTree;
  /** What the phases' tasks cite, resolved. */
  readonly cited: readonly CitedSpec[];
  /** The texts under scrutiny, none twice: the whole plan, whole files, and cited sections. */
  readonly passages: readonly Passage[];
}

export interface CitedSpec {
  readonly phase: Phase;
  readonly task: Task;
  readonly citation: Citation;
  /** Where the citation stands in the plan. */
  readonly at: Location;
  readonly resolution: Resolution;
}

/** Some lines of a file. Each line knows whether it is text, code or a comment, from the whole file. */
export interface Passage {
  readonly file: SpecFile;
  readonly lines: readonly Line[];
}

export function lintContext(input: LintInput): LintContext {
  const cited = input.phases.flatMap((phase) => {
    const files = citableFiles(phase, input);
    return phase.tasks.flatMap((task) => citedBy(phase, task, { ...input, files }));
  });
  return { ...input, tree: input.tree ?? markdownTrees(), cited, passages: passages(input, cited) };
}

const known = new WeakMap<SpecFile, readonly Line[]>();

/** The lines of a file; each file is read once, however many rules ask. */
export function linesOf(file: SpecFile): readonly Line[] {
  const lines = known.get(file) ?? markdownLines(file.content);
  known.set(file, lines);
  return lines;
}

/** Some characters of a line, as the places of a complaint. Offsets in the line, in UTF-16 code units. */
export function placeIn(path: string, line: Line, from = 0, to = line.text.length): Complained {
  return {
    at: { path, line: line.number, column: from + 1 },
    end: { line: line.number, column: to + 1 },
  };
}

/** A field of the plan, as the places of a complaint. */
export function placeOf(path: string, range: Range): Complained {
  const { line, column, endColumn } = range;
  return { at: { path, line, column }, end: { line, column: endColumn } };
}

interface Complained {
  readonly at: Location;
  readonly end: { readonly line: number; readonly column: number };
}

function passages({ plan, files, whole }: LintInput, cited: readonly CitedSpec[]): Passage[] {
  const wanted = new Map<SpecFile, Set<number> | 'all'>();
  for (const file of files) if (file.path === plan?.path || whole.includes(file.path)) wanted.set(file, 'all');
  const byPath = new Map(files.map((file) => [file.path, file]));
  for (const { resolution } of cited) {
    for (const section of 'ok' in resolution ? resolution.ok : []) {
      const file = byPath.get(section.path);
      const lines = file && (wanted.get(file) ?? new Set());
      if (!file || lines === undefined || lines === 'all') continue;
      const last = section.line + section.text.split('\n').length - 1;
      for (let line = section.line; line <= last; line++) lines.add(line);
      wanted.set(file, lines);
    }
  }
  return [...wanted].map(([file, lines]) => ({
    file,
    lines: lines === 'all' ? linesOf(file) : linesOf(file).filter((line) => lines.has(line.number)),
  }));
}

/** What the tasks of one phase may cite, and no more: their agents are told of the same files. */
function citableFiles(phase: Phase, { plan, files }: LintInput): readonly SpecFile[] {
  const paths = files.map((file) => file.path);
  const specs = phase.tasks.map((task) => task.spec);
  const citable = new Set(plan ? citablePaths(paths, plan.path, specs).concat(plan.path) : []);
  return files.filter((file) => citable.has(file.path));
}

function citedBy(phase: Phase, task: Task, { plan, files }: LintInput): CitedSpec[] {
  if (!plan) return [];
  let end = 0;
  // What a cell cites twice is one thing to read, and to complain about.
  const distinct = new Map(citations(task.spec).map((citation) => [citation.text, citation]));
  return [...distinct.values()].map((citation) => {
    const offset = Math.max(end, task.spec.indexOf(citation.text, end));
    end = offset + citation.text.length;
    const { spec: cell } = task.ranges;
    const place = cell
      ? { line: cell.line, column: cell.column + offset }
      : { line: task.line, column: columnOf(task, offset) };
    const at = { path: plan.path, ...place };
    return { phase, task, citation, at, resolution: resolveCitation(citation, files, plan.path) };
  });
}

/** Where a citation stands in its row; 1 where it stands elsewhere, such as in `[meta]`. */
function columnOf(task: Task, offset: number): number {
  const cell = task.text.lastIndexOf(`| ${task.spec} `);
  return cell < 0 ? 1 : cell + '| '.length + offset + 1;
}
