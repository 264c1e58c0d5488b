import { createHash } from 'node:crypto';
import { z } from 'zod';

/** What a change does to look done, as journals, records and reports keep it. */
export const sightingSchema = z.object({
  /** Short and stable: what it is and where, without its line, which drifts while code is fixed around it. */
  id: z.string(),
  /** Name of the cheat, or `gate-surface`. */
  cheat: z.string(),
  path: z.string(),
  /** From 1; at the base where `side` says so: what was there is gone. */
  line: z.number().int().positive(),
  side: z.enum(['base', 'head']),
  message: z.string(),
  /** The line, trimmed; empty where there is none. */
  quote: z.string(),
  /** The test that it is about, where it is about just one; absent in records of older releases. */
  test: z.string().optional(),
  /** How many fewer tests a gate runs, whose name stands for the path then. */
  fewer: z.number().int().positive().optional(),
});
export type Sighting = z.infer<typeof sightingSchema>;

/** A sighting that a person has allowed for the task. */
export const allowedSchema = sightingSchema.extend({ by: z.string(), words: z.string() });
export type Allowed = z.infer<typeof allowedSchema>;

/** A question to the reviewer about a sighting, and what came of it; null where the review was not reached. */
export const flagSchema = sightingSchema.extend({ answer: z.enum(['honest', 'not']).nullable(), why: z.string() });
export type FlagRecord = z.infer<typeof flagSchema>;

/** Gives each its id. Of those that are alike each has its own: who allows one has not allowed the next. */
export function withIds(found: readonly (Omit<Sighting, 'id'> & { readonly state?: string })[]): Sighting[] {
  const times = new Map<string, number>();
  return found.map(({ cheat, path, line, side, message, quote, test, fewer, state = '' }) => {
    const words = createHash('sha256')
      .update(JSON.stringify([cheat, path, message, quote, state]))
      .digest('hex');
    const count = (times.get(words) ?? 0) + 1;
    times.set(words, count);
    const id = `C-${words.slice(0, 8)}${count > 1 ? `-${count}` : ''}`;
    return {
      id,
      cheat,
      path,
      line,
      side,
      message,
      quote,
      ...(test !== undefined && { test }),
      ...(fewer !== undefined && { fewer }),
    };
  });
}

/** `src/a.ts:3 Unexpected …, expected … [skipped-test]`. */
export function describeSighting({ cheat, path, line, side, message }: Sighting): string {
  return `${path}:${line}${side === 'base' ? ' (before the change)' : ''} ${message} [${cheat}]`;
}
