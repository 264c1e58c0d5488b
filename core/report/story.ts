import { z } from 'zod';
import { roles } from '../agent/role.ts';
import { findingSchema } from '../review/finding.ts';
import { answerSchema } from '../workflow/question.ts';

/** The parts of the report that tell what happened when. Times are ISO 8601, by the clock of the machine that did it. */
const timeSchema = z.string().nullable();

/** One thing that a loop did: a turn of an agent, the gates on a commit. */
const stepSchema = z.object({
  doing: z.enum(['work', 'gates', 'review', 'other']),
  round: z.number().int().positive(),
  role: z.enum(roles).nullable(),
  started: z.string(),
  ended: z.string(),
  /** In a word or two: `done`, `red`, `APPROVED`. */
  outcome: z.string(),
});
export type Step = z.infer<typeof stepSchema>;

/** One node of the phase's graph. Its name is also the name of the record that it left. */
export const stageSchema = z.object({
  name: z.string(),
  kind: z.enum(['polish', 'spec-lint', 'task', 'squash', 'review', 'gates', 'exit-criteria', 'land']),
  /** Of the plan, for a task. */
  task: z.string().nullable(),
  title: z.string(),
  /** Names of stages. */
  dependsOn: z.array(z.string()),
  outcome: z.enum(['done', 'failed', 'waiting', 'parked', 'skipped', 'ticked-unproven']),
  reused: z.boolean(),
  started: timeSchema,
  ended: timeSchema,
  /** Stages of one lane did not overlap: as many lanes as were ever at work at once. Null where no time is known. */
  lane: z.number().int().nonnegative().nullable(),
  /** What filled the time, where a journal tells. */
  steps: z.array(stepSchema),
});
export type Stage = z.infer<typeof stageSchema>;

/** One round of a loop: what was judged, and how. */
export const roundSchema = z.object({
  stage: z.string(),
  round: z.number().int().positive(),
  /** The commit that was judged last in it. */
  commit: z.string().nullable(),
  /** Calls of the agent that writes. */
  attempts: z.number().int().nonnegative(),
  gates: z
    .object({ passed: z.number(), failed: z.number(), green: z.boolean(), trouble: z.string().nullable() })
    .nullable(),
  verdict: z.enum(['APPROVED', 'ISSUES_FOUND', 'NEEDS_CLARIFICATION']).nullable(),
  /** In the words of the agents. */
  implementer: z.string().nullable(),
  reviewer: z.string().nullable(),
  /** What the reviewer raised in it. */
  findings: z.array(findingSchema),
});
export type Round = z.infer<typeof roundSchema>;

/** What a stage left, so that everybody can look for themselves. */
export const recordLinkSchema = z.object({
  /** The stage, or `answer-<question>`. */
  name: z.string(),
  /** Of the file, relative to the phase worktree. */
  path: z.string().nullable(),
  /** The ref of the stored result, and its commit: its tree is the artifacts, its parent the work. */
  ref: z.string().nullable(),
  result: z.string().nullable(),
  work: z.string().nullable(),
  tree: z.string().nullable(),
  key: z.string().nullable(),
  outcome: z.string(),
});
export type RecordLink = z.infer<typeof recordLinkSchema>;

/** What a person decided, and when. */
export const answeredSchema = z.object({
  question: z.string(),
  /** What was asked, where a journal tells. */
  text: z.string().nullable(),
  choice: z.string(),
  words: z.string(),
  by: z.string(),
  at: z.string(),
  /** Answers of an older release were a person's. */
  how: answerSchema.shape.how.unwrap().default('person'),
  commit: z.string().nullable(),
});
