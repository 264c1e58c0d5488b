import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkoutOf, commitFiles, userGit } from '../../git/scratch.ts';
import { answer, finish, hook, mainOf, planPath, planText, somebodyElse, withRemote } from './landable.ts';

test('Main that has not moved is moved forward to the hand-off; nothing of the user’s is.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const before = checkoutOf(user.root);
  const landing = await phase.land();
  expect(landing).toEqual({
    landed: {
      to: 'main',
      branch: 'main of origin',
      commit: phase.handOff,
      tree: userGit(user.root, 'rev-parse', `${phase.handOff}^{tree}`),
      merge: 'git pull --ff-only origin main',
    },
  });
  expect(mainOf(remote)).toBe(phase.handOff);
  expect(checkoutOf(user.root)).toEqual(before);
  expect(userGit(remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
});

test('A phase that is on main already is found there, and nothing is pushed.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  await phase.land();
  hook(remote, 'pre-receive', 'exit 1');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', commit: phase.handOff } });
});

test('A phase that was landed and reverted on main is not on main, and is not brought there behind somebody’s back.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  await phase.land();
  userGit(user.root, 'pull', '--quiet', '--ff-only', 'origin', 'main');
  userGit(user.root, 'revert', '--no-edit', 'HEAD', 'HEAD~1');
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  const reverted = mainOf(remote);
  const landing = await phase.land();
  expect(landing).toMatchObject({ failure: { reason: 'land', message: expect.stringContaining('taken back there: 1.1 is open again') } }); // prettier-ignore
  expect(landing.landed).toBeUndefined();
  expect(mainOf(remote)).toBe(reverted);
  userGit(user.root, 'revert', '--no-edit', 'HEAD', 'HEAD~1');
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', commit: phase.handOff } });
});

test.each([
  ['squashed', ['merge', '--squash'], 'Start (#3)'],
  ['squashed, with its trailers', ['merge', '--squash'], 'Start (#3)\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off'],
])('A phase whose copy is on main is found there: %s. One that was taken back is not.', async (_how, act, message) => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  userGit(user.root, ...act, '--quiet', phase.handOff);
  const copy = commitFiles(user.root, { 'later.txt': 'later\n' }, message);
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  const landing = await phase.land();
  expect(landing).toMatchObject({
    landed: { to: 'main', commit: copy, note: expect.stringContaining('A copy of it') },
  });
  expect(landing.failure).toBeUndefined();
  if (!message.includes('Plan')) return;
  userGit(user.root, 'revert', '--no-edit', 'HEAD');
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  expect((await phase.land()).failure?.message).toContain('taken back there');
  expect(mainOf(remote)).toBe(userGit(user.root, 'rev-parse', 'HEAD'));
});

test('A phase that was maybe taken back on main is found there when somebody has said so.', async () => {
  const untickable = planText('open').replace(' Status |', ' Note |');
  const { user } = await withRemote({ [planPath]: untickable });
  const phase = await finish(user, { ticked: untickable });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  userGit(user.root, 'merge', '--ff-only', '--quiet', phase.handOff);
  commitFiles(user.root, { 'work.txt': 'more work\n' }, 'Mend\n\nPlan: demo\nPhase: 1');
  userGit(user.root, 'revert', '--no-edit', 'HEAD');
  commitFiles(user.root, { 'work.txt': 'much more work\n' });
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  expect((await phase.land()).failure?.message).toMatch(
    /maybe taken back there: .* say so in a commit of main of origin/,
  );
  commitFiles(user.root, {}, 'Phase 1 stands\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off');
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', commit: phase.handOff } });
});

test('In a plan without ticks, content without trailers is no copy that later runs would know: it is a question.', async () => {
  const untickable = planText('open').replace(' Status |', ' Note |');
  const { user, remote } = await withRemote({ [planPath]: untickable });
  const phase = await finish(user, { ticked: untickable });
  userGit(user.root, 'merge', '--squash', '--quiet', phase.handOff);
  commitFiles(user.root, {}, 'Start (#3)');
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  const asked = await phase.land();
  expect(asked.questions?.[0]?.context).toContain('work.txt');
  await answer(phase, asked, 'land');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  expect(userGit(remote, 'rev-parse', 'main^2')).toBe(phase.handOff);
});

