import { z } from 'zod';
import { acpKinds } from '../option.ts';
import { usageSchema } from '../usage.ts';

/** What the driver tells the program that speaks with the agent: its one argument, as JSON. The prompt is standard input. */
export const settingsSchema = z.strictObject({
  command: z.array(z.string()).min(1),
  access: z.enum(['write', 'read']),
  allow: z.array(z.enum(acpKinds)),
  /** To go on with; a new one without it. */
  session: z.string().optional(),
  /** What that one is known to have used. */
  reported: usageSchema,
  model: z.string().optional(),
  /** Whether the option names a model; else it is the one that the task was begun with. */
  isModelAsked: z.boolean(),
  effort: z.string().optional(),
});
export type Settings = z.infer<typeof settingsSchema>;
