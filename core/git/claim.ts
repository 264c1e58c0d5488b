import type { Host, Owner } from '../host/host.ts';
import { makeCommit } from './commit.ts';
import type { Git } from './git.ts';
import { deleteRef, moveRef, readRef } from './refs.ts';
import { z } from 'zod';

/** The recorded right to work on something: a commit that only its maker can have made, behind a ref of that name. */
export interface Claim {
  readonly ref: string;
  readonly commit: string;
  readonly epoch: number;
}

export type ClaimAttempt =
  | { readonly held: true; readonly claim: Claim; readonly takenOverFrom?: ClaimText }
  | { readonly held: false; readonly by: ClaimText };

const claimTextSchema = z.object({
  version: z.literal(1),
  /** Settles whose claim it is when a write had an unknown outcome. */
  nonce: z.string(),
  run: z.string(),
  owner: z.object({ host: z.string(), user: z.string(), pid: z.number(), boot: z.string(), started: z.string() }),
  /** Rises with every take-over. Nothing checks it on a write; landing checks that the claim is still held. */
  epoch: z.number().int().positive(),
  /** ISO 8601, for people. */
  since: z.string(),
});
export type ClaimText = z.infer<typeof claimTextSchema>;

/** Each lost race is somebody else's win. As many as this are none: the ref cannot be written at all. */
const mostRaces = 10;

/**
 * Takes the claim behind `ref` if it is free, or if its owner is dead; by compare-and-swap, so one of several wins. A
 * person may have said that the claim with the nonce `over` is to be taken, whether its owner is alive or not.
 */
export async function takeClaim(host: Host, git: Git, ref: string, run: string, over?: string): Promise<ClaimAttempt> {
  const owner = await host.processes.self();
  for (let race = 0; race < mostRaces; race++) {
    const current = await readRef(git, ref);
    const text = current === undefined ? undefined : await readClaim(git, current);
    const isTheirs = text && text.run !== run && text.nonce !== over;
    if (isTheirs && (await host.processes.isAlive(text.owner))) return { held: false, by: text };
    const epoch = (text?.epoch ?? 0) + 1;
    const commit = await claimCommit(host, git, { run, owner, epoch });
    if (await moveRef(git, ref, commit, current)) {
      const claim = { ref, commit, epoch };
      return text ? { held: true, claim, takenOverFrom: text } : { held: true, claim };
    }
  }
  throw new Error(
    `Internal error: ${ref} cannot be written. Look for a ${ref}.lock in the repository's git folder that a dead git left, and remove it.`,
  );
}

/** False when somebody took it over meanwhile. */
export async function releaseClaim(git: Git, claim: Claim): Promise<boolean> {
  return await deleteRef(git, claim.ref, claim.commit);
}

export async function stillHeld(git: Git, claim: Claim): Promise<boolean> {
  return (await readRef(git, claim.ref)) === claim.commit;
}

/** `ada@laptop (process 4711, since 2026-05-01T10:00:00.000Z)` */
export function describeOwner(claim: ClaimText): string {
  const { owner, since } = claim;
  return `${owner.user}@${owner.host} (process ${owner.pid}, since ${since})`;
}

async function claimCommit(host: Host, git: Git, about: { run: string; owner: Owner; epoch: number }): Promise<string> {
  const since = new Date(host.clock.wall()).toISOString();
  const text: ClaimText = { version: 1, nonce: host.randomId(), since, ...about };
  return await makeCommit(git, {
    tree: await emptyTree(git),
    parents: [],
    message: `claim\n\n${JSON.stringify(text)}\n`,
    author: { name: 'phasewright', email: 'phasewright@localhost' },
  });
}

async function readClaim(git: Git, commit: string): Promise<ClaimText | undefined> {
  const message = await git.text(['show', '-s', '--format=%b', commit]);
  try {
    return claimTextSchema.parse(JSON.parse(message));
  } catch {
    // Not a claim that this version wrote: treat the ref as free would lose somebody's right, so say who from git.
    throw new Error(`Internal error: the claim ${commit} cannot be read: ${message}`);
  }
}

async function emptyTree(git: Git): Promise<string> {
  return await git.text(['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' });
}
