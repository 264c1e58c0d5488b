import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { keepAnswer } from '../../core/stage/answers.ts';
import type { Landing } from '../../core/stage/landing.ts';
import { checkoutOf, commitFiles, openScratch, userGit } from '../git/scratch.ts';
import { finish, finishedAlone, planPath, planText, somebodyElse, withRemote, type Landable } from './landable.ts';

function mainOf(remote: string): string {
  return userGit(remote, 'rev-parse', 'main');
}

function hook(remote: string, name: string, script: string): void {
  writeFileSync(join(remote, 'hooks', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(remote, 'hooks', name), 0o755);
}

/** A person answers what landing asks. */
async function answer({ host, git, context }: Landable, landing: Landing, choice: string): Promise<void> {
  const question = landing.questions?.[0]?.id ?? '';
  await keepAnswer(host, git, context.refs, { question, choice, text: '', by: 'Ada' });
}

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

test('Main that has moved is merged, judged again, and moved to the merge: what others did stays as it is.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n', 'a.txt': 'one\n2\n3\n4\n5\n' });
  const landing = await phase.land();
  const merge = mainOf(remote);
  expect(landing.landed).toMatchObject({ commit: merge, combined: { main: theirs, verdict: { green: true } } });
  expect(landing.landed?.combined?.criteria).toMatchObject([{ text: '`node -e 0` passes.', outcome: 'met' }]);
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

test('A conflict with main is a question that names the paths, and nothing is moved.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': '1\n2\nours\n4\n5\n' } });
  const theirs = somebodyElse(remote, { 'a.txt': '1\n2\ntheirs\n4\n5\n' });
  const before = userGit(user.root, 'for-each-ref', 'refs/heads');
  const landing = await phase.land();
  expect(landing.questions).toMatchObject([{ reason: 'conflict', stage: 'land', default: 'abandon' }]);
  expect(landing.questions?.[0]?.context).toContain('a.txt');
  expect(landing.landed).toBeUndefined();
  expect(mainOf(remote)).toBe(theirs);
  expect(userGit(user.root, 'for-each-ref', 'refs/heads')).toBe(before);
  expect((await phase.land()).questions?.[0]?.id).toBe(landing.questions?.[0]?.id);
});

test('A conflict is laid out to look at when a person wants that, and what they do there is left alone.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': '1\n2\nours\n4\n5\n' } });
  somebodyElse(remote, { 'a.txt': '1\n2\ntheirs\n4\n5\n' });
  const first = await phase.land();
  await answer(phase, first, 'show');
  const second = await phase.land();
  expect(second.questions?.[0]?.id).not.toBe(first.questions?.[0]?.id);
  const folder = /lies in (.+);/.exec(second.questions?.[0]?.context.join('\n') ?? '')?.[1] ?? '';
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toContain('<<<<<<<');
  writeFileSync(join(folder, 'a.txt'), 'mine\n');
  await phase.land();
  expect(readFileSync(join(folder, 'a.txt'), 'utf8')).toBe('mine\n');
});

test('A conflict that a person tries again with the same main is asked about again.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': 'ours\n' } });
  somebodyElse(remote, { 'a.txt': 'theirs\n' });
  const first = await phase.land();
  await answer(phase, first, 'retry');
  const second = await phase.land();
  expect(second.questions?.[0]?.reason).toBe('conflict');
  expect(second.questions?.[0]?.id).not.toBe(first.questions?.[0]?.id);
});

test('A conflict that is given up moves nothing; one that is to land on the branch does.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': 'ours\n' } });
  const theirs = somebodyElse(remote, { 'a.txt': 'theirs\n' });
  const asked = await phase.land();
  await answer(phase, asked, 'abandon');
  const given = await phase.land();
  expect(given).toMatchObject({ failure: { reason: 'conflict', message: expect.stringContaining('--rebase') } });
  expect(given.landed).toBeUndefined();
  await answer(phase, asked, 'branch');
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch', note: expect.stringContaining('Ada') } });
  expect(mainOf(remote)).toBe(theirs);
});

test('A clean merge of files that both sides changed has not been reviewed: a person says whether it lands.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user, { work: { 'a.txt': '1\n2\n3\n4\nours\n' } });
  const theirs = somebodyElse(remote, { 'a.txt': 'theirs\n2\n3\n4\n5\n' });
  const asked = await phase.land();
  expect(asked.questions?.[0]?.options.map((one) => one.name)).toEqual(['land', 'show', 'branch', 'abandon']);
  expect(mainOf(remote)).toBe(theirs);
  await answer(phase, asked, 'land');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(userGit(remote, 'show', 'main:a.txt')).toBe('theirs\n2\n3\n4\nours');
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

test('Main that somebody moves while the merge is judged is merged and judged once more: the lease is lost, nothing else.', async () => {
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

test('Without a remote, main that is checked out stays; the phase is beside it, with the line that brings it in.', async () => {
  const phase = await finishedAlone();
  const before = checkoutOf(phase.root);
  const landing = await phase.land();
  expect(landing).toMatchObject({
    landed: { to: 'branch', branch: 'phase/1', merge: 'git merge --ff-only phase/1', note: expect.stringContaining('checked out') }, // prettier-ignore
  });
  expect(landing.failure).toBeUndefined();
  expect(checkoutOf(phase.root)).toEqual({ ...before, '.git/refs/heads/phase/1': `${phase.handOff}\n` });
});

test('Without a remote, main that is checked out nowhere is moved, with a detached HEAD, and merged where it has moved.', async () => {
  const made = await finishedAlone();
  userGit(made.root, 'checkout', '--quiet', '--detach');
  const phase = await finish(made);
  const main = () => userGit(made.root, 'rev-parse', 'main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', branch: 'main', merge: 'git switch main' } });
  expect(main()).toBe(phase.handOff);
  userGit(made.root, 'checkout', '--quiet', '--detach', 'main~2');
  const theirs = commitFiles(made.root, { 'theirs.txt': 'theirs\n' });
  userGit(made.root, 'branch', '--force', 'main', theirs);
  userGit(made.root, 'checkout', '--quiet', '--detach', `${theirs}~1`);
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { main: theirs } } });
  expect(userGit(made.root, 'rev-parse', 'main^1')).toBe(theirs);
});

