import { ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { isHere } from '../git/remote.ts';
import { fetchPhases } from './take-in.ts';

/** Brings all that the remote has of phases into a checkout that has nothing of its own of them, as a fresh clone. */
export async function bringPhases(checkout: Git): Promise<Result<'brought'>> {
  const there = await fetchPhases(checkout);
  if (!there.ok) return there;
  const lines: string[] = [];
  for (const [ref, commit] of there.value.refs)
    if (await isHere(checkout, commit)) lines.push(`update ${ref}\0${commit}\0\0`);
  await checkout.text(['update-ref', '-z', '--stdin'], { input: lines.join('') });
  return ok('brought');
}
