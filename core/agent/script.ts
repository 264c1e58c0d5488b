import { z } from 'zod';
import { roles } from './role.ts';

/**
 * The script of the `scripted` agent: what to do, per task, role, round and attempt. It runs offline, as a real child
 * process that goes the same way as any other agent; for examples and tests.
 */
export const scriptSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Folder, relative to the worktree, under which `copy`, `write` and `remove` work. Default: the worktree. */
  root: z.string().default('.'),
  turns: z.array(
    z.strictObject({
      /** The task's id, or `phase` for the review of the whole phase. Absent: any. */
      task: z.string().optional(),
      role: z.enum(roles),
      /** The review round, from 1. Absent: any. */
      round: z.number().int().positive().optional(),
      /** Which try within the round, from 1: 2 comes after red gates. Absent: any. */
      attempt: z.number().int().positive().optional(),
      /** Carried out in order. */
      do: z
        .array(
          z.union([
            z.strictObject({ say: z.string() }),
            z.strictObject({ wait: z.number().nonnegative().describe('milliseconds') }),
            z.strictObject({ copy: z.string().describe('folder beside the script, laid over root') }),
            z.strictObject({ write: z.strictObject({ path: z.string(), text: z.string() }) }),
            z.strictObject({ remove: z.string() }),
            z.strictObject({ exit: z.number().int() }),
            z.strictObject({ hang: z.literal(true) }),
          ]),
        )
        .default([]),
      /** Printed last. The commit and nonce of a verdict are filled in from what the agent was told. */
      answer: z.record(z.string(), z.unknown()).optional(),
      usage: z.strictObject({ inputTokens: z.number(), outputTokens: z.number(), costUsd: z.number() }).optional(),
    }),
  ),
});
export type WrittenScript = z.input<typeof scriptSchema>;
export type Script = z.infer<typeof scriptSchema>;
