import { z } from 'zod';

/** What an agent is told. */
export interface Prompt {
  /** For a new conversation: all that the agent has to know. */
  readonly full: string;
  /** For one that goes on: only what is new. */
  readonly resumed: string;
  /** What was taken out of its material because no reader would have seen it. */
  readonly hidden?: readonly Hidden[];
}

export const hiddenSchema = z.object({
  /** Of which material: `task 1.2`, `change`. */
  piece: z.string(),
  characters: z.number().int().positive(),
});
export type Hidden = z.infer<typeof hiddenSchema>;
