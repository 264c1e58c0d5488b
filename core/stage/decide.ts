import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Brief } from '../brief/brief.ts';
import { taskBriefs } from '../brief/task-briefs.ts';
import { withFindings } from '../brief/with-findings.ts';
import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { phaseRefs, readRef, type PhaseRefs } from '../git/refs.ts';
import { fileAt, openRepository, pathsAt, uncommitted, type Repository } from '../git/repository.ts';
import { runVariable } from '../host/variables.ts';
import { resolveOptions, type Options } from '../options.ts';
import { findAgents, type InstalledAgents } from '../agent/find.ts';
import { choosePhase, phaseAfter } from '../plan/choose-phase.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { slug } from '../plan/tasks/slug.ts';
import { citablePaths } from '../spec/citable.ts';
import type { SpecFile } from '../spec/section.ts';
import { isBlocking } from '../lint/diagnostic.ts';
import { inAnsweredOrder } from '../plan/answered-order.ts';
import { givenAnswers } from './answers.ts';
import { backlogAt } from './backlog.ts';
import { choosePlan, planIdOf } from './choose-plan.ts';
import { handedOver } from './handed-over.ts';
import type { PhaseTask } from './phase-record.ts';
import { planAt } from './plan-at.ts';
import { polish, type Polished } from './polish.ts';
import { specFolder } from './protected-paths.ts';
import { rulesAt } from './rules-at.ts';

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
  readonly polished: Polished;
  /** Specs that tasks cite. */
  readonly specs: readonly string[];
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
  const agents = await findAgents(host, { git, commit: base }, options.value, ['implementer', 'reviewer']);
  if (!agents.ok) return agents;
  const state = join(host.stateFolder, repositoryKey(repository), planId, `phase-${phaseSlug}`);
  const answered = (await givenAnswers(git, refs)).filter(({ answer }) => answer.choice === 'retry');
  const planned = inAnsweredOrder(
    phase.value,
    answered.map(({ question }) => question.tasks ?? []),
  );
  const briefs = taskBriefs(plan, planned, {
    specs: await citableFiles(git, head, planPath.value, phase.value),
    rules: await rulesAt(git, base, options.value.rules),
    gates: options.value.gates,
  });
  const specs = [...new Set(briefs.flatMap((brief) => brief.sections.map((section) => section.path)))];
  const dirtySpecs = specs.length > 0 ? await uncommitted(repository, specs) : [];
  if (dirtySpecs.length > 0) return uncommittedPlan(dirtySpecs);
  const specPaths = [...boundPaths(planPath.value), ...specs];
  const polished = await polish(host, git, {
    base,
    head,
    paths: specPaths,
    plan: planId,
    phase: phase.value.id,
    scratch: join(state, 'scratch'),
  });
  const backlog = await backlogAt(git, polished.commit, { plan: planPath.value, named: options.value.backlog });
  const open = planned.tasks.filter((task) => !task.ticked);
  return ok({
    request,
    repository,
    refs,
    options: options.value,
    agents: agents.value,
    plan,
    planId,
    phase: phase.value,
    phaseSlug,
    nextPhase: phaseAfter(plan, phase.value, done),
    base,
    isPinned: pinned !== undefined,
    polished,
    specs,
    tasks: phaseTasks(open),
    ticked: phase.value.tasks.filter((task) => task.ticked),
    briefs: withFindings(
      briefs.filter((_, index) => phase.value.tasks[index]?.ticked === false),
      backlog.text,
    ),
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

/** The files that the tasks of a phase may cite, as they are at a commit. */
async function citableFiles(git: Git, commit: string, planPath: string, phase: Phase): Promise<SpecFile[]> {
  const cells = phase.tasks.map((task) => task.spec);
  const wanted = citablePaths(await pathsAt(git, commit, ''), planPath, cells);
  return await Promise.all(wanted.map(async (path) => ({ path, content: (await fileAt(git, commit, path)) ?? '' })));
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
