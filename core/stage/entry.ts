import { ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { fileAt, pathsAt } from '../git/repository.ts';
import { chooseMilestone, type MilestoneNeeds } from '../plan/choose-milestone.ts';
import { choosePhase, type HandedOver } from '../plan/choose-phase.ts';
import { roadmapPaths } from '../plan/milestones/roadmap-place.ts';
import { readPhaseWords } from '../plan/phase-words.ts';
import type { Phase, Plan } from '../plan/plan.ts';
import type { EarlierRecord } from '../result/entry.ts';
import { entryGate } from '../spec/entry-gate.ts';
import { gather, type Gathered, type GatheredMemo } from '../spec/gather.ts';
import type { SpecFile } from '../spec/section.ts';
import { unspecified } from '../spec/unspecified.ts';
import type { PhaseRequest } from './decide.ts';
import { earlierRecords } from './earlier-records.ts';
import { earlierFirst, earlierPhases, isResearched, researchPhase } from './earlier.ts';
import { handedOver } from './handed-over.ts';

/** A plan as it stands at a commit, and what is known about it there. */
export interface PlanAtCommit {
  readonly git: Git;
  readonly commit: string;
  readonly id: string;
  readonly plan: Plan;
  readonly text: string;
}

/** The phase that was asked for, in words or by a milestone. */
export interface ChosenPhase {
  readonly phase: Phase;
  readonly milestone: MilestoneNeeds | undefined;
  readonly handedOver: HandedOver;
  /** Phases that need no more work: handed over on the branch, or settled by their memos. */
  readonly settled: HandedOver;
  /** The memos of phase 0. */
  readonly research: readonly GatheredMemo[];
  /** Paths of the roadmaps that were looked at. */
  readonly roadmaps: readonly string[];
}

/** Finds the phase that a request means. */
export async function chooseEntry(at: PlanAtCommit, asked: string | undefined): Promise<Result<ChosenPhase>> {
  const { git, commit, id, plan } = at;
  const done = await handedOver(git, commit, id);
  const zero = researchPhase(plan);
  const research = zero && !done.has(zero.id) ? (await gatherAt(at, zero, [])).memos : [];
  const settled = zero && isResearched(zero, research) ? new Set([...done, zero.id]) : done;
  const known = { handedOver: done, settled, research };
  const words = asked === undefined ? undefined : readPhaseWords(asked);
  if (words?.kind !== 'milestone' || plan.phases.some((phase) => phase.id === words.id)) {
    const phase = choosePhase(plan, asked, settled);
    return phase.ok ? ok({ ...known, phase: phase.value, milestone: undefined, roadmaps: [] }) : phase;
  }
  const roadmaps = await filesAt(git, commit, roadmapPaths(await pathsAt(git, commit, ''), plan.path));
  const chosen = chooseMilestone(plan, words.id, { handedOver: done, settled, roadmaps });
  return chosen.ok ? ok({ ...known, ...chosen.value, roadmaps: roadmaps.map(({ path }) => path) }) : chosen;
}

/** What a phase begins with: all that it is bound to, and the phases before it. */
export interface Entry extends Gathered {
  readonly earlier: readonly EarlierRecord[];
}

/** Looks whether the chosen phase may begin, and why not: its specs, the memos that bind it, the phases before it. */
export async function enterPhase(
  at: PlanAtCommit,
  { phase, handedOver: done, research }: ChosenPhase,
  about: { readonly request: PhaseRequest; readonly specs: readonly SpecFile[] },
): Promise<Result<Entry>> {
  const { plan } = at;
  const { request, specs } = about;
  const lack = unspecified(plan, phase, specs);
  if (lack) return { ok: false, failure: lack };
  const gathered = await gatherAt(at, phase, specs);
  const file = { path: plan.path, content: at.text, model: plan };
  const shut = entryGate({ plan: file, phase, memos: gathered.memos });
  if (shut) return { ok: false, failure: shut };
  const before = earlierPhases(file, phase, { handedOver: done, research });
  const isAfterResearch = before.some((one) => one.phase === researchPhase(plan));
  const wait = earlierFirst(plan, phase, {
    earlier: request.skipEarlier === true ? [] : before,
    research: isAfterResearch ? research : [],
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
  const { git, commit, plan, text } = at;
  const paths = await pathsAt(git, commit, '');
  const about = { plan: { path: plan.path, content: text, model: plan }, phase, specs, paths };
  return await gather(about, async (path) => await fileAt(git, commit, path));
}

async function filesAt(git: Git, commit: string, paths: readonly string[]): Promise<SpecFile[]> {
  return await Promise.all(paths.map(async (path) => ({ path, content: (await fileAt(git, commit, path)) ?? '' })));
}
