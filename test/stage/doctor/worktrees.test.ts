import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { setRef } from '../../../core/git/refs.ts';
import { recordVersion, taskRecordSchema } from '../../../core/result/records.ts';
import { json, keep, worktreePath } from '../../../core/stage/context.ts';
import { squashKey } from '../../../core/stage/keys.ts';
import { seeResults } from '../../../core/stage/overview/results.ts';
import { commitFiles, userGit, writeFiles } from '../../git/scratch.ts';
import { begun, waiting, type Begun } from '../overview/begun.ts';
import { found, look, treat } from './treat.ts';

/** The texts of the files that the only ref of that kind keeps. */
function keptIn({ root }: Begun, file: string): string[] {
  const refs = userGit(root, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/demo/1/work/').split('\n');
  return refs.filter((ref) => ref.includes('.left-')).map((ref) => userGit(root, 'show', `${ref}:${file}`));
}

/** As a git that was killed while it filled the folder leaves it. */
async function halfMade(made: Begun): Promise<string> {
  const path = await made.worktree('1.1');
  const record = userGit(path, 'rev-parse', '--path-format=absolute', '--git-dir');
  rmSync(join(record, 'index'));
  writeFileSync(join(record, 'index.lock'), '');
  rmSync(join(path, 'a.txt'));
  return path;
}

describe('a worktree that is half made', () => {
  test('F24: is removed with git’s record of it, its lock and our mark.', async () => {
    const made = await begun();
    const path = await halfMade(made);
    expect(await found(made)).toEqual([expect.stringMatching(/^stale-lock /), `worktree-without-claim ${path}`]);
    expect(await treat(made)).toEqual([
      { done: true, says: 'removed' },
      { done: true, says: 'removed, nothing was in it' },
    ]);
    expect(existsSync(path) || existsSync(`${path}.phasewright`)).toBe(false);
    expect(userGit(made.root, 'worktree', 'list').split('\n')).toHaveLength(1);
    expect(await found(made)).toEqual([]);
  });

  test('and holds what is in no commit, is kept behind a ref before, also where git knows nothing of it any more.', async () => {
    const made = await begun();
    const path = await made.worktree('1.1');
    rmSync(userGit(path, 'rev-parse', '--path-format=absolute', '--git-dir'), { recursive: true });
    writeFiles(path, { 'a.txt': 'of the agent\n', 'deep/new.txt': 'new\n' });
    expect(await found(made)).toEqual([`worktree-without-claim ${path}`]);
    expect(await treat(made)).toEqual([{ done: true, says: expect.stringContaining('.left-') }]);
    expect(keptIn(made, 'deep/new.txt')).toEqual(['new']);
    expect(keptIn(made, 'a.txt')).toEqual(['of the agent']);
    expect(existsSync(path)).toBe(false);
    expect(await found(made)).toEqual([]);
  });

  test('and somebody is in it, is theirs to leave first.', async () => {
    const made = await begun();
    const path = await halfMade(made);
    const pid = await waiting(path);
    const { findings } = await look(made);
    const finding = findings.find(({ kind }) => kind === 'worktree-without-claim');
    expect(finding).toMatchObject({ advice: expect.stringContaining(`process ${pid} `) });
    await treat(made, findings);
    expect(existsSync(path)).toBe(true);
  });
});

describe('a worktree whose task is done', () => {
  test('is removed; a commit in it that no ref reaches, and edits, are kept.', async () => {
    const made = await begun();
    const path = await made.worktree('1.1');
    await made.finish('1.1');
    userGit(path, 'config', 'user.name', 'Ada');
    commitFiles(path, { 'own.txt': 'commit\n' });
    writeFiles(path, { 'edit.txt': 'edit\n' });
    expect(await found(made)).toEqual([`worktree-without-claim ${path}`]);
    expect(await treat(made)).toEqual([{ done: true, says: expect.stringContaining('.left-') }]);
    expect(keptIn(made, 'own.txt')).toEqual(['commit']);
    expect(keptIn(made, 'edit.txt')).toEqual(['edit']);
    expect(existsSync(path)).toBe(false);
    expect(await found(made)).toEqual([]);
  });

  test('and that holds nothing of its own, is removed without a trace.', async () => {
    const made = await begun();
    await made.worktree('1.1');
    await made.finish('1.1');
    expect(await treat(made)).toEqual([{ done: true, says: 'removed, nothing was in it' }]);
    expect(keptIn(made, 'a.txt')).toEqual([]);
  });
});

describe('no finding', () => {
  test('is a whole worktree of a task that is not done: the next run goes on in it.', async () => {
    const made = await begun();
    const path = await made.worktree('1.1');
    writeFiles(path, { 'edit.txt': 'of an agent that was killed\n' });
    await made.worktree('phase-1');
    expect(await found(made)).toEqual([]);
  });

  test('is any worktree of a phase that a run works on, in whatever state.', async () => {
    const made = await begun();
    const path = await halfMade(made);
    rmSync(await made.worktree('1.2'), { recursive: true });
    await made.claim('phase', {});
    expect(await found(made)).toEqual([]);
    await treat(made);
    expect(existsSync(path)).toBe(true);
  });

  test('is a worktree of the user’s, also a broken one, and a folder without our mark.', async () => {
    const made = await begun();
    const own = join(made.root, '.worktrees/mine');
    userGit(made.root, 'worktree', 'add', '--quiet', '-b', 'mine', own);
    rmSync(own, { recursive: true });
    mkdirSync(join(made.root, '.worktrees/demo-1.1'));
    const before = userGit(made.root, 'worktree', 'list');
    expect(await found(made)).toEqual([]);
    await treat(made);
    expect(userGit(made.root, 'worktree', 'list')).toBe(before);
    expect(existsSync(join(made.root, '.worktrees/demo-1.1'))).toBe(true);
  });
});

describe('a worktree that is gone', () => {
  test('is forgotten by git and by us, and the ref with its commits stays.', async () => {
    const made = await begun();
    const path = await made.worktree('1.1');
    userGit(path, 'config', 'user.name', 'Ada');
    const commit = commitFiles(path, { 'own.txt': 'commit\n' });
    await setRef(made.git, made.context.refs.work('task-1.1'), commit);
    rmSync(path, { recursive: true });
    const { findings } = await look(made);
    expect(findings).toMatchObject([
      { kind: 'branch-without-worktree', name: path, says: expect.stringContaining(`is at ${commit.slice(0, 10)}`) },
    ]);
    expect(await treat(made)).toEqual([{ done: true, says: 'mark and record are removed' }]);
    expect(userGit(made.root, 'worktree', 'list').split('\n')).toHaveLength(1);
    expect(userGit(made.root, 'rev-parse', made.context.refs.work('task-1.1'))).toBe(commit);
    expect(await found(made)).toEqual([]);
  });

  test('and is there again when it is to be forgotten, stays.', async () => {
    const made = await begun();
    const path = await worktreePath(made.context, '1.1');
    const { findings } = await look(made);
    expect(findings.map(({ kind }) => kind)).toEqual(['branch-without-worktree']);
    await made.worktree('1.1');
    expect(await treat(made, findings)).toEqual([{ done: false, says: 'it is there again' }]);
    expect(existsSync(join(path, 'a.txt'))).toBe(true);
  });
});

test('The worktree of a merge that is done is found once nothing can meet another conflict of that task.', async () => {
  const made = await begun();
  const { context, host, git, repository } = made;
  const path = await made.worktree('phase-1-merge-1.2');
  for (const slug of ['1.1', '1.2']) await made.finish(slug);
  const about = { work: repository.head, artifacts: new Map([['record.json', json({})]]) };
  await keep(context, { stage: 'merge-1.2', key: 'ab'.repeat(32), ...about });
  expect(await found(made)).not.toContain(`worktree-without-claim ${path}`);
  const results = (await seeResults(host, git)).filter(({ stage }) => stage.startsWith('task-'));
  const key = squashKey(
    context.phase,
    results.map(({ record }) => taskRecordSchema.parse(JSON.parse(record))),
  );
  const squash = { version: recordVersion, stage: 'squash', outcome: 'done', key, commits: [] };
  await keep(context, { stage: 'squash', key, ...about, artifacts: new Map([['record.json', json(squash)]]) });
  expect(await found(made)).toContain(`worktree-without-claim ${path}`);
});
