import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drivePhase, type Driving } from './drive-phase.ts';
import type { DiskFault } from './faulty-disk.ts';
import {
  breachesOf,
  breachesOnDisk,
  breachesThere,
  describe,
  endOf,
  repeatedCalls,
  type Undisturbed,
} from './judge.ts';
import type { Kill } from './killing-host.ts';
import { makeWorld, otherMachine, withRemote, worldIn, type World } from './phase-world.ts';

export interface Resumed {
  readonly fault: Kill | DiskFault;
  /** Calls of agents that were made again. */
  readonly repeated: number;
  /** Milliseconds until the second process knew what there was to do. */
  readonly ready: number;
  /** What must not be. */
  readonly breaches: readonly string[];
}

/** Whether the work is shared through a remote. */
export type Claims = NonNullable<Driving['claims']>;

export async function undisturbed(claims: Claims): Promise<Undisturbed> {
  return await inWorld(claims, async (world) => {
    const drive = await drivePhase(world, { claims });
    const end = endOf(world.root);
    if (drive.last?.what !== 'ended' || drive.last.outcome !== 'landed' || !end) throw new Error(describe(drive));
    return { calls: drive.last.calls, writes: drive.last.writes, agentCalls: drive.agentCalls, end };
  });
}

/**
 * Kills a run at one call, and has another go on: it has to come to what an undisturbed one comes to. Where work is shared,
 * another machine then comes to the same without an agent.
 */
export async function killAndResume(whole: Undisturbed, kill: Kill, claims: Claims): Promise<Resumed> {
  return await inWorld(claims, async (world) => {
    const first = await drivePhase(world, { kill, claims });
    const second = await drivePhase(world, { claims });
    const breaches = breachesOf({ first, second, end: endOf(world.root) }, whole);
    if (claims === 'refs') {
      const other = otherMachine(world, join(world.folder, 'other'));
      const there = await drivePhase(other, { claims });
      breaches.push(...breachesThere(there, endOf(other.root), whole.end));
    }
    return { fault: kill, repeated: repeatedCalls({ first, second }, whole), ready: second.ready ?? 0, breaches };
  });
}

/** Has the disk fail a run from one call on, and another go on when it is well again: to the same end. */
export async function failAndResume(whole: Undisturbed, disk: DiskFault): Promise<Resumed> {
  return await inWorld('off', async (world) => {
    const first = await drivePhase(world, { disk });
    const second = await drivePhase(world);
    const breaches = breachesOnDisk({ first, second, end: endOf(world.root) }, whole);
    return { fault: disk, repeated: repeatedCalls({ first, second }, whole), ready: second.ready ?? 0, breaches };
  });
}

async function inWorld<T>(claims: Claims, work: (world: World & { folder: string }) => Promise<T>): Promise<T> {
  template ??= makeTemplate();
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-faults-'));
  try {
    cpSync(template, folder, { recursive: true });
    const world = { ...worldIn(folder), folder };
    if (claims === 'refs') withRemote(world);
    return await work(world);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Made once: all worlds begin with the same commit. */
let template: string | undefined;

function makeTemplate(): string {
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-world-'));
  makeWorld(folder);
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
