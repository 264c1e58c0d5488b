import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import type { Brief } from '../brief/brief.ts';
import { withFindings } from '../brief/with-findings.ts';
import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { phaseRefs, readRef, type PhaseRefs } from '../git/refs.ts';
import { openRepository, uncommitted, type Repository } from '../git/repository.ts';
import { runVariable } from '../host/variables.ts';
import { resolveOptions, type Options } from '../options.ts';
import { findAgents, type InstalledAgents } from '../agent/find.ts';
import type { Role } from '../agent/role.ts';
import type { PhaseDocuments } from '../brief/prompts/reader.ts';
import type { MilestoneNeeds } from '../plan/choose-milestone.ts';
import { phaseAfter } from '../plan/choose-phase.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { slug } from '../plan/tasks/slug.ts';
import { undividedPhase } from '../plan/undivided.ts';
import type { BoundFile, EarlierRecord } from '../result/entry.ts';
import { isBlocking } from '../lint/diagnostic.ts';
import { givenAnswers } from './answers.ts';
import { backlogAt } from './backlog.ts';
import { boundPaths, boundTexts } from './bound-texts.ts';
import { breakdownNeed, type BreakdownNeed } from './breakdown-need.ts';
import { choosePlan, planIdOf } from './choose-plan.ts';
import { boundAt } from './bound-at.ts';
import { chooseEntry, enterPhase, planAtCommit } from './entry.ts';
import { landingPlace, type LandingPlace } from './landing-place.ts';
import type { PhaseTask } from './phase-record.ts';
import { citableFiles, phaseTexts, undividedDocuments } from './phase-texts.ts';
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
  /** Begin although phases before have open tasks. */
  readonly skipEarlier?: boolean;
  /** Run the probes of the phases before, and begin only if they hold. */
  readonly proveEarlier?: boolean;
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
  /** The milestone that was asked for. */
  readonly milestone: MilestoneNeeds | undefined;
  /** The phases before, and how far each is. */
  readonly earlier: readonly EarlierRecord[];
  readonly base: string;
  /** The base was pinned by an earlier run. */
  readonly isPinned: boolean;
  /** What tasks start from, if the specs need no polish; else what is polished. */
  readonly polished: SpecCommit;
  readonly polish: PolishNeed;
  /** While it is not `none`, the phase has no tasks. */
  readonly breakdown: Exclude<BreakdownNeed, { state: 'accepted' }>;
  /** All files that the phase is bound to, as they are at the polished commit. */
  readonly bound: readonly BoundFile[];
  /** Specs that tasks cite. */
  readonly specs: readonly string[];
  readonly documents: PhaseDocuments;
  readonly tasks: readonly PhaseTask[];
  /** Ticked in the plan, so nothing is done about them; nothing proves them either. */
  readonly ticked: readonly Task[];
  readonly briefs: readonly Brief[];
  /** State of ours for this phase. */
  readonly state: string;
  readonly landing: LandingPlace;
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
  const landing = await landingPlace(repository.git, options.value);
  if (!landing.ok) return landing;

  const planPath = await choosePlan(repository, request);
  if (!planPath.ok) return planPath;
  const dirty = await uncommitted(repository, boundPaths(planPath.value));
  if (dirty.length > 0) return uncommittedPlan(dirty);
  const { head, git } = repository;
  const planId = planIdOf(request, planPath.value);
  const atHead = await planAtCommit(git, head, { id: planId, path: planPath.value });
  if (!atHead.ok) return atHead;
  const { plan, text } = atHead.value;
  const asked = await chooseEntry(atHead.value, request.phase);
  const undivided = asked.ok ? undefined : undividedPhase(plan, text, request.phase);
  if (!asked.ok && !undivided) return asked;
  const { id: phaseId } = asked.ok ? asked.value.phase : undivided!;
  const broken = plan.problems.find(
    (problem) => isBlocking(problem) && concerns(problem.at.line, plan, asked.ok ? asked.value.phase : undivided!),
  );
  if (broken) return fail('broken-plan', broken.message, broken.at);
  if (!options.value.gates.some((gate) => request.targets.includes(gate))) {
    return fail(
      'no-gates',
      `Unexpected project ${request.project} without any of the gate targets ${options.value.gates.join(', ')}. Add one, or name its targets in option "gates".`,
    );
  }
  const phaseSlug = slug(phaseId);
  const refs = phaseRefs(planId, phaseSlug);
  const pinned = request.rebase ? undefined : await readRef(git, refs.base);
  const base = pinned ?? head;
  const roles = rolesOf(options.value, undivided !== undefined);
  const agents = await findAgents(host, { git, commit: base }, options.value, roles);
  if (!agents.ok) return agents;
  const state = join(host.stateFolder, repositoryKey(repository), planId, `phase-${phaseSlug}`);
  const scratch = join(state, 'scratch');
  const { gates, rules } = options.value;
  const about = { plan: plan.path, phase: phaseId, gates, rules, base };
  const retried = (await givenAnswers(git, refs)).filter(({ answer }) => answer.choice === 'retry');
  const orders = retried.map(({ question }) => question.tasks ?? []);
  const known = {
    request,
    repository,
    refs,
    options: options.value,
    agents: agents.value,
    planId,
    phaseSlug,
    base,
    isPinned: pinned !== undefined,
    state,
    landing: landing.value,
  };

  let at = atHead.value;
  if (undivided) {
    const documents = await undividedDocuments(git, about, { text, phase: undivided });
    const to = { plan, text, phase: undivided, documents, options: options.value };
    const breakdown = await breakdownNeed(git, refs, to);
    if (!breakdown.ok) return breakdown;
    if (breakdown.value.state !== 'accepted') {
      const polished = { commit: base, changed: [] };
      const nothing = { ...nothingToDo, plan, phase: undivided, polished, documents };
      return ok({ ...known, ...nothing, breakdown: breakdown.value });
    }
    const edit = { commit: head, path: plan.path, text: breakdown.value.content, scratch };
    const divided = await planAtCommit(git, await commitEdit(host, git, edit), { id: planId, path: plan.path });
    if (!divided.ok) return divided;
    at = divided.value;
  }
  const chosen = undivided ? await chooseEntry(at, request.phase) : asked;
  if (!chosen.ok) return chosen;
  const { phase, milestone, settled, roadmaps } = chosen.value;
  const files = await citableFiles(git, at.commit, { paths: at.paths, plan: plan.path, phase });
  const entry = await enterPhase(at, chosen.value, { request, specs: files, hasBegun: pinned !== undefined });
  if (!entry.ok) return entry;
  const { memos, earlier } = entry.value;
  const aboutPhase = { ...about, memos, orders };
  const written = await phaseTexts(git, at.commit, aboutPhase);
  if (!written.ok) return written;
  const outside = [...written.value.specs, ...memos.map(({ path }) => path)];
  const dirtySpecs = outside.length > 0 ? await uncommitted(repository, outside) : [];
  if (dirtySpecs.length > 0) return uncommittedPlan(dirtySpecs);
  const start = { written: written.value, phase: aboutPhase, planId, refs, options: options.value, scratch };
  const bound = await boundTexts(host, git, start);
  if (!bound.ok) return bound;
  const { texts, polished, polish } = bound.value;
  const open = texts.phase.tasks.filter((task) => !task.ticked);
  const backlog = await backlogAt(git, polished.commit, { plan: plan.path, named: options.value.backlog });
  const briefs = texts.briefs.filter((_, index) => texts.phase.tasks[index]?.ticked === false);
  return ok({
    ...known,
    plan: texts.plan,
    phase: texts.phase,
    nextPhase: phaseAfter(at.plan, phase, settled),
    milestone,
    earlier,
    polished,
    polish,
    breakdown: { state: 'none' },
    bound: await boundAt(git, polished.commit, {
      plan: [plan.path],
      roadmap: roadmaps,
      spec: entry.value.specs,
      decisions: entry.value.decisions,
      memo: memos.map(({ path }) => path),
      vendored: entry.value.vendored,
      rules: texts.documents.rules.map(({ path }) => path),
    }),
    specs: texts.specs,
    documents: texts.documents,
    tasks: phaseTasks(open),
    ticked: texts.phase.tasks.filter((task) => task.ticked),
    briefs: withFindings(briefs, backlog.text),
  });
}

/** Of a phase that nobody has divided into tasks yet. */
const nothingToDo = {
  polish: { state: 'none' },
  nextPhase: undefined,
  milestone: undefined,
  earlier: [],
  bound: [],
  specs: [],
  tasks: [],
  ticked: [],
  briefs: [],
} as const;

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
