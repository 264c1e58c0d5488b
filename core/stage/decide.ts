import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Brief } from '../brief/brief.ts';
import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { phaseRefs, readRef, type PhaseRefs } from '../git/refs.ts';
import { openRepository, uncommitted, type Repository } from '../git/repository.ts';
import { runVariable } from '../host/variables.ts';
import { resolveOptions, type Options } from '../options.ts';
import { findAgents, type InstalledAgents } from '../agent/find.ts';
import type { Role } from '../agent/role.ts';
import type { PhaseDocuments } from '../brief/prompts/reader.ts';
import { choosePhase, phaseAfter } from '../plan/choose-phase.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { slug } from '../plan/tasks/slug.ts';
import { isBlocking } from '../lint/diagnostic.ts';
import { choosePlan, planIdOf } from './choose-plan.ts';
import { handedOver } from './handed-over.ts';
import type { PhaseTask } from './phase-record.ts';
import { phaseTexts } from './phase-texts.ts';
import { planAt } from './plan-at.ts';
import { polishNeed, type PolishNeed } from './polish-need.ts';
import { specFolder } from './protected-paths.ts';
import { changedBetween, specCommit, type SpecCommit, type TextsAt } from './spec-commit.ts';

/** What somebody asked for, as written. */
export interface PhaseRequest {
  /** The user's checkout: absolute, the root of the Nx workspace. */
  readonly workspace: string;
  readonly project: string;
  readonly projectRoot: string;
  /** Plans that belong to the project. */
  readonly plans: readonly string[];
  readonly plan?: string | undefined;
  readonly phase?: string | undefined;
  /** Pin the base anew at HEAD, and with it do all work again. */
  readonly rebase: boolean;
  /** Targets of the project, to refuse a phase that nothing could judge. */
  readonly targets: readonly string[];
  /** Written options, the later layers stronger. */
  readonly options: readonly { readonly from: string; readonly written: unknown }[];
}

/** All that a phase run will do, decided before anything is touched: no ref, no file, no claim. */
export interface Decision {
  readonly request: PhaseRequest;
  readonly repository: Repository;
  readonly refs: PhaseRefs;
  readonly options: Options;
  readonly agents: InstalledAgents;
  readonly plan: Plan;
  readonly planId: string;
  readonly phase: Phase;
  readonly phaseSlug: string;
  readonly nextPhase: Phase | undefined;
  readonly base: string;
  /** The base was pinned by an earlier run. */
  readonly isPinned: boolean;
  /** What tasks start from, if the specs need no polish; else what is polished. */
  readonly polished: SpecCommit;
  readonly polish: PolishNeed;
  /** Specs that tasks cite. */
  readonly specs: readonly string[];
  readonly documents: PhaseDocuments;
  readonly tasks: readonly PhaseTask[];
  /** Ticked in the plan, so nothing is done about them; nothing proves them either. */
  readonly ticked: readonly Task[];
  readonly briefs: readonly Brief[];
  /** State of ours for this phase. */
  readonly state: string;
}

