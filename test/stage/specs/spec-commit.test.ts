import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dateOf, makeCommit, treeOf, trailersOf } from '../../../core/git/commit.ts';
import { changedBetween } from '../../../core/git/changed-between.ts';
import { specCommit } from '../../../core/stage/specs/spec-commit.ts';
import { checkoutOf, commitFiles, filesBelow, scratch, userGit, type Scratch, type Texts } from '../../git/scratch.ts';

const specs = {
  'specs/91-impl-plan.md': '# Plan\n',
  'specs/10-format.md': '# Format\n',
  'specs/20-old.md': '# Old\n',
  'specs/check.sh': '#!/bin/sh\n',
  'src/a.ts': 'one\n',
};

/** The spec commit at a head that differs from the base in these files. */
async function bound(changes: Texts, paths: readonly string[] = ['specs/91-impl-plan.md', 'specs']) {
  const made: Scratch = await scratch(specs);
  const { host, root, git, repository } = made;
  const tree = await treeOf(git, commitFiles(root, changes));
  const author = { name: 'Ada', email: 'ada@example.com', date: '@1000000000 +0200' };
  const head = await makeCommit(git, { tree, parents: [repository.head], message: 'long ago\n', author });
  const before = checkoutOf(root);
  const about = {
    base: repository.head,
    layers: [{ commit: head, paths: await changedBetween(git, repository.head, head, paths) }],
    plan: 'demo',
    phase: '1',
    scratch: join(host.stateFolder, 'scratch'),
  };
  const result = await specCommit(host, git, about);
  expect(checkoutOf(root)).toEqual(before);
  return { ...made, base: repository.head, head, result, again: () => specCommit(host, git, about) };
}

test('Where neither the plan nor a spec differs, the base itself is where tasks start.', async () => {
  const { base, result } = await bound({ 'src/a.ts': 'two\n', 'README.md': 'new\n' });
  expect(result).toEqual({ commit: base, changed: [] });
});

test('Changed, added and deleted specs make a commit of their own on the base, and nothing else is in it.', async () => {
  const { host, root, git, base, result } = await bound({
    'specs/91-impl-plan.md': '# Plan, better\n',
    'specs/30-new ü.md': '# New\n',
    'specs/20-old.md': undefined,
    'specs/check.sh': '#!/bin/sh\nexit 0\n',
    'src/a.ts': 'two\n',
  });
  expect(result.changed.toSorted()).toEqual([
    'specs/20-old.md',
    'specs/30-new ü.md',
    'specs/91-impl-plan.md',
    'specs/check.sh',
  ]);
  const names = userGit(root, '-c', 'core.quotePath=false', 'diff', '--name-status', base, result.commit).split('\n');
  expect(names).toEqual([
    'D\tspecs/20-old.md',
    'A\tspecs/30-new ü.md',
    'M\tspecs/91-impl-plan.md',
    'M\tspecs/check.sh',
  ]);
  expect(userGit(root, 'rev-parse', `${result.commit}^`)).toBe(base);
  expect(userGit(root, 'ls-tree', result.commit, 'specs/check.sh')).toMatch(/^100755/);
  expect(await trailersOf(git, result.commit)).toEqual({ Plan: 'demo', Phase: '1', 'Phase-Step': 'specs' });
  expect(filesBelow(join(host.stateFolder, 'scratch'), '')).toEqual([]);
});

test('A spec that became a folder, and a folder that became a spec, are taken as they are.', async () => {
  const { root, result, head } = await bound({
    'specs/10-format.md': undefined,
    'specs/10-format.md/part.md': '# Part\n',
  });
  expect(userGit(root, 'rev-parse', `${result.commit}:specs`)).toBe(userGit(root, 'rev-parse', `${head}:specs`));
});

test('The same specs make the same commit, whatever else is committed after the base: it has the date of the base.', async () => {
  const { git, base, result, again } = await bound({ 'specs/10-format.md': '# Format, better\n' });
  expect(await again()).toEqual(result);
  expect(await dateOf(git, result.commit)).toBe(await dateOf(git, base));
});

test('Only the paths that are bound are taken.', async () => {
  const { result } = await bound({ 'specs/10-format.md': 'x\n', 'specs/20-old.md': 'y\n' }, ['specs/10-format.md']);
  expect(result.changed).toEqual(['specs/10-format.md']);
});
