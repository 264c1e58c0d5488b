import { fail, type Failure } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { combineWithMain } from './combine-with-main.ts';
import type { StageContext } from '../context.ts';
import { foundOnMain } from './found-on-main.ts';
import { landOnBranch } from './land-on-branch.ts';
import { lostClaim, withHooks, type Landable, type Landed, type Landing, type LandingHelp } from './landing.ts';
import { includes, localMain, remoteMain, unshared, type Mainline } from './mainline.ts';
import { judgeByPushHook } from './push-hook.ts';

/**
 * Moves main forward to the finished phase. Where main has moved meanwhile, it is moved to a merge of both, once that is
 * judged. Whatever keeps main from being moved, the phase lands on its own branch instead, and nothing is lost.
 */
export async function landOnMain(
  context: StageContext,
  about: { work: Landable; remote: string | undefined; help: LandingHelp },
): Promise<Landing> {
  const { work, remote, help } = about;
  const main = remote === undefined ? await localMain(context) : await remoteMain(context, remote, help.push);
  if (!main.ok) return await landOnBranch(context, work, main);
  if (main.value === undefined)
    return await landOnBranch(context, work, {
      note: 'The main branch is checked out, and a branch that is checked out is never moved.',
    });
  return await moveMain(context, main.value, work, help);
}

async function moveMain(context: StageContext, main: Mainline, work: Landable, help: LandingHelp): Promise<Landing> {
  const { git } = context.repository;
  const { base } = context.phase;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await main.read();
    if (!read.ok) return await landOnBranch(context, work, read);
    const at = read.value;
    const found = await foundOnMain(context, work.names, { name: main.name, at });
    if (found.how === 'there') return await landedOn(context, main, { ...work, ...found });
    if (found.how === 'taken-back') return { failure: found.failure };
    if (!(await includes(git, at, base))) {
      const why = failure(unshared(main.name, base, 'land there'));
      return await landOnBranch(context, work, { failure: why });
    }
    const ready = await combineWithMain(context, work, { name: main.name, at });
    if (ready.how === 'open') return ready.landing;
    if (ready.how === 'branch') return await landOnBranch(context, work, ready);
    const pushed = main.pushes && (await judgeByPushHook(context, { ...main.pushes, to: ready.commit, expected: at }));
    if (pushed?.failure)
      return await landOnBranch(context, { ...work, told: withHooks(work.told, pushed.told) }, pushed);
    if (!(await help.isStillOurs())) return lostClaim();
    const moved = await main.move(ready.commit, at);
    switch (moved.how) {
      case 'moved':
        return await landedOn(context, main, { ...ready, told: withHooks(ready.told, pushed?.told) });
      case 'lost':
        context.emit({ type: 'note', stage: 'land', text: `${main.name} was moved by somebody else meanwhile` });
        break;
      case 'refused':
      case 'put-off':
        return await landOnBranch(context, work, refused(main, moved.words));
      case 'unknown':
        return await landOnBranch(context, work, unknown(main, ready.commit, moved.words));
    }
  }
  return await landOnBranch(context, work, {
    failure: failure(
      `${main.name} was moved by others ${mostTries} times while the phase was being landed. Run again when it is calmer.`,
    ),
  });
}

/** Each time the combination is judged anew, so somebody is very quick, or the gates are very slow. */
const mostTries = 5;

async function landedOn(
  context: StageContext,
  main: Mainline,
  { commit, told, combined, note }: Landable & Pick<Landed, 'combined' | 'note'>,
): Promise<Landing> {
  const tree = await treeOf(context.repository.git, commit);
  const more = { ...told, ...(combined && { combined }), ...(note && { note }) };
  return { landed: { to: 'main', branch: main.name, commit, tree, merge: main.next, ...more } };
}

function refused(main: Mainline, words: string): { failure: Failure } {
  return {
    failure: failure(
      `${main.name} was not moved: ${words}. If it takes pull requests only, set option "land" to "pull-request" and run again.`,
    ),
  };
}

function unknown(main: Mainline, commit: string, words: string): { failure: Failure } {
  return {
    failure: failure(
      `Nobody can say whether ${main.name} was moved to ${commit.slice(0, 10)}: ${words}. Run again: what has landed is found there, and is not pushed twice.`,
    ),
  };
}

function failure(message: string): Failure {
  return fail('land', message).failure;
}
