import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { PullRequest } from '../../../core/stage/land/landing.ts';
import { land } from '../../../core/stage/land/land.ts';
import { openScratch, userGit } from '../../git/scratch.ts';
import { finish, finishedAlone, hook, mainOf, somebodyElse, withRemote, type Landable } from './landable.ts';

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

function hasWordsOfAHook(root: string): void {
  hook(root, 'commit-msg', 'echo "Change-Id: I$(od -An -N8 -tx8 /dev/urandom | tr -d " ")" >> "$1"', '.git/hooks');
}

/** What another machine knows that has adopted the review of this phase, and nothing of how it has landed. */
function forgetLanding({ root }: Landable): void {
  const refs = userGit(root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright', 'refs/heads/phase');
  for (const ref of refs.split('\n'))
    if (/\/(?:commits|commit-hooks|push-hooks)\/|\/(?:landed|pushed|main)$|^refs\/heads/.test(ref))
      userGit(root, 'update-ref', '-d', ref);
}

test.each([
  ['a signature', signs],
  ['a hook with other words each time', hasWordsOfAHook],
])('Two machines that land the same phase with %s have one branch, and one pull request.', async (_, setUp) => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { land: 'pull-request', setUp });
  const heads: string[] = [];
  const open = async ({ head }: PullRequest) => {
    heads.push(head);
    return { ok: true as const, value: { how: 'by-hand' as const, next: 'open it' } };
  };
  const forge = { ...phase.help.forge, open };
  const first = await phase.land({ forge });
  forgetLanding(phase);
  const second = await phase.land({ forge });
  expect(second.failure).toBeUndefined();
  expect(second.landed?.commit).not.toBe(first.landed?.commit);
  expect(heads).toEqual(['phase/1', 'phase/1']);
  expect(userGit(remote, 'branch', '--format=%(refname:short)', '--list', 'phase*')).toBe('phase/1');
  // Nobody has to approve it again.
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(first.landed?.commit);
  expect(phase.told.at(-1)).toBe(
    'phase/1 of origin has the same work in commits that another machine has made: they stay',
  );
  expect((await phase.land({ forge })).failure).toBeUndefined();
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(first.landed?.commit);
});

async function byHand() {
  return { ok: true as const, value: { how: 'by-hand' as const, next: 'open it' } };
}

test('A branch with one more commit than the phase, or with other people behind its work, is not ours to move.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { land: 'pull-request', setUp: signs });
  const forge = { ...phase.help.forge, open: byHand };
  await phase.land({ forge });
  const own = userGit(remote, 'rev-parse', 'phase/1');
  const bo = ['-c', 'user.name=Bo', '-c', 'user.email=bo@example.com', 'commit-tree', 'phase/1^{tree}', '-m', 'Bo'];
  for (const parent of [own, `${own}^`]) {
    const theirs = userGit(remote, ...bo, '-p', parent);
    userGit(remote, 'update-ref', 'refs/heads/phase/1', theirs);
    userGit(remote, 'update-ref', '-d', 'refs/heads/phase/demo-1');
    forgetLanding(phase);
    expect((await phase.land({ forge })).landed).toMatchObject({ branch: 'phase/demo-1 of origin' });
    expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(theirs);
  }
});

test.each([
  ['signed', signs],
  ['with other words of a hook', hasWordsOfAHook],
])(
  'What another machine has landed on main, %s, is found there, though main has changed the same lines since.',
  async (_, setUp) => {
    const { user, remote } = await withRemote();
    const phase = await finish(user, { setUp });
    const first = await phase.land();
    expect(mainOf(remote)).toBe(first.landed?.commit);
    const later = somebodyElse(remote, { 'work.txt': 'changed since\n' });
    forgetLanding(phase);
    const second = await phase.land();
    expect(second).toMatchObject({ landed: { to: 'main', commit: first.landed?.commit } });
    expect(second.questions ?? []).toEqual([]);
    expect(phase.calls()).toEqual([]);
    expect(mainOf(remote)).toBe(later);
  },
);
