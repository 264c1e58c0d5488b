import { expect, test } from 'vitest';
import {
  reviewRecordSchema,
  squashRecordSchema,
  taskRecordSchema,
  type TaskRecord,
} from '../../../core/result/records.ts';
import { phaseChanges } from '../../../core/stage/report/phase-commits.ts';
import { commitFiles, scratch, userGit } from '../../git/scratch.ts';
import { leftWith } from './left.ts';

const anyTree = 'a1b2c3d4'.repeat(5);

test('Each commit between the base and the hand-off says what it is there for, with its files.', async () => {
  const { git, root, repository } = await scratch({ 'a.ts': '1\n', 'old.ts': '1\n', 'specs/10.md': 'x\n' });
  const base = repository.head;
  const polished = commitFiles(root, { 'specs/10.md': 'y\n' });
  const first = commitFiles(root, { 'a.ts': '2\n3\n', 'näme with\ttab.ts': '1\n' });
  const second = commitFiles(root, { 'old.ts': undefined });
  const fix = commitFiles(root, { 'a.ts': '2\n' });
  const handOff = commitFiles(root, { 'specs/91.md': 'done\n' });
  const squash = squashRecordSchema.parse({
    version: 1,
    stage: 'squash',
    outcome: 'done',
    key: 'k',
    commits: [first, second].map((commit, index) => ({ task: `1.${index + 1}`, commit, tree: anyTree })),
    commit: second,
  });

  const changes = await phaseChanges(git, { base, polished }, leftWith({ squash, review: reviewed(handOff) }));

  expect(changes.commits.map(({ commit, made, files }) => [commit, made, files.map((file) => file.path)])).toEqual([
    [polished, { by: 'specs' }, ['specs/10.md']],
    [first, { by: 'task', task: '1.1' }, ['a.ts', 'näme with\ttab.ts']],
    [second, { by: 'task', task: '1.2' }, ['old.ts']],
    [fix, { by: 'fix', findings: [] }, ['a.ts']],
    [handOff, { by: 'hand-off' }, ['specs/91.md']],
  ]);
  expect(changes.files).toEqual([
    { path: 'a.ts', added: 1, removed: 1, change: 'changed' },
    { path: 'näme with\ttab.ts', added: 1, removed: 0, change: 'added' },
    { path: 'old.ts', added: 0, removed: 1, change: 'removed' },
    { path: 'specs/10.md', added: 1, removed: 1, change: 'changed' },
    { path: 'specs/91.md', added: 1, removed: 0, change: 'added' },
  ]);
});

test('A fix in the review names the findings that its message lists.', async () => {
  const { git, root, repository } = await scratch({ 'a.ts': '1\n' });
  const base = repository.head;
  commitFiles(root, { 'a.ts': '2\n', 'a.test.ts': '1\n' });
  const list = '- F-0a1b2c3d P1 a.ts:1 Off by one\n  Count from 0.\n- F-4e5f6a7b P2 b.ts:3 Slow\n  - P1 no finding';
  userGit(root, 'commit', '--quiet', '--amend', '-m', `phase 1 review: fix 2 findings\n\n${list}\n\nPlan: demo`);
  const handOff = commitFiles(root, { 'specs/91.md': 'done\n' });

  const changes = await phaseChanges(git, { base, polished: base }, leftWith({ review: reviewed(handOff) }));

  expect(changes.commits[0]?.made).toEqual({ by: 'fix', findings: ['F-0a1b2c3d', 'F-4e5f6a7b'] });
});

test('Before the tasks are combined, each has changed its own files, and unfinished ones none.', async () => {
  const { git, root, repository } = await scratch({ 'a.ts': '1\n' });
  const base = repository.head;
  const one = commitFiles(root, { 'a.ts': '2\n', 'one.ts': '1\n' });
  userGit(root, 'reset', '--quiet', '--hard', base);
  const two = commitFiles(root, { 'a.ts': '1\n2\n' });
  const tasks = new Map([task('1.1', base, one), task('1.2', base, two), task('1.3', base, undefined)]);

  const changes = await phaseChanges(git, { base, polished: base }, leftWith({ tasks }));

  expect(changes.commits.map(({ made, files }) => [made, files.length])).toEqual([
    [{ by: 'task', task: '1.1' }, 2],
    [{ by: 'task', task: '1.2' }, 1],
  ]);
  expect(changes.files).toEqual([
    { path: 'a.ts', added: 2, removed: 1, change: 'changed' },
    { path: 'one.ts', added: 1, removed: 0, change: 'added' },
  ]);
});

function reviewed(handOff: string) {
  const record = { version: 1, stage: 'review', outcome: 'done', key: 'k', rounds: 1, agentCalls: 1, usage: {} };
  return reviewRecordSchema.parse({ ...record, findings: [], fixes: [], handOff, tree: anyTree });
}

function task(id: string, start: string, commit: string | undefined): [string, TaskRecord] {
  const record = {
    version: 1,
    stage: 'task',
    outcome: 'done',
    key: 'k',
    id,
    slug: id,
    title: id,
    spec: '',
    start,
    commit,
  };
  const spent = { rounds: 1, agentCalls: 1, usage: {}, gates: [], findings: [], reviewer: 'r', implementer: 'i' };
  return [id, taskRecordSchema.parse({ ...record, ...spent })];
}
