import { z } from 'zod';
import { acpKinds } from '../option.ts';

/** What the driver tells the program that speaks with the agent: its one argument, as JSON. The prompt is standard input. */
export const settingsSchema = z.strictObject({
  command: z.array(z.string()).min(1),
  access: z.enum(['write', 'read']),
  allow: z.array(z.enum(acpKinds)),
  /** To go on with; a new one without it. */
  session: z.string().optional(),
  model: z.string().optional(),
  effort: z.string().optional(),
});
export type Settings = z.infer<typeof settingsSchema>;
