import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { fileAt, pathsAt } from '../../git/repository.ts';
import { chooseMilestone, type MilestoneNeeds } from '../../plan/choose-milestone.ts';
import { choosePhase, type HandedOver, type Undivided } from '../../plan/choose-phase.ts';
import { roadmapPaths } from '../../plan/milestones/roadmap-place.ts';
import { readPhaseWords } from '../../plan/phase-words.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { asWorkedOn } from '../../plan/undivided.ts';
import type { EarlierRecord } from '../../result/entry.ts';
import { entryGate } from '../../spec/entry-gate.ts';
import { gather, type Gathered } from '../../spec/gather.ts';
import { isResearched, researchPhase, type Research } from '../../spec/research-phase.ts';
import type { SpecFile } from '../../spec/section.ts';
import { unspecified } from '../../spec/unspecified.ts';
import type { PhaseRequest } from './decision.ts';
import { earlierRecords } from './earlier-records.ts';
import { earlierFirst, earlierPhases } from './earlier.ts';
import { handOffs, type HandOffs } from '../land/handed-over.ts';
import { planAt } from '../specs/plan-at.ts';
import { reopened, whyUnclosed } from './reopened.ts';

/** A plan as it stands at a commit, and what is known about it there. */
export interface PlanAtCommit {
  readonly git: Git;
  readonly commit: string;
  readonly id: string;
  /** A spec in which no phase can be read is one phase without tasks. */
  readonly plan: Plan;
  readonly text: string;
  readonly undivided: Undivided;
  /** Ids of the tasks that nobody does now, since the plan has them as optional or puts them off. */
  readonly leftOut: readonly string[];
  /** All paths of the repository there. */
  readonly paths: readonly string[];
}

export async function planAtCommit(
  git: Git,
  commit: string,
  plan: { readonly id: string; readonly path: string },
): Promise<Result<PlanAtCommit>> {
  const found = await planAt(git, commit, plan.path);
  if (!found.ok) return found;
  const { text, optional } = found.value;
  const paths = await pathsAt(git, commit, '');
  const leftOut = [...optional.values()].flat().map((task) => task.id);
  return ok({ git, commit, id: plan.id, paths, text, leftOut, ...asWorkedOn(found.value.plan, text) });
}

/** The phase that was asked for, in words or by a milestone. It may have no tasks yet. */
export interface ChosenPhase {
  readonly phase: Phase;
  readonly milestone: MilestoneNeeds | undefined;
  readonly handedOver: HandedOver;
  /** Phase → its hand-off commit on the branch. It may have been given further tasks since. */
  readonly standing: HandOffs['standing'];
  /** Phases that were handed over on the branch and do not count any more, and why not. */
  readonly takenBack: HandOffs['takenBack'];
  /** Phases that need no more work: handed over on the branch, or settled by their memos. */
  readonly settled: HandedOver;
  /** Phase 0 and its memos, if that is a phase of research which is not handed over. */
  readonly research: Research | undefined;
  /** Paths of the roadmaps that were looked at. */
  readonly roadmaps: readonly string[];
}

/** Finds the phase that a request means. */
export async function chooseEntry(at: PlanAtCommit, asked: string | undefined): Promise<Result<ChosenPhase>> {
  const { git, commit, id, plan, paths, undivided } = at;
  const { standing, takenBack } = await handOffs(git, commit, { id, path: plan.path });
  const again = await reopened(git, at, standing);
  const done = again.handedOver;
  const zero = researchPhase(plan);
  const isOpen = zero !== undefined && !done.has(zero.id);
  const research = isOpen ? { phase: zero, memos: (await gatherAt(at, zero, [])).memos } : undefined;
  const settled = research && isResearched(research) ? new Set([...done, research.phase.id]) : done;
  const known = { handedOver: done, standing, takenBack, settled, research };
  const words = asked === undefined ? undefined : readPhaseWords(asked);
  if (words?.kind !== 'milestone' || plan.phases.some((phase) => phase.id === words.id)) {
    const phase = choosePhase(plan, asked, words === undefined || words.kind === 'next' ? settled : done, undivided);
    if (!phase.ok) return withLeftOut(withTakenBack(phase, takenBack), at.leftOut);
    const unclosed = whyUnclosed(plan, phase.value, again);
    if (unclosed) return unclosed;
    return ok({ ...known, phase: phase.value, milestone: undefined, roadmaps: [] });
  }
  const roadmaps = await filesAt(git, commit, roadmapPaths(paths, plan.path));
  const chosen = chooseMilestone(plan, words.id, { handedOver: done, settled, undivided, roadmaps });
  const unclosed = chosen.ok && whyUnclosed(plan, chosen.value.phase, again);
  if (unclosed) return unclosed;
  return chosen.ok ? ok({ ...known, ...chosen.value, roadmaps: roadmaps.map(({ path }) => path) }) : chosen;
}

