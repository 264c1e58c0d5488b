import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';

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
  const folder = folderOf(host, checkout);
  const notes = await host.files.list(folder).catch(() => []);
  const paths = await Promise.all(notes.map(async ({ name }) => await host.files.read(join(folder, name))));
  return paths.filter((path) => path !== undefined).toSorted();
}

function folderOf(host: Host, checkout: string): string {
  return join(driverFolder(host), 'checkouts', keyOf(checkout));
}
