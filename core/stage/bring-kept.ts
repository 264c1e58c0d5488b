import { createHash } from 'node:crypto';
import { describeOwner } from '../claim/claim-text.ts';
import { movesThere } from '../claim/moves-there.ts';
import type { Shared } from '../claim/shared.ts';
import { takeClaim } from '../claim/take-claim.ts';
import { refsBelow } from '../claim/unshared.ts';
import { holding } from '../gate/resource.ts';
import type { Git } from '../git/git.ts';
import { deleteRef, moveRefs, readRef } from '../git/refs.ts';
import { readRemote } from '../git/remote.ts';
import type { StageContext } from './context.ts';

/**
 * Brings results of tasks to the remote that count here alone until now, each with a claim on its task. Where others have
 * been quicker, or are at work on it by now, ours does not count any more, here neither: whatever is built on it would be
 * done twice. It stays behind its ref then, with its work, and with its journal nothing of it has to be done again.
 */
export async function bringKept(context: StageContext, shared: Shared): Promise<void> {
  const { host, refs, repository } = context;
  if ((await waiting(context, shared.git)).length === 0) return;
  const resource = `kept-${createHash('sha256').update(`${repository.commonFolder} ${refs.kept()}`).digest('hex').slice(0, 12)}`;
  // A claim of this very run is free for it: two that bring the same would take each other for somebody else.
  await holding(host, resource, { for: 'results', note: () => undefined }, async () => {
    for (const one of await waiting(context, shared.git)) if (!(await bring(context, shared, one))) return;
  });
}

interface Kept {
  readonly stage: string;
  /** Where it is kept, and where it counts. */
  readonly kept: string;
  readonly result: string;
  readonly loop: string;
  readonly to: string;
}

/** Those that count here. */
async function waiting({ refs }: StageContext, git: Git): Promise<Kept[]> {
  const found: Kept[] = [];
  for (const [kept, to] of await refsBelow(git, refs.kept())) {
    const place = kept.slice(refs.kept().length);
    const result = `${refs.all}result/${place}`;
    if ((await readRef(git, result)) !== to) continue;
    found.push({ stage: place.split('/')[0] ?? '', kept, result, loop: `${refs.all}loop/${place}`, to });
  }
  return found;
}

/** False where the remote cannot be reached: there is no use in trying the next one. */
async function bring(context: StageContext, shared: Shared, one: Kept): Promise<boolean> {
  const { host, phase, refs } = context;
  // The phase worktree may not be there yet.
  const { git } = shared;
  const { stage, result, to } = one;
  const read = await readRemote(shared.git, shared.remote, [result]);
  if (!read.ok) return false;
  const there = read.value.at.get(result);
  if (there === to) return await deleteRef(git, one.kept, to);
  if (there !== undefined) return await withdraw(context, git, one, 'another machine has brought its own there before');
  const attempt = await takeClaim(host, git, { ref: refs.claim(stage), run: phase.run, shared });
  if (attempt.how === 'claimed') {
    const { host: machine, user } = await host.processes.self();
    const { owner } = attempt.by;
    // Before it was started anew this machine may have had the claim under which the result was made.
    if (owner.host === machine && owner.user === user) return true;
    return await withdraw(context, git, one, `${describeOwner(attempt.by)} has taken the task over`);
  }
  if (attempt.how === 'failed') return false;
  const moves = await movesThere(shared, [{ ref: one.loop, to: undefined }]);
  const ended = moves.ok ? await attempt.claim.end([{ ref: result, to }, ...moves.value]) : undefined;
  if (ended?.how === 'moved') return await deleteRef(git, one.kept, to);
  await attempt.claim.end([], 'alone');
  return false;
}

async function withdraw({ emit }: StageContext, git: Git, one: Kept, why: string): Promise<boolean> {
  const { stage, result, kept, to } = one;
  if (!(await moveRefs(git, [{ ref: result, to: undefined, from: to }]))) return true;
  const text = `the result that was made here while the remote was away does not count: ${why}. It is kept, with its work, at ${to.slice(0, 10)} (${kept}).`;
  emit({ type: 'note', stage, text });
  return true;
}
