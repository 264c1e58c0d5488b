import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { z } from 'zod';
import type { Host, RunResult } from '../host/host.ts';
import { runVariable } from '../host/variables.ts';
import { jsonObject } from '../json.ts';
import { cleanEnvironment } from './environment.ts';

/** An Nx of its own, in a worktree: no daemon, caches of ours, and nothing of the Nx or npm that started us. */
export interface NxCall {
  readonly worktree: string;
  readonly args: readonly string[];
  /** Folder of ours for Nx's cache and workspace data, out of reach for agents; one per worktree. */
  readonly cache: string;
  /** The user's checkout, whose programs must not be found on PATH. */
  readonly checkout: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeLimit?: number;
  /** Ends it early. */
  readonly cancel?: AbortSignal | undefined;
}

export interface NxOutcome {
  readonly result: RunResult;
  /** Nx's own record of what it ran; undefined when it came to no end, or ran nothing. */
  readonly tasks: readonly NxTask[] | undefined;
}

export interface NxTask {
  readonly project: string;
  readonly target: string;
  readonly passed: boolean;
  readonly cached: boolean;
  readonly durationMs: number;
  /** Nx's own, of all that it declares as its input. */
  readonly hash?: string | undefined;
  /** What the task printed; empty if Nx kept nothing. */
  output(): Promise<string>;
}

/** The file that Nx writes into its cache folder at the end of each run: the part of it that is read here. */
const runFileSchema = z.object({
  tasks: z.array(
    z.object({
      target: z.string(),
      projectName: z.string(),
      hash: z.string().optional(),
      startTime: z.string(),
      endTime: z.string(),
      cacheStatus: z.string(),
      status: z.number(),
    }),
  ),
});

/** Bytes that are kept of what a gate prints on one stream. */
export const mostOutput = 4 * 1024 * 1024;
/** Bytes of what Nx says of a run; gates can write there as well. */
const mostOfRun = 64 * 1024 * 1024;

export async function callNx(host: Host, call: NxCall): Promise<NxOutcome> {
  const cache = join(call.cache, 'cache');
  const runFile = join(cache, 'run.json');
  await host.files.remove(runFile);
  const result = await host.processes.run({
    file: host.processes.node,
    args: [await nxProgram(host, call.worktree), ...call.args],
    cwd: call.worktree,
    env: {
      ...cleanEnvironment(host, call.worktree, call.checkout),
      NX_DAEMON: 'false',
      NX_ISOLATE_PLUGINS: 'false',
      NX_TUI: 'false',
      NX_CACHE_DIRECTORY: cache,
      NX_WORKSPACE_DATA_DIRECTORY: join(call.cache, 'workspace-data'),
      NX_SKIP_REMOTE_CACHE: 'true',
      NX_NO_CLOUD: 'true',
      [runVariable]: call.run,
      ...call.env,
    },
    ...(call.timeLimit === undefined ? {} : { timeLimit: call.timeLimit }),
    ...(call.cancel && { cancel: call.cancel }),
  });
  const text = await host.files.readEnds(runFile, mostOfRun);
  const read = text === undefined ? undefined : runFileSchema.safeParse(jsonObject(text));
  if (!read?.success) return { result, tasks: undefined };
  return {
    result,
    tasks: read.data.tasks.map((task) => ({
      project: task.projectName,
      target: task.target,
      passed: task.status === 0,
      cached: task.cacheStatus !== 'cache-miss',
      durationMs: Math.max(0, Date.parse(task.endTime) - Date.parse(task.startTime)) || 0,
      hash: task.hash,
      output: async () =>
        (task.hash && (await host.files.readEnds(join(cache, 'terminalOutputs', task.hash), mostOutput))) || '',
    })),
  };
}

/** The end of what a program printed, without colours: those are for terminals, agents and reports get plain text. */
export function lastLines(text: string, count = 60): string {
  return stripVTControlCharacters(text).trim().split('\n').slice(-count).join('\n');
}

async function nxProgram(host: Host, worktree: string): Promise<string> {
  const folder = join(worktree, 'node_modules', 'nx');
  const manifest = JSON.parse((await host.files.read(join(folder, 'package.json'))) ?? '{}') as {
    bin?: { nx?: string };
  };
  return join(folder, manifest.bin?.nx ?? 'bin/nx.js');
}
