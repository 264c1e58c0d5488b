import { lstatSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { drivePhase } from '../../scripts/faults/drive-phase.ts';
import { endOf } from '../../scripts/faults/judge.ts';
import { makeWorld, otherMachine, withRemote, worldIn, type World } from '../../scripts/faults/phase-world.ts';
import { filesBelow } from '../git/scratch.ts';
import { temporaryFolder } from '../host/temporary.ts';

/** A phase of two tasks, the second of which has its review when its run is killed: six calls of agents in all. */
const ids = ['1.1', '1.6'];
const inReview = 4;

function world(): World & { readonly folder: string } {
  const folder = temporaryFolder();
  makeWorld(folder, ids);
  return { ...worldIn(folder), folder };
}

const ended = { what: 'ended', outcome: 'landed' };

test('F26: Of a killed run all that can be had again may be gone or broken: it is, from journals and refs, and the end is the same.', async () => {
  const [alone, made] = [world(), world()];
  const whole = await drivePhase(alone);
  expect(whole.last).toMatchObject(ended);
  const killed = await drivePhase(made, { killAtAgent: inReview });
  expect(killed).toMatchObject({ wasKilled: true, agentCalls: inReview });
  rmSync(join(made.root, '.worktrees'), { recursive: true });
  rmSync(join(made.root, '.phasewright'), { recursive: true, force: true });
  // Links lead to what is git's own.
  const kept = filesBelow(made.state, '').filter((path) => lstatSync(join(made.state, path)).isFile());
  const derived = kept.filter((path) => !/\.(?:jsonl|lock)$/.test(path));
  expect(derived.length).toBeGreaterThan(0);
  for (const path of derived) writeFileSync(join(made.state, path), '{"tor');
  const second = await drivePhase(made);
  expect(second.last).toMatchObject(ended);
  expect(endOf(made.root)).toMatchObject({ tree: endOf(alone.root)?.tree, commits: endOf(alone.root)?.commits });
  expect(second.agentCalls).toBe(whole.agentCalls - inReview + 1);
}, 180_000);

test('F50: A machine that is taken away leaves what was done to another one, which has nothing of it but the remote.', async () => {
  const made = world();
  withRemote(made);
  const evicted = await drivePhase(made, { claims: 'refs', killAtAgent: inReview });
  expect(evicted).toMatchObject({ wasKilled: true, agentCalls: inReview });
  const next = otherMachine(made, join(made.folder, 'next'));
  rmSync(made.root, { recursive: true });
  rmSync(made.state, { recursive: true });
  const second = await drivePhase(next, { claims: 'refs' });
  expect(second.last).toMatchObject(ended);
  const commits = endOf(next.root)
    ?.commits.split('\n')
    .map((line) => line.split(' | ')[1]);
  expect(commits?.filter(Boolean)).toEqual(ids);
  // The first task is adopted; of the second nothing had come to an end.
  expect(second.agentCalls).toBe(6 - 2 + 1);
}, 180_000);
