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
import { undividedPhase } from '../plan/undivided.ts';
import { isBlocking } from '../lint/diagnostic.ts';
import { boundPaths, boundTexts } from './bound-texts.ts';
import { breakdownNeed, type BreakdownNeed } from './breakdown-need.ts';
import { choosePlan, planIdOf } from './choose-plan.ts';
import { handedOver } from './handed-over.ts';
import type { PhaseTask } from './phase-record.ts';
import { phaseTexts, undividedDocuments } from './phase-texts.ts';
import { planAt } from './plan-at.ts';
import type { PolishNeed } from './polish-need.ts';
import { commitEdit, type SpecCommit } from './spec-commit.ts';

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
  /** While it is not `none`, the phase has no tasks. */
  readonly breakdown: Exclude<BreakdownNeed, { state: 'accepted' }>;
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
  const { plan, text } = found.value;
  const planId = planIdOf(request, planPath.value);
  const done = await handedOver(git, head, planId);
  const chosen = choosePhase(plan, request.phase, done);
  const undivided = chosen.ok ? undefined : undividedPhase(plan, text, request.phase);
  if (!chosen.ok && !undivided) return chosen;
  const phase = chosen.ok ? chosen.value : undivided!;
  const broken = plan.problems.find((problem) => isBlocking(problem) && concerns(problem.at.line, plan, phase));
  if (broken) return fail('broken-plan', broken.message, broken.at);
  if (!options.value.gates.some((gate) => request.targets.includes(gate))) {
    return fail(
      'no-gates',
      `Unexpected project ${request.project} without any of the gate targets ${options.value.gates.join(', ')}. Add one, or name its targets in option "gates".`,
    );
  }
  const phaseSlug = slug(phase.id);
  const refs = phaseRefs(planId, phaseSlug);
  const pinned = request.rebase ? undefined : await readRef(git, refs.base);
  const base = pinned ?? head;
  const roles = rolesOf(options.value, undivided !== undefined);
  const agents = await findAgents(host, { git, commit: base }, options.value, roles);
  if (!agents.ok) return agents;
  const state = join(host.stateFolder, repositoryKey(repository), planId, `phase-${phaseSlug}`);
  const scratch = join(state, 'scratch');
  const { gates, rules } = options.value;
  const about = { plan: plan.path, phase: phase.id, gates, rules, base };
  const known = {
    request,
    repository,
    refs,
    options: options.value,
    agents: agents.value,
    planId,
    phaseSlug,
    nextPhase: phaseAfter(plan, phase, done),
    base,
    isPinned: pinned !== undefined,
    state,
  };

  let source = head;
  if (undivided) {
    const documents = await undividedDocuments(git, about, { text, phase: undivided });
    const breakdown = await breakdownNeed(git, refs, { plan, text, phase, documents, options: options.value });
    if (!breakdown.ok) return breakdown;
    if (breakdown.value.state !== 'accepted') {
      const polished = { commit: base, changed: [] };
      return ok({ ...known, ...nothingToDo, plan, phase, polished, documents, breakdown: breakdown.value });
    }
    source = await commitEdit(host, git, { commit: head, path: plan.path, text: breakdown.value.content, scratch });
  }
  const written = await phaseTexts(git, source, about);
  if (!written.ok) return written;
  const { specs } = written.value;
  const dirtySpecs = specs.length > 0 ? await uncommitted(repository, specs) : [];
  if (dirtySpecs.length > 0) return uncommittedPlan(dirtySpecs);
  const bound = await boundTexts(host, git, {
    written: written.value,
    phase: about,
    planId,
    refs,
    options: options.value,
    scratch,
  });
  if (!bound.ok) return bound;
  const { texts, polished, polish } = bound.value;
  const open = texts.phase.tasks.filter((task) => !task.ticked);
  return ok({
    ...known,
    plan: texts.plan,
    phase: texts.phase,
    polished,
    polish,
    breakdown: { state: 'none' },
    specs: texts.specs,
    documents: texts.documents,
    tasks: phaseTasks(open),
    ticked: texts.phase.tasks.filter((task) => task.ticked),
    briefs: texts.briefs.filter((_, index) => texts.phase.tasks[index]?.ticked === false),
  });
}

/** Of a phase that nobody has divided into tasks yet. */
const nothingToDo = { polish: { state: 'none' }, specs: [], tasks: [], ticked: [], briefs: [] } as const;

function uncommittedPlan(dirty: readonly string[]): Result<never> {
  return fail(
    'uncommitted-plan',
    `Unexpected uncommitted edits of the plan or its specs: ${dirty.join(', ')}. Commit them first: a phase is bound to commits.`,
    { path: dirty[0]!, line: 1, column: 1 },
  );
}

/** Whether a line lies in the phase, or before all phases. */
function concerns(line: number, plan: Plan, phase: Phase): boolean {
  const next = plan.phases.map((one) => one.line).filter((start) => start > phase.line);
  const first = Math.min(...plan.phases.map((one) => one.line));
  return line < first || (line >= phase.line && line < Math.min(...next, Infinity));
}

/** The roles that a phase needs an agent for. */
function rolesOf({ polish }: Options, isUndivided: boolean): Role[] {
  const writers: Role[] = polish === 'off' ? [] : ['polisher'];
  const readers: Role[] = polish === 'full' || isUndivided ? ['reader'] : [];
  return ['implementer', 'reviewer', ...writers, ...readers];
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
