import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface Survivor {
  readonly pid: number;
  readonly command: string;
}

/** The processes that know of `folder`: by their environment, their arguments, or where they are. Linux only. */
export function processesOf(folder: string): Survivor[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids
    .filter((pid) => knows(pid, folder))
    .map((pid) => ({ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }));
}

/** Waits until a condition holds, for things that only the system can tell. */
export async function until(condition: () => boolean, limit = 10_000): Promise<boolean> {
  const deadline = performance.now() + limit;
  while (!condition()) {
    if (performance.now() > deadline) return false;
    await delay(25);
  }
  return true;
}

/** SIGKILL, again and again until there is nobody left: what is killed may just have started another. */
export async function killAll(find: () => readonly Survivor[]): Promise<void> {
  const gone = await until(() => {
    const alive = find();
    for (const { pid } of alive) kill(pid, 'SIGKILL');
    return alive.length === 0;
  });
  if (!gone) throw new Error(`These processes cannot be killed: ${describe(find())}`);
}

export function describe(processes: readonly Survivor[]): string {
  return processes.map(({ pid, command }) => `${pid} ${command}`).join('\n');
}

/** False when there is nobody to signal. A negative number is a process group. */
export function kill(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function knows(pid: string, folder: string): boolean {
  if (read(`/proc/${pid}/stat`).includes(') Z ')) return false;
  return [read(`/proc/${pid}/environ`), read(`/proc/${pid}/cmdline`), link(`/proc/${pid}/cwd`)].some((text) =>
    text.includes(folder),
  );
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
