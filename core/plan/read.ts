import { sortDiagnostics } from '../lint/diagnostic.ts';
import { byteLength } from '../host/bytes.ts';
import { markdownLines, type Line } from '../markdown/lines.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from './draft.ts';
import { isOwnPlace, placedFormats } from './find.ts';
import { fileProblems, largestFile, tooLarge, type FileProblems } from './file-problems.ts';
import { backlog } from './formats/backlog.ts';
import { beads } from './formats/beads.ts';
import { bmad } from './formats/bmad.ts';
import { checklist } from './formats/checklist.ts';
import { freeform } from './formats/freeform.ts';
import { gsd } from './formats/gsd.ts';
import { gsdPlan } from './formats/gsd-plan.ts';
import { impl } from './formats/impl.ts';
import { kiro } from './formats/kiro.ts';
import { openspec } from './formats/openspec.ts';
import { roadmap } from './formats/roadmap.ts';
import { speckit } from './formats/speckit.ts';
import { taskmaster } from './formats/taskmaster.ts';
import { speckitty } from './formats/speckitty.ts';
import { superpowers } from './formats/superpowers.ts';
import { toml } from './formats/toml.ts';
import { isMarkdown, type Phase, type Plan, type PlanFormat, type PlannedCommit, type Task } from './plan.ts';
import { planProblems } from './problems.ts';
import { asCitation } from '../spec/citation.ts';
import { writeOutRanges } from './tasks/dependency-ranges.ts';
import { declaredFiles } from './tasks/files.ts';
import { taskSlugs } from './tasks/slug.ts';
import { whatTasksWaitFor, type Waits } from './tasks/what-waits.ts';

/** One format that plans are written in. */
export interface PlanReader {
  readonly format: PlanFormat;
  /** Why the file is of this format, for people; null if it is not. */
  readonly detect: (file: PlanFile) => string | null;
  /** Never throws: what cannot be read for certain is among the draft's problems and unparsed blocks. */
  readonly read: (file: PlanFile) => PlanDraft;
}

export interface PlanFile {
  readonly path: string;
  readonly content: string;
  readonly lines: readonly Line[];
}

/** The first that recognises a file reads it. */
const readers: readonly PlanReader[] = [
  toml,
  taskmaster,
  beads,
  bmad,
  kiro,
  openspec,
  speckit,
  gsd,
  gsdPlan,
  superpowers,
  speckitty,
  backlog,
  roadmap,
  impl,
  freeform,
  checklist,
];

/**
 * Reads a plan line by line. It runs whenever Nx computes its graph, so it is fast, and it never throws:
 * what cannot be read for certain becomes one of the plan's problems.
 */
export function readPlan(path: string, content: string, format?: PlanFormat): Plan {
  const bytes = byteLength(content);
  if (bytes > largestFile) return unreadPlan(path, format, tooLarge(path, bytes));
  const file: PlanFile = { path, content, lines: markdownLines(content) };
  const { reader, because } = chooseReader(file, format);
  const draft = reader.read(file);
  const isProse = isMarkdown(reader);
  const written = isProse ? writeOutRanges(path, draft.phases) : { phases: draft.phases, problems: [] };
  // Of a file that could not be read they would say that there is nothing in it.
  const unreadable = draft.phases.length === 0 && draft.problems.some(({ severity }) => severity === 'error');
  const ofFile = isProse ? fileProblems(path, file.lines) : nothing;
  const ofPlan = unreadable ? [] : planProblems(path, reader.format, written.phases);
  const waits = written.phases.map(({ tasks }) => whatTasksWaitFor(path, tasks));
  const problems = [
    ...ofFile.problems,
    ...draft.problems,
    ...written.problems,
    ...ofPlan,
    ...waits.flatMap((one) => one.problems),
  ];
  return {
    path,
    format: reader.format,
    because,
    phases: written.phases.map((phase, index) => finishPhase(path, phase, waits[index]!)),
    milestones: draft.milestones ?? [],
    findings: draft.findings ?? [],
    unparsed: [...ofFile.unparsed, ...(draft.unparsed ?? [])].toSorted((a, b) => a.line - b.line),
    problems: sortDiagnostics(problems),
  };
}

const nothing = { problems: [], unparsed: [] };

function unreadPlan(path: string, format: PlanFormat | undefined, found: FileProblems): Plan {
  const because = format ? 'asked for' : 'nothing in it was looked at';
  return { path, format: format ?? 'freeform', because, phases: [], milestones: [], findings: [], ...found };
}

function chooseReader(file: PlanFile, asked: PlanFormat | undefined): { reader: PlanReader; because: string } {
  const others = new Set<PlanFormat>(isOwnPlace(file.path) ? placedFormats : []);
  for (const reader of readers) {
    if (asked === undefined && others.has(reader.format)) continue;
    const because = asked === reader.format ? 'asked for' : asked === undefined ? reader.detect(file) : null;
    if (because !== null) return { reader, because };
  }
  // The name alone does not make a plan; it tells what its author wanted, and so what to expect of the file.
  const wanted = /impl-plan\.md$/i.test(file.path) ? impl : checklist;
  return { reader: wanted, because: 'nothing in it is of another format' };
}

function finishPhase(
  path: string,
  { id, title, written, line, tasks, criteria, claims, after, ranges }: PhaseDraft,
  waits: Waits,
): Phase {
  const slugs = taskSlugs(tasks.map((task) => task.id));
  return {
    id,
    title,
    written: written ?? { label: id, title },
    line,
    tasks: tasks.map((task, index) => {
      // A task that cites its own plan cites it by its path, whatever that has in it.
      const spec = task.spec === path ? (asCitation(path) ?? path) : task.spec;
      return finishTask({ ...task, spec }, slugs, waits.of[index]);
    }),
    criteria,
    claims: claims ?? [],
    ...(after && { after }),
    ranges: ranges ?? {},
  };
}

const noCommit: PlannedCommit = { message: '', tests: [], antiPatterns: [], requirements: [], constraints: [] };

function finishTask(
  draft: TaskDraft,
  slugs: ReadonlyMap<string, string>,
  waits: Waits['of'][number] | undefined,
): Task {
  const { dependsOn: _dependsOn, commit, column: _column, doubts: _doubts, ...rest } = draft;
  return {
    effort: '',
    status: '',
    branch: '',
    criteria: [],
    ranges: {},
    ...rest,
    ...declaredFiles(draft.files),
    slug: slugs.get(draft.id) ?? draft.id,
    dependsOn: waits?.dependsOn ?? [],
    dependsBy: waits?.dependsBy ?? 'order',
    commit: { ...noCommit, ...commit },
  };
}
