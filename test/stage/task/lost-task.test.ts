import { expect, test } from 'vitest';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { sharedOf } from '../../../core/stage/context.ts';
import { runTask } from '../../../core/stage/task/task.ts';
import { userGit } from '../../git/scratch.ts';
import { twoMerging } from '../merge/two-merging.ts';

test('The agent of a task that another machine has taken over is ended once a beat has said so, and their result is waited for.', async () => {
  const { first, second, calls } = await twoMerging([{ texts: { 'a.txt': 'ours\n' } }], {
    writer: "require('node:child_process').execFileSync('sleep', ['1000'])",
  });
  const running = runTask(first.context, '1.1');
  await expect.poll(calls, { timeout: 20_000 }).toEqual(['writer']);
  const { host, repository, refs } = second.context;
  const claim = refs.claim('task-1.1');
  userGit(first.context.phase.shared!, 'update-ref', '-d', claim);
  const shared = { ...sharedOf(second.context)!, perMinute: Infinity };
  await takeClaim(host, repository.git, { ref: claim, run: 'theirs', shared });
  expect(await running).toMatchObject({ outcome: 'failed', failure: { reason: 'waiting' }, agentCalls: 1 });
  expect(calls()).toEqual(['writer']);
});
