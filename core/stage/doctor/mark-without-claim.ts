import { planAt } from '../specs/plan-at.ts';
import { markedTasks, takeMarksOff } from '../task/marks-left.ts';
import type { Finding } from './finding.ts';
import { isDone, type Look, type LookedAt } from './look.ts';

/**
 * Marks of claims in the plan, where claims stand there, that nobody will take off: of tasks that are done, and of the last
 * run from here where that is dead. The plan is looked at as main of the remote was last seen from here; the repair looks
 * at the remote itself.
 */
export async function marksWithoutClaim(look: Look, phase: LookedAt): Promise<Finding[]> {
  const { plan, slug, bound, isAtWork, refs, others } = phase;
  const remote = bound?.phase.shared;
  if (isAtWork || !bound || remote === undefined || bound.phase.options.claims !== 'plan') return [];
  const { id } = bound.phase.phase;
  const { path } = bound.phase.plan;
  const seen = await planSeen(look, remote, path);
  if (!seen) return [];
  const left = markedTasks(seen.plan, id).flatMap((marked) => {
    const task = bound.phase.tasks.find((one) => one.id === marked.id);
    const isHeld = others.some(({ what }) => what === `task-${task?.slug}`);
    const isOver = task && !isHeld && (isDone(phase, `task-${task.slug}`) || bound.phase.run.startsWith(marked.run));
    return isOver ? [task] : [];
  });
  if (left.length === 0) return [];
  return [
    {
      kind: 'mark-without-claim',
      of: { plan, phase: slug },
      name: `${path}, task${left.length === 1 ? '' : 's'} ${left.map((task) => task.id).join(', ')}`,
      says: `The plan on main of ${remote} shows them as claimed by phasewright, and nobody works on them any more.`,
      repair: {
        does: `takes the marks off by a commit on main of ${remote} that changes nothing else; your checkout is not touched`,
        async carryOut(host, repository) {
          const { phase: own } = bound;
          const shared = { remote, git: repository.git.in(own.checkout) };
          const taken = await takeMarksOff({ host, repository, phase: own, refs }, shared, left);
          if (!taken.ok) return { done: false, says: taken.failure.message };
          if (taken.value.length > 0) return { done: true, says: `taken off: ${taken.value.join(', ')}` };
          return { done: true, says: `nothing is to be taken off there; git fetch ${remote} shows it as it is` };
        },
      },
    },
  ];
}

/** The plan on main of the remote, as far as that is known here without asking; else as HEAD has it. */
async function planSeen({ git }: Look, remote: string, path: string) {
  for (const commit of [`refs/remotes/${remote}/HEAD`, '@{upstream}', 'HEAD']) {
    const found = await planAt(git, commit, path);
    if (found.ok) return found.value;
  }
  return undefined;
}
