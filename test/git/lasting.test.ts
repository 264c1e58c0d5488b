import { expect, test } from 'vitest';
import { git } from '../../core/git/git.ts';
import { pathsAt } from '../../core/git/repository.ts';
import type { Host } from '../../core/host/host.ts';
import { commitFiles, scratch, type Texts } from './scratch.ts';

/** A repository, a git that counts how often it is really asked, and the commit that is there. */
async function counted(texts: Texts) {
  const { host, root, repository } = await scratch(texts);
  const asked: string[] = [];
  const run: Host['processes']['run'] = async (options) => {
    asked.push(options.args.slice(options.args.findLastIndex((one) => one === '-c') + 2).join(' '));
    return await host.processes.run(options);
  };
  return { root, asked, head: repository.head, here: git({ ...host, processes: { ...host.processes, run } }, root) };
}

test('What is asked of objects by their whole names is asked once, in whichever checkout.', async () => {
  const { root, asked, head, here } = await counted({ 'a.txt': '1', 'b.txt': '1' });
  const next = commitFiles(root, { 'a.txt': '2' });
  const questions = [
    ['cat-file', 'blob', `${head}:a.txt`],
    ['diff', '--name-only', '-z', '--no-renames', head, next],
    ['diff-tree', '-r', '-z', '--raw', head, next],
    ['ls-tree', '-r', '-z', '--full-tree', head],
    ['rev-parse', '--verify', `${head}^{tree}`],
    ['show', '-s', '--format=%s', head],
  ];
  const first = await Promise.all(questions.map(async (args) => await here.text(args)));
  expect(await Promise.all(questions.map(async (args) => await here.in(root).text(args)))).toEqual(first);
  expect(asked).toEqual(questions.map((args) => args.join(' ')));
  expect(first[0]).toBe('1');
});

test('Two questions are two, also where only a path tells them apart.', async () => {
  const { head, here } = await counted({ 'a.txt': '1', 'b.txt': '2' });
  expect(await here.text(['cat-file', 'blob', `${head}:a.txt`])).toBe('1');
  expect(await here.text(['cat-file', 'blob', `${head}:b.txt`])).toBe('2');
});

test('What looks at a ref, at the index or at files is asked anew.', async () => {
  const { root, here } = await counted({ 'a.txt': '1' });
  const questions = [
    ['cat-file', 'blob', 'HEAD:a.txt'],
    ['cat-file', 'blob', ':a.txt'],
    ['rev-parse', '--verify', 'HEAD^{tree}'],
    ['show', '-s', '--format=%T', 'HEAD'],
    ['ls-tree', '-r', '--full-tree', 'HEAD'],
  ];
  const ask = async () => await Promise.all(questions.map(async (args) => await here.text(args)));
  const before = await ask();
  const head = commitFiles(root, { 'a.txt': '2' });
  const after = await ask();
  for (const [index, answer] of after.entries()) expect(answer).not.toBe(before[index]);
  // One commit alone is compared with the files of the checkout.
  expect(await here.text(['diff', '--name-only', head])).toBe('');
  commitFiles(root, { 'a.txt': '3' });
  expect(await here.text(['diff', '--name-only', head])).toBe('a.txt');
});

test('What is not there may come.', async () => {
  const { here } = await counted({ 'a.txt': '1' });
  const elsewhere = await counted({ 'b.txt': '1' });
  const next = commitFiles(elsewhere.root, { 'b.txt': '2' });
  const question = ['ls-tree', '--full-tree', '--name-only', next];
  expect((await here.run(question)).ok).toBe(false);
  await here.text(['fetch', '--quiet', elsewhere.root, 'main']);
  expect(await here.text(question)).toBe('b.txt');
});

test('What is long is not kept, and others stay known.', async () => {
  const { asked, head, here } = await counted({ 'a.txt': '1', 'long.txt': 'x'.repeat(1024 * 1024 + 1) });
  for (let times = 0; times < 2; times += 1) {
    await here.text(['cat-file', 'blob', `${head}:long.txt`]);
    await pathsAt(here, head, '');
  }
  expect(asked.filter((one) => one.startsWith('cat-file'))).toHaveLength(2);
  expect(asked.filter((one) => one.startsWith('ls-tree'))).toHaveLength(1);
});