export async function decide(host: Host, request: PhaseRequest): Promise<Result<Decision>> {
  const outer = host.env[runVariable];
  if (outer)
    return fail(
      'nested-run',
      `Unexpected start of a phase from within a phase run (${runVariable}=${outer}), expected none: it would nest without end. A gate or agent must not run implement-phase.`,
    );
  const opened = await openRepository(host, request.workspace);
  if (!opened.ok) return opened;
  const repository = opened.value;
  if (repository.root !== (await host.files.realPath(request.workspace))) {
    return fail(
      'no-repository',
      `Unexpected workspace inside a larger repository: ${request.workspace} is not ${repository.root}. The Nx workspace has to be the root of its repository.`,
    );
  }
  const options = resolveOptions(request.options);
  if (!options.ok) return options;

  const planPath = await choosePlan(repository, request);
  if (!planPath.ok) return planPath;
  const dirty = await uncommitted(repository, boundPaths(planPath.value));
  if (dirty.length > 0) return uncommittedPlan(dirty);
  const { head, git } = repository;
  const found = await planAt(git, head, planPath.value);
  if (!found.ok) return found;
  const { plan } = found.value;
  const planId = planIdOf(request, planPath.value);
  const done = await handedOver(git, head, planId);
  const phase = choosePhase(plan, request.phase, done);
  if (!phase.ok) return phase;
  const broken = plan.problems.find((problem) => isBlocking(problem) && concerns(problem.at.line, plan, phase.value));
  if (broken) return fail('broken-plan', broken.message, broken.at);
  if (!options.value.gates.some((gate) => request.targets.includes(gate))) {
    return fail(
      'no-gates',
      `Unexpected project ${request.project} without any of the gate targets ${options.value.gates.join(', ')}. Add one, or name its targets in option "gates".`,
    );
  }
  const phaseSlug = slug(phase.value.id);
  const refs = phaseRefs(planId, phaseSlug);
  const pinned = request.rebase ? undefined : await readRef(git, refs.base);
  const base = pinned ?? head;
  const agents = await findAgents(host, { git, commit: base }, options.value, rolesOf(options.value));
  if (!agents.ok) return agents;
  const state = join(host.stateFolder, repositoryKey(repository), planId, `phase-${phaseSlug}`);
  const { gates, rules } = options.value;
  const about = { plan: plan.path, phase: phase.value.id, gates, rules, base };
  const written = await phaseTexts(git, head, about);
  if (!written.ok) return written;
  const { specs } = written.value;
  const dirtySpecs = specs.length > 0 ? await uncommitted(repository, specs) : [];
  if (dirtySpecs.length > 0) return uncommittedPlan(dirtySpecs);

  const bound = { commit: head, paths: await changedBetween(git, base, head, [...boundPaths(plan.path), ...specs]) };
  const scratch = join(state, 'scratch');
  const commitOf = async (...layers: TextsAt[]): Promise<SpecCommit> =>
    await specCommit(host, git, { base, layers, plan: planId, phase: phase.value.id, scratch });
  const unpolished = await commitOf(bound);
  const asBound = unpolished.commit === head ? written : await phaseTexts(git, unpolished.commit, about);
  if (!asBound.ok) return asBound;
  const polish = await polishNeed(git, refs, { texts: asBound.value, options: options.value });
  if (!polish.ok) return polish;
  const edits = polish.value.state === 'done' ? polish.value.record : undefined;
  const polished = edits?.commit ? await commitOf(bound, { commit: edits.commit, paths: edits.changed }) : unpolished;
  const final = polished.commit === unpolished.commit ? asBound : await phaseTexts(git, polished.commit, about);
  if (!final.ok) return final;
  const { briefs, documents } = final.value;
  const open = final.value.phase.tasks.filter((task) => !task.ticked);
  return ok({
    request,
    repository,
    refs,
    options: options.value,
    agents: agents.value,
    plan: final.value.plan,
    planId,
    phase: final.value.phase,
    phaseSlug,
    nextPhase: phaseAfter(plan, phase.value, done),
    base,
    isPinned: pinned !== undefined,
    polished,
    polish: polish.value,
    specs: final.value.specs,
    documents,
    tasks: phaseTasks(open),
    ticked: final.value.phase.tasks.filter((task) => task.ticked),
    briefs: briefs.filter((_, index) => final.value.phase.tasks[index]?.ticked === false),
    state,
  });
}

function uncommittedPlan(dirty: readonly string[]): Result<never> {
  return fail(
    'uncommitted-plan',
    `Unexpected uncommitted edits of the plan or its specs: ${dirty.join(', ')}. Commit them first: a phase is bound to commits.`,
    { path: dirty[0]!, line: 1, column: 1 },
  );
}

/** The plan, and all specs of the folder that it lies in. */
function boundPaths(planPath: string): string[] {
  const folder = specFolder(planPath);
  return folder === undefined ? [planPath] : [planPath, folder];
}

/** Whether a line lies in the phase, or before all phases. */
function concerns(line: number, plan: Plan, phase: Phase): boolean {
  const next = plan.phases.map((one) => one.line).filter((start) => start > phase.line);
  const first = Math.min(...plan.phases.map((one) => one.line));
  return line < first || (line >= phase.line && line < Math.min(...next, Infinity));
}

/** The roles that a phase needs an agent for. */
function rolesOf({ polish }: Options): Role[] {
  const writers: Role[] = polish === 'off' ? [] : ['polisher'];
  return ['implementer', 'reviewer', ...writers, ...(polish === 'full' ? (['reader'] as const) : [])];
}

function phaseTasks(open: readonly Task[]): PhaseTask[] {
  const slugs = new Map(open.map((task) => [task.id, task.slug]));
  return open.map(({ id, slug: taskSlug, title, dependsOn }) => ({
    id,
    slug: taskSlug,
    title,
    dependsOn: dependsOn.map((one) => slugs.get(one)).filter((one) => one !== undefined),
  }));
}

/** The same for all worktrees of a repository, and no other repository's. */
function repositoryKey(repository: Repository): string {
  const hash = createHash('sha256').update(repository.commonFolder).digest('hex').slice(0, 12);
  return `${slug(basename(repository.root))}-${hash}`;
}
