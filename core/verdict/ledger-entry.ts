import { z } from 'zod';
import type { Charge } from '../result/charges.ts';
import { verdictSchema } from '../result/records.ts';
import { keyOf } from '../result/result.ts';
import { judgedInputSchema } from './judged-input.ts';

/** Raised when an entry says something else; those of another version are passed over. Since 2 they are sealed. */
export const ledgerVersion = 2;

/** One verdict, with all that is needed to believe it, and to find out where it comes from. */
export const ledgerEntrySchema = z.object({
  version: z.literal(ledgerVersion),
  /** Digest of `input`. */
  key: z.string(),
  input: judgedInputSchema,
  /** ISO 8601, when the gates began. */
  at: z.string(),
  durationMs: z.number().nonnegative(),
  /** The name of the machine, and the worktree there. */
  where: z.object({ machine: z.string(), worktree: z.string() }),
  /** The run that asked. */
  run: z.string(),
  stage: z.string(),
  /** The commit whose tree `input.since` is. That of `input.tree` is the verdict's. */
  since: z.string(),
  phase: z.string(),
  /** What was run, as words. */
  command: z.string(),
  /** Nothing was replayed from Nx's cache. */
  fresh: z.boolean(),
  /** Without names of tests. */
  verdict: verdictSchema,
  /** Where the names of tests are, by the order of the verdict's gates; null where a gate names none. */
  names: z.array(z.string().nullable()).optional(),
});
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>;

/** Whether a record of the ledger is what it says to be; `other` is one of another release. */
export function readEntry(data: unknown): LedgerEntry | 'other' | 'broken' {
  const read = ledgerEntrySchema.safeParse(data);
  if (read.success) return read.data.key === keyOf(read.data.input) ? read.data : 'broken';
  const { success: isVersioned, data: about } = z.object({ version: z.number() }).safeParse(data);
  return isVersioned && about.version !== ledgerVersion ? 'other' : 'broken';
}

/**
 * What may be taken for the next judgement of the same input: gates that all came to an end, and the same one each time. A
 * red one only in the same run: before the next, somebody may have mended what is in no tree.
 */
export function isReusable({ run, verdict: { trouble, gates, complaints } }: LedgerEntry, now: string): boolean {
  if (complaints?.some(({ kind }) => kind === 'unproven')) return false;
  if (run !== now && gates.some(({ outcome }) => outcome !== 'passed')) return false;
  const isSteady = gates.every(({ outcome, charge }) => outcome !== 'not-run' && !changing.has(charge ?? 'real'));
  return trouble === undefined && isSteady;
}

const changing: ReadonlySet<Charge> = new Set(['flaky', 'environment']);
