import { createHash } from 'node:crypto';
import { claimHere, claimIn } from '../claim/claim-commit.ts';
import { describeOwner, isSameClaim, mayBeFor } from '../claim/claim-text.ts';
import { toKept } from '../claim/give-way.ts';
import { movesThere } from '../claim/moves-there.ts';
import type { Shared } from '../claim/shared.ts';
import { isAtWorkHere } from '../claim/standing.ts';
import { takeClaim } from '../claim/take-claim.ts';
import { refsBelow } from '../claim/unshared.ts';
import { holding } from '../gate/resource.ts';
import type { Git } from '../git/git.ts';
import { moveRefs, readRef, setRef, type LocalMove } from '../git/refs.ts';
import { fetchRef, isHere, readRemote } from '../git/remote.ts';
import { whyNotBelieved } from '../result/foreign-result.ts';
import type { StageContext } from './context.ts';
import { noteNotTaken, wasNotTaken } from './not-taken.ts';

/**
 * Brings results of tasks and merges to the remote that count here alone until now, each with its claim. Where others have
 * been quicker, or are at work on it by now, ours does not count any more, here neither: whatever is built on it would be
 * done twice. It stays behind its ref then, with its work, and with its journal nothing of it has to be done again. Answers with
 * the refs of results that do not count any more.
 */
export async function bringKept(context: StageContext, shared: Shared): Promise<readonly string[]> {
  const { host, refs, repository } = context;
  const before = await waiting(context, shared.git);
  if (before.length === 0) return [];
  const resource = `kept-${createHash('sha256').update(`${repository.commonFolder} ${refs.kept()}`).digest('hex').slice(0, 12)}`;
  // A claim of this very run is free for it: two that bring the same would take each other for somebody else.
  await holding(host, resource, { for: 'results', note: () => undefined }, async () => {
    for (const one of await waiting(context, shared.git)) if (!(await bring(context, shared, one))) return;
  });
  const results = before.map(({ result }) => result);
  const there = await Promise.all(results.map(async (ref) => await readRef(shared.git, ref)));
  return results.filter((_, index) => there[index] === undefined);
}

interface Kept {
  readonly stage: string;
  /** How its key begins. */
  readonly key: string;
  /** Where it is kept, and where it counts. */
  readonly kept: string;
  readonly result: string;
  /** The claim that it was made under, or that it was last to be brought under. */
  readonly under: string;
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
    const [under, loop] = [`${refs.keptUnder()}${place}`, `${refs.all}loop/${place}`];
    const [stage = '', key = ''] = place.split('/');
    found.push({ stage, key, kept, result, under, loop, to });
  }
  return found;
}

/** False where the remote cannot be reached: there is no use in trying the next one. */
async function bring(context: StageContext, shared: Shared, one: Kept): Promise<boolean> {
  const { host, phase, refs } = context;
  // The phase worktree may not be there yet.
  const { git } = shared;
  const { stage, key, result, to } = one;
  const read = await readRemote(git, shared.remote, [result]);
  if (!read.ok) return false;
  const there = read.value.at.get(result);
  if (there === to) return await forget(git, one);
  if (there !== undefined) return await giveWay(context, shared, one, there);
  if (await wasNotTaken(context, { ref: result, to })) return true;
  const ref = refs.claim(stage);
  // A claim of this very run is free for it, and another process may be at work under it, on something else of that stage.
  const here = await claimHere(git, ref);
  if (here && (await isAtWorkHere(host, here))) return true;
  const under = await readRef(git, one.under);
  // Nobody works under the claim that it was made under any more.
  const over = under === undefined ? undefined : (await claimIn(git, under))?.nonce;
  const attempt = await takeClaim(host, git, { ref, key, run: phase.run, shared, over });
  if (attempt.how === 'claimed') {
    // Whoever was to bring it from here before may have been killed.
    const left = await claimHere(git, ref);
    if (left && isSameClaim(left.text, attempt.by)) return true;
    if (!mayBeFor(attempt.by, key)) return true;
    return await withdraw(context, git, one, `${describeOwner(attempt.by)} has taken its claim over`);
  }
  if (attempt.how === 'failed') return false;
  const own = await readRef(git, ref);
  if (own !== undefined) await setRef(git, one.under, own);
  const moves = await movesThere(shared, [{ ref: one.loop, to: undefined }]);
  const ended = moves.ok ? await attempt.claim.end([{ ref: result, to }, ...moves.value]) : undefined;
  if (ended?.how === 'moved') return await forget(git, one);
  // A remote that takes the claim back can be reached: others need not wait for what it does not take.
  const isThere = attempt.note === undefined && (await attempt.claim.end()).how === 'moved';
  await attempt.claim.end([], 'alone');
  if (isThere && ended && 'words' in ended) await noteNotTaken(context, { stage, ref: result, to }, ended.words);
  return isThere;
}

/** Something is on the remote in its place: a result of somebody's, or what nobody could go on from. */
async function giveWay(context: StageContext, { git, remote }: Shared, one: Kept, theirs: string): Promise<boolean> {
  const { stage, result } = one;
  if (!(await isHere(git, theirs)) && !(await fetchRef(git, remote, result)).ok) return false;
  // It was moved meanwhile: the next time says more.
  if (!(await isHere(git, theirs))) return true;
  const why = await whyNotBelieved(git, result, theirs);
  if (why === undefined) return await withdraw(context, git, one, 'another machine has brought its own there before');
  const text = `the result that was made here counts here alone, since ${result} of ${remote} is in its place and does not count: ${why}. If it is nobody's, remove it: git push ${remote} :${result}`;
  context.emit({ type: 'note', stage, text });
  return true;
}

async function withdraw({ emit }: StageContext, git: Git, one: Kept, why: string): Promise<boolean> {
  const { stage, result, kept, under, to } = one;
  // Beside whatever gave way of that key before: no ref but this one leads to it.
  const aside = await toKept(git, result, to);
  const left = [{ ref: result, to: undefined, from: to }, ...(await gone(git, kept)), ...(await gone(git, under))];
  if (!(await moveRefs(git, [...left, aside]))) return true;
  const text = `the result that was made here while the remote was away does not count: ${why}. It is kept, with its work, at ${to.slice(0, 10)} (${aside.ref}).`;
  emit({ type: 'note', stage, text });
  return true;
}

/** It is on the remote: nothing needs to be kept. */
async function forget(git: Git, { kept, under }: Kept): Promise<boolean> {
  return await moveRefs(git, [...(await gone(git, kept)), ...(await gone(git, under))]);
}

async function gone(git: Git, ref: string): Promise<LocalMove[]> {
  const from = await readRef(git, ref);
  return from === undefined ? [] : [{ ref, to: undefined, from }];
}
