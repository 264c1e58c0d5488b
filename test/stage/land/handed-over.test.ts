import { expect, test } from 'vitest';
import { handedOver } from '../../../core/stage/land/handed-over.ts';
import { commitFiles, scratch, userGit } from '../../git/scratch.ts';

test('A phase is handed over by the trailers of a commit on the branch, for its own plan.', async () => {
  const { git, root } = await scratch({ 'a.txt': '1' });
  const commit = (message: string) => commitFiles(root, {}, message);
  commit('phase 1: done\n\nLanded.\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off\nIterations: 2');
  commit('phase 2.6: done\n\nPhase-Step: hand-off\nPhase: 2.6\nPlan: demo');
  commit('phase 3: only specs\n\nPlan: demo\nPhase: 3\nPhase-Step: specs');
  commit('another plan\n\nPlan: other\nPhase: 4\nPhase-Step: hand-off');
  commit('words\n\nPlan: demo\nPhase: 5\nPhase-Step: hand-off\n\nare no trailers');
  const head = commit('no phase\n\nPlan: demo\nPhase-Step: hand-off');
  userGit(root, 'checkout', '--quiet', '-b', 'aside');
  commit('phase 6: elsewhere\n\nPlan: demo\nPhase: 6\nPhase-Step: hand-off');
  expect([...(await handedOver(git, head, { id: 'demo', path: 'plan.md' }))].toSorted()).toEqual(['1', '2.6']);
  expect([...(await handedOver(git, head, { id: 'other', path: 'plan.md' }))]).toEqual(['4']);
  expect([...(await handedOver(git, head, { id: 'none', path: 'plan.md' }))]).toEqual([]);
});
