import type { Gate } from '../../result/records.ts';
import { judgeApart } from './judge-apart.ts';
import { knownGates, type Asked } from './known-verdicts.ts';
import type { StageContext } from '../context.ts';

/** The gates of these names on the base, by their names: as they are known, or as they say now. None where the base has none. */
export async function baseGates(
  context: StageContext,
  asked: Asked,
  wanted: readonly Pick<Gate, 'project' | 'target'>[],
  which: 'known' | 'run' = 'run',
): Promise<ReadonlyMap<string, Gate>> {
  const found = new Map((await knownGates(context, asked, wanted)).map((gate) => [nameOf(gate), gate]));
  if (which === 'known') return found;
  const missing = wanted.filter((gate) => !found.has(nameOf(gate)));
  for (const project of new Set(missing.map((gate) => gate.project))) {
    const targets = missing.filter((gate) => gate.project === project).map(({ target }) => target);
    const about = {
      for: asked,
      name: 'base',
      commit: asked.since,
      only: { project, targets },
      why: 'the base',
    } as const;
    const judged = await judgeApart(context, about);
    if (!judged.ok || judged.value.trouble !== undefined) continue;
    for (const gate of judged.value.gates) found.set(nameOf(gate), gate);
  }
  return found;
}

export function nameOf({ project, target }: Pick<Gate, 'project' | 'target'>): string {
  return `${project}:${target}`;
}
