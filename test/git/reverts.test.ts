import { describe, expect, test } from 'vitest';
import { revertsOf } from '../../core/git/reverts.ts';
import { commitFiles, scratch, userGit, type Texts } from './scratch.ts';

/** A repository, and what it says of commits: what each was taken back by, and what is left of it. */
async function made(texts: Texts = { 'a.txt': '1\n' }) {
  const { git, root } = await scratch(texts);
  const run = (...args: string[]) => userGit(root, ...args);
  const said = async (...commits: string[]) =>
    (await revertsOf(git, ['HEAD'], new Set(commits))).flatMap(({ commit, takes, left }) =>
      takes.map((of) => [of, commit, left] as const),
    );
  const revert = (of: string, ...args: string[]): string => {
    run('revert', '--no-edit', ...args, of);
    return run('rev-parse', 'HEAD');
  };
  return {
    git,
    root,
    run,
    said,
    revert,
    commit: (change: Texts, message?: string) => commitFiles(root, change, message),
  };
}

test('A revert takes a commit back, until it is reverted itself.', async () => {
  const { git, said, revert, commit } = await made();
  const done = commit({ 'a.txt': '2\n' });
  commit({ 'b.txt': '' });
  expect(await said(done)).toEqual([]);
  const first = revert(done);
  expect(await said(done)).toEqual([[done, first, 'none']]);
  expect(await revertsOf(git, [`${first}^`], new Set([done]))).toEqual([]);
  const second = revert(first);
  expect(await said(done)).toEqual([]);
  revert(second);
  expect(await said(done)).toEqual([[done, first, 'none']]);
});

test('What was brought back by a revert of the revert stays so, however it is worked on.', async () => {
  const { said, revert, commit } = await made();
  const done = commit({ 'a.txt': '2\n' });
  revert(revert(done));
  commit({ 'a.txt': '3\n' });
  expect(await said(done)).toEqual([]);
  commit({ 'a.txt': undefined });
  expect(await said(done)).toEqual([]);
});

test('A revert of a revert that brings back only a part leaves it in doubt, until the rest is there or it is reverted itself.', async () => {
  const { git, said, commit, run, revert } = await made({ 'a.txt': '1\n', 'b.txt': '1\n' });
  const both = { 'a.txt': '2\n', 'b.txt': '2\n' };
  const done = commit(both);
  const first = revert(done);
  const part = commit({ 'b.txt': '2\n' }, `Revert "Revert"\n\nThis reverts commit ${first}.`);
  expect(await said(done)).toEqual([[done, first, 'unclear']]);
  commit(both);
  expect(await said(done)).toEqual([]);
  run('reset', '--quiet', '--hard', part);
  revert(part);
  expect(await said(done)).toEqual([[done, first, 'none']]);
  expect(await revertsOf(git, ['HEAD'], new Set([first]))).toEqual([]);
});

test('What a conflict with the revert of a revert left out was not brought back.', async () => {
  const { said, commit, run, revert } = await made({ 'a.txt': '1\n', 'b.txt': '1\n' });
  const done = commit({ 'a.txt': '2\n', 'b.txt': '2\n', 'c.txt': 'c\n' });
  const first = revert(done);
  commit({ 'a.txt': 'edited\n' });
  expect(() => run('revert', '--no-edit', first)).toThrow();
  run('checkout', '--ours', 'a.txt');
  run('add', '--all');
  run('-c', 'core.editor=true', 'revert', '--continue');
  expect(await said(done)).toEqual([[done, first, 'unclear']]);
});

test('A revert of the bringing back that takes out only a part leaves it in doubt.', async () => {
  const { said, commit, revert } = await made({ 'a.txt': '1\n', 'b.txt': '1\n' });
  const done = commit({ 'a.txt': '2\n', 'b.txt': '2\n' });
  const first = revert(done);
  const second = revert(first);
  const third = commit({ 'b.txt': '1\n' }, `Revert\n\nThis reverts commit ${second}.`);
  expect(await said(done)).toEqual([[done, first, 'unclear']]);
  revert(third);
  expect(await said(done)).toEqual([]);
});

describe('A commit that was reverted stays so when its files are worked on:', () => {
  const before = Array.from({ length: 9 }, (_, index) => `${index}\n`);
  const text = (...lines: readonly (readonly [number, string])[]) =>
    before.map((line, index) => lines.find(([at]) => at === index)?.[1] ?? line).join('');

  test.each<[string, Texts, 'none' | 'unclear']>([
    ['elsewhere in the file', { 'a.txt': text([8, 'eight\n']) }, 'none'],
    ['in another file', { 'b.txt': '' }, 'none'],
    ['in the same place', { 'a.txt': text([1, 'other\n']) }, 'unclear'],
  ])('%s.', async (_, later, left) => {
    const { said, revert, commit } = await made({ 'a.txt': text() });
    const done = commit({ 'a.txt': text([1, 'one\n']) });
    const by = revert(done);
    commit(later);
    expect(await said(done)).toEqual([[done, by, left]]);
  });
});

test('What is all there again was not taken back, whoever has put it there.', async () => {
  const { said, revert, commit } = await made();
  const done = commit({ 'a.txt': '2\n', 'c.txt': 'c\n' });
  revert(done);
  commit({ 'c.txt': 'c\n' });
  expect(await said(done)).toMatchObject([[done, {}, 'unclear']]);
  commit({ 'a.txt': '2\n', 'd.txt': '' });
  expect(await said(done)).toEqual([]);
});

