import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Git } from '../../../core/git/git.ts';
import { land } from '../../../core/stage/land/land.ts';
import { commitFiles, userGit } from '../../git/scratch.ts';
import { finish, finishedAlone, mainOf, planPath, planText, somebodyElse, withRemote } from './landable.ts';

/*
 * What others have done meanwhile stays as it is, whenever main moves; and nothing of the phase's own work is lost.
 */

/** Somebody commits to main once more, in the clone that they have. */
function again(remote: string, path: string): string {
  const theirs = join(dirname(remote), 'theirs');
  const commit = commitFiles(theirs, { [path]: `${path}\n` }, 'Again');
  userGit(theirs, 'push', '--quiet', 'origin', 'HEAD:main');
  return commit;
}

/** What a landing has changed of main as others had left it. */
function changedOf(remote: string, theirs: string): string[] {
  return userGit(remote, 'diff', '--name-only', theirs, 'main').split('\n');
}

test('F19: main moved, no conflict: the gates run again, on the combined tree, and that tree lands.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const { landed } = await phase.land();
  const tree = userGit(remote, 'rev-parse', 'main^{tree}');
  expect(landed?.combined).toMatchObject({ main: theirs, verdict: { green: true, tree } });
  expect(landed?.combined?.verdict.gates).toMatchObject([{ outcome: 'passed', cached: false }]);
  expect(tree).not.toBe(userGit(user.root, 'rev-parse', `${phase.handOff}^{tree}`));
});

test('F19: main moved to a tree that the gates refuse with the phase: main stays where it is.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { 'red.txt': 'red\n' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch' }, failure: { reason: 'gates-red' } });
  expect(mainOf(remote)).toBe(theirs);
});

test('Main that moved while the tasks were squashed keeps what others added, changed, and took out.', async () => {
  const { user, remote } = await withRemote({ 'b.txt': 'b\n', 'gone.txt': 'gone\n' });
  const theirs = somebodyElse(remote, { 'b.txt': 'theirs\n', 'new/theirs.txt': 'new\n', 'gone.txt': undefined });
  const phase = await finish(user, { work: { 'a.txt': '1\n2\nours\n4\n5\n', 'work.txt': 'work\n' } });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  expect(changedOf(remote, theirs)).toEqual(['a.txt', planPath, 'work.txt'].toSorted());
});

test('Main that moves while the gates of landing run keeps what others did then.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const theirs = join(dirname(remote), 'theirs');
  const once = `cd ${theirs} && [ ! -e during.txt ] && touch during.txt && git add . && git commit --quiet -m During && git push --quiet origin HEAD:main; true`;
  writeFileSync(join(dirname(user.root), 'before-gates'), once);
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  const during = userGit(theirs, 'rev-parse', 'HEAD');
  expect(userGit(remote, 'rev-parse', 'main^1')).toBe(during);
  expect(changedOf(remote, during)).toEqual([planPath, 'work.txt']);
});

test('Main that moves between the judgement and the push is never overwritten: the lease is lost, and all is judged again.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const moves = [undefined, undefined, 'between.txt', undefined, 'once-more.txt'];
  const last: string[] = [];
  const isStillOurs = async (): Promise<boolean> => {
    const path = moves.shift();
    if (path !== undefined) last.push(again(remote, path));
    return true;
  };
  expect(await phase.land({ isStillOurs })).toMatchObject({ landed: { to: 'main', combined: { main: last.at(-1) } } });
  expect(last.length).toBeGreaterThan(0);
  expect(changedOf(remote, last.at(-1)!)).toEqual([planPath, 'work.txt']);
});

test.each([
  ['reworded', (text: string) => text.replace('Begin', 'Begin otherwise')],
  ['taken out', (text: string) => text.replace('1.1 | Begin', '1.2 | Other')],
])(
  'F21: a task that a person has %s in the plan meanwhile stops the landing, for no agent to settle; the work is kept.',
  async (_, change) => {
    const { user, remote } = await withRemote();
    const phase = await finish(user);
    const theirs = somebodyElse(remote, { [planPath]: change(planText('open')) });
    const { landed, questions } = await phase.land();
    expect(landed).toBeUndefined();
    expect(questions?.[0]?.context).toContain(`No agent was asked: none may change ${planPath}.`);
    expect(phase.calls()).toEqual([]);
    expect(mainOf(remote)).toBe(theirs);
    expect(userGit(user.root, 'for-each-ref', '--contains', phase.handOff)).not.toBe('');
  },
);

test('F23: a branch that is checked out elsewhere is never moved, and its worktree never touched: the phase takes another.', async () => {
  const phase = await finishedAlone({ land: 'branch' });
  const elsewhere = join(dirname(phase.root), 'elsewhere');
  userGit(phase.root, 'worktree', 'add', '--quiet', '-b', 'phase/1', elsewhere, 'main');
  writeFileSync(join(elsewhere, 'a.txt'), 'edited\n');
  const before = userGit(phase.root, 'rev-parse', 'phase/1');
  expect(await phase.land()).toMatchObject({ landed: { branch: 'phase/demo-1', commit: phase.handOff } });
  expect(userGit(phase.root, 'rev-parse', 'phase/1')).toBe(before);
  expect(userGit(elsewhere, 'status', '--porcelain')).toBe(' M a.txt');
});

test('F23: local main that is checked out is not moved either: the phase lands beside it.', async () => {
  const phase = await finishedAlone();
  const before = userGit(phase.root, 'rev-parse', 'main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch', branch: 'phase/1' } });
  expect(userGit(phase.root, 'rev-parse', 'main')).toBe(before);
});

test('All refs of a landing are moved from where they were seen, together or not at all.', async () => {
  const phase = await finishedAlone({ land: 'branch' });
  const { context } = phase;
  const stale = userGit(phase.root, 'rev-parse', 'main');
  // Somebody makes the branch between the look and the move.
  const { git } = context.repository;
  let isMade = false;
  const racing: Git = {
    ...git,
    run: async (args, options) => {
      if (args[0] === 'update-ref' && args.includes('--stdin') && !isMade) {
        isMade = true;
        userGit(phase.root, 'branch', 'phase/1', stale);
      }
      return await git.run(args, options);
    },
  };
  const raced = { ...context, repository: { ...context.repository, git: racing } };
  expect(await land(raced, phase.help)).toMatchObject({ landed: { branch: 'phase/demo-1' } });
  expect(userGit(phase.root, 'rev-parse', 'phase/1')).toBe(stale);
  expect(userGit(phase.root, 'rev-parse', context.refs.landed)).toBe(phase.handOff);
});

test('No branch is deleted, and no commit of the phase is out of reach, after it has landed and was tidied up.', async () => {
  const { user, remote } = await withRemote();
  userGit(user.root, 'branch', 'mine');
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const before = userGit(user.root, 'for-each-ref', '--format=%(refname)', 'refs/heads').split('\n');
  await phase.land();
  const after = userGit(user.root, 'for-each-ref', '--format=%(refname)', 'refs/heads').split('\n');
  expect(after).toEqual(expect.arrayContaining(before));
  const work = userGit(user.root, 'rev-list', `${phase.context.phase.base}..${phase.handOff}`).split('\n');
  for (const commit of work) {
    expect(userGit(user.root, 'for-each-ref', '--contains', commit)).not.toBe('');
    expect(userGit(remote, 'merge-base', '--is-ancestor', commit, 'main')).toBe('');
  }
  const unreachable = userGit(user.root, 'fsck', '--no-reflogs', '--unreachable', '--no-progress');
  for (const commit of work) expect(unreachable).not.toContain(commit);
});
