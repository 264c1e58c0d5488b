import type { Git } from '../../git/git.ts';
import { revertsOf } from '../../git/reverts.ts';
import { shellWord } from '../../shell-word.ts';
import { includes } from './mainline.ts';
import { phaseAt, planAt } from '../specs/plan-at.ts';
import { phaseCommits } from './plan-commits.ts';

/** A plan by its id, as trailers have it, and its file. */
export interface KnownPlan {
  readonly id: string;
  readonly path: string;
}

interface About {
  readonly plan: KnownPlan;
  /** Phase → hand-off commit, all of them in the history of the head. */
  readonly handOffs: ReadonlyMap<string, string>;
}

/** A hand-off that does not count. */
export interface TakenBack {
  readonly why: string;
  /** Something of what was reverted is there, or the revert does not name it: whether it counts is for a person to say. */
  readonly isInDoubt: boolean;
}

/**
 * The phases whose hand-off does not count any more at a head, and why. A task that the hand-off ticked is open again: so
 * it is after a revert, whoever made it and however. A plan may have no ticks, and a revert may be of some of the work
 * alone: then a commit says it, and what it takes back must not be there again. In another form it may be: then somebody
 * has to say that it is, by another hand-off commit, before which no revert counts.
 */
export async function takenBack(git: Git, head: string, about: About): Promise<Map<string, TakenBack>> {
  if (about.handOffs.size === 0) return new Map();
  return new Map([...(await reverted(git, head, about)), ...(await reopened(git, head, about))]);
}

/** What somebody runs who knows that the work of a phase is there, whatever was reverted. */
export function commandToStand(plan: string, phase: string): string {
  const trailers = [`Plan: ${plan}`, `Phase: ${phase}`, 'Phase-Step: hand-off'];
  const words = trailers.map((trailer) => ` --trailer ${shellWord(trailer)}`).join('');
  return `git commit --allow-empty -m ${shellWord(`Phase ${phase} stands`)}${words}`;
}

async function reopened(git: Git, head: string, { plan, handOffs }: About): Promise<Map<string, TakenBack>> {
  const why = new Map<string, TakenBack>();
  const now = await planAt(git, head, plan.path);
  for (const phase of now.ok ? now.value.plan.phases : []) {
    const handOff = handOffs.get(phase.id);
    const open = phase.tasks.filter((task) => !task.ticked).map((task) => task.id);
    if (handOff === undefined || open.length === 0) continue;
    const ticked = await tickedBy(git, handOff, { path: plan.path, phase: phase.id });
    const again = open.filter((id) => ticked.has(id));
    const are = again.length === 1 ? 'is' : 'are';
    if (again.length > 0) why.set(phase.id, { why: `${again.join(', ')} ${are} open again`, isInDoubt: false });
  }
  return why;
}

/** Tasks of a phase that are ticked at its hand-off, and were not before it. */
async function tickedBy(git: Git, handOff: string, at: { path: string; phase: string }): Promise<Set<string>> {
  const ticked = async (commit: string): Promise<string[]> => {
    const phase = await phaseAt(git, commit, at.path, at.phase);
    return phase.ok ? phase.value.tasks.filter((task) => task.ticked).map((task) => task.id) : [];
  };
  const before = new Set(await ticked(`${handOff}^`));
  return new Set((await ticked(handOff)).filter((id) => !before.has(id)));
}

async function reverted(git: Git, head: string, { plan, handOffs }: About): Promise<Map<string, TakenBack>> {
  const why = new Map<string, TakenBack>();
  const commits = await phaseCommits(git, plan.id, { in: [head], with: '^Phase: ' });
  const phases = new Map(commits.map(({ commit, phase }) => [commit, phase]));
  for (const { commit, of, takes, left } of await revertsOf(git, [head], new Set(phases.keys()))) {
    for (const phase of new Set(takes.map((one) => phases.get(one) ?? ''))) {
      const handOff = handOffs.get(phase);
      // A phase may be reverted and done anew: what was before the new hand-off says nothing of it.
      if (handOff === undefined || (await includes(git, handOff, commit))) continue;
      const isInDoubt = left === 'unclear';
      if (isInDoubt && why.get(phase)?.isInDoubt === false) continue;
      const doubt = isInDoubt ? ', and something like it may be there' : '';
      why.set(phase, { why: `${of.slice(0, 10)} of it was reverted by ${commit.slice(0, 10)}${doubt}`, isInDoubt });
    }
  }
  return why;
}
