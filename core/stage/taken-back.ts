import type { Git } from '../git/git.ts';
import { revertsOf } from '../git/reverts.ts';
import { includes } from './mainline.ts';
import { phaseAt, planAt } from './plan-at.ts';
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

/**
 * The phases whose hand-off does not count any more at a head, and why. A task that the hand-off ticked is open again: so
 * it is after a revert, whoever made it and however. A plan may have no ticks, and a revert may be of some of the work
 * alone: then it has to be named by a commit ("This reverts commit …"), and what it takes back must not be there again. In
 * another form it may be; that is nothing to go by.
 */
export async function takenBack(git: Git, head: string, about: About): Promise<Map<string, string>> {
  if (about.handOffs.size === 0) return new Map();
  return new Map([...(await reverted(git, head, about)), ...(await reopened(git, head, about))]);
}

async function reopened(git: Git, head: string, { plan, handOffs }: About): Promise<Map<string, string>> {
  const why = new Map<string, string>();
  const now = await planAt(git, head, plan.path);
  for (const phase of now.ok ? now.value.plan.phases : []) {
    const handOff = handOffs.get(phase.id);
    const open = phase.tasks.filter((task) => !task.ticked).map((task) => task.id);
    if (handOff === undefined || open.length === 0) continue;
    const ticked = await tickedBy(git, handOff, { path: plan.path, phase: phase.id });
    const again = open.filter((id) => ticked.has(id));
    if (again.length > 0) why.set(phase.id, `${again.join(', ')} ${again.length === 1 ? 'is' : 'are'} open again`);
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

async function reverted(git: Git, head: string, { plan, handOffs }: About): Promise<Map<string, string>> {
  const why = new Map<string, string>();
  const commits = await phaseCommits(git, plan.id, { in: [head], with: '^Phase: ' });
  const phases = new Map(commits.map(({ commit, phase }) => [commit, phase]));
  for (const { commit, of, takes } of await revertsOf(git, [head], new Set(phases.keys()))) {
    for (const phase of new Set(takes.map((one) => phases.get(one) ?? ''))) {
      const handOff = handOffs.get(phase);
      // A phase may be reverted and done anew: what was before the new hand-off says nothing of it.
      if (handOff === undefined || (await includes(git, handOff, commit))) continue;
      why.set(phase, `${of.slice(0, 10)} of it was reverted by ${commit.slice(0, 10)}`);
    }
  }
  return why;
}
