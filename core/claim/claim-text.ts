import { z } from 'zod';

const ownerSchema = z.object({
  host: z.string(),
  user: z.string(),
  pid: z.number(),
  boot: z.string(),
  started: z.string(),
});

/** Claims of an older release: nobody can see from elsewhere whether their owner lives. */
const version1 = z.object({
  version: z.literal(1),
  /** Settles whose claim it is when a write had an unknown outcome. */
  nonce: z.string(),
  run: z.string(),
  owner: ownerSchema,
  /** Rises with every take-over. */
  epoch: z.number().int().positive(),
  /** ISO 8601, for people. */
  since: z.string(),
});

const version2 = version1.extend({
  version: z.literal(2),
  /** Seconds for which the claim holds without a new beat, by the clock of whoever looks. */
  lease: z.number().positive(),
  /** Rises with every sign of life. Nonce and epoch stay. */
  beat: z.number().int().nonnegative(),
  /** Of the result that is made under it, or how that begins; claims of an older release do not tell. */
  key: z.string().optional(),
});

export const claimTextSchema = z.discriminatedUnion('version', [version1, version2]);

/** What the message of a claim's commit says. */
export type ClaimText = z.infer<typeof claimTextSchema>;
/** A claim as it is written now. */
export type LeasedText = z.infer<typeof version2>;

/** Undefined when it is no claim, or one of a newer release. */
export function readClaimText(message: string): ClaimText | undefined {
  try {
    return claimTextSchema.parse(JSON.parse(message));
  } catch {
    return undefined;
  }
}

/** `ada@laptop (process 4711, since 2026-05-01T10:00:00.000Z)` */
export function describeOwner(claim: ClaimText): string {
  const { owner, since } = claim;
  return `${owner.user}@${owner.host} (process ${owner.pid}, since ${since})`;
}

/** Whether it may be one for the same result; `key` is its key, or how that begins. */
export function mayBeFor(claim: ClaimText, key: string): boolean {
  return claim.version === 1 || claim.key === undefined || claim.key.startsWith(key) || key.startsWith(claim.key);
}

/** The very same right: a later beat of it, or an earlier one. */
export function isSameClaim(one: ClaimText, other: ClaimText): boolean {
  return one.nonce === other.nonce && one.epoch === other.epoch;
}