/** A phase that was taken back and has no open task is found by nobody who does not know of it. */
function withTakenBack(refused: Result<never>, takenBack: HandOffs['takenBack']): Result<never> {
  if (refused.ok || refused.failure.reason !== 'nothing-to-do' || takenBack.size === 0) return refused;
  const { reason, message, at } = refused.failure;
  const said = [...takenBack.values()].map((gone) => ` ${gone.said}`);
  return fail(reason, `${message}${said.join('')} To have it done anew, open its tasks in the plan.`, at);
}

/** Else nobody knows why nothing is left to do of a phase with open tasks. */
function withLeftOut(refused: Result<never>, leftOut: readonly string[]): Result<never> {
  if (refused.ok || leftOut.length === 0) return refused;
  const { reason, message, at } = refused.failure;
  if (reason !== 'nothing-to-do' && reason !== 'phase-empty') return refused;
  const named = leftOut.length > 6 ? `${leftOut.slice(0, 6).join(', ')} …` : leftOut.join(', ');
  return fail(reason, `${message} Left out, since the plan has them as optional or puts them off: ${named}.`, at);
}

/** What a phase begins with: all that it is bound to, and the phases before it. */
export interface Entry extends Gathered {
  readonly earlier: readonly EarlierRecord[];
}

/** Looks whether the chosen phase may begin, and why not: its specs, the memos that bind it, the phases before it. */
export async function enterPhase(
  at: PlanAtCommit,
  { phase, handedOver: done, takenBack, research }: ChosenPhase,
  about: {
    readonly request: PhaseRequest;
    readonly specs: readonly SpecFile[];
    /** Its base is pinned: this was looked at before, and nothing is asked again about the phases before. */
    readonly hasBegun: boolean;
  },
): Promise<Result<Entry>> {
  const { plan } = at;
  const { request, specs } = about;
  const file = { path: plan.path, content: at.text, model: plan };
  const lack = unspecified(file, phase, specs);
  if (lack) return { ok: false, failure: lack };
  const gathered = await gatherAt(at, phase, specs);
  const shut = entryGate({ plan: file, phase, memos: gathered.memos });
  if (shut) return { ok: false, failure: shut };
  const before = earlierPhases(file, phase, { handedOver: done, undivided: at.undivided, research });
  const wait = earlierFirst(plan, phase, {
    earlier: before,
    research,
    takenBack,
    isSkipped: request.skipEarlier === true || about.hasBegun,
    command: (one, flag) => commandFor(request, one, flag),
  });
  if (wait) return { ok: false, failure: wait };
  return ok({ ...gathered, earlier: await earlierRecords(at, before) });
}

/** The command that lands a phase. */
function commandFor({ project, plan }: PhaseRequest, { id }: Phase, flag = ''): string {
  // Nx reads `1.10` as the number 1.1.
  const isPlain = /^[\w-]+$/.test(id) || String(Number(id)) === id;
  const words = isPlain ? id : JSON.stringify(`phase ${id}`);
  return `npx nx run ${project}:implement-phase${plan === undefined ? '' : ` --plan=${plan}`} --phase=${words}${flag && ` ${flag}`}`;
}

async function gatherAt(at: PlanAtCommit, phase: Phase, specs: readonly SpecFile[]): Promise<Gathered> {
  const { git, commit, plan, text, paths } = at;
  const about = { plan: { path: plan.path, content: text, model: plan }, phase, specs, paths };
  return await gather(about, async (path) => await fileAt(git, commit, path));
}

async function filesAt(git: Git, commit: string, paths: readonly string[]): Promise<SpecFile[]> {
  return await Promise.all(paths.map(async (path) => ({ path, content: (await fileAt(git, commit, path)) ?? '' })));
}
