import { markdownLines, type Line } from '../markdown/lines.ts';
import { phaseLines } from '../plan/phases/phase-lines.ts';
import type { Phase, Plan } from '../plan/plan.ts';
import { citations } from './citation.ts';
import { isMemo } from './memo.ts';
import { pathFinder, type NamedPath } from './named-paths.ts';
import { resolveCitation } from './resolve.ts';
import type { SpecFile } from './section.ts';
import { specSet } from './spec-set.ts';

/** What a phase is bound to, beside its plan: the paths, each once, by what they are to it. */
export interface Gathered {
  /** Specs that its tasks cite. */
  readonly specs: readonly string[];
  /** Research memos that the phase or one of those specs names. What they decide binds. */
  readonly memos: readonly GatheredMemo[];
  /** The key decisions of the specs, which bind before all else. */
  readonly decisions: readonly string[];
  /** Reference code of others that the phase, its specs or its memos name: files, folders and submodules. */
  readonly vendored: readonly string[];
}

export interface GatheredMemo extends SpecFile {
  /** Where it is named: in the plan, and in specs. Nowhere, if a task cites the folder that it lies in. */
  readonly by: readonly Naming[];
}

export interface Naming extends Omit<NamedPath, 'path'> {
  /** The file that names it. */
  readonly path: string;
}

/** Gathers what the texts of a phase name. `read` answers with a file's text, or undefined where it has none. */
export async function gather(
  about: {
    readonly plan: SpecFile & { readonly model: Plan };
    readonly phase: Phase;
    /** The files that its tasks may cite. */
    readonly specs: readonly SpecFile[];
    /** All paths of the repository. */
    readonly paths: readonly string[];
  },
  read: (path: string) => Promise<string | undefined>,
): Promise<Gathered> {
  const { plan, phase, specs, paths } = about;
  const cited = citedFiles(plan.model, phase, specs);
  const find = pathFinder(paths);
  const namings = [
    ...namedBy(plan.path, find(textOf(plan, phase), plan.path)),
    ...cited.flatMap((file) => namedBy(file.path, find(markdownLines(file.content), file.path))),
  ];
  const byMemo = Map.groupBy(namings, ({ path }) => path);
  const named = unique([...byMemo.keys(), ...cited.map(({ path }) => path)]).filter(isMemo);
  const memos = await Promise.all(
    named.map(async (path) => {
      return { path, content: (await read(path)) ?? '', by: (byMemo.get(path) ?? []).map(({ by }) => by) };
    }),
  );
  const inMemos = memos.flatMap((memo) => find(markdownLines(memo.content), memo.path));
  const decisions = specSet(
    paths.map((path) => ({ path, content: '' })),
    plan.path,
  ).decisions;
  return {
    specs: unique(cited.map(({ path }) => path).filter((path) => !isMemo(path) && path !== plan.path)),
    memos,
    decisions: decisions.map(({ path }) => path),
    vendored: unique([...namings, ...inMemos].map(({ path }) => path).filter(isVendored)),
  };
}

/** The lines of a phase. In a TOML plan all but comments are text. */
function textOf({ path, content, model }: SpecFile & { readonly model: Plan }, phase: Phase): readonly Line[] {
  const lines = phaseLines(model, phase, markdownLines(content));
  if (/\.md$/i.test(path)) return lines;
  const read = lines.filter(({ text, kind }) => kind !== 'too-long' && !/^\s*#/.test(text));
  return read.map((line) => ({ ...line, kind: 'text' }));
}

function citedFiles(plan: Plan, phase: Phase, specs: readonly SpecFile[]): SpecFile[] {
  const sections = phase.tasks
    .flatMap((task) => citations(task.spec))
    .map((citation) => resolveCitation(citation, specs, plan.path))
    .flatMap((resolution) => ('ok' in resolution ? resolution.ok : []));
  const paths = new Set(sections.map(({ path }) => path));
  return specs.filter(({ path }) => paths.has(path));
}

function namedBy(by: string, named: readonly NamedPath[]): { path: string; by: Naming }[] {
  return named.map(({ path, ...place }) => ({ path, by: { ...place, path: by } }));
}

/** Code of others that lies in the repository to be read. */
function isVendored(path: string): boolean {
  return /(?:^|\/)(?:vendor|vendors|vendored|third[_-]?party|3rd[_-]?party)(?:\/|$)/i.test(path);
}

function unique(paths: readonly string[]): string[] {
  return [...new Set(paths)];
}
