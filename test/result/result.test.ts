import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { makeCommit, treeOf } from '../../core/git/commit.ts';
import { phaseRefs, setRef } from '../../core/git/refs.ts';
import { findResult, keepResult, keyOf } from '../../core/result/result.ts';
import { checkoutOf, commitFiles, filesBelow, scratch, userGit, type Scratch } from '../git/scratch.ts';

const refs = phaseRefs('demo', '1');
const key = keyOf({ stage: 'task', brief: 'x' });

async function keep(
  { host, git, repository }: Scratch,
  artifacts: Record<string, string>,
  of = { stage: 'task-1.1', key },
): Promise<string> {
  return await keepResult(host, git, {
    ...of,
    refs,
    work: repository.head,
    artifacts: new Map(Object.entries(artifacts)),
    scratch: join(host.stateFolder, 'scratch'),
  });
}

describe('a result', () => {
  test('is found by its stage and key, with its artifacts byte for byte.', async () => {
    const made = await scratch({ 'a.txt': '1' });
    const artifacts = {
      'record.json': '{"ü": "🙂"}\n',
      'transcripts/1-1-implementer.txt': 'crlf\r\n no newline',
      'empty.txt': '',
    };
    const commit = await keep(made, artifacts);
    const found = await findResult(made.git, refs, 'task-1.1', key);
    expect(found?.commit).toBe(commit);
    expect(Object.fromEntries(found?.artifacts ?? [])).toEqual(artifacts);
  });

  test("is a commit whose parent is the work, and touches nothing of the user's.", async () => {
    const made = await scratch({ 'a.txt': '1' });
    const before = checkoutOf(made.root);
    const commit = await keep(made, { 'record.json': '{}' });
    expect(userGit(made.root, 'rev-parse', `${commit}^`)).toBe(made.repository.head);
    expect(userGit(made.root, 'ls-tree', '-r', '--name-only', commit)).toBe('record.json');
    expect(checkoutOf(made.root)).toEqual(before);
    expect(filesBelow(join(made.host.stateFolder, 'scratch'), '')).toEqual([]);
  });

  test('of another stage, another key or another phase is none.', async () => {
    const made = await scratch({ 'a.txt': '1' });
    await keep(made, { 'record.json': '{}' });
    expect(await findResult(made.git, refs, 'task-1.2', key)).toBeUndefined();
    expect(await findResult(made.git, refs, 'task-1.1', keyOf('other'))).toBeUndefined();
    expect(await findResult(made.git, phaseRefs('demo', '2'), 'task-1.1', key)).toBeUndefined();
  });

  test('counts only with the whole key: a ref holds but a part of it.', async () => {
    const made = await scratch({ 'a.txt': '1' });
    await keep(made, { 'record.json': '{}' });
    const similar = key.slice(0, 20) + '0'.repeat(key.length - 20);
    expect(refs.result('task-1.1', similar)).toBe(refs.result('task-1.1', key));
    expect(await findResult(made.git, refs, 'task-1.1', similar)).toBeUndefined();
  });

  test('that somebody put there without our trailers is none.', async () => {
    const made = await scratch({ 'a.txt': '1' });
    const author = { name: 'n', email: 'n@example.com' };
    const foreign = await makeCommit(made.git, {
      tree: await treeOf(made.git, made.repository.head),
      parents: [],
      message: 'hello\n',
      author,
    });
    await setRef(made.git, refs.result('task-1.1', key), foreign);
    expect(await findResult(made.git, refs, 'task-1.1', key)).toBeUndefined();
  });

  test('stays when main moves on and when it is kept again.', async () => {
    const made = await scratch({ 'a.txt': '1' });
    await keep(made, { 'record.json': 'old' });
    commitFiles(made.root, { 'a.txt': '2' });
    await keep(made, { 'record.json': 'new' });
    expect((await findResult(made.git, refs, 'task-1.1', key))?.artifacts.get('record.json')).toBe('new');
  });
});

describe('keyOf', () => {
  test('does not depend on the order of fields, at any depth.', () => {
    expect(keyOf({ a: 1, b: { c: [1, 2], d: null } })).toBe(keyOf({ b: { d: null, c: [1, 2] }, a: 1 }));
  });

  test.each<[string, unknown, unknown]>([
    ['the order of a list', [1, 2], [2, 1]],
    ['a list and an object', ['x'], { 0: 'x' }],
    ['a number and its text', { a: 1 }, { a: '1' }],
    ['nothing and null', {}, { a: null }],
    ['where a text is cut', ['ab', 'c'], ['a', 'bc']],
  ])('tells apart %s.', (_title, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other));
  });

  test('is the same for a field that is undefined and one that is not there.', () => {
    expect(keyOf({ a: 1, b: undefined })).toBe(keyOf({ a: 1 }));
  });
});