test('Without a remote, main that a worktree elsewhere has checked out stays, also when that was deleted by hand.', async () => {
  const made = await finishedAlone();
  userGit(made.root, 'checkout', '--quiet', '--detach');
  const elsewhere = join(dirname(made.root), 'elsewhere');
  userGit(made.root, 'worktree', 'add', '--quiet', elsewhere, 'main');
  const phase = await finish(made);
  const before = userGit(made.root, 'rev-parse', 'main');
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch' } });
  rmSync(elsewhere, { recursive: true });
  expect(await phase.land()).toMatchObject({ landed: { to: 'branch' } });
  expect(userGit(made.root, 'rev-parse', 'main')).toBe(before);
});

test('A shallow clone lands on main, where it has moved and where it has not.', async () => {
  const { user, remote } = await withRemote();
  commitFiles(user.root, { 'later.txt': 'later\n' });
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  const clone = join(dirname(user.root), 'clone');
  userGit(dirname(user.root), 'clone', '--quiet', '--depth=1', `file://${remote}`, clone);
  userGit(clone, 'config', 'user.name', 'Ada');
  userGit(clone, 'config', 'user.email', 'ada@example.com');
  const phase = await finish(await openScratch(user.host, clone));
  expect(userGit(clone, 'rev-list', '--count', 'HEAD')).toBe('1');
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { main: theirs } } });
  expect(userGit(remote, 'rev-parse', 'main^2')).toBe(phase.handOff);
  expect(userGit(remote, 'fsck', '--no-dangling')).toBe('');
});

test('A worktree of ours that was deleted by hand, with git’s record of it left, is made anew.', async () => {
  const { user, remote } = await withRemote();
  const phase = await finish(user);
  somebodyElse(remote, { 'red.txt': 'red\n' });
  await phase.land();
  const left = join(user.root, '.worktrees/demo-phase-1-land');
  expect(existsSync(left)).toBe(true);
  rmSync(left, { recursive: true });
  somebodyElseAgain(remote);
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
});

/** Takes `red.txt` away again. */
function somebodyElseAgain(remote: string): void {
  const theirs = join(dirname(remote), 'theirs');
  commitFiles(theirs, { 'red.txt': undefined });
  userGit(theirs, 'push', '--quiet', 'origin', 'HEAD:main');
}

test('Specs with CRLF come through a merge byte for byte, whatever the user’s git makes of line ends.', async () => {
  const crlf = (text: string): string => text.replaceAll('\n', '\r\n');
  const { user, remote } = await withRemote({
    [planPath]: crlf(planText('open')),
    '.gitattributes': 'specs/** -text\n',
  });
  const phase = await finish(user, { ticked: crlf(planText('done')) });
  userGit(user.root, 'config', 'core.autocrlf', 'true');
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(userGit(remote, 'cat-file', 'blob', `main:${planPath}`)).toBe(crlf(planText('done')).trimEnd());
});

test('A submodule stays the commit that it is, on both sides of a merge.', async () => {
  const { user, remote } = await withRemote();
  const inner = join(dirname(user.root), 'inner');
  userGit(dirname(user.root), 'clone', '--quiet', remote, inner);
  userGit(user.root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'vendor/inner');
  commitFiles(user.root, {});
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  const link = userGit(user.root, 'ls-tree', 'HEAD', 'vendor/inner');
  const phase = await finish(user);
  somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(link).toMatch(/^160000 commit/);
  expect(userGit(remote, 'ls-tree', 'main', 'vendor/inner')).toBe(link);
});

test('Pointers of LFS land as the files that they are, without git-lfs.', async () => {
  const pointer = (hash: string): string =>
    `version https://git-lfs.github.com/spec/v1\noid sha256:${hash.repeat(64)}\nsize 12345\n`;
  const attributes = '*.bin filter=lfs diff=lfs merge=lfs -text\n';
  const { user, remote } = await withRemote({ '.gitattributes': attributes, 'old.bin': pointer('a') });
  const phase = await finish(user, { work: { 'new.bin': pointer('b') } });
  somebodyElse(remote, { 'old.bin': pointer('c') });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(userGit(remote, 'cat-file', 'blob', 'main:new.bin')).toBe(pointer('b').trimEnd());
  expect(userGit(remote, 'cat-file', 'blob', 'main:old.bin')).toBe(pointer('c').trimEnd());
});
