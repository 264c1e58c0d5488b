import { z } from 'zod';

/*
 * What a phase began with, for the records and the report.
 */

/** What a file is to the phase that is bound to it. Where it is several things, the first one counts. */
export const boundKinds = ['plan', 'roadmap', 'spec', 'decisions', 'memo', 'vendored', 'rules'] as const;

/** A file or folder that a phase is bound to, and what it was: the id that git has for its content. */
export const boundSchema = z.object({
  path: z.string(),
  kind: z.enum(boundKinds),
  /** Of a submodule, its commit; of a folder, its tree. */
  blob: z.string(),
});
export type BoundFile = z.infer<typeof boundSchema>;

/** A phase that had to be done before, and how far it was. */
export const earlierSchema = z.object({
  id: z.string(),
  title: z.string(),
  /**
   * `skipped`: it had open tasks, and the phase went on all the same: whoever started the run said so, or it had begun
   * before they were open.
   */
  state: z.enum(['handed-over', 'researched', 'ticked', 'claimed', 'without-tasks', 'skipped']),
  /** What of it is not proven, or is not any more; empty where nothing is to be said. */
  note: z.string(),
});
export type EarlierRecord = z.infer<typeof earlierSchema>;

/** The milestone that was asked for, and the phases that it is made of. */
export const milestoneSchema = z.object({
  id: z.string(),
  phases: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      verb: z.enum(['starts', 'advances', 'closes']),
      state: z.enum(['handed-over', 'researched', 'ticked', 'open', 'without-tasks']),
    }),
  ),
});
