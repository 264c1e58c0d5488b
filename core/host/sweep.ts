import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const patience = 3_000;

/**
 * Kills every process that carries `marker` (`NAME=value`) in its environment, except this one and its ancestors, and
 * waits until they are gone. A process that left its group, or its session, still has its environment.
 *
 * Linux only; elsewhere it finds nothing, and process groups are all there is.
 */
export async function sweep(marker: string): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const spared = await ancestors();
  const found = new Set<number>();
  const deadline = performance.now() + patience;
  for (;;) {
    const alive = await carriers(marker, spared);
    if (alive.length === 0 || performance.now() > deadline) return found.size;
    for (const pid of alive) {
      found.add(pid);
      kill(pid);
    }
    await delay(20);
  }
}

async function carriers(marker: string, spared: ReadonlySet<number>): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const carrying: number[] = [];
  for (const pid of pids) {
    if (spared.has(pid)) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(marker)) carrying.push(pid);
  }
  return carrying;
}

async function ancestors(): Promise<Set<number>> {
  const line = new Set<number>([process.pid]);
  for (let pid = process.ppid; pid > 1 && !line.has(pid);) {
    line.add(pid);
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') S 0');
    pid = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  }
  return line;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went by itself.
  }
}
