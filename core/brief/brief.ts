import { z } from 'zod';

/** Another task of the same phase, as far as it concerns this one. */
const siblingSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** This task builds on it; it builds on this one; neither; or the plan has ticked it. */
  standing: z.enum(['before', 'after', 'beside', 'ticked']),
  /** Paths and globs that it may touch. */
  files: z.array(z.string()),
  /** Headings of the sections that it cites. */
  specs: z.array(z.string()),
});
export type Sibling = z.infer<typeof siblingSchema>;

/** A file of the project that holds rules for those who work on it. */
const ruleFileSchema = z.object({ path: z.string(), text: z.string() });
export type RuleFile = z.infer<typeof ruleFileSchema>;

/** A research memo that binds a task. */
const memoNameSchema = z.object({
  path: z.string(),
  /** `outcome PASS, decision GO`, as its header says. */
  says: z.string(),
  /** SHA-256 of its text: an agent is told the name, but the brief is about this text and no other. */
  digest: z.string(),
});
export type MemoName = z.infer<typeof memoNameSchema>;

/** What one task's agents are told: the task, the cited spec sections, its scope. No line numbers, which move without meaning. */
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
  /** Memos that the task or its specs name; absent where there are none. */
  memos: z.array(memoNameSchema).optional(),
  /** Paths and globs that the task may touch; empty: the task does not say. */
  files: z.array(z.string()),
  /** Those of them that it is to delete; absent where it is to delete none. */
  deletes: z.array(z.string()).optional(),
  /** How to tell that this task is done. */
  acceptance: z.array(z.string()),
  antiPatterns: z.array(z.string()),
  requirements: z.array(z.string()),
  constraints: z.array(z.string()),
  /** Names of the tests that the plan wants. */
  tests: z.array(z.string()),
  /** Nx targets that judge the change, of every project that it affects. */
  gates: z.array(z.string()),
  /** Other tasks of the phase: to find one's way, no part of the work. */
  siblings: z.array(siblingSchema),
  /** Open findings of the backlog in files of the task: to be mended along the way, no part of what the task has to do. */
  findings: z
    .array(z.object({ id: z.string(), severity: z.string().nullable(), title: z.string(), location: z.string() }))
    .default([]),
  /** As they are at the commit that the phase starts from. */
  rules: z.array(ruleFileSchema),
});
export type Brief = z.infer<typeof briefSchema>;
