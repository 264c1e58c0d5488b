import { expect, test } from 'vitest';
import { takeClaim } from '../../core/claim/take-claim.ts';
import { readRef, setRef } from '../../core/git/refs.ts';
import { giveBackLeft } from '../../core/stage/claims-left.ts';
import { userGit } from '../git/scratch.ts';
import { begun, deadOwner } from './overview/begun.ts';

test('Claims of dead owners on what is done, and on the whole, are given back; all others stay.', async () => {
  const made = await begun();
  const { context, git } = made;
  const remote = await made.share();
  const dead = await deadOwner(made);
  await made.claim('task-1.1', dead);
  await made.claim('task-1.2', dead);
  await made.claim('merge-1.2', {});
  await made.claim('whole', dead);
  await made.claim('phase', dead);
  await giveBackLeft(context, { remote, git }, (stage) => stage === 'task-1.1' || stage === 'merge-1.2');
  const left = async (what: string) => (await readRef(git, context.refs.claim(what))) !== undefined;
  const claims = ['task-1.1', 'task-1.2', 'merge-1.2', 'whole', 'phase'];
  expect(await Promise.all(claims.map(left))).toEqual([false, true, true, false, true]);
  const there = userGit(remote, 'for-each-ref', '--format=%(refname)', context.refs.claim('')).split('\n');
  expect(there).toEqual(['merge-1.2', 'phase', 'task-1.2'].map((what) => context.refs.claim(what)));
});

test('The claim of another machine is not known to be dead.', async () => {
  const made = await begun();
  const remote = await made.share();
  await made.claim('task-1.1', { ...(await deadOwner(made)), host: 'far-away' });
  await giveBackLeft(made.context, { remote, git: made.git }, () => true);
  expect(await readRef(made.git, made.context.refs.claim('task-1.1'))).toBeDefined();
});

test('Neither is needed any more what a dead run has left of a merge whose result is there; without one it stays.', async () => {
  const made = await begun();
  const { context, git, host } = made;
  const { refs } = context;
  const remote = await made.share();
  const self = { ...(await host.processes.self()), ...(await deadOwner(made)) };
  const dead = { ...host, processes: { ...host.processes, self: async () => self } };
  for (const stage of ['merge-1.2', 'merge-1.3'])
    await takeClaim(dead, git, { ref: refs.claim(stage), key: 'k'.repeat(64), run: 'dead', shared: { remote, git } });
  await setRef(git, refs.result('merge-1.2', 'k'.repeat(64)), 'HEAD');
  await giveBackLeft(context, { remote, git }, () => false);
  const claims = await Promise.all(
    ['merge-1.2', 'merge-1.3'].map(async (stage) => await readRef(git, refs.claim(stage))),
  );
  expect(claims).toEqual([undefined, expect.stringMatching(/./)]);
  expect(userGit(remote, 'for-each-ref', '--format=%(refname)', refs.claim(''))).toBe(refs.claim('merge-1.3'));
});
