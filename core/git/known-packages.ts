import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { ownerFromText, ownerToText } from '../host/owner-text.ts';
import { jsonObject } from '../json.ts';
import { packagesOf, type Packages } from './packages.ts';

/*
 * Worktrees link to the packages that are installed in the user's checkout, and an agent without a sandbox can write
 * there. So a run notes how they look when it begins, and whoever runs code in a worktree looks again afterwards. What
 * was found to have changed is remembered until it looks otherwise: it has been installed anew. A run that was killed
 * before its last look is looked after by the next one.
 */

export interface PackagesPlace {
  /** Of all that we keep about the repository. */
  readonly home: string;
  /** Whose packages they are; absolute. */
  readonly checkout: string;
}

const notedSchema = z.object({
  /** The process of the run, as text. */
  owner: z.string(),
  checkout: z.string(),
  folders: z.array(z.string()),
  packages: z.array(z.tuple([z.string(), z.string()])),
});
type Noted = z.infer<typeof notedSchema>;

/** Notes how the packages look as a run begins; answers with the digest of the note. */
export async function notePackages(
  host: Host,
  place: PackagesPlace,
  run: string,
  folders: readonly string[],
): Promise<string> {
  await settle(host, place);
  const packages = [...(await packagesOf(host, place.checkout, folders))];
  const owner = ownerToText(await host.processes.self());
  const text = JSON.stringify({ owner, checkout: place.checkout, folders, packages });
  await host.files.write(noteOf(place, run), text);
  return sha256(text);
}

/** Fails when a package looks otherwise than it did when the run began, or was found changed by another run. */
export async function lookAtPackages(
  host: Host,
  place: PackagesPlace,
  run: { readonly id: string; readonly note: string },
  folders: readonly string[],
): Promise<Result<'unchanged'>> {
  const text = await host.files.read(noteOf(place, run.id));
  const noted = text !== undefined && sha256(text) === run.note ? notedSchema.safeParse(jsonObject(text)) : undefined;
  if (!noted?.success)
    return fail('dependencies', `${noteOf(place, run.id)} is not what the run has written. Run the phase again.`);
  const { data } = noted;
  const now = await packagesOf(host, place.checkout, [...new Set([...data.folders, ...folders])]);
  await remember(host, place, data, now);
  const changed = [...differing(data, now), ...(await stillChanged(host, place, now))];
  return changed.length === 0 ? ok('unchanged') : fail('dependencies', describe(place, [...new Set(changed)]));
}

/** Digest of how the packages looked when the run began, the same for each run that finds them so. */
export async function packagesAtBegin(
  host: Host,
  place: PackagesPlace,
  run: { readonly id: string; readonly note: string },
): Promise<string> {
  const text = await host.files.read(noteOf(place, run.id));
  const noted = text !== undefined && sha256(text) === run.note ? notedSchema.safeParse(jsonObject(text)) : undefined;
  // Without its note a run shares nothing with another one.
  return noted?.success ? sha256(JSON.stringify(noted.data.packages)) : run.note;
}

/** The last look of a run has been taken: what changes from now on is the user's doing. */
export async function closePackages(host: Host, place: PackagesPlace, run: string): Promise<void> {
  await host.files.write(`${noteOf(place, run)}${closed}`, '');
}

/** Removes the notes of runs that are over; of one that was killed, what has changed since is remembered. */
async function settle(host: Host, place: PackagesPlace): Promise<void> {
  const folder = join(place.home, folderName);
  const names = (await host.files.list(folder)).map(({ name }) => name);
  for (const name of names.filter((one) => one.endsWith(noteEnding))) {
    const path = join(folder, name);
    const noted = notedSchema.safeParse(jsonObject((await host.files.read(path)) ?? ''));
    if (noted.success && !names.includes(name + closed)) {
      const { owner, checkout, folders } = noted.data;
      if (await isAlive(host, owner)) continue;
      await remember(host, place, noted.data, await packagesOf(host, checkout, folders));
    }
    await host.files.remove(path);
    await host.files.remove(path + closed);
  }
}

/** What we keep is of this machine: another name is one that it, or a container, had before. */
async function isAlive(host: Host, text: string): Promise<boolean> {
  const owner = ownerFromText(text);
  const self = await host.processes.self();
  return owner?.host === self.host && (await host.processes.isAlive(owner));
}

function differing({ packages }: Noted, now: Packages): string[] {
  const before = new Map(packages);
  return [...new Set([...before.keys(), ...now.keys()])].filter((path) => before.get(path) !== now.get(path));
}

async function remember(host: Host, place: PackagesPlace, noted: Noted, now: Packages): Promise<void> {
  const known = await remembered(host, place);
  const lines = differing(noted, now)
    .flatMap((path) => lineOf(path, now.get(path)) ?? [])
    .filter((line) => !known.has(line));
  if (lines.length > 0) await host.files.append(listOf(place), `${lines.join('\n')}\n`);
}

/** Packages that look as they did when they were found changed. */
async function stillChanged(host: Host, place: PackagesPlace, now: Packages): Promise<string[]> {
  const known = await remembered(host, place);
  return [...now].filter(([path, digest]) => known.has(lineOf(path, digest) ?? '')).map(([path]) => path);
}

async function remembered(host: Host, place: PackagesPlace): Promise<ReadonlySet<string>> {
  return new Set(((await host.files.read(listOf(place))) ?? '').split('\n'));
}

/** Of a package that is gone nothing has to be remembered: nobody can run it. */
function lineOf(path: string, digest: string | undefined): string | undefined {
  return digest === undefined ? undefined : JSON.stringify([path, digest]);
}

function describe(place: PackagesPlace, paths: readonly string[]): string {
  const few = paths.slice(0, 5).join(', ');
  const names = paths.length > 5 ? `${few} and ${paths.length - 5} more` : few;
  return `Installed packages were changed while a phase ran: ${names}. Gates that ran since do not count. Somebody has installed meanwhile, or an agent has written there. Remove \`node_modules\`, install anew, and run again; if it was you, remove ${listOf(place)} and run again.`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function noteOf({ home }: PackagesPlace, run: string): string {
  return join(home, folderName, `${run}${noteEnding}`);
}

function listOf({ home }: PackagesPlace): string {
  return join(home, folderName, 'changed.txt');
}

const folderName = 'packages';
const noteEnding = '.json';
const closed = '.closed';
