import { fail, ok, type Failure, type Result } from '../../failure.ts';
import { setRef, readRef } from '../../git/refs.ts';
import { pushRef } from '../../git/push.ts';
import { isOnRemote, readRemote } from '../../git/remote.ts';
import { phaseMarker } from '../../report/phase-marker.ts';
import type { StageContext } from '../context.ts';
import { doneOnMain } from './done-on-main.ts';
import { foundOnMain } from './found-on-main.ts';
import { besideFolder, branchNames, landOnBranch } from './land-on-branch.ts';
import {
  lostClaim,
  noHooks,
  withHooks,
  type HooksTold,
  type Landable,
  type Landed,
  type Landing,
  type LandingHelp,
} from './landing.ts';
import { isMadeAnewThere } from './made-anew.ts';
import { includes, remoteMain, unshared } from './mainline.ts';
import { judgeByPushHook } from './push-hook.ts';

interface About {
  readonly work: Landable;
  readonly remote: string;
  readonly help: LandingHelp;
}

/**
 * Lands on the phase's branch, pushes that, and opens a pull request or updates the one of this phase. Main is not moved
 * by us, so nothing is combined: the forge merges, and judges what comes of it. Where any of it does not work out, what
 * was done so far stays, and the message says how to go on.
 */
export async function landAsPullRequest(context: StageContext, about: About): Promise<Landing> {
  const { work, remote, help } = about;
  const { commit } = work;
  const local = await landOnBranch(context, work);
  if (local.landed === undefined) return local;
  const main = await remoteMain(context, remote);
  if (!main.ok) return withFailure(local.landed, main.failure.message, local.landed.merge);
  const { branch: base, name, next } = main.value;
  const at = await main.value.read();
  if (!at.ok) return withFailure(local.landed, at.failure.message, local.landed.merge);
  const found = await foundOnMain(context, work.names, { name, at: at.value });
  if (found.how === 'taken-back') return { landed: local.landed, failure: found.failure };
  if (found.how === 'there') {
    const note = found.note === undefined ? {} : { note: found.note };
    return { landed: { ...local.landed, to: 'main', branch: name, merge: next, ...note } };
  }
  const shared = await isShared(context, { remote, main: at.value });
  if (!shared.ok) return withFailure(local.landed, shared.failure.message, local.landed.merge);
  if (!shared.value)
    return withFailure(local.landed, unshared(remote, context.phase.base, 'push the branch'), local.landed.merge);
  if (!(await help.isStillOurs())) return { landed: local.landed, ...lostClaim('Nothing was pushed.') };
  for (const what of await doneOnMain(context, commit, { name, at: at.value }))
    context.emit({ type: 'note', stage: 'land', text: `the pull request brings ${what}` });

  const pushed = await pushBranch(context, about);
  const here = withHooks(local.landed, pushed.told);
  if ('failure' in pushed) return withFailure(here, pushed.failure.message, here.merge);
  const landed: Landed = { ...here, to: 'pull-request', branch: `${pushed.branch} of ${remote}` };
  const opened = await help.forge.open({
    remote: await addressOf(context, remote),
    head: pushed.branch,
    base,
    title: await context.repository.git.text(['show', '-s', '--format=%s', commit]),
    body: await help.describe(landed),
    marker: phaseMarker(context.phase.plan.id, context.phase.phase.id),
  });
  if (!opened.ok) return { landed, failure: opened.failure };
  if (opened.value.how === 'by-hand') {
    const note =
      'The branch is pushed. Without a token, or a forge that is known at that address, the pull request is yours to open.';
    return { landed: { ...landed, merge: opened.value.next, note } };
  }
  const { url, how } = opened.value;
  const theirs = { note: 'Somebody had opened a pull request from that branch; its text is left as it is.' };
  return { landed: { ...landed, merge: `gh pr view --web ${url}`, url, ...(how === 'theirs' ? theirs : {}) } };
}

/** A phase may start from a branch that is under review itself: what any branch of the remote has is shared. */
async function isShared(
  { phase, repository }: StageContext,
  { remote, main }: { remote: string; main: string },
): Promise<Result<boolean>> {
  if (await includes(repository.git, main, phase.base)) return ok(true);
  return await isOnRemote(repository.git.in(phase.checkout), remote, phase.base);
}

interface PushedBranch {
  readonly branch: string;
  readonly told: HooksTold;
}

/** Pushes to a branch that is free, or that we were the last to move. One that has the same work as another machine has made it is as good. */
async function pushBranch(
  context: StageContext,
  { work: { commit, names: known }, remote, help }: About,
): Promise<PushedBranch | { failure: Failure; told?: HooksTold }> {
  const { host, phase, refs, repository } = context;
  const git = repository.git.in(phase.checkout);
  const all = [false, true].map((isFolderTaken) => branchNames(phase, commit, isFolderTaken));
  const read = await readRemote(git, remote, [besideFolder, ...all.flat().map(refOf)]);
  if (!read.ok) return read;
  const names = all[read.value.at.has(besideFolder) ? 1 : 0]!;
  const ours = await readRef(git, refs.pushed);
  for (const branch of names) {
    const expected = read.value.at.get(refOf(branch));
    if (expected === commit) {
      await setRef(git, refs.pushed, commit);
      return { branch, told: noHooks };
    }
    const isFree = expected === undefined || known.includes(expected);
    const there = { remote, ref: refOf(branch), at: expected ?? '' };
    const anew = isFree ? ok(false) : await isMadeAnewThere(context, there, known[0]!);
    if (!anew.ok) return anew;
    if (!isFree && !anew.value && expected !== ours) continue;
    if (anew.value) {
      // In their place ours would have it approved and judged anew, and then theirs again.
      await setRef(git, refs.pushed, there.at);
      const text = `${branch} of ${remote} has the same work in commits that another machine has made: they stay`;
      context.emit({ type: 'note', stage: 'land', text });
      return { branch, told: noHooks };
    }
    const push = { remote, ref: refOf(branch), to: commit, expected };
    const { told, failure } = await judgeByPushHook(context, push);
    if (failure) return { failure, told };
    const pushed = help.push ? await help.push(push) : await pushRef(host, git, push);
    if (pushed.how === 'lost' && !(await help.isStillOurs())) return { told, ...lostClaim('Nothing was pushed.') };
    if (pushed.how === 'lost') continue;
    if (pushed.how !== 'moved')
      return { told, ...fail('land', `${branch} was not pushed to ${remote}: ${pushed.words}.`) };
    await setRef(git, refs.pushed, commit);
    return { branch, told };
  }
  return fail('land', `The branches ${names.join(', ')} of ${remote} are all somebody else's.`);
}

function refOf(branch: string): string {
  return `refs/heads/${branch}`;
}

/** As it is configured: what git makes of it when it connects is nobody's name for the repository. */
async function addressOf(context: StageContext, remote: string): Promise<string> {
  return await context.repository.git.text(['config', '--get', `remote.${remote}.url`]);
}

function withFailure(landed: Landed, message: string, next: string): Landing {
  const said = `${message} The work is on the branch ${landed.branch}; to bring it in by hand: ${next}`;
  return { landed, failure: fail('land', said).failure };
}
