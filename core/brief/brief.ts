import { z } from 'zod';

/** What one task's agent is told: the task, the cited spec sections, its scope. No line numbers, which move without meaning. */
export const briefSchema = z.object({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  /** The task's own lines in the plan. */
  text: z.string(),
  plan: z.string(),
  phase: z.object({ id: z.string(), title: z.string() }),
  spec: z.string(),
  sections: z.array(z.object({ path: z.string(), heading: z.string().nullable(), text: z.string() })),
  /** Paths and globs that the task may touch; empty: the task does not say. */
  files: z.array(z.string()),
});
export type Brief = z.infer<typeof briefSchema>;
