import { join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';

/*
 * While an agent works, and until what it left was looked at, a record of the settings that were known before its turn
 * lies with our copies of the configuration. Whoever opens the repository meanwhile goes by no other; and if we are killed
 * before we have looked, neither does the next run.
 */

const recordSchema = z.object({
  owner: z.object({ host: z.string(), user: z.string(), pid: z.number(), boot: z.string(), started: z.string() }),
  /** Digests of settings. */
  known: z.array(z.string()),
});

export interface OpenTurn {
  readonly isKnown: (digest: string) => boolean;
  /** Whoever opened it is dead: nobody will look any more. */
  readonly isLeft: boolean;
  close(): Promise<void>;
}

/** Opens a turn, and answers with what closes it. `home` is the folder of all stand-ins of a repository. */
export async function openTurn(host: Host, home: string, known: readonly string[]): Promise<() => Promise<void>> {
  const path = join(home, folder, `${host.randomId()}.json`);
  await host.files.write(path, JSON.stringify({ owner: await host.processes.self(), known }));
  return async () => await host.files.remove(path);
}

export async function openTurns(host: Host, home: string): Promise<OpenTurn[]> {
  const self = await host.processes.self();
  const turns: OpenTurn[] = [];
  for (const { name } of await host.files.list(join(home, folder))) {
    if (!name.endsWith('.json')) continue;
    const path = join(home, folder, name);
    const text = await host.files.read(path);
    // It was closed while we looked.
    if (text === undefined) continue;
    // One that cannot be read knows of nothing: that is safe, if not kind.
    const { data: record } = recordSchema.safeParse(jsonObject(text));
    const known = new Set(record?.known);
    turns.push({
      isKnown: (digest) => known.has(digest),
      // The folder is of this machine: another name is one that it, or a container, had before.
      isLeft: record?.owner.host !== self.host || !(await host.processes.isAlive(record.owner)),
      close: async () => await host.files.remove(path),
    });
  }
  return turns;
}

const folder = 'turns';
