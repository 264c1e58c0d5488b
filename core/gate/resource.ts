import { join } from 'node:path';
import { z } from 'zod';
import type { Host, Owner } from '../host/host.ts';
import { jsonObject } from '../json.ts';

/** Milliseconds between two looks at who is in front. */
const pause = 200;
/** Milliseconds after which those who watch are told again. */
const sayAgain = 30_000;

/**
 * Does something while nobody else on this machine who names the same resource does. Waits for its turn, and says so;
 * undefined where the run is stopped meanwhile.
 *
 * Whoever comes takes a number that is higher than all it sees, and waits until those with lower ones are gone (Lamport's
 * bakery). Each writes only files of its own, so nothing has to be taken from a process that has died: its number no
 * longer counts, whoever sees it.
 */
export async function holding<T>(
  host: Host,
  resource: string,
  about: { readonly for: string; readonly note: (text: string) => void },
  act: () => Promise<T>,
): Promise<T | undefined> {
  const folder = join(host.stateFolder, 'resources', resource);
  const id = host.randomId();
  const me: Ticket = { owner: await host.processes.self(), for: about.for };
  const choosing = join(folder, `choosing-${id}`);
  await host.files.write(choosing, JSON.stringify(me));
  const number = 1 + Math.max(0, ...(await ticketsIn(host, folder)).map((ticket) => ticket.number));
  const mine = join(folder, nameOf(number, id));
  await host.files.write(mine, JSON.stringify(me));
  await host.files.remove(choosing);
  try {
    return (await turnComes(host, folder, { number, id, resource, note: about.note })) ? await act() : undefined;
  } finally {
    await host.files.remove(mine);
  }
}

const ticketSchema = z.object({
  owner: z.object({ host: z.string(), user: z.string(), pid: z.number(), boot: z.string(), started: z.string() }),
  for: z.string(),
});

interface Ticket {
  readonly owner: Owner;
  /** What the resource is wanted for, for people. */
  readonly for: string;
}

async function turnComes(
  host: Host,
  folder: string,
  mine: { number: number; id: string; resource: string; note: (text: string) => void },
): Promise<boolean> {
  let toldAt = -Infinity;
  for (;;) {
    const ahead = await whoIsAhead(host, folder, mine);
    if (ahead === undefined) return true;
    if (host.clock.monotonic() - toldAt >= sayAgain) {
      toldAt = host.clock.monotonic();
      mine.note(`waits for the resource "${mine.resource}", which ${describe(ahead)} holds or is to have before`);
    }
    if (await host.stopsWithin(pause)) return false;
  }
}

/**
 * Who is choosing comes first: a number that is not there yet when the numbers are read was chosen by somebody who is seen
 * choosing, or who has seen ours.
 */
async function whoIsAhead(
  host: Host,
  folder: string,
  mine: { number: number; id: string },
): Promise<Ticket | undefined> {
  for (const { name } of await host.files.list(folder)) {
    if (!/^choosing-[\w-]+$/.test(name)) continue;
    const ticket = await aliveAt(host, join(folder, name));
    if (ticket) return ticket;
  }
  const before = (await ticketsIn(host, folder))
    .filter(({ number, id }) => number < mine.number || (number === mine.number && id < mine.id))
    .toSorted((a, b) => a.number - b.number);
  for (const { name } of before) {
    const ticket = await aliveAt(host, join(folder, name));
    if (ticket) return ticket;
  }
  return undefined;
}

/** Who wrote a file and still runs. The file of one that does not is removed: nobody else writes it again. */
async function aliveAt(host: Host, path: string): Promise<Ticket | undefined> {
  const text = await host.files.read(path);
  if (text === undefined) return undefined;
  const ticket = ticketSchema.safeParse(jsonObject(text));
  if (ticket.success && (await host.processes.isAlive(ticket.data.owner))) return ticket.data;
  await host.files.remove(path);
  return undefined;
}

async function ticketsIn(host: Host, folder: string): Promise<{ name: string; number: number; id: string }[]> {
  return (await host.files.list(folder)).flatMap(({ name }) => {
    const [, number, id] = /^ticket-(\d+)-([\w-]+)$/.exec(name) ?? [];
    return number === undefined || id === undefined ? [] : [{ name, number: Number(number), id }];
  });
}

function nameOf(number: number, id: string): string {
  return `ticket-${number}-${id}`;
}

function describe({ owner, for: what }: Ticket): string {
  return `${what} of process ${owner.pid} on ${owner.host}`;
}
