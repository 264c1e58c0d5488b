import { renameSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { readRef } from '../../../core/git/refs.ts';
import { ownerToText } from '../../../core/host/owner-text.ts';
import { checkoutOf, userGit } from '../../git/scratch.ts';
import { begun, deadOwner, waiting, type Begun } from '../overview/begun.ts';
import { found, look, treat } from './treat.ts';

const claimOf = (what: string): string => `refs/phasewright/demo/1/claim/${what}`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function startedBy(made: Begun, run: string, owner?: string): Promise<number> {
  return await waiting(made.root, {
    PHASEWRIGHT_RUN: run,
    ...(owner === undefined ? {} : { PHASEWRIGHT_OWNER: owner }),
  });
}

describe('claims', () => {
  test('Those of a dead run are given back by name, and then nothing is wrong.', async () => {
    const made = await begun();
    const dead = await deadOwner(made);
    await made.claim('phase', dead);
    await made.claim('task-1.1', dead);
    const before = checkoutOf(made.root);
    expect(await found(made)).toEqual(['phase', 'task-1.1'].map((what) => `claim-without-worker ${claimOf(what)}`));
    expect(await treat(made)).toEqual([
      { done: true, says: 'given back' },
      { done: true, says: 'given back' },
    ]);
    expect(await readRef(made.git, claimOf('phase'))).toBeUndefined();
    expect(await readRef(made.git, claimOf('task-1.1'))).toBeUndefined();
    expect(await found(made)).toEqual([]);
    expect(checkoutOf(made.root)).toEqual(before);
  });

  test('Where the phase is shared they are given back on the remote too, and nobody waits for their lease.', async () => {
    const made = await begun();
    const remote = await made.share();
    await made.claim('task-1.1', await deadOwner(made));
    const there = (what: string) => userGit(remote, 'for-each-ref', '--format=%(objectname)', claimOf(what));
    expect(there('task-1.1')).not.toBe('');
    expect(await treat(made)).toEqual([{ done: true, says: 'given back' }]);
    expect(there('task-1.1')).toBe('');

    await made.claim('task-1.2', await deadOwner(made));
    renameSync(remote, `${remote}.away`);
    expect(await treat(made)).toEqual([{ done: true, says: expect.stringContaining('it ends with its lease: ') }]);
  });

  test.each([
    ['of a run at work', {}],
    ['of another machine', { host: 'far-away' }],
  ])('One %s is no finding, and neither is any other of its phase.', async (_, owner) => {
    const made = await begun();
    const commit = await made.claim('phase', owner);
    await made.claim('task-1.1', await deadOwner(made));
    expect(await found(made)).toEqual([]);
    expect(await treat(made)).toEqual([]);
    expect(await readRef(made.git, claimOf('phase'))).toBe(commit);
  });

  test('A process that has the number of the dead one, and began at another time, does not make its claim alive.', async () => {
    const made = await begun();
    await made.claim('task-1.1', { pid: process.pid, started: '1' });
    expect(await found(made)).toEqual([`claim-without-worker ${claimOf('task-1.1')}`]);
  });

  test('A run that has begun since it was looked at is left alone, with all of its phase.', async () => {
    const made = await begun();
    await made.claim('task-1.1', await deadOwner(made));
    const { findings } = await look(made);
    await made.claim('phase', {}, 'run-2');
    expect(await treat(made, findings)).toEqual([
      { done: false, says: expect.stringMatching(/ has begun to work on it meanwhile$/) },
    ]);
    expect(await readRef(made.git, claimOf('task-1.1'))).toBeDefined();
  });

  test('One that somebody has taken over meanwhile is theirs.', async () => {
    const made = await begun();
    await made.claim('task-1.1', await deadOwner(made));
    const { findings } = await look(made);
    await takeClaim(made.host, made.git, { ref: claimOf('task-1.1'), run: 'run-2' });
    expect(await treat(made, findings)).toEqual([{ done: false, says: 'somebody has taken it over meanwhile' }]);
    expect(await readRef(made.git, claimOf('task-1.1'))).toBeDefined();
  });
});

describe('processes', () => {
  test('What a dead run has left running is ended, together with its claim.', async () => {
    const made = await begun();
    const { run } = made.context.phase;
    const pid = await startedBy(made, run);
    await made.claim('phase', await deadOwner(made));
    const { findings } = await look(made);
    expect(findings.map(({ kind }) => kind)).toEqual(['orphaned-process', 'claim-without-worker']);
    expect(findings[0]).toMatchObject({ name: `run ${run}`, says: expect.stringContaining(`${pid} (`) });
    expect(await treat(made, findings)).toEqual([
      { done: true, says: '1 ended' },
      { done: true, says: 'given back' },
    ]);
    expect(await found(made)).toEqual([]);
  });

  test('It is known as well by the owner that it names, when the claim is gone.', async () => {
    const made = await begun();
    const dead = { ...(await made.host.processes.self()), ...(await deadOwner(made)) };
    const pid = await startedBy(made, made.context.phase.run, ownerToText(dead));
    expect(await found(made)).toEqual([`orphaned-process run ${made.context.phase.run}`]);
    await treat(made);
    expect(await found(made)).toEqual([]);
    expect(isRunning(pid)).toBe(false);
  });

  test.each<[string, (made: Begun) => Promise<number>]>([
    [
      'a run whose claim is held',
      async (made) => {
        await made.claim('phase', {});
        return await startedBy(made, made.context.phase.run);
      },
    ],
    [
      'a run whose stage lives, though its claim is of a dead process',
      async (made) => {
        await made.claim('phase', await deadOwner(made));
        return await startedBy(made, made.context.phase.run, ownerToText(await made.host.processes.self()));
      },
    ],
    ['a run of which nobody names an owner', async (made) => await startedBy(made, made.context.phase.run)],
    [
      'a run of another repository',
      async (made) => {
        const dead = { ...(await made.host.processes.self()), ...(await deadOwner(made)) };
        return await startedBy(made, made.host.randomId(), ownerToText(dead));
      },
    ],
  ])('Those of %s are left alone.', async (_, start) => {
    const made = await begun();
    const pid = await start(made);
    expect((await found(made)).filter((one) => one.startsWith('orphaned'))).toEqual([]);
    await treat(made);
    expect(isRunning(pid)).toBe(true);
  });
});
