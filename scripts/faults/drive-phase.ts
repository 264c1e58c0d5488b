import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { DiskFault } from './faulty-disk.ts';
import type { Kill } from './killing-host.ts';
import type { World } from './phase-world.ts';
import type { Order, Told } from './told.ts';

/** One process that drove the phase. */
export interface Drive {
  readonly wasKilled: boolean;
  readonly agentCalls: number;
  /** Milliseconds until it knew what there was to do. */
  readonly ready: number | undefined;
  readonly last: Told | undefined;
  /** What it wrote to standard error. */
  readonly complaint: string;
}

const program = join(import.meta.dirname, 'run-phase.ts');

/** How a process drives it, beside the usual. */
export interface Driving {
  readonly kill?: Kill | undefined;
  readonly disk?: DiskFault | undefined;
  /** Which call of an agent it is killed at, from 1: one that has begun. */
  readonly killAtAgent?: number;
  readonly claims?: Order['claims'];
}

/** Drives the phase of a world to its end, or until it is killed. */
export async function drivePhase(
  world: World,
  { kill, disk, killAtAgent, claims = 'off' }: Driving = {},
): Promise<Drive> {
  const { root, script, state } = world;
  const order = JSON.stringify({ root, script, kill, disk, claims } satisfies Order);
  const env = { ...process.env, PHASEWRIGHT_STATE: state };
  const started = performance.now();
  const child = spawn(process.execPath, [program, order], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let agentCalls = 0;
  let ready: number | undefined;
  let last: Told | undefined;
  let complaint = '';
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = JSON.parse(line) as Told;
    if (last.what === 'agent') agentCalls += 1;
    if (agentCalls === killAtAgent) child.kill('SIGKILL');
    if (last.what === 'ready') ready ??= performance.now() - started;
  });
  child.stderr.on('data', (text: Buffer) => void (complaint += text.toString()));
  const signal = await new Promise<string | null>((resolve) => child.once('close', (_, by) => resolve(by)));
  return { wasKilled: signal === 'SIGKILL', agentCalls, ready, last, complaint };
}
