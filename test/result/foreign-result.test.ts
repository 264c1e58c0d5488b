import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitMessage, makeCommit } from '../../core/git/commit.ts';
import { phaseRefs } from '../../core/git/refs.ts';
import { mayCount, whyNotBelieved } from '../../core/result/foreign-result.ts';
import { makeResult } from '../../core/result/result.ts';
import { commitFiles, scratch, userGit } from '../git/scratch.ts';

const refs = phaseRefs('demo', '1');
const [stage, key] = ['squash', 'k'.repeat(64)];
const ref = refs.result(stage, key);

/** A repository with two commits, and what makes a result of the second with this record. */
async function setting() {
  const { host, root, git } = await scratch({ 'a.txt': '1' });
  const first = userGit(root, 'rev-parse', 'HEAD');
  const work = commitFiles(root, { 'a.txt': '2' });
  const tree = userGit(root, 'rev-parse', 'HEAD^{tree}');
  const right = { version: 1, stage, outcome: 'done', key, commits: [], commit: work, tree };
  const made = async (record: object, about: { stage?: string; key?: string; work?: string } = {}) =>
    await makeResult(host, git, {
      stage,
      key,
      work,
      artifacts: new Map([['record.json', JSON.stringify({ ...right, ...record })]]),
      scratch: join(host.stateFolder, 'scratch'),
      ...about,
    });
  return { git, first, work, tree, made };
}

test('A result of another machine counts where it is what its ref says.', async () => {
  const { git, made } = await setting();
  expect(await whyNotBelieved(git, ref, await made({}))).toBeUndefined();
});

test('One that is of something else does not: another stage or key, other work, another tree, or nothing that can be read.', async () => {
  const { git, first, work, made } = await setting();
  const why = async (...about: Parameters<typeof made>) => await whyNotBelieved(git, ref, await made(...about));
  expect(await why({}, { stage: 'review' })).toBe('it was made for something else');
  expect(await why({}, { key: 'l'.repeat(64) })).toBe('it was made for something else');
  expect(await why({ outcome: 'failed' })).toBe('its record is of something else');
  expect(await why({ key: 'l'.repeat(64) })).toBe('its record is of something else');
  expect(await why({ commit: first })).toBe('its record is of other work');
  // So that a task passes for one that was approved on the tree of all of them.
  expect(await why({ tree: userGit(git.folder, 'rev-parse', `${first}^{tree}`) })).toBe(
    'its record is of another tree',
  );
  expect(await why({ version: 2 })).toContain('cannot read its record');
  const trailers = { 'Phasewright-Stage': stage, 'Phasewright-Key': key };
  const author = { name: 'a', email: 'a@example.com' };
  const message = commitMessage('made by hand', [], trailers);
  const empty = userGit(git.folder, 'rev-parse', `${work}^{tree}`);
  expect(await whyNotBelieved(git, ref, await makeCommit(git, { tree: empty, parents: [work], message, author }))).toContain('cannot read'); // prettier-ignore
});

test('Work that does not stand on what its task began from does not count.', async () => {
  const { git, first, work, made } = await setting();
  const start = commitFiles(git.folder, { 'a.txt': '3' });
  const turns = { rounds: 1, agentCalls: 1, usage: {}, gates: [], findings: [] };
  const names = { id: '1.1', slug: '1.1', title: 'One', spec: '', reviewer: 'a', implementer: 'a' };
  const of = { stage: 'task', ...turns, ...names };
  const task = refs.result('task-1.1', key);
  const why = async (record: object) =>
    await whyNotBelieved(git, task, await made({ ...of, ...record }, { stage: 'task-1.1', work }));
  expect(await why({ start: first })).toBeUndefined();
  expect(await why({ start })).toBe('its work does not stand on what it began from');
});

test('What code finds out on another machine counts nowhere else: gates, exit criteria, hooks, the judgement with main.', () => {
  const agents = ['task-1.1', 'merge-main', 'merge-1.2', 'polish', 'breakdown', 'squash', 'review'];
  const code = ['gates', 'exit-criteria', 'land', 'commit-hooks', 'push-hooks', 'commits', 'constructor'];
  expect([...agents, ...code].filter((name) => mayCount(refs.result(name, key)))).toEqual(agents);
});
