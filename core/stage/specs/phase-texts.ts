import type { Brief } from '../../brief/brief.ts';
import type { PhaseDocuments } from '../../brief/prompts/reader.ts';
import { taskBriefs } from '../../brief/task-briefs.ts';
import { ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { fileAt, pathsAt } from '../../git/repository.ts';
import { configPath } from '../../lint/config-path.ts';
import { readConfig, settingsOf } from '../../lint/config.ts';
import { isBlocking, type Diagnostic } from '../../lint/diagnostic.ts';
import { lintTargets } from '../../lint/target.ts';
import { splitLines } from '../../markdown/split-lines.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import { inAnsweredOrder } from '../../plan/answered-order.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { readPlan } from '../../plan/read.ts';
import { citablePaths } from '../../spec/citable.ts';
import type { GatheredMemo } from '../../spec/gather.ts';
import type { SpecFile } from '../../spec/section.ts';
import { existsAmong } from './lint-folder.ts';
import { phaseOf, planAt } from './plan-at.ts';
import { rulesAt } from './rules-at.ts';

/** All that is written about one phase, as it stands at a commit. */
export interface PhaseTexts {
  readonly commit: string;
  readonly plan: Plan;
  readonly phase: Phase;
  /** One for each task of the phase, ticked or not. */
  readonly briefs: readonly Brief[];
  /** Paths of the specs that tasks cite. */
  readonly specs: readonly string[];
  readonly documents: PhaseDocuments;
  /** The plan, and what its tasks may cite. */
  readonly files: readonly SpecFile[];
  /** Of all files at the commit. */
  readonly paths: readonly string[];
}

export interface AboutPhase {
  /** Path of the plan. */
  readonly plan: string;
  /** Id of the phase. */
  readonly phase: string;
  readonly gates: readonly string[];
  /** Files with rules, as they are at the base. */
  readonly rules: readonly string[];
  readonly base: string;
  /** Research memos that bind the phase. */
  readonly memos?: readonly GatheredMemo[];
  /** Ids of tasks whose results conflicted, in the order that people have given them. */
  readonly orders?: readonly (readonly string[])[];
}

/** The files that the tasks of a phase may cite, as they are at a commit. */
export async function citableFiles(
  git: Git,
  commit: string,
  about: { readonly paths: readonly string[]; readonly plan: string; readonly phase: Phase },
): Promise<SpecFile[]> {
  const cells = about.phase.tasks.map((task) => task.spec);
  const wanted = citablePaths(about.paths, about.plan, cells);
  return await Promise.all(wanted.map(async (path) => ({ path, content: (await fileAt(git, commit, path)) ?? '' })));
}

export async function phaseTexts(git: Git, commit: string, about: AboutPhase): Promise<Result<PhaseTexts>> {
  const at = await planAt(git, commit, about.plan);
  if (!at.ok) return at;
  const { plan, text } = at.value;
  const found = phaseOf(plan, about.phase);
  if (!found.ok) return found;
  const phase = inAnsweredOrder(found.value, about.orders ?? []);
  const { id, title } = phase;
  const paths = await pathsAt(git, commit, '');
  const citable = await citableFiles(git, commit, { paths, plan: about.plan, phase: phase });
  const rules = await rulesAt(git, about.base, about.rules);
  const briefs = taskBriefs(plan, phase, { specs: citable, memos: about.memos ?? [], rules, gates: about.gates });
  const sections = unique(briefs.flatMap((brief) => brief.sections));
  return ok({
    commit,
    plan,
    phase,
    briefs,
    specs: [...new Set(sections.map(({ path }) => path))],
    documents: {
      plan: plan.path,
      phase: { id, title },
      text: textOf(plan, phase, text),
      criteria: criteriaOf(phase).map((one) => one.text),
      sections,
      rules,
    },
    files: [{ path: plan.path, content: text }, ...citable.filter(({ path }) => path !== plan.path)],
    paths,
  });
}

/** What there is to read of a phase that has no tasks yet: its lines, or the whole of a spec that is no plan. */
export async function undividedDocuments(
  git: Git,
  about: AboutPhase,
  { text, phase }: { text: string; phase: Phase },
): Promise<PhaseDocuments> {
  const { id, title } = phase;
  return {
    plan: about.plan,
    phase: { id, title },
    text: textOf(readPlan(about.plan, text), phase, text),
    criteria: criteriaOf(phase).map((one) => one.text),
    sections: [],
    rules: await rulesAt(git, about.base, about.rules),
  };
}

/** What the lint holds against a phase and what it cites, worst first: each would end the phase before its first task. */
export async function blockingAbout(git: Git, texts: PhaseTexts): Promise<Result<Diagnostic[]>> {
  const { commit, plan, phase, files, paths } = texts;
  const config = readConfig(await fileAt(git, commit, configPath));
  if (!config.ok) return config;
  const target = { plan: plan.path, phase: phase.id, whole: [], files: files.map(({ path }) => path) };
  const report = lintTargets([target], { files, exists: existsAmong(paths) }, settingsOf(config.value));
  return ok(report.diagnostics.filter(isBlocking));
}

/** The lines of the plan from the phase's heading to that of the next one. */
function textOf(plan: Plan, phase: Phase, text: string): string {
  const next = Math.min(...plan.phases.map(({ line }) => line).filter((line) => line > phase.line));
  const lines = splitLines(text);
  return lines
    .slice(phase.line - 1, Number.isFinite(next) ? next - 1 : undefined)
    .map((line) => line.text)
    .join('\n');
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
