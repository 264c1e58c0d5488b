import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phaseRefs, setRef } from '../../../core/git/refs.ts';
import { ensureWorktree } from '../../../core/git/worktree.ts';
import { worktreePath, type StageContext } from '../../../core/stage/context.ts';
import { tidy } from '../../../core/stage/land/tidy.ts';
import { contextOf } from '../../agent/contained.ts';
import { commitFiles, openScratch, scratch, userGit, writeFiles, type Scratch } from '../../git/scratch.ts';

interface Tidied extends Scratch {
  /** Of phase 2, which begins now. */
  readonly context: StageContext;
  readonly notes: string[];
  /** A worktree of ours, of some phase. */
  worktree(phase: string, what: string): Promise<string>;
}

/** A repository whose main has the hand-off of phase 1. */
async function afterPhase1(): Promise<Tidied> {
  const made = await scratch({ 'a.txt': 'one\n', '.gitignore': '.worktrees/\ndist/\n' });
  commitFiles(made.root, {}, 'phase 1: Start\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off\n');
  const opened = await openScratch(made.host, made.root);
  const notes: string[] = [];
  const emit: StageContext['emit'] = (event) => 'text' in event && notes.push(event.text);
  const usual = await contextOf(opened, join(made.root, '.worktrees/not-yet'));
  const of = (id: string): StageContext => {
    return { ...usual, phase: { ...usual.phase, phase: { id, slug: id, title: '' } }, emit };
  };
  const worktree = async (phase: string, what: string): Promise<string> => {
    const path = await worktreePath(of(phase), what);
    await ensureWorktree(made.host, opened.repository, path, opened.repository.head);
    return path;
  };
  return { ...opened, context: of('2'), notes, worktree };
}

test('Worktrees of a phase that is handed over go, with git’s records of them; branches and refs stay.', async () => {
  const made = await afterPhase1();
  await made.worktree('1', 'phase-1');
  writeFiles(await made.worktree('1', '1.1'), { 'dist/out.js': 'made\n', 'node_modules/x/index.js': 'x\n' });
  rmSync(await made.worktree('1', '1.2'), { recursive: true });
  userGit(made.root, 'branch', 'phase/1');
  const refs = userGit(made.root, 'for-each-ref');
  await tidy(made.context);
  expect(readdirSync(join(made.root, '.worktrees'))).toEqual(['.gitignore']);
  expect(userGit(made.root, 'worktree', 'list').split('\n')).toHaveLength(1);
  expect(userGit(made.root, 'for-each-ref')).toBe(refs);
  expect(made.notes).toEqual([]);
});

test('Worktrees of other phases, of this one, of other plans and of the user stay.', async () => {
  const made = await afterPhase1();
  const kept = [await made.worktree('2', 'phase-2'), await made.worktree('1.1', 'phase-1.1')];
  const own = join(made.root, '.worktrees/mine');
  userGit(made.root, 'worktree', 'add', '--quiet', '--detach', own);
  const elsewhere = {
    ...made.context.phase,
    plan: { id: 'other', path: '' },
    phase: { id: '1', slug: '1', title: '' },
  };
  kept.push(own, await worktreePath({ ...made.context, phase: elsewhere }, 'phase-1'));
  await ensureWorktree(made.host, made.repository, kept[3]!, made.repository.head);
  await tidy(made.context);
  expect(kept.map((path) => existsSync(join(path, 'a.txt')))).toEqual([true, true, true, true]);
});

test('Where something would be lost a worktree stays, and the run says what.', async () => {
  const made = await afterPhase1();
  const edited = await made.worktree('1', '1.1');
  writeFiles(edited, { 'new.txt': 'mine\n' });
  const ahead = await made.worktree('1', '1.2');
  userGit(ahead, 'config', 'user.name', 'Ada');
  const commit = commitFiles(ahead, { 'b.txt': 'two\n' });
  await tidy(made.context);
  expect(existsSync(join(edited, 'new.txt'))).toBe(true);
  expect(existsSync(join(ahead, 'b.txt'))).toBe(true);
  expect(made.notes.toSorted()).toEqual([
    expect.stringMatching(/demo-1\.1 is kept .* edits that are not committed: new\.txt$/),
    expect.stringContaining(`no ref reaches its commit ${commit.slice(0, 10)}`),
  ]);
});

test('A phase that a run has claimed keeps its worktrees.', async () => {
  const made = await afterPhase1();
  const path = await made.worktree('1', 'phase-1');
  await setRef(made.git, phaseRefs('demo', '1').claim('phase'), made.repository.head);
  await tidy(made.context);
  expect(existsSync(path)).toBe(true);
});