test('A revert and the revert of it, made one commit by a forge, take nothing back.', async () => {
  const { said, revert, commit, run } = await made();
  const done = commit({ 'a.txt': '2\n' });
  const first = revert(done);
  revert(first);
  const messages = run('log', '-2', '--format=%B');
  run('reset', '--quiet', '--soft', 'HEAD~2');
  commit({ 'c.txt': '' }, messages);
  expect(await said(done)).toEqual([]);
});

test('A revert of a merge takes back all that was merged, and nothing of before.', async () => {
  const { said, revert, commit, run } = await made();
  run('checkout', '--quiet', '-b', 'aside');
  const merged = [commit({ 'b.txt': '1\n' }), commit({ 'b.txt': '2\n' })];
  run('checkout', '--quiet', 'main');
  const mine = commit({ 'd.txt': '' });
  run('merge', '--quiet', '--no-ff', '--no-edit', 'aside');
  const merge = run('rev-parse', 'HEAD');
  const by = revert(merge, '-m', '1');
  const all = [...merged, merge].map((of) => [of, by, 'none']);
  expect(new Set((await said(...merged, merge, mine)).map(String))).toEqual(new Set(all.map(String)));
  revert(by);
  expect(await said(...merged, merge, mine)).toEqual([]);
});

test('A revert of a merge may keep what was merged, and take back what it was merged into.', async () => {
  const { said, revert, commit, run } = await made();
  run('checkout', '--quiet', '-b', 'aside');
  const merged = commit({ 'b.txt': '' });
  run('checkout', '--quiet', 'main');
  const mine = commit({ 'd.txt': 'd\n' });
  run('merge', '--quiet', '--no-ff', '--no-edit', 'aside');
  const by = revert('HEAD', '-m', '2');
  expect(await said(merged, mine)).toEqual([[mine, by, 'none']]);
});

test('A revert may name what it takes in short, with its title and date.', async () => {
  const { said, revert, commit, run } = await made();
  const done = commit({ 'a.txt': '2\n' }, 'Read (and write)');
  const first = revert(done, '--reference');
  expect(run('log', '-1', '--format=%B')).toContain(`This reverts commit ${run('rev-parse', '--short', done)} (Read`);
  expect(await said(done)).toEqual([[done, first, 'none']]);
  revert(first, '--reference');
  expect(await said(done)).toEqual([]);
  run('checkout', '--quiet', '-b', 'aside', `${done}^`);
  const merged = commit({ 'b.txt': '' });
  run('checkout', '--quiet', 'main');
  run('merge', '--quiet', '--no-ff', '--no-edit', 'aside');
  const by = revert('HEAD', '-m', '2', '--reference');
  expect(await said(merged, done)).toEqual([[done, by, 'none']]);
});

describe('A revert that names no commit is known by what it does, and is for a person to judge:', () => {
  test.each([
    ['of a pull request', 'Revert "Read" (#13)\n\nReverts demo/demo#12'],
    ['of a merge request', `Revert "Merge branch 'read' into 'main'"\n\nThis reverts merge request !12`],
    ['of a commit that is not here', `Revert "Read"\n\nThis reverts commit ${'ab'.repeat(20)}.`],
  ])('%s.', async (_, message) => {
    const { said, commit } = await made({ 'a.txt': '1\n', 'b.txt': '1\n' });
    const first = commit({ 'a.txt': '2\n' });
    const second = commit({ 'a.txt': '3\n', 'c.txt': '' });
    const other = commit({ 'b.txt': '2\n' });
    const by = commit({ 'a.txt': '1\n', 'c.txt': undefined }, message);
    const both = [first, second].map((of) => [of, by, 'unclear']);
    expect(new Set((await said(first, second, other)).map(String))).toEqual(new Set(both.map(String)));
    commit({ 'a.txt': '3\n', 'c.txt': '' }, `Revert "${message}`);
    commit({ 'a.txt': '4\n' });
    expect(await said(first, second, other)).toEqual([]);
  });

  test('none of what it leaves, of what came later, or of what was gone before it.', async () => {
    const { said, commit } = await made({ 'a.txt': '1\n' });
    const moved = commit({ 'm.txt': 'm\n', 'a.txt': '2\n' });
    commit({ 'm.txt': undefined, 'a.txt': '1\n', 'n.txt': 'm\n2\n' }, 'Move it');
    commit({ 'a.txt': '2\n' });
    commit({ 'm.txt': 'other\n', 'a.txt': '3\n' }, 'Revert "Something else"');
    commit({ 'a.txt': '1\n', 'm.txt': undefined }, 'Begin again');
    const later = commit({ 'a.txt': '2\n' });
    expect(await said(moved, later)).toEqual([]);
  });
});

test('Words alone take nothing back, whatever they name and whatever has become of it.', async () => {
  const { said, commit } = await made();
  const done = commit({ 'a.txt': '2\n' });
  commit({}, `Undo\n\nThis reverts commit ${'ab'.repeat(20)}.`);
  commit({}, 'Undo\n\nThis reverts commit HEAD.');
  commit({ 'b.txt': '' }, `Undo\n\nThis reverts commit ${done}.`);
  expect(await said(done)).toEqual([]);
  commit({ 'a.txt': '3\n' });
  expect(await said(done)).toEqual([]);
});
