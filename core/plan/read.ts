import { sortDiagnostics } from '../lint/diagnostic.ts';
import { markdownLines, type Line } from '../markdown/lines.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from './draft.ts';
import { checklist } from './formats/checklist.ts';
import { impl } from './formats/impl.ts';
import { toml } from './formats/toml.ts';
import type { Phase, Plan, PlanFormat, PlannedCommit, Task } from './plan.ts';
import { planProblems } from './problems.ts';
import { taskSlugs } from './slug.ts';

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
const readers: readonly PlanReader[] = [toml, impl, checklist];

/**
 * Reads a plan line by line. It runs whenever Nx computes its graph, so it is fast, and it never throws:
 * what cannot be read for certain becomes one of the plan's problems.
 */
export function readPlan(path: string, content: string, format?: PlanFormat): Plan {
  const file: PlanFile = { path, content, lines: markdownLines(content) };
  const { reader, because } = chooseReader(file, format);
  const draft = reader.read(file);
  // Of a file that could not be read it would say that there is nothing in it.
  const unreadable = draft.phases.length === 0 && draft.problems.length > 0;
  const problems = unreadable
    ? draft.problems
    : [...draft.problems, ...planProblems(path, reader.format, draft.phases)];
  return {
    path,
    format: reader.format,
    because,
    phases: draft.phases.map(finishPhase),
    milestones: draft.milestones ?? [],
    findings: draft.findings ?? [],
    unparsed: draft.unparsed ?? [],
    problems: sortDiagnostics(problems),
  };
}

function chooseReader(file: PlanFile, asked: PlanFormat | undefined): { reader: PlanReader; because: string } {
  for (const reader of readers) {
    const because = asked === reader.format ? 'asked for' : asked === undefined ? reader.detect(file) : null;
    if (because !== null) return { reader, because };
  }
  return { reader: checklist, because: 'nothing in it is of another format' };
}

function finishPhase({ id, title, written, line, tasks, criteria, claims, ranges }: PhaseDraft): Phase {
  const slugs = taskSlugs(tasks.map((task) => task.id));
  const waves = wavesBefore(tasks);
  return {
    id,
    title,
    written: written ?? { label: id, title },
    line,
    tasks: tasks.map((task, index) => finishTask(task, slugs, { previous: tasks[index - 1], waves })),
    criteria,
    claims: claims ?? [],
    ranges: ranges ?? {},
  };
}

const noCommit: PlannedCommit = { message: '', tests: [], antiPatterns: [], requirements: [], constraints: [] };

function finishTask(
  draft: TaskDraft,
  slugs: ReadonlyMap<string, string>,
  order: { previous: TaskDraft | undefined; waves: ReadonlyMap<string, readonly string[]> },
): Task {
  const { dependsOn, wave, commit, column: _, ...written } = draft;
  const ofWave = wave === undefined ? undefined : order.waves.get(wave);
  const ids = dependsOn?.ids ?? ofWave ?? (order.previous ? [order.previous.id] : []);
  return {
    effort: '',
    status: '',
    branch: '',
    criteria: [],
    ranges: {},
    ...written,
    slug: slugs.get(draft.id) ?? draft.id,
    // A task of an earlier phase is done before this phase starts; an unknown one is among the problems.
    dependsOn: [...new Set(ids)].filter((id) => slugs.has(id)),
    dependsBy: dependsOn ? 'writing' : ofWave ? 'wave' : 'order',
    commit: { ...noCommit, ...commit },
  };
}

/** For each wave, the ids of the wave before it. Waves are in the order in which they first appear. */
function wavesBefore(tasks: readonly TaskDraft[]): Map<string, readonly string[]> {
  const members = new Map<string, string[]>();
  for (const { wave, id } of tasks) {
    if (wave === undefined) continue;
    const ids = members.get(wave) ?? [];
    ids.push(id);
    members.set(wave, ids);
  }
  const waves = [...members.keys()];
  return new Map(waves.map((wave, index) => [wave, members.get(waves[index - 1] ?? '') ?? []]));
}
