import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { promisify } from 'node:util';
import type { Owner } from './host.ts';

/** This process as an owner of claims and runs. */
export async function self(): Promise<Owner> {
  return {
    host: hostname(),
    user: userName(),
    pid: process.pid,
    boot: await bootId(),
    started: (await startTime(process.pid)) ?? '',
  };
}

/**
 * Is that very process still running? A process on another machine, or in another container of this one, counts as alive:
 * from here nobody can tell.
 */
export async function isAlive(owner: Owner): Promise<boolean> {
  if (owner.host !== hostname()) return true;
  const [[boot, space], [here, ours]] = [owner.boot.split(' '), (await bootId()).split(' ')];
  if (boot !== here) return false;
  // Earlier releases did not say in which container they ran.
  if (space !== undefined && space !== ours) return true;
  const started = await startTime(owner.pid);
  return started !== undefined && (owner.started === '' || started === owner.started);
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run as a number without a name.
    return 'unknown';
  }
}

/** With the processes that are seen from here, which have numbers of their own in every container. */
async function bootId(): Promise<string> {
  try {
    const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    return `${boot.trim()} ${await readlink('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

/** Undefined when there is no such process. */
async function startTime(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') return await startTimeFromProc(pid);
  try {
    process.kill(pid, 0);
  } catch {
    return undefined;
  }
  if (process.platform === 'win32') return '';
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }));
  return stdout.trim() || undefined;
}

async function startTimeFromProc(pid: number): Promise<string | undefined> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
    // The command name stands in parentheses and may itself hold blanks and parentheses: read from the last one.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    return state === 'Z' || state === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
