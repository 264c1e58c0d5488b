import { join } from 'node:path';
import { z } from 'zod';
import { ok, type Result } from '../failure.ts';
import { fetchRef, isHere, readRemote } from '../git/remote.ts';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { claimIn } from './claim-commit.ts';
import { claimTextSchema } from './claim-text.ts';
import type { Shared } from './shared.ts';

const thereSchema = z.object({
  version: z.literal(1),
  remote: z.string(),
  /** When the remote was asked, ISO 8601. */
  at: z.string(),
  claims: z.array(z.object({ ref: z.string(), commit: z.string(), text: claimTextSchema })),
});
/** The claims of a phase as a remote had them. */
export type ClaimsThere = z.infer<typeof thereSchema>;

/**
 * Looks at the claims that a remote has below a folder of refs, and writes them down in the phase's folder of state, for
 * those who look at the phase later. Nothing depends on what is written.
 */
export async function lookThere(
  host: Host,
  { remote, git }: Pick<Shared, 'remote' | 'git'>,
  about: { readonly folder: string; readonly state: string },
): Promise<Result<ClaimsThere>> {
  const { folder, state } = about;
  const read = await readRemote(git, remote, [`${folder}*`]);
  if (!read.ok) return read;
  const found = [...read.value.at].filter(([ref]) => ref.startsWith(folder));
  const here = await Promise.all(found.map(async ([, commit]) => await isHere(git, commit)));
  const missing = found.filter((_, index) => !here[index]).map(([ref]) => ref);
  // One that moves meanwhile is seen by the next look.
  if (missing.length > 0) await fetchRef(git, remote, ...missing);
  const claims: ClaimsThere['claims'] = [];
  for (const [ref, commit] of found) {
    const text = (await isHere(git, commit)) ? await claimIn(git, commit) : undefined;
    if (text) claims.push({ ref, commit, text });
  }
  const there: ClaimsThere = { version: 1, remote, at: new Date(host.clock.wall()).toISOString(), claims };
  await host.files.write(pathIn(state), `${JSON.stringify(there)}\n`);
  return ok(there);
}

/** What was seen last; undefined where nobody has looked from here. */
export async function seenThere(host: Host, state: string): Promise<ClaimsThere | undefined> {
  return thereSchema.safeParse(jsonObject(await host.files.read(pathIn(state)))).data;
}

function pathIn(state: string): string {
  return join(state, 'claims-there.json');
}
