import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { land } from '../../../core/stage/land/land.ts';
import { openScratch, userGit } from '../../git/scratch.ts';
import { finish, finishedAlone, hook, mainOf, somebodyElse, withRemote } from './landable.ts';

/** A user who signs, by a key of their own that lies beside the checkout; no two signatures of its kind are the same. */
function signs(root: string): void {
  const folder = dirname(root);
  const key = join(folder, 'key');
  execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-C', 'ada@example.com', '-f', key]);
  const [kind = '', text = ''] = execFileSync('ssh-keygen', ['-y', '-f', key], { encoding: 'utf8' }).split(' ');
  writeFileSync(join(folder, 'signers'), `ada@example.com ${kind} ${text.trim()}\n`);
  const settings = {
    'commit.gpgSign': 'true',
    'gpg.format': 'ssh',
    'user.signingKey': `${key}.pub`,
    'gpg.ssh.allowedSignersFile': join(folder, 'signers'),
  };
  for (const [name, value] of Object.entries(settings)) userGit(root, 'config', name, value);
}

/** One who could sign. */
function hasAKey(root: string): void {
  signs(root);
  userGit(root, 'config', 'commit.gpgSign', 'false');
}

function signsWithAHook(root: string): void {
  signs(root);
  hook(root, 'commit-msg', 'echo "Change-Id: I1" >> "$1"', '.git/hooks');
}

/** Fails for a commit that nobody has signed whom the user knows. */
function verify(root: string, ...commits: readonly string[]): void {
  execFileSync('git', ['verify-commit', ...commits], { cwd: root, stdio: 'pipe' });
}

const work = '%T %an %ae %ad %cn %ce %cd %B';

test('All commits of a user who signs are signed as they land: the same work, and the same commits ever after.', async () => {
  const phase = await finishedAlone({ land: 'branch', setUp: signs });
  const { landed } = await phase.land();
  const commits = userGit(phase.root, 'rev-list', 'main..phase/1').split('\n');
  expect(commits).toHaveLength(2);
  verify(phase.root, ...commits);
  expect(landed).toMatchObject({
    commit: commits[0],
    commits: [{ to: commits[1] }, { from: phase.handOff, to: commits[0] }],
  });
  const told = (commit: string): string => userGit(phase.root, 'log', `--format=${work}`, `main..${commit}`);
  expect(told('phase/1')).toBe(told(phase.handOff));
  expect((await phase.land()).landed).toEqual(landed);
});

test('Nothing is signed for a user who does not.', async () => {
  const phase = await finishedAlone({ land: 'branch', setUp: hasAKey });
  expect((await phase.land()).landed).toMatchObject({ commit: phase.handOff });
});

test('A merge with main is signed, on main and the signed phase, which keeps its commits where the merge is another one.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { setUp: signs });
  const first = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  hook(remote, 'pre-receive', 'exit 1');
  const refused = await phase.land();
  expect(refused.landed).toMatchObject({ to: 'branch' });
  rmSync(join(remote, 'hooks/pre-receive'));
  const { landed } = await phase.land();
  const merge = mainOf(remote);
  expect(landed).toMatchObject({ to: 'main', commit: merge, combined: { main: first } });
  expect(userGit(user.root, 'show', '-s', '--format=%P', merge)).toBe(`${first} ${refused.landed?.commit}`);
  expect(landed?.tree).toBe(landed?.combined?.tree);
  expect(landed?.commits).toHaveLength(3);
  verify(user.root, merge, `${merge}^2`, `${merge}^2~1`);
});

test('Where signing fails nothing is moved, git’s words say why, and once it works the phase lands.', async () => {
  const setUp = (root: string): void => {
    signs(root);
    rmSync(join(dirname(root), 'key'));
  };
  const phase = await finishedAlone({ land: 'branch', setUp });
  const landing = await phase.land();
  expect(landing.landed).toBeUndefined();
  expect(landing.failure?.reason).toBe('land');
  expect(landing.failure?.message).toMatch(
    /could not be signed.*key.*unset commit\.gpgSign, and run again\. Nothing was moved/,
  );
  expect(userGit(phase.root, 'branch', '--format=%(refname:short)')).toBe('main');
  signs(phase.root);
  expect((await phase.land()).landed).toMatchObject({ branch: 'phase/1' });
  verify(phase.root, 'phase/1');
});

test('What a hook makes of a message is what is signed.', async () => {
  const phase = await finishedAlone({ land: 'branch', setUp: signsWithAHook });
  const { landed } = await phase.land();
  verify(phase.root, landed!.commit);
  expect(userGit(phase.root, 'show', '-s', '--format=%B', 'phase/1')).toBe('phase 1: Start\nChange-Id: I1');
});

test('What has landed on main is found there, also once its user has begun to sign.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  await phase.land();
  expect(mainOf(remote)).toBe(phase.handOff);
  signs(user.root);
  const { repository } = await openScratch(phase.host, user.root);
  const inPhase = { ...phase.context.repository, git: phase.context.repository.git.by(repository.standIn) };
  const context = {
    ...phase.context,
    repository: inPhase,
    phase: { ...phase.context.phase, standIn: repository.standIn },
  };
  expect(await land(context, phase.help)).toMatchObject({ landed: { to: 'main', commit: phase.handOff } });
  expect(mainOf(remote)).toBe(phase.handOff);
});