test('Main that has moved is merged, judged again, and moved to the merge: what others did stays as it is.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n', 'a.txt': 'one\n2\n3\n4\n5\n' });
  const landing = await phase.land();
  const merge = mainOf(remote);
  expect(landing.landed).toMatchObject({ commit: merge, combined: { main: theirs, verdict: { green: true } } });
  expect(landing.landed?.combined?.criteria).toMatchObject([{ text: '`node -e 0` passes.', outcome: 'met' }]);
  const kept = userGit(user.root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/**/result/land/*');
  expect(userGit(user.root, 'ls-tree', '--name-only', kept).split('\n')).toContain(
    landing.landed?.combined?.criteria[0]?.proof?.run?.output.artifact,
  );
  expect(userGit(remote, 'rev-parse', `${merge}^1`, `${merge}^2`)).toBe(`${theirs}\n${phase.handOff}`);
  expect(userGit(remote, 'diff', '--name-only', theirs, merge)).toBe(`${planPath}\nwork.txt`);
  expect(userGit(remote, 'rev-parse', `${merge}^{tree}`)).toBe(landing.landed?.combined?.verdict.tree);
  expect(userGit(user.root, 'worktree', 'list').split('\n')).toHaveLength(2);
});

test('A judgement of the same merge is not made twice.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  hook(remote, 'pre-receive', 'exit 1');
  await phase.land();
  rmSync(join(remote, 'hooks/pre-receive'));
  writeFileSync(join(dirname(user.root), 'before-gates'), 'exit 1\n');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
});

test('A merge whose gates are red does not land on main: the phase is on its branch, and the gate is named.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { 'red.txt': 'red with anything new\n' });
  const landing = await phase.land();
  expect(landing).toMatchObject({ landed: { to: 'branch', branch: 'phase/1' }, failure: { reason: 'gates-red' } });
  expect(landing.failure?.message).toContain('demo:test failed');
  expect(landing.failure?.message).toContain('git merge --ff-only phase/1');
  expect(mainOf(remote)).toBe(theirs);
});

test('A merge that does not meet a criterion does not land on main.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { [planPath]: planText('open', '`node gone.js` passes.') });
  const asked = await phase.land();
  expect(asked.questions?.[0]?.context).toContain(`${planPath}: the exit criteria of phase 1`);
  await answer(phase, asked, 'land');
  const landing = await phase.land();
  expect(landing).toMatchObject({ landed: { to: 'branch' }, failure: { reason: 'not-proven' } });
  expect(mainOf(remote)).toBe(theirs);
});

test('A person’s word about the phase says nothing about the merge: they are asked again.', async () => {
  const { user, remote } = await withRemote({ [planPath]: planText('open', 'It reads well.') });
  const phase = await finish(user, { ticked: planText('done', 'It reads well.') });
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const asked = await phase.land();
  expect(asked).toMatchObject({
    questions: [{ reason: 'criterion', text: expect.stringContaining('It reads well.') }],
  });
  expect(asked.landed).toBeUndefined();
  expect(mainOf(remote)).toBe(theirs);
  await answer(phase, asked, 'met');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { criteria: [{ probe: 'a person' }] } } });
});

test('A protected main keeps the phase out in its own words: the phase is on its branch, with what to do.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const before = mainOf(remote);
  hook(remote, 'pre-receive', 'echo "GH006: Protected branch update failed" >&2; exit 1');
  const landing = await phase.land();
  expect(landing).toMatchObject({
    landed: { to: 'branch', branch: 'phase/1', commit: phase.handOff },
    failure: { reason: 'land', message: expect.stringContaining('GH006: Protected branch update failed') },
  });
  expect(landing.failure?.message).toContain('"land" to "pull-request"');
  expect(mainOf(remote)).toBe(before);
  expect(userGit(user.root, 'rev-parse', 'phase/1')).toBe(phase.handOff);
});

test('A push whose answer is lost has landed when the remote says so.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  hook(remote, 'post-receive', 'kill -9 $PPID');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  expect(mainOf(remote)).toBe(phase.handOff);
});

test('A push whose outcome nobody can tell is no landing, and the next run finds out.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  hook(remote, 'pre-receive', 'kill -9 $PPID');
  const landing = await phase.land();
  expect(landing.landed?.to).toBe('branch');
  expect(landing.failure?.message).toContain('Run again: what has landed is found there');
  rmSync(join(remote, 'hooks/pre-receive'));
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
});

test('F16: Main that somebody moves while the merge is judged is merged and judged once more: the lease is lost, nothing else.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const theirs = join(dirname(remote), 'theirs');
  const once = `cd ${theirs} && [ ! -e again.txt ] && touch again.txt && git add . && git commit --quiet -m Again && git push --quiet origin HEAD:main; true`;
  writeFileSync(join(dirname(user.root), 'before-gates'), once);
  const landing = await phase.land();
  const again = userGit(theirs, 'rev-parse', 'HEAD');
  expect(landing.landed?.combined?.main).toBe(again);
  expect(userGit(remote, 'rev-parse', 'main^1', 'main^2')).toBe(`${again}\n${phase.handOff}`);
  expect(phase.told).toContain('main of origin was moved by somebody else meanwhile');
});

test('Main that is somewhere else each time is left to the others.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const theirs = join(dirname(remote), 'theirs');
  const always = `cd ${theirs} && git commit --quiet --allow-empty -m Again && git push --quiet origin HEAD:main`;
  writeFileSync(join(dirname(user.root), 'before-gates'), always);
  const landing = await phase.land();
  expect(landing).toMatchObject({ landed: { to: 'branch' }, failure: { reason: 'land' } });
  expect(mainOf(remote)).toBe(userGit(theirs, 'rev-parse', 'HEAD'));
});

test('Commits that the user has not shared are not shared by landing.', async () => {
  const { user, remote } = await withRemote();
  const shared = mainOf(remote);
  commitFiles(user.root, { 'private.txt': 'not yet\n' });
  const phase = await finish(user);
  const landing = await phase.land();
  expect(landing).toMatchObject({ landed: { to: 'branch' }, failure: { message: expect.stringContaining('not ours to share') } }); // prettier-ignore
  expect(mainOf(remote)).toBe(shared);
});

test('A remote that cannot be reached keeps nothing from landing on the branch.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  rmSync(remote, { recursive: true });
  expect(await phase.land()).toMatchObject({
    landed: { to: 'branch', branch: 'phase/1' },
    failure: { reason: 'land' },
  });
});

test('Whoever has lost the claim moves nothing.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const before = mainOf(remote);
  const landing = await phase.land({ isStillOurs: () => Promise.resolve(false) });
  expect(landing).toMatchObject({ failure: { reason: 'claimed' } });
  expect(mainOf(remote)).toBe(before);
  expect(userGit(user.root, 'for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');
});

test('Whoever loses the claim while the merge is judged moves nothing either.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const looks = [true, false];
  const landing = await phase.land({ isStillOurs: () => Promise.resolve(looks.shift() ?? false) });
  expect(landing).toMatchObject({ failure: { reason: 'claimed' } });
  expect(landing.landed).toBeUndefined();
  expect(mainOf(remote)).toBe(theirs);
});
