import { dirname, join } from 'node:path';
import { rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { github } from '../../../executors/github.ts';
import { gitHubServer } from '../../executors/github-server.ts';
import { commitFiles, openScratch, userGit } from '../../git/scratch.ts';
import {
  finish,
  finishedAlone,
  hook,
  mainOf,
  planPath,
  planText,
  somebodyElse,
  withRemote,
  type WithRemote,
} from './landable.ts';

/** The remote is a folder that goes by the name of a repository at GitHub. */
async function atGitHub(): Promise<WithRemote> {
  const made = await withRemote();
  const { root } = made.user;
  userGit(root, 'remote', 'set-url', 'origin', 'https://github.com/ada/demo.git');
  userGit(root, 'config', `url.${made.remote}.insteadOf`, 'https://github.com/ada/demo.git');
  return { ...made, user: await openScratch(made.user.host, root) };
}

test('The branch is pushed, and a pull request opened from it, with the head of the report.', async () => {
  const { user, remote } = await atGitHub();
  const phase = await finish(user, { land: 'pull-request' });
  const server = await gitHubServer();
  const forge = github({ GITHUB_TOKEN: 'canary', GITHUB_API_URL: server.url });
  const main = mainOf(remote);
  const url = 'https://github.com/ada/demo/pull/1';
  expect(await phase.land({ forge })).toMatchObject({
    landed: { to: 'pull-request', branch: 'phase/1 of origin', commit: phase.handOff, url, merge: `gh pr view --web ${url}` },
  }); // prettier-ignore
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(phase.handOff);
  expect(userGit(user.root, 'rev-parse', 'phase/1')).toBe(phase.handOff);
  expect(mainOf(remote)).toBe(main);
  const marker = '<!-- phasewright: demo, phase 1 -->';
  expect(server.pulls).toMatchObject([
    { title: 'phase 1: Start', head: 'phase/1', base: 'main', body: `About phase/1 of origin.\n\n${marker}\n` },
  ]);
});

test('Other work of the same phase moves the branch that we had pushed, and updates its pull request.', async () => {
  const { user, remote } = await atGitHub();
  const server = await gitHubServer();
  const forge = github({ GH_TOKEN: 'canary', GITHUB_API_URL: server.url });
  await (await finish(user, { land: 'pull-request' })).land({ forge });
  const again = await finish(user, { land: 'pull-request', work: { 'work.txt': 'better\n' } });
  await again.land({ forge, describe: () => Promise.resolve('Better.') });
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(again.handOff);
  expect(server.pulls).toMatchObject([{ body: expect.stringContaining('Better.') }]);
});

test('A branch of that name that somebody else has pushed to is left alone, and another one is pushed.', async () => {
  const { user, remote } = await atGitHub();
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  userGit(remote, 'branch', 'phase/1', theirs);
  const phase = await finish(user, { land: 'pull-request' });
  const landing = await phase.land({ forge: github({}) });
  expect(landing).toMatchObject({ landed: { branch: 'phase/demo-1 of origin' } });
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(theirs);
  expect(userGit(remote, 'rev-parse', 'phase/demo-1')).toBe(phase.handOff);
});

test('A pull request of a phase that main has from somebody else is opened, and that is said.', async () => {
  const { user, remote } = await atGitHub();
  somebodyElse(remote, { 'theirs.txt': 'theirs\n', [planPath]: planText('done') });
  const phase = await finish(user, { land: 'pull-request' });
  expect(await phase.land({ forge: github({}) })).toMatchObject({ landed: { to: 'pull-request' } });
  expect(phase.told).toContain('the pull request brings task 1.1, which main of origin has ticked too');
});

test('A branch of the remote that is called phase leaves no place for phase/1 there: the name is another one.', async () => {
  const { user, remote } = await atGitHub();
  userGit(remote, 'branch', 'phase', 'main');
  const phase = await finish(user, { land: 'pull-request' });
  expect(await phase.land({ forge: github({}) })).toMatchObject({ landed: { branch: 'phase-1 of origin' } });
  expect(userGit(remote, 'rev-parse', 'phase-1')).toBe(phase.handOff);
});

test('Commits that the user has not shared are not shared by a pull request, until main has them.', async () => {
  const { user, remote } = await atGitHub();
  commitFiles(user.root, { 'private.txt': 'not yet\n' });
  const phase = await finish(await openScratch(user.host, user.root), { land: 'pull-request' });
  expect(await phase.land({ forge: github({}) })).toMatchObject({
    landed: { to: 'branch', branch: 'phase/1' },
    failure: { reason: 'land', message: expect.stringContaining('to push the branch would share commits of yours') },
  });
  expect(userGit(remote, 'branch', '--format=%(refname:short)')).toBe('main');
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  expect(await phase.land({ forge: github({}) })).toMatchObject({ landed: { to: 'pull-request' } });
});

/** A user who is at a branch of their own with a commit of it. */
async function atFeature(): Promise<WithRemote> {
  const made = await atGitHub();
  userGit(made.user.root, 'checkout', '--quiet', '-b', 'feat');
  commitFiles(made.user.root, { 'feat.txt': 'feature\n' });
  return { ...made, user: await openScratch(made.user.host, made.user.root) };
}

test('What a branch of the remote has is shared, though main does not have it yet.', async () => {
  const { user, remote } = await atFeature();
  userGit(user.root, 'push', '--quiet', remote, 'feat');
  const phase = await finish(user, { land: 'pull-request' });
  expect(await phase.land({ forge: github({}) })).toMatchObject({ landed: { to: 'pull-request' } });
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(phase.handOff);
});

test('What a branch of the remote had is shared where others have moved it on, and not where it is gone.', async () => {
  const { user, remote } = await atFeature();
  userGit(user.root, 'push', '--quiet', 'origin', 'feat');
  const who = ['-c', 'user.name=Bo', '-c', 'user.email=bo@example.com'];
  const theirs = userGit(remote, ...who, 'commit-tree', 'feat^{tree}', '-p', 'feat', '-m', 'theirs');
  const phase = await finish(user, { land: 'pull-request' });
  userGit(remote, 'branch', '--delete', '--force', 'feat');
  const failure = { message: expect.stringContaining('origin does not have') };
  expect(await phase.land({ forge: github({}) })).toMatchObject({ landed: { to: 'branch' }, failure });
  userGit(remote, 'branch', 'feat', theirs);
  expect(await phase.land({ forge: github({}) })).toMatchObject({ landed: { to: 'pull-request' } });
});

test('Without a token the branch is pushed, and the page to open the pull request at is what comes next.', async () => {
  const { user, remote } = await atGitHub();
  const phase = await finish(user, { land: 'pull-request' });
  const landing = await phase.land({ forge: github({}) });
  const merge = 'https://github.com/ada/demo/compare/main...phase/1?expand=1';
  expect(landing).toMatchObject({
    landed: { to: 'pull-request', merge, note: expect.stringContaining('yours to open') },
  });
  expect(landing.failure).toBeUndefined();
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(phase.handOff);
});

test('A pull request that cannot be opened is a failure; the branch is pushed all the same.', async () => {
  const { user, remote } = await atGitHub();
  const phase = await finish(user, { land: 'pull-request' });
  const server = await gitHubServer();
  server.instead = () => ({ status: 403, body: { message: 'Forbidden' } });
  const landing = await phase.land({ forge: github({ GH_TOKEN: 'canary', GITHUB_API_URL: server.url }) });
  expect(landing).toMatchObject({ landed: { to: 'pull-request' }, failure: { message: expect.stringContaining('403: Forbidden') } }); // prettier-ignore
  expect(JSON.stringify(landing)).not.toContain('canary');
  expect(userGit(remote, 'rev-parse', 'phase/1')).toBe(phase.handOff);
});

test('A push that is refused, or a remote that is gone, leaves the phase on the local branch.', async () => {
  const { user, remote } = await atGitHub();
  const phase = await finish(user, { land: 'pull-request' });
  hook(remote, 'pre-receive', 'echo "no new branches" >&2; exit 1');
  const refused = await phase.land();
  expect(refused).toMatchObject({ landed: { to: 'branch', branch: 'phase/1' }, failure: { message: expect.stringContaining('no new branches') } }); // prettier-ignore
  rmSync(remote, { recursive: true });
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch' }, failure: { reason: 'land' } });
  expect(userGit(user.root, 'rev-parse', 'phase/1')).toBe(phase.handOff);
});

test('A phase that was merged already gets no further pull request.', async () => {
  const { user, remote } = await atGitHub();
  const phase = await finish(user, { land: 'pull-request' });
  await phase.land({ forge: github({}) });
  const clone = join(dirname(remote), 'merging');
  userGit(dirname(remote), 'clone', '--quiet', remote, clone);
  userGit(clone, 'config', 'user.name', 'Bo');
  userGit(clone, 'config', 'user.email', 'bo@example.com');
  userGit(clone, 'merge', '--quiet', '--no-ff', '-m', 'Merge', 'origin/phase/1');
  commitFiles(clone, { 'later.txt': 'later\n' });
  userGit(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', branch: 'main of origin' } });
});

test('A phase that was squashed onto main gets no further pull request; one that was reverted there does not either.', async () => {
  const { user, remote } = await atGitHub();
  const phase = await finish(user, { land: 'pull-request' });
  const clone = join(dirname(remote), 'merging');
  userGit(dirname(remote), 'clone', '--quiet', remote, clone);
  userGit(clone, 'config', 'user.name', 'Bo');
  userGit(clone, 'config', 'user.email', 'bo@example.com');
  userGit(clone, 'fetch', '--quiet', user.root, phase.handOff);
  userGit(clone, 'merge', '--quiet', '--squash', phase.handOff);
  commitFiles(clone, {}, 'phase 1: Start (#3)\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off');
  userGit(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', note: expect.stringContaining('A copy of it') } });
  userGit(clone, 'revert', '--no-edit', 'HEAD');
  userGit(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  const landing = await phase.land();
  expect(landing).toMatchObject({
    landed: { to: 'branch' },
    failure: { message: expect.stringContaining('taken back') },
  });
  expect(userGit(remote, 'branch', '--format=%(refname:short)')).toBe('main');
});

test('A repository without a remote is refused before anything is done; at the end the branch is what is left.', async () => {
  const phase = await finishedAlone({ land: 'pull-request', ticked: planText('done') });
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch' }, failure: { reason: 'bad-option' } });
});

test('Whoever has lost the claim pushes nothing.', async () => {
  const { user, remote } = await atGitHub();
  const phase = await finish(user, { land: 'pull-request' });
  const isStillOurs = (): Promise<boolean> => Promise.resolve(branchesOf(phase.root) === 'main');
  const landing = await phase.land({ isStillOurs });
  expect(landing).toMatchObject({ failure: { message: expect.stringContaining('Nothing was pushed') } });
  expect(branchesOf(phase.root)).toBe('main\nphase/1');
  expect(userGit(remote, 'branch', '--format=%(refname:short)')).toBe('main');
});

function branchesOf(root: string): string {
  return userGit(root, 'branch', '--format=%(refname:short)');
}
