import { holding } from '../../gate/resource.ts';
import type { Gate } from '../../result/records.ts';
import { keyOf } from '../../result/result.ts';
import { ranNone } from '../../verdict/environment-trouble.ts';
import { judgeApart } from './judge-apart.ts';
import { knownGates, type Asked } from './known-verdicts.ts';
import type { StageContext } from '../context.ts';

type Wanted = Pick<Gate, 'project' | 'target'>;

export interface BaseGates {
  /** By their names. None where the base has none. */
  readonly gates: ReadonlyMap<string, Gate>;
  /** Why some of them could not be judged there; for people. */
  readonly trouble: readonly string[];
}

/**
 * What gates say of the base: as it is known from whoever has judged that tree, or as they say now. Tasks that stand on
 * the same base come here side by side, and the first of them judges it for all.
 */
export async function baseGates(context: StageContext, asked: Asked, wanted: readonly Wanted[]): Promise<BaseGates> {
  const before = await lookUp(context, asked, wanted);
  if (wanted.every((gate) => before.has(nameOf(gate)))) return { gates: before, trouble: [] };
  const { host, repository, emit } = context;
  const { stage, since } = asked;
  const about = {
    for: `the gates on ${since.slice(0, 10)}`,
    note: (text: string) => emit({ type: 'note', stage, text }),
  };
  // A user may run phases of the same name in several repositories.
  const base = keyOf([repository.commonFolder, since]).slice(0, 16);
  const judged = await holding(host, `base-${base}`, about, async () => {
    return await judgeRest(context, asked, wanted);
  });
  return judged ?? { gates: before, trouble: ['The gates were stopped with the run.'] };
}

async function judgeRest(context: StageContext, asked: Asked, wanted: readonly Wanted[]): Promise<BaseGates> {
  const gates = await lookUp(context, asked, wanted);
  const trouble: string[] = [];
  const missing = wanted.filter((gate) => !gates.has(nameOf(gate)));
  for (const only of together(missing)) {
    const about = { for: asked, name: 'base', commit: asked.since, only, why: 'the base' } as const;
    const judged = await judgeApart(context, about);
    const heard = judged.ok ? judged.value.gates.filter(({ outcome }) => outcome !== 'not-run') : [];
    for (const gate of heard) gates.set(nameOf(gate), gate);
    const why = judged.ok ? judged.value.trouble : judged.failure.message;
    if (why !== undefined && !ranNone(why) && heard.length < only.targets.length * only.projects.length)
      trouble.push(why);
  }
  return { gates, trouble };
}

/** Projects of which the same targets are wanted are judged in one worktree, by one Nx. */
function together(wanted: readonly Wanted[]): { readonly projects: string[]; readonly targets: string[] }[] {
  const targetsOf = (name: string): string[] =>
    wanted.filter(({ project }) => project === name).map(({ target }) => target);
  const projects = [...new Set(wanted.map(({ project }) => project))];
  const groups = Map.groupBy(projects, (name) => JSON.stringify(targetsOf(name).toSorted()));
  return [...groups.values()].map((names) => ({ projects: names, targets: targetsOf(names[0]!) }));
}

async function lookUp(context: StageContext, asked: Asked, wanted: readonly Wanted[]): Promise<Map<string, Gate>> {
  return new Map((await knownGates(context, asked, wanted)).map((gate) => [nameOf(gate), gate]));
}

export function nameOf({ project, target }: Wanted): string {
  return `${project}:${target}`;
}
