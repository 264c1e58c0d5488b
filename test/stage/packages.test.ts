import { expect, test } from 'vitest';
import { setRef } from '../../core/git/refs.ts';
import { lookLast } from '../../core/stage/packages.ts';
import { contained } from '../agent/contained.ts';
import { userGit, writeFiles } from '../git/scratch.ts';

test.each([
  ['stands when installed packages are those of the beginning', false, ['exit-criteria/b', 'gates/a', 'task-1.1/c']],
  ['is forgotten when they are not, and the work is kept', true, ['task-1.1/c']],
])('The final judgement %s.', async (_, isChanged, kept) => {
  const { root, repository, context } = await contained();
  const { git, head } = repository;
  for (const name of ['gates/a', 'exit-criteria/b', 'task-1.1/c'])
    await setRef(git, `${context.refs.all}result/${name}`, head);
  if (isChanged) writeFiles(root, { 'node_modules/third/index.js': 'evil' });
  expect((await lookLast(context)).ok).toBe(!isChanged);
  const refs = userGit(root, 'for-each-ref', '--format=%(refname)', `${context.refs.all}result`).split('\n');
  expect(refs).toEqual(kept.map((name) => `${context.refs.all}result/${name}`));
});
