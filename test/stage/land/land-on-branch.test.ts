import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { commitFiles, userGit } from '../../git/scratch.ts';
import { finish, finishedAlone, somebodyElse, withRemote } from './landable.ts';

test('The phase lands as it is on its branch; where the user has gone on, the line says merge.', async () => {
  const phase = await finishedAlone({ land: 'branch' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch', merge: 'git merge --ff-only phase/1' } });
  commitFiles(phase.root, { 'a.txt': 'on\n' });
  const landing = await phase.land();
  expect(landing).toMatchObject({ landed: { commit: phase.handOff, merge: 'git merge phase/1' } });
  expect(userGit(phase.root, 'rev-parse', 'phase/1')).toBe(phase.handOff);
});

test('A remote is neither asked nor told when a phase lands on its branch.', async () => {
  const { user, remote } = await withRemote();
  const theirs = somebodyElse(remote, { 'work.txt': 'theirs\n' });
  const phase = await finish(user, { land: 'branch' });
  const landing = await phase.land();
  expect(landing).toMatchObject({ landed: { to: 'branch', commit: phase.handOff } });
  expect(userGit(remote, 'for-each-ref', '--format=%(objectname)')).toBe(theirs);
});

test('A detached HEAD of the user’s is no hindrance, and stays.', async () => {
  const made = await finishedAlone();
  userGit(made.root, 'checkout', '--quiet', '--detach');
  const phase = await finish(made, { land: 'branch' });
  const head = userGit(made.root, 'rev-parse', 'HEAD');
  expect(await phase.land()).toMatchObject({ landed: { branch: 'phase/1', merge: 'git merge --ff-only phase/1' } });
  expect(userGit(made.root, 'rev-parse', '--abbrev-ref', 'HEAD')).toBe('HEAD');
  expect(userGit(made.root, 'rev-parse', 'HEAD')).toBe(head);
});

test('A branch that is checked out elsewhere is not moved, also when that worktree was deleted by hand.', async () => {
  const phase = await finishedAlone({ land: 'branch' });
  await phase.land();
  const elsewhere = join(dirname(phase.root), 'elsewhere');
  userGit(phase.root, 'worktree', 'add', '--quiet', elsewhere, 'phase/1');
  const again = await finish(phase, { land: 'branch', work: { 'work.txt': 'better\n' } });
  expect(await again.land()).toMatchObject({ landed: { branch: 'phase/demo-1', commit: again.handOff } });
  expect(userGit(elsewhere, 'status', '--porcelain')).toBe('');
  rmSync(elsewhere, { recursive: true });
  const more = await finish(phase, { land: 'branch', work: { 'work.txt': 'best\n' } });
  expect(await more.land()).toMatchObject({ landed: { branch: 'phase/demo-1', commit: more.handOff } });
  expect(userGit(phase.root, 'rev-parse', 'phase/1')).toBe(phase.handOff);
});

test('A branch that is called phase leaves no place for phase/1: the name is another one.', async () => {
  const phase = await finishedAlone({ land: 'branch' });
  userGit(phase.root, 'branch', 'phase');
  expect(await phase.land()).toMatchObject({ landed: { branch: 'phase-1', merge: 'git merge --ff-only phase-1' } });
  expect(userGit(phase.root, 'rev-parse', 'phase-1')).toBe(phase.handOff);
});

test('A phase worktree that was deleted by hand has no records to go by: nothing is moved, and a new run makes it anew.', async () => {
  const phase = await finishedAlone({ land: 'branch' });
  rmSync(join(phase.root, '.worktrees/phase'), { recursive: true });
  const landing = await phase.land();
  expect(landing).toMatchObject({ failure: { reason: 'missing-result' } });
  expect(userGit(phase.root, 'branch', '--format=%(refname:short)')).toBe('main');
  const again = await finish(phase, { land: 'branch' });
  expect(await again.land()).toMatchObject({ landed: { branch: 'phase/1' } });
});

test.each(['review', 'gates', 'exit-criteria'] as const)(
  'A line that was changed after the tree was looked at by %s does not land.',
  async (stage) => {
    const phase = await finishedAlone({ land: 'branch', lookedAt: { [stage]: 'HEAD^{tree}' } });
    const landing = await phase.land();
    expect(landing).toMatchObject({
      failure: { reason: 'land', message: expect.stringContaining('Unexpected trees') },
    });
    expect(landing.landed).toBeUndefined();
    expect(userGit(phase.root, 'branch', '--format=%(refname:short)')).toBe('main');
  },
);
