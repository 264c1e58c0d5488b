import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const patience = 3_000;

/**
 * Kills every process that carries `marker` (`NAME=value`) in its environment, except this one and its ancestors, and
 * waits until they are gone. A process that left its group, or its session, still has its environment; one that has
 * cleared that as well is known by where it is: an orphan without a terminal, younger than this process, in `folder`.
 *
 * Linux only; elsewhere it finds nothing, and process groups are all there is.
 */
export async function sweep(marker: string, folder?: string): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const spared = await ancestors();
  const found = new Set<number>();
  const deadline = performance.now() + patience;
  for (;;) {
    const alive = await carriers(marker, spared, folder);
    if (alive.length === 0 || performance.now() > deadline) return found.size;
    for (const pid of alive) {
      found.add(pid);
      kill(pid);
    }
    await delay(20);
  }
}

async function carriers(marker: string, spared: ReadonlySet<number>, folder: string | undefined): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const carrying: number[] = [];
  for (const pid of pids) {
    if (spared.has(pid)) continue;
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    const isMarked = environment.split('\0').includes(marker);
    if (isMarked || (folder !== undefined && (await isLeftIn(folder, pid)))) carrying.push(pid);
  }
  return carrying;
}

/** Somebody's shell or editor has a parent, or a terminal, or was there before. */
async function isLeftIn(folder: string, pid: number): Promise<boolean> {
  const place = await readlink(`/proc/${pid}/cwd`).catch(() => '');
  if (place !== folder && !place.startsWith(`${folder}/`)) return false;
  const [own, other] = [await statOf('self'), await statOf(pid)];
  return other.parent === 1 && other.terminal === 0 && other.started >= own.started;
}

/** The numbers after the name in `/proc/<pid>/stat`, which itself may hold spaces and brackets: see proc(5). */
async function statOf(pid: number | 'self'): Promise<{ parent: number; terminal: number; started: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') Z 0');
  const fields = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { parent: fields[1] ?? 0, terminal: fields[4] ?? 0, started: fields[19] ?? 0 };
}

async function ancestors(): Promise<Set<number>> {
  const line = new Set<number>([process.pid]);
  for (let pid = process.ppid; pid > 1 && !line.has(pid);) {
    line.add(pid);
    pid = (await statOf(pid)).parent;
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
