import type { Host, Look } from '../host/host.ts';
import { differences } from './watch.ts';

/** Dependencies, caches and artifacts, and what git keeps about itself. */
const unwatched = ['node_modules', '.nx', '.phasewright', '.git', '.worktrees'];

/** Paths below a folder that somebody has written to since; nothing is read, so it costs little. */
export async function touchedSince(host: Host, folder: string): Promise<() => Promise<string[]>> {
  const before = await stampsOf(host, folder);
  return async () => differences(before, await stampsOf(host, folder)).map(({ name }) => name);
}

async function stampsOf(host: Host, folder: string): Promise<ReadonlyMap<string, string>> {
  const looks = await host.files.survey(folder, unwatched);
  return new Map([...looks].map(([path, look]) => [path, stampOf(look)]));
}

function stampOf({ kind, mode, stamp }: Look): string {
  return `${kind} ${mode} ${stamp}`;
}
