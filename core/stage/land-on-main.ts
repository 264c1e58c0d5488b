import { fail, type Failure } from '../failure.ts';
import { treeOf } from '../git/commit.ts';
import { combineWithMain } from './combine-with-main.ts';
import type { StageContext } from './context.ts';
import { foundOnMain } from './found-on-main.ts';
import { landOnBranch } from './land-on-branch.ts';
import { lostClaim, type Landed, type Landing, type LandingHelp } from './landing.ts';
import { includes, localMain, remoteMain, unshared, type Mainline } from './mainline.ts';

/**
 * Moves main forward to the finished phase. Where main has moved meanwhile, it is moved to a merge of both, once that is
 * judged. Whatever keeps main from being moved, the phase lands on its own branch instead, and nothing is lost.
 */
export async function landOnMain(
  context: StageContext,
  about: { commit: string; remote: string | undefined; help: LandingHelp },
): Promise<Landing> {
  const { commit, remote, help } = about;
  const main = remote === undefined ? await localMain(context) : await remoteMain(context, remote);
  if (!main.ok) return await landOnBranch(context, commit, main);
  if (main.value === undefined)
    return await landOnBranch(context, commit, {
      note: 'The main branch is checked out, and a branch that is checked out is never moved.',
    });
  return await moveMain(context, main.value, commit, help);
}

async function moveMain(context: StageContext, main: Mainline, commit: string, help: LandingHelp): Promise<Landing> {
  const { git } = context.repository;
  const { base } = context.phase;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await main.read();
    if (!read.ok) return await landOnBranch(context, commit, read);
    const at = read.value;
    const found = await foundOnMain(context, commit, { name: main.name, at });
    if (found.how === 'there') return await landedOn(context, main, found);
    if (found.how === 'taken-back') return { failure: found.failure };
    if (!(await includes(git, at, base))) {
      const why = failure(unshared(main.name, base, 'land there'));
      return await landOnBranch(context, commit, { failure: why });
    }
    const ready = await combineWithMain(context, commit, { name: main.name, at });
    if (ready.how === 'open') return ready.landing;
    if (ready.how === 'branch') return await landOnBranch(context, commit, ready);
    if (!(await help.isStillOurs())) return lostClaim();
    const moved = await main.move(ready.commit, at);
    switch (moved.how) {
      case 'moved':
        return await landedOn(context, main, ready);
      case 'lost':
        context.emit({ type: 'note', stage: 'land', text: `${main.name} was moved by somebody else meanwhile` });
        break;
      case 'refused':
        return await landOnBranch(context, commit, refused(main, moved.words));
      case 'unknown':
        return await landOnBranch(context, commit, unknown(main, ready.commit, moved.words));
    }
  }
  return await landOnBranch(context, commit, {
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
  ready: Pick<Landed, 'commit' | 'combined' | 'note'>,
): Promise<Landing> {
  const { commit, combined, note } = ready;
  const tree = await treeOf(context.repository.git, commit);
  const more = { ...(combined && { combined }), ...(note && { note }) };
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
