import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drivePhase } from './drive-phase.ts';
import { breachesOf, describe, endOf, repeatedCalls, type Undisturbed } from './judge.ts';
import type { Kill } from './killing-host.ts';
import { makeWorld, worldIn, type World } from './phase-world.ts';

export interface Resumed {
  readonly kill: Kill;
  /** Calls of agents that were made again. */
  readonly repeated: number;
  /** Milliseconds until the second process knew what there was to do. */
  readonly ready: number;
  /** What must not be. */
  readonly breaches: readonly string[];
}

export async function undisturbed(): Promise<Undisturbed> {
  return await inWorld(async (world) => {
    const drive = await drivePhase(world);
    const end = endOf(world.root);
    if (drive.last?.what !== 'ended' || drive.last.outcome !== 'landed' || !end) throw new Error(describe(drive));
    return { calls: drive.last.calls, agentCalls: drive.agentCalls, end };
  });
}

/** Kills a run at one call, and has another go on: it has to come to what an undisturbed one comes to. */
export async function killAndResume(whole: Undisturbed, kill: Kill): Promise<Resumed> {
  return await inWorld(async (world) => {
    const killed = await drivePhase(world, { kill });
    const second = await drivePhase(world);
    const breaches = breachesOf({ killed, second, end: endOf(world.root) }, whole);
    return { kill, repeated: repeatedCalls({ killed, second }, whole), ready: second.ready ?? 0, breaches };
  });
}

async function inWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  template ??= makeTemplate();
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-faults-'));
  try {
    cpSync(template, folder, { recursive: true });
    return await work(worldIn(folder));
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
