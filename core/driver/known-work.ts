import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';

/** Where the driver keeps what it knows. */
export function driverFolder(host: Host): string {
  return join(host.stateFolder, 'driver');
}

/** A short name for a state file or a checkout, for folders and refs. */
export function keyOf(path: string): string {
  return createHash('sha256').update(path).digest('hex').slice(0, 16);
}

/** Notes that a state file is about a checkout, so that nobody has to open the journals of all others to know it. */
export async function remember(host: Host, checkout: string, statePath: string): Promise<void> {
  const note = join(folderOf(host, checkout), `${keyOf(statePath)}.txt`);
  if (!(await host.files.exists(note))) await host.files.write(note, statePath);
}

/** The state files about a checkout that we know of, absolute; whatever became of them. */
export async function statePathsIn(host: Host, checkout: string): Promise<string[]> {
  await noteOlder(host);
  const folder = folderOf(host, checkout);
  const notes = await host.files.list(folder).catch(() => []);
  const paths = await Promise.all(notes.map(async ({ name }) => await host.files.read(join(folder, name))));
  return paths.filter((path) => path !== undefined).toSorted();
}

/** Earlier releases have left no notes: what their journals begin with tells the checkout, and is looked at once. */
async function noteOlder(host: Host): Promise<void> {
  const folder = driverFolder(host);
  const checkouts = await namesIn(host, join(folder, 'checkouts'));
  const notes = await Promise.all(checkouts.map(async (name) => await namesIn(host, join(folder, 'checkouts', name))));
  const noted = new Set(notes.flat());
  for (const name of await namesIn(host, folder)) {
    if (name === 'checkouts' || noted.has(`${name}.txt`)) continue;
    const [journal] = await journalsIn(host, join(folder, name));
    const path = await host.files.read(join(folder, name, pathName));
    if (journal === undefined || path === undefined) continue;
    const [first] = ((await host.files.read(join(folder, name, journal))) ?? '').split('\n', 1);
    const { data } = jsonObject(first) ?? {};
    const checkout = typeof data === 'object' && data !== null && 'checkout' in data ? data.checkout : undefined;
    if (typeof checkout === 'string') await remember(host, checkout, path);
  }
}

/** Names of the journals in a folder of the driver, the oldest first. */
export async function journalsIn(host: Host, home: string): Promise<string[]> {
  return (await namesIn(host, home)).filter((name) => /^journal-\d{4}\.jsonl$/.test(name)).toSorted();
}

/** In the folder for a state file: where that is. */
export const pathName = 'path.txt';

async function namesIn(host: Host, folder: string): Promise<string[]> {
  return (await host.files.list(folder).catch(() => [])).map(({ name }) => name);
}

function folderOf(host: Host, checkout: string): string {
  return join(driverFolder(host), 'checkouts', keyOf(checkout));
}
