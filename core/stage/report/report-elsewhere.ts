import { refsBelow } from '../../claim/unshared.ts';
import { trailersOf } from '../../git/commit.ts';
import { adoptedRef, readRef } from '../../git/refs.ts';
import type { Report } from '../../report/report.ts';
import type { StageContext } from '../context.ts';
import type { Left } from './left.ts';

/** What this report goes by that was made or begun on another machine, as far as that says who it is. */
export async function reportElsewhere(
  context: StageContext,
  { links }: Pick<Left, 'links'>,
): Promise<Report['elsewhere']> {
  const { git } = context.repository;
  const found: Report['elsewhere'] = [];
  for (const { name: stage, ref, result } of links) {
    const adopted = ref === null ? undefined : await readRef(git, adoptedRef(ref));
    if (adopted === undefined) continue;
    const by = (await trailersOf(git, adopted))['Phasewright-By'] ?? null;
    const at = await git.text(['show', '-s', '--format=%cI', adopted]);
    found.push({ stage, how: adopted === result ? 'made' : 'begun', by, at, commit: adopted });
  }
  return found;
}

/** Results that the remote of a shared phase does not have: whether they count here, and where they are kept. */
export async function reportKept({ repository: { git }, refs }: StageContext): Promise<Report['kept']> {
  const kept: Report['kept'] = [];
  for (const [ref, commit] of await refsBelow(git, refs.kept())) {
    const place = ref.slice(refs.kept().length);
    const counts = (await readRef(git, `${refs.all}result/${place}`)) === commit;
    kept.push({ stage: place.split('/')[0] ?? '', ref, commit, counts });
  }
  return kept;
}
