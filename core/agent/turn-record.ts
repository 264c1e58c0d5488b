import { z } from 'zod';
import { hiddenSchema } from './prompt.ts';
import { roles } from './role.ts';
import { troubles } from './trouble.ts';
import { usageSchema } from './usage.ts';

/** One turn of an agent, for the journal, the record, the report and the account of what a phase has cost. */
export const turnRecordSchema = z.object({
  role: z.enum(roles),
  /** Review round, and try within it. */
  round: z.number().int().positive(),
  attempt: z.number().int().positive(),
  /** As the options describe it: `claude opus`, `command my-agent`. */
  agent: z.string(),
  /** The program's own version, where it has one. */
  version: z.string().nullable(),
  /** As the agent reported it. */
  model: z.string().nullable(),
  session: z.string().nullable(),
  /** `first` of a session; `resumed`; `recap`: a new session, since the old one was lost; `repair` of an answer; `retry`. */
  kind: z.enum(['first', 'resumed', 'recap', 'repair', 'retry']),
  outcome: z.enum(['ok', ...troubles]),
  steps: z.number().int().nonnegative(),
  durationMs: z.number().nonnegative(),
  /** Bytes of its prompt, as UTF-8. */
  promptBytes: z.number().int().nonnegative(),
  /** What was taken out of the material of its call because no reader would have seen it. */
  hidden: z.array(hiddenSchema).optional(),
  usage: usageSchema,
  /** What it wanted to do and was not allowed to. */
  denied: z.array(z.string()),
});
export type TurnRecord = z.infer<typeof turnRecordSchema>;

/** The session that a loop goes on with; kept in its journal. */
export const sessionSchema = z.object({
  id: z.string(),
  agent: z.string(),
  model: z.string().optional(),
  reported: usageSchema,
});
