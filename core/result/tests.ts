import { z } from 'zod';

/** What a gate has tested, as far as somebody has counted. */
export const testsSchema = z.object({
  /** Those that passed or failed. */
  executed: z.number().int().nonnegative(),
  passed: z.number().int().nonnegative(),
  failed: z.number().int().nonnegative(),
  skipped: z.number().int().nonnegative(),
  /** Whose report it is. `output`: what was printed, of which those that were skipped cannot be told. */
  by: z.enum(['vitest', 'jest', 'node:test', 'pytest', 'go', 'junit', 'output']),
  /** Absent where the report names none, or more than are kept. */
  names: z
    .array(
      z.object({
        name: z.string(),
        file: z.string().optional(),
        outcome: z.enum(['passed', 'failed', 'skipped']),
        /** The first words of what it failed with, with the name of the error; absent where its runner does not tell. */
        message: z.string().optional(),
      }),
    )
    .optional(),
});
export type Tests = z.infer<typeof testsSchema>;
