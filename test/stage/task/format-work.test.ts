import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formatWork } from '../../../core/stage/task/format-work.ts';
import { contained } from '../../agent/contained.ts';
import { commitFiles, userGit } from '../../git/scratch.ts';
import { installNx } from '../fake-nx.ts';

/** Formats a task whose only file is `a.txt` by a target that is this code. */
async function formatted(code: string, formatters: readonly string[] = ['format'], isEarly = false) {
  const { context, root, worktree, repository } = await contained();
  const commit = commitFiles(root, { 'targets/format.cjs': `const fs = require('node:fs'); ${code}\n` });
  userGit(worktree, 'checkout', '--quiet', '--detach', commit);
  installNx(worktree);
  const notes: string[] = [];
  const emit: typeof context.emit = (event) => event.type === 'note' && notes.push(event.text);
  const phase = { ...context.phase, formatters };
  const scope = { files: ['a.txt'], isProtected: () => false };
  const about = {
    stage: 'task-1.1',
    worktree: repository.git.in(worktree),
    commit,
    scope,
    message: 'WIP: it (format)\n',
    isEarly,
  };
  const event = await formatWork({ ...context, phase, emit }, about);
  const made = event.type === 'formatted' ? userGit(worktree, 'diff', '--name-only', commit, event.commit) : '';
  return { event, commit, made, notes, worktree };
}

test('What formatters change of the task is committed, and nothing else.', async () => {
  const { event, made, commit, worktree } = await formatted("fs.writeFileSync('a.txt', 'formatted')");
  expect(event).toMatchObject({ type: 'formatted', failures: [] });
  expect(made).toBe('a.txt');
  expect(userGit(worktree, 'log', '-1', '--format=%s %P')).toBe(`WIP: it (format) ${commit}`);
});

test('What they change besides is put back, and said.', async () => {
  const code = "for (const file of ['a.txt', 'b.txt', 'new.txt']) fs.writeFileSync(file, 'formatted')";
  const { made, notes, worktree } = await formatted(code);
  expect(made).toBe('a.txt');
  expect(notes).toEqual([expect.stringContaining('b.txt, new.txt')]);
  expect(readFileSync(join(worktree, 'b.txt'), 'utf8')).toBe('two\n');
  expect(existsSync(join(worktree, 'new.txt'))).toBe(false);
});

test('One that fails is heard with what it printed, and nothing of what it did is kept.', async () => {
  const { event, commit, worktree } = await formatted(
    "fs.writeFileSync('a.txt', 'half'); console.log('a.txt:1 unexpected token'); process.exitCode = 1",
  );
  expect(event).toEqual({
    type: 'formatted',
    commit,
    failures: [{ name: 'demo:format', output: expect.stringContaining('unexpected token') }],
  });
  expect(readFileSync(join(worktree, 'a.txt'), 'utf8')).toBe('one\n');
});

test('One that fails before the code is written is said and no more, and nothing of what it did is kept.', async () => {
  const code = "fs.writeFileSync('a.txt', 'half'); process.exitCode = 1";
  const { event, commit, notes, worktree } = await formatted(code, ['format'], true);
  expect(event).toEqual({ type: 'formatted', commit, failures: [] });
  expect(notes).toEqual(['demo:format failed while the code is not written yet; nothing is formatted until it is']);
  expect(readFileSync(join(worktree, 'a.txt'), 'utf8')).toBe('one\n');
});

test('A formatter that the project has not is no success.', async () => {
  const { event } = await formatted('', ['format', 'tidy']);
  expect(event).toMatchObject({
    failures: [{ name: 'demo:tidy', output: expect.stringContaining('no target "tidy"') }],
  });
});

test.each<[string, readonly string[]]>([
  ['find nothing to change', ['format']],
  ['are none', []],
])('Where formatters %s there is no commit.', async (_title, formatters) => {
  const { event, commit } = await formatted('', formatters);
  expect(event).toEqual({ type: 'formatted', commit, failures: [] });
});

test('A formatter that changes what decides about git is not heard.', async () => {
  const code = "require('node:child_process').execFileSync('git', ['config', 'filter.x.clean', 'evil'])";
  const { event } = await formatted(code);
  expect(event).toMatchObject({ type: 'failed', failure: { message: expect.stringContaining('filter.x.clean') } });
});
