import type { Host, Look } from '../host/host.ts';
import { differences, type Surveyed } from './watch.ts';

/** Paths below a folder that somebody has written to since; nothing is read, so it costs little. */
export async function touchedIn(files: Surveyed): Promise<string[]> {
  return touched(stampsOf(files.before), stampsOf(await files.after()));
}

/** The same of a folder that nobody else looks at: next to nothing is kept of it. */
export async function touchedSince(
  host: Host,
  folder: string,
  without: readonly string[],
): Promise<() => Promise<string[]>> {
  const before = stampsOf(await host.files.survey(folder, without));
  return async () => touched(before, stampsOf(await host.files.survey(folder, without)));
}

function touched(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  return differences(before, after).map(({ name }) => name);
}

function stampsOf(looks: ReadonlyMap<string, Look>): ReadonlyMap<string, string> {
  return new Map([...looks].map(([path, { kind, mode, stamp }]) => [path, [kind, mode, stamp].join(' ')]));
}
