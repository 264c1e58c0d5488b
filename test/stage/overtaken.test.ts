import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asideRef, readRef, setRef } from '../../core/git/refs.ts';
import { recordVersion } from '../../core/result/records.ts';
import { makeResult } from '../../core/result/result.ts';
import { asWhole } from '../../core/stage/as-whole.ts';
import { json } from '../../core/stage/context.ts';
import { takeShared } from '../../core/stage/take-shared.ts';
import { userGit } from '../git/scratch.ts';
import { twoMachines, type PhaseMachine } from './loop/two-machines.ts';

const stage = 'squash';
const key = 'k'.repeat(64);

/** A squash that a machine makes in its turn. */
async function made({ context }: PhaseMachine): Promise<string> {
  const { host, repository, phase, refs } = context;
  const { head: work, git } = repository;
  const record = { version: recordVersion, stage, outcome: 'done', key, commits: [], commit: work };
  const artifacts = new Map([['record.json', json(record)]]);
  const to = await makeResult(host, git, { stage, key, work, artifacts, scratch: join(phase.state, 'scratch') });
  await setRef(git, refs.result(stage, key), to);
  return to;
}

/** One machine does without the remote what another does through it meanwhile. */
async function apart(late: Parameters<typeof asWhole>[1]) {
  const { first, second, remote, at } = await twoMachines();
  const { refs, repository } = first.context;
  let theirs = '';
  await asWhole(second.context, async () => void (theirs = await made(second)));
  renameSync(remote, `${remote}.away`);
  let ours = '';
  const turn = await asWhole(first.context, async (own) => {
    ours = await made(first);
    renameSync(`${remote}.away`, remote);
    return await late(own);
  });
  const [result, kept] = [refs.result(stage, key), asideRef(refs.result(stage, key), ours)];
  const here = async (ref: string) => await readRef(repository.git, ref);
  return {
    first,
    remote,
    at,
    turn,
    ours,
    theirs,
    there: at(result),
    result: await here(result),
    kept: await here(kept),
  };
}

test('Who has claimed the phase while the remote was away does not go on where others have made it meanwhile.', async () => {
  const { first, turn, ours, theirs, there, result, kept } = await apart(
    async ({ isStillOurs }) => await isStillOurs(),
  );
  expect(turn).toEqual({ ok: true, value: false });
  expect([there, result, kept]).toEqual([theirs, theirs, ours]);
  expect(first.notes.at(-1)).toContain('the squash that was made here does not count');
});

test('Neither does it move a branch of the remote.', async () => {
  const { turn, at } = await apart(async ({ push }) => {
    const ref = 'refs/heads/phase/1';
    return await push?.({ remote: 'origin', ref, to: 'HEAD', expected: undefined });
  });
  expect(turn).toEqual({ ok: true, value: { how: 'lost' } });
  expect(at('refs/heads/phase/1')).toBe('');
});

test('What others have left there that cannot count takes nobody’s turn.', async () => {
  const { first, remote } = await twoMachines();
  await made(first);
  userGit(remote, 'update-ref', first.context.refs.result(stage, key), first.context.repository.head);
  const turn = await asWhole(first.context, async ({ isStillOurs }) => await isStillOurs());
  expect(turn).toEqual({ ok: true, value: true });
});

test('Who has the phase alone, and finds with a beat that others have finished it, pays for no further turn, and has theirs.', async () => {
  const { first, second, remote, at } = await twoMachines();
  const { refs } = first.context;
  renameSync(remote, `${remote}.away`);
  const attempt = await takeShared(first.context, 'run', { ref: refs.claim('whole') });
  if (attempt.how !== 'held') throw new Error('not held');
  renameSync(`${remote}.away`, remote);
  await asWhole(second.context, async () => await made(second));
  expect(await attempt.claim.beat()).toEqual({ how: 'lost' });
  expect(at(refs.claim('whole'))).toBe('');

  renameSync(remote, `${remote}.away`);
  const task = await takeShared(first.context, 'task-1.1', { ref: refs.claim('task-1.1'), key });
  if (task.how !== 'held') throw new Error('not held');
  renameSync(`${remote}.away`, remote);
  userGit(second.context.phase.checkout, 'push', '--quiet', remote, `HEAD:${refs.result('task-1.1', key)}`);
  expect(await task.claim.beat()).toEqual({ how: 'lost' });
  expect(at(refs.claim('task-1.1'))).toBe('');
});

test('A claim that comes there late, for what nobody has done, is kept alive.', async () => {
  const { first, remote, at } = await twoMachines();
  const { refs } = first.context;
  renameSync(remote, `${remote}.away`);
  const attempt = await takeShared(first.context, 'run', { ref: refs.claim('whole') });
  if (attempt.how !== 'held') throw new Error('not held');
  renameSync(`${remote}.away`, remote);
  expect(await attempt.claim.beat()).toEqual({ how: 'moved' });
  expect(at(refs.claim('whole'))).not.toBe('');
});
