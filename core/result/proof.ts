import { z } from 'zod';

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** What a proof covers: it holds as long as none of that changes. Paths are relative to the repository. */
const inputsSchema = z.object({
  /** SHA-256 over mode, object and path of every file that is covered, the plan without regard to its ticks. */
  digest: sha256,
  /** Nothing but these paths; where this is missing, all that is not left out. */
  only: z.array(z.string()).optional(),
  /** Files and folders that may change without a word. */
  leftOut: z.array(z.string()),
});

/** A program that we ran to find something out. */
const runSchema = z.object({
  command: z.array(z.string()).min(1),
  ended: z.enum(['exit', 'signal', 'time-limit', 'silence-limit', 'cancelled', 'not-found']),
  /** Present when it ended by itself. */
  code: z.number().int().optional(),
  durationMs: z.number().nonnegative(),
  output: z.object({
    /** SHA-256 of what was kept: standard output, then what it said on standard error. */
    digest: sha256,
    /** The artifact of the result that holds it; absent where nothing was stored. */
    artifact: z.string().optional(),
    /** It was longer than what is kept, and lacks its middle. */
    isCut: z.boolean(),
  }),
  /** What its output says of tests, where it says something. */
  tests: z.object({ runners: z.array(z.string()), passed: z.number().int().nonnegative() }).optional(),
});

/** A number that was printed, and what it had to keep to; both in the budget's unit. */
const measuredSchema = z.object({
  value: z.number(),
  comparison: z.enum(['<', '≤', '>', '≥']),
  budget: z.number(),
  unit: z.string(),
});

/** What makes an outcome of a criterion more than a word: who or what found it out, on what, and when. */
export const proofSchema = z.object({
  /** ISO 8601. */
  at: z.string(),
  tree: sha,
  inputs: inputsSchema,
  run: runSchema.optional(),
  measured: measuredSchema.optional(),
  /** A person's word, with the time at which it was given. */
  person: z.object({ by: z.string(), at: z.string(), words: z.string() }).optional(),
});
export type Proof = z.infer<typeof proofSchema>;
