import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeClaim } from '../../core/claim/take-claim.ts';
import type { HeldClaim } from '../../core/claim/held-claim.ts';
import { asideRef, readRef, setRef } from '../../core/git/refs.ts';
import { recordVersion } from '../../core/result/records.ts';
import { makeResult } from '../../core/result/result.ts';
import { asWhole } from '../../core/stage/as-whole.ts';
import { json, sharedOf } from '../../core/stage/context.ts';
import { runSquash } from '../../core/stage/squash.ts';
import { userGit } from '../git/scratch.ts';
import { twoMachines, type PhaseMachine } from './loop/two-machines.ts';

const stage = 'squash';
const key = 'k'.repeat(64);

/** A squash as a machine makes it, behind no ref yet. */
async function madeOn({ context }: PhaseMachine): Promise<string> {
  const { host, repository, phase } = context;
  const { head: work, git } = repository;
  const record = { version: recordVersion, stage, outcome: 'done', key, commits: [], commit: work };
  const artifacts = new Map([['record.json', json(record)]]);
  return await makeResult(host, git, { stage, key, work, artifacts, scratch: join(phase.state, 'scratch') });
}

/** The phase, and who has the claim on it by now. */
async function machines() {
  const made = await twoMachines();
  const { first, second, remote } = made;
  const { refs } = first.context;
  const [claim, result] = [refs.claim('whole'), refs.result(stage, key)];
  const takenOver = async (): Promise<HeldClaim> => {
    userGit(remote, 'update-ref', '-d', claim);
    const { host, repository } = second.context;
    const wanted = { ref: claim, run: 'theirs', shared: sharedOf(second.context)! };
    const attempt = await takeClaim(host, repository.git, wanted);
    if (attempt.how !== 'held') throw new Error('not held');
    return attempt.claim;
  };
  const { git } = first.context.repository;
  return {
    ...made,
    result,
    kept: (commit: string) => asideRef(result, commit),
    takenOver,
    store: async (to: string) => await setRef(git, result, to),
    here: async (ref: string) => await readRef(git, ref),
  };
}

test('What was made of a phase as a whole behind a lost claim does not count: it is kept, and theirs counts here as well.', async () => {
  const { first, second, at, here, store, takenOver, result, kept } = await machines();
  const [ours, theirs] = [await madeOn(first), await madeOn(second)];
  await asWhole(first.context, async () => {
    const claim = await takenOver();
    await store(ours);
    await claim.end([{ ref: result, to: theirs }]);
  });
  expect([at(result), await here(result), await here(kept(ours))]).toEqual([theirs, theirs, ours]);
  expect(first.notes.at(-1)).toContain(`the squash that was made here does not count`);
  expect(first.notes.at(-1)).toContain(`kept, with its work, at ${ours.slice(0, 10)} (${kept(ours)})`);
});

test('Where nobody has made it yet it does not count either, and made again it comes there.', async () => {
  const { first, at, here, store, takenOver, result, kept } = await machines();
  const ours = await madeOn(first);
  await asWhole(first.context, async () => {
    await store(ours);
    await (await takenOver()).end();
  });
  expect([at(result), await here(result), await here(kept(ours))]).toEqual(['', undefined, ours]);
  const again = first.context.repository.head;
  await asWhole(first.context, async () => await store(again));
  expect([at(result), await here(result), await here(kept(ours))]).toEqual([again, again, ours]);
});

test('What was made while the remote was away counts here until another has come to the remote.', async () => {
  const { first, second, remote, at, here, store, takenOver, result, kept } = await machines();
  const [ours, theirs] = [await madeOn(first), await madeOn(second)];
  await asWhole(first.context, async () => {
    renameSync(remote, `${remote}.away`);
    await store(ours);
  });
  expect(await here(result)).toBe(ours);
  renameSync(`${remote}.away`, remote);
  await (await takenOver()).end([{ ref: result, to: theirs }]);
  const turn = await asWhole(first.context, async ({ isNew, gaveWay }) => ({ isNew, gaveWay }));
  expect(turn).toEqual({ ok: true, value: { isNew: true, gaveWay: [result] } });
  expect([at(result), await here(result), await here(kept(ours))]).toEqual([theirs, theirs, ours]);
});

test('What on the remote cannot count takes nothing from what was made here, and is told.', async () => {
  const { first, remote, here, store, result } = await machines();
  const ours = await madeOn(first);
  await store(ours);
  userGit(remote, 'update-ref', result, first.context.repository.head);
  await asWhole(first.context, async () => undefined);
  expect(await here(result)).toBe(ours);
  expect(first.notes).toEqual([expect.stringMatching(/squash.* does not count: .*git push origin :refs/)]);
});

test('A stage whose result on the remote cannot count here fails before it is paid for.', async () => {
  const { first, remote } = await machines();
  const { context } = first;
  // It cannot be judged here, and so has no result.
  const made = await runSquash(context);
  expect(made.failure?.reason).toBe('dependencies');
  const ref = context.refs.result(stage, made.key);
  const foreign = userGit(remote, 'rev-parse', 'main');
  userGit(remote, 'update-ref', ref, foreign);
  expect(await runSquash(context)).toMatchObject({
    outcome: 'failed',
    failure: { reason: 'remote', message: expect.stringContaining('it was made for something else') },
  });
});

test('Of two that gave way one after the other both are kept.', async () => {
  const { first, here, store, takenOver, kept } = await machines();
  const made = [await madeOn(first), first.context.repository.head];
  for (const one of made)
    await asWhole(first.context, async () => {
      await store(one);
      await (await takenOver()).end();
    });
  expect(await Promise.all(made.map(async (one) => await here(kept(one))))).toEqual(made);
});
