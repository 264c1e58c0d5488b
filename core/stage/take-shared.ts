import { overtaken } from '../claim/overtaken.ts';
import type { Shared } from '../claim/shared.ts';
import { takeClaim, type ClaimAttempt, type WantedClaim } from '../claim/take-claim.ts';
import { readRemote } from '../git/remote.ts';
import { sharedOf, type StageContext } from './context.ts';

/**
 * Takes a claim, on the remote as well where the phase is shared. A remote that takes none from here is no reason to stop
 * where nobody has asked for a shared phase: then the claim counts here alone, and that is told.
 */
export async function takeShared(
  context: StageContext,
  stage: string,
  wanted: Pick<WantedClaim, 'ref' | 'key' | 'over'>,
): Promise<ClaimAttempt> {
  const { host, repository, phase, emit } = context;
  const own = { ...wanted, run: phase.run };
  // The phase worktree may not be there yet.
  const git = repository.git.in(phase.checkout);
  const shared = sharedOf(context);
  const isDone = shared && (async () => await isDoneThere(context, shared, { stage, key: wanted.key }));
  const attempt = await takeClaim(host, git, { ...own, shared, isDone });
  if (attempt.how !== 'failed' || !attempt.isRefused || phase.options.claims !== 'auto') return attempt;
  emit({ type: 'note', stage, text: `other machines may do the same: ${attempt.failure.message}` });
  return await takeClaim(host, git, own);
}

/** Whether others have made what a claim is for, as far as the remote can be asked: the result of its key, or some of the phase. */
async function isDoneThere(
  { refs }: StageContext,
  shared: Shared,
  { stage, key }: { readonly stage: string; readonly key: string | undefined },
): Promise<boolean> {
  if (key === undefined) {
    const made = await overtaken(shared, { results: `${refs.all}result/`, kept: refs.kept() }, 'and-new-ones');
    return made.ok && made.value.length > 0;
  }
  const read = await readRemote(shared.git, shared.remote, [refs.result(stage, key)]);
  return read.ok && read.value.at.has(refs.result(stage, key));
}
