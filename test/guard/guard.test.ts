import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lookAround } from '../../core/guard/guard.ts';
import { markerPath } from '../../core/stage/phase-record.ts';
import { contained } from '../agent/contained.ts';

test('In one look, each folder is surveyed once for all who watch it, and no dependencies.', async () => {
  const { host, root, repository, phase, worktree } = await contained();
  const surveyed: string[] = [];
  const survey: typeof host.files.survey = (path, without) => {
    if (!path.includes('.git') && !path.startsWith(host.stateFolder)) surveyed.push(path);
    expect(path.includes('.git') || path.startsWith(host.stateFolder) || without.includes('node_modules')).toBe(true);
    return host.files.survey(path, without);
  };
  const counting = { ...host, files: { ...host.files, survey } };
  const lookAgain = await lookAround(counting, {
    repository: { ...repository, git: repository.git.in(root) },
    worktree,
    access: 'write',
    phase: {
      worktree: repository.git.in(phase),
      commit: repository.head,
      marker: join(phase, markerPath),
      scratch: join(host.stateFolder, 'scratch'),
    },
    stage: 'task-1.1',
    refs: 'refs/phasewright/demo/1/',
    checkout: root,
  });
  expect(surveyed.toSorted()).toEqual([root, phase, worktree]);
  if (!lookAgain.ok) throw new Error(lookAgain.failure.message);
  expect(await lookAgain.value()).toMatchObject({ violations: [], notes: [] });
  expect(surveyed.toSorted()).toEqual([root, root, phase, phase, worktree, worktree]);
});
