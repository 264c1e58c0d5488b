import { readdir, readFile, readlink } from 'node:fs/promises';

/** A process that carries some variable in its environment. */
export interface Carrier {
  readonly pid: number;
  /** Its command line, for people. */
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** The processes that carry a variable of that name, this one apart. Linux only; elsewhere nobody can tell. */
export async function carriersOf(name: string): Promise<Carrier[]> {
  const carriers: Carrier[] = [];
  for (const pid of await others()) {
    const entries = (await read(pid, 'environ')).split('\0').map((entry): [string, string] => {
      const at = entry.indexOf('=');
      return [entry.slice(0, Math.max(0, at)), entry.slice(at + 1)];
    });
    const env = Object.fromEntries(entries);
    if (Object.hasOwn(env, name))
      carriers.push({ pid, command: (await read(pid, 'cmdline')).replaceAll('\0', ' ').trim(), env });
  }
  return carriers;
}

/** The processes that have a file open, or are in a folder, this one apart. Linux only, and of the same user only. */
export async function usersOf(path: string): Promise<number[]> {
  const isAt = (place: string): boolean => place === path || place.startsWith(`${path}/`);
  const users: number[] = [];
  for (const pid of await others()) {
    const opened = (await readdir(`/proc/${pid}/fd`).catch(() => [])).map((name) => `/proc/${pid}/fd/${name}`);
    for (const place of [`/proc/${pid}/cwd`, ...opened]) {
      if (!isAt(await readlink(place).catch(() => ''))) continue;
      users.push(pid);
      break;
    }
  }
  return users;
}

async function others(): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  return pids.filter((pid) => pid !== process.pid);
}

/** Empty for a process that is gone, or somebody else's. */
async function read(pid: number, file: string): Promise<string> {
  return await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
}
