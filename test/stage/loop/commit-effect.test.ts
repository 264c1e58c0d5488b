import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { phaseRefs } from '../../../core/git/refs.ts';
import { ensureWorktree } from '../../../core/git/worktree.ts';
import { resolveOptions } from '../../../core/options.ts';
import { worktreePath, type StageContext } from '../../../core/stage/context.ts';
import { loopEffects } from '../../../core/stage/loop/loop-effects.ts';
import type { LoopWork } from '../../../core/stage/loop/loop-work.ts';
import { begin } from '../../../core/workflow/transition.ts';
import { iterative } from '../../../core/workflow/workflow.ts';
import type { Command } from '../../../core/workflow/state.ts';
import { checkoutOf, commitFiles, scratch, userGit, writeFiles, type Scratch } from '../../git/scratch.ts';

/** A worktree in which an agent has worked, and the command to commit that. */
async function worked(agent: (path: string) => void) {
  const made = await scratch({ 'a.txt': 'one\n', 'b.txt': 'two\n', '.gitignore': 'dist/\n' });
  const path = await worktreePath(contextOf(made), '1.1');
  await ensureWorktree(made.host, made.repository, path, made.repository.head);
  agent(path);
  const effects = loopEffects(contextOf(made), work(contextOf(made)));
  const command: Command = { do: 'commit', onto: made.repository.head, round: 1, because: { why: 'first' } };
  return {
    ...made,
    path,
    commit: () =>
      effects.carryOut(command, begin(iterative(contextOf(made).phase.options), made.repository.head).progress),
  };
}

function contextOf({ host, root, repository }: Scratch): StageContext {
  const agent = { driver: 'command', command: ['true'] };
  const options = resolveOptions([{ from: 'test', written: { implementer: agent, reviewer: agent } }]);
  if (!options.ok) throw new Error(options.failure.message);
  const phase: StageContext['phase'] = {
    version: 1,
    run: 'run-1',
    project: 'demo',
    checkout: root,
    projectRoot: '',
    plan: { id: 'demo', path: 'specs/91-impl-plan.md' },
    phase: { id: '1', slug: '1', title: 'Start' },
    base: repository.head,
    polished: repository.head,
    state: join(host.stateFolder, 'demo'),
    standIn: repository.standIn,
    packages: '',
    briefs: {},
    earlier: [],
    bound: [],
    gates: [],
    formatters: [],
    tasks: [],
    options: options.value,
    agents: {},
  };
  return { host, repository, phase, refs: phaseRefs('demo', '1'), root, emit: () => {} };
}

function neverAsked(): never {
  throw new Error('asked for more than a commit');
}

function work(context: StageContext): LoopWork {
  return {
    stage: 'task-1.1',
    key: 'k',
    worktree: '1.1',
    workflow: iterative(context.phase.options),
    taskName: '1.1',
    start: context.phase.base,
    scope: { files: [], isProtected: () => false },
    message: () => 'WIP\n',
    prompt: neverAsked,
    judge: neverAsked,
    review: neverAsked,
  };
}

test('What lies in the worktree is committed on the commit we know, and kept behind a ref; the checkout is not touched.', async () => {
  const { root, path, repository, commit } = await worked((at) => {
    writeFiles(at, {
      'a.txt': 'agent\n',
      'new ü.txt': 'new\n',
      'b.txt': undefined,
      'dist/x': '1',
      'node_modules/x': '1',
    });
  });
  const before = checkoutOf(root);
  const event = await commit();
  expect(event).toMatchObject({ type: 'committed', changed: ['a.txt', 'b.txt', 'new ü.txt'] });
  if (event.type !== 'committed') throw new Error('not committed');
  expect(userGit(path, 'rev-parse', 'HEAD', 'HEAD^', 'refs/phasewright/demo/1/work/task-1.1').split('\n')).toEqual([
    event.commit,
    repository.head,
    event.commit,
  ]);
  // Dependencies are no work, whether the project ignores them or not.
  expect(userGit(path, 'status', '--porcelain')).toBe('?? node_modules/');
  expect(checkoutOf(root)).toEqual(before);
});

test.each<[string, (at: string) => void]>([
  ['staged a part of it', (at) => void userGit(at, 'add', 'a.txt')],
  ['committed it', (at) => void commitFiles(at, {})],
  ['committed it on a branch', (at) => void (userGit(at, 'checkout', '--quiet', '-b', 'mine'), commitFiles(at, {}))],
  ['began a history of its own', (at) => void userGit(at, 'checkout', '--quiet', '--orphan', 'mine')],
  ['marked it as unchanged', (at) => void userGit(at, 'update-index', '--assume-unchanged', 'a.txt')],
  ['was killed in the middle of a git command', (at) => writeFileSync(`${gitFolder(at)}/index.lock`, '')],
  ['left HEAD locked', (at) => writeFileSync(`${gitFolder(at)}/HEAD.lock`, '')],
])('It is the same commit content when the agent, or a run before, %s.', async (_title, spoil) => {
  const { path, repository, commit } = await worked((at) => {
    writeFiles(at, { 'a.txt': 'agent\n' });
    spoil(at);
  });
  expect(await commit()).toMatchObject({ type: 'committed', changed: ['a.txt'] });
  expect(userGit(path, 'rev-parse', 'HEAD^', '--abbrev-ref', 'HEAD').split('\n')).toEqual([repository.head, 'HEAD']);
  expect(userGit(path, 'diff', '--name-only', 'HEAD^', 'HEAD')).toBe('a.txt');
});

test.each([
  ['/etc', 'pkg/node_modules'],
  ['../../../..', 'up'],
])('F39: A link to %s is refused, and nothing is committed.', async (target, name) => {
  const { path, repository, commit } = await worked((at) => {
    writeFiles(at, { 'a.txt': 'agent\n', 'pkg/x': 'x' });
    symlinkSync(target, join(at, name));
  });
  expect(await commit()).toMatchObject({
    type: 'failed',
    failure: { reason: 'worktree', message: expect.stringContaining(`out of the worktree: ${name} → ${target}`) },
  });
  expect(userGit(path, 'rev-parse', 'HEAD')).toBe(repository.head);
});

test('A link within the worktree is committed.', async () => {
  const { commit } = await worked((at) => symlinkSync('a.txt', join(at, 'link')));
  expect(await commit()).toMatchObject({ type: 'committed', changed: ['link'] });
});

test('Without a change there is no commit.', async () => {
  const { repository, commit } = await worked(() => {});
  expect(await commit()).toEqual({ type: 'committed', commit: repository.head, changed: [] });
});

test.each<[string, (at: string) => void]>([
  ['deleted', (at) => rmSync(at, { recursive: true })],
  ['without its `.git` file', (at) => rmSync(join(at, '.git'))],
  [
    'with an empty folder for a repository',
    (at) => {
      rmSync(join(at, '.git'));
      mkdirSync(join(at, '.git'));
    },
  ],
  ["without git's record of it", (at) => rmSync(gitFolder(at), { recursive: true })],
  [
    'a repository of its own',
    (at) => {
      rmSync(join(at, '.git'));
      userGit(at, 'init', '--quiet');
    },
  ],
])('Work in a worktree that is %s is lost, not taken from elsewhere.', async (_title, spoil) => {
  const { root, commit } = await worked((at) => {
    writeFiles(at, { 'a.txt': 'agent\n' });
    spoil(at);
  });
  const before = checkoutOf(root);
  expect(await commit()).toEqual({ type: 'work-lost' });
  expect(checkoutOf(root)).toEqual(before);
});

function gitFolder(path: string): string {
  return userGit(path, 'rev-parse', '--absolute-git-dir');
}
