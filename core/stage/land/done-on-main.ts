import type { Git } from '../../git/git.ts';
import type { At } from './combine-with-main.ts';
import type { StageContext } from '../context.ts';
import { latestHandOffs } from './handed-over.ts';
import { phaseAt } from '../specs/plan-at.ts';

/**
 * What main has of the phase that is not of this work, for people: that it was handed over there, or tasks that were
 * ticked there since the two parted. Claims are of one repository, so somebody else may have done the phase otherwise.
 */
export async function doneOnMain(context: StageContext, commit: string, main: At): Promise<string[]> {
  const { phase, repository } = context;
  const { git } = repository;
  const { id } = phase.phase;
  const handOff = (await latestHandOffs(git, phase.plan.id, [main.at, `^${commit}`])).get(id);
  const fork = await git.run(['merge-base', main.at, commit]);
  const before = new Set(fork.ok ? await tickedAt(git, fork.stdout.trim(), context) : []);
  const ticked = (await tickedAt(git, main.at, context)).filter((task) => !before.has(task));
  return [
    ...(handOff === undefined ? [] : [`phase ${id}, which ${main.name} has done too, at ${handOff.slice(0, 10)}`]),
    ...ticked.map((task) => `task ${task}, which ${main.name} has ticked too`),
  ];
}

async function tickedAt(git: Git, commit: string, { phase }: StageContext): Promise<string[]> {
  const found = await phaseAt(git, commit, phase.plan.path, phase.phase.id);
  return found.ok ? found.value.tasks.filter((task) => task.ticked).map((task) => task.id) : [];
}
