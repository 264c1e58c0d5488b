import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { json, type StageContext } from '../../../core/stage/context.ts';
import { keepMerge } from '../../../core/stage/merge/keep-merge.ts';
import { takeShared } from '../../../core/stage/take-shared.ts';
import { combineTasks } from '../../../core/stage/task/combine-tasks.ts';
import { userGit } from '../../git/scratch.ts';
import { conflicting } from './conflicting.ts';

test('Where a phase is shared, a resolution comes to the others, and whoever was first counts.', async () => {
  const made = await conflicting([{ texts: { 'a.txt': 'ours\n' } }, { texts: { 'a.txt': 'theirs\n' } }]);
  const { root, records, repository } = made;
  const remote = join(dirname(root), 'remote.git');
  userGit(dirname(root), 'clone', '--quiet', '--bare', root, remote);
  const context: StageContext = { ...made.context, phase: { ...made.context.phase, shared: remote } };
  const first = await combineTasks(context, records);
  const [record] = first.merges;
  if (!record) throw new Error('nothing was resolved');
  const ref = context.refs.result('merge-1.2', record.key);
  const there = (): string => userGit(remote, 'for-each-ref', '--format=%(objectname)', ref);
  const before = there();
  expect(before).toBe(userGit(root, 'rev-parse', ref));

  // On another machine nothing of it is here yet.
  userGit(root, 'update-ref', '-d', ref);
  expect(await combineTasks(context, records)).toEqual(first);
  expect(made.calls()).toEqual(['writer', 'reviewer']);

  // One that has not heard of it has made its own meanwhile.
  userGit(root, 'update-ref', '-d', ref);
  const other = { ...record, commit: repository.head };
  const artifacts = new Map([['record.json', json(other)]]);
  const taken = await takeShared(context, 'merge-1.2', { ref: context.refs.claim('merge-1.2') });
  if (taken.how !== 'held') throw new Error('not held');
  expect(await keepMerge(context, taken.claim, { record: other, artifacts })).toEqual({ how: 'lost' });
  const kept = userGit(root, 'for-each-ref', '--format=%(refname)', `${context.refs.kept()}merge-1.2/`);
  expect([there(), userGit(root, 'for-each-ref', ref)]).toEqual([before, '']);
  expect(made.notes.at(-1)).toContain(`kept at ${userGit(root, 'rev-parse', kept).slice(0, 10)} (${kept})`);
  expect(await combineTasks(context, records)).toEqual(first);
  expect(userGit(root, 'rev-parse', ref)).toBe(before);
});
