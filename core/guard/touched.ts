import type { Look } from '../host/host.ts';
import { differences, type Surveyed } from './watch.ts';

/** Paths below a folder that somebody has written to since; nothing is read, so it costs little. */
export async function touchedIn(files: Surveyed): Promise<string[]> {
  return differences(stampsOf(files.before), stampsOf(await files.after())).map(({ name }) => name);
}

function stampsOf(looks: ReadonlyMap<string, Look>): ReadonlyMap<string, string> {
  return new Map([...looks].map(([path, { kind, mode, stamp }]) => [path, `${kind} ${mode} ${stamp}`]));
}
