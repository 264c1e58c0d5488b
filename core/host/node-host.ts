import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Host } from './host.ts';
import { nodeFiles } from './node-files.ts';
import { nodeProcesses } from './node-processes.ts';
import { stopSignal } from './stop-signal.ts';

/** The real world, for a process of ours. Asked for once, where the process begins. With `stopAfter`, milliseconds, it ends by itself then. */
export function nodeHost({ stopAfter }: { readonly stopAfter?: number | undefined } = {}): Host {
  const stop = stopSignal(stopAfter);
  return {
    files: nodeFiles,
    clock: { wall: () => Date.now(), monotonic: () => Number(process.hrtime.bigint()) / 1e6 },
    env: process.env,
    processes: nodeProcesses(stop),
    machine: { platform: process.platform, arch: process.arch, nodeVersion: process.version, release: release() },
    stateFolder: stateFolder(),
    stop,
    stopsWithin: async (milliseconds) =>
      await delay(Math.min(milliseconds, longestTimer), false, { signal: stop }).catch(() => true),
    randomId: () => randomUUID(),
    random: () => Math.random(),
  };
}

/** Milliseconds: a longer timer would go off at once. */
const longestTimer = 2 ** 31 - 1;

function release(): string {
  const manifest = findPackageJSON('..', import.meta.url);
  const { version } = JSON.parse(manifest === undefined ? '{}' : readFileSync(manifest, 'utf8')) as {
    version?: unknown;
  };
  if (typeof version !== 'string') throw new Error('Internal error: no package.json of ours with a version');
  return version;
}

function stateFolder(): string {
  const { PHASEWRIGHT_STATE, XDG_STATE_HOME, LOCALAPPDATA } = process.env;
  if (PHASEWRIGHT_STATE) return PHASEWRIGHT_STATE;
  if (XDG_STATE_HOME) return join(XDG_STATE_HOME, 'phasewright');
  if (process.platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'phasewright');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'phasewright');
  return join(homedir(), '.local', 'state', 'phasewright');
}
