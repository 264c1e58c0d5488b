import { z } from 'zod';
import { turnRecordSchema } from '../agent/turn-record.ts';
import { usageSchema } from '../agent/usage.ts';
import { failureReasons } from '../failure.ts';
import { deviationSchema } from '../review/deviation.ts';
import { findingSchema } from '../review/finding.ts';
import { questionSchema } from '../workflow/question.ts';

/**
 * The artifacts that stages leave for each other and for the report. They cross processes and releases, so each has a
 * version, and each is checked when it is read.
 */
export const recordVersion = 1;

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

/** One gate target of one project, judged on one tree. */
export const gateSchema = z.object({
  project: z.string(),
  target: z.string(),
  outcome: z.enum(['passed', 'failed', 'not-run']),
  /** Replayed from the Nx cache of this run, which no agent can write to. Never so in the `gates` stage. */
  cached: z.boolean(),
  durationMs: z.number().nonnegative(),
  /** What of the gate's output tells why it did not pass. */
  output: z.string(),
});
export type Gate = z.infer<typeof gateSchema>;

export const criterionSchema = z.object({
  text: z.string(),
  line: z.number().int().positive(),
  /** What was done to find out: a command, a look at a file, the gates, a person. */
  probe: z.string(),
  outcome: z.enum(['met', 'not-met', 'undecided']),
  /** The end of a command's output, a path, a person's name and words. */
  evidence: z.string(),
});
export type CriterionRecord = z.infer<typeof criterionSchema>;

/** What the project's gates say about exactly one tree. */
export const verdictSchema = z.object({
  commit: sha,
  tree: sha,
  green: z.boolean(),
  gates: z.array(gateSchema),
  /** Files that a gate changed; the changes were discarded. A gate is a check that never changes files. */
  changedFiles: z.array(z.string()),
  /** The exit criteria on the same tree, where the gates were followed by them. */
  criteria: z.array(criterionSchema).optional(),
  /** Why there is no green verdict although no gate failed: nothing was collected, Nx itself failed, the time limit. */
  trouble: z.string().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;

const failureSchema = z.object({
  reason: z.enum(failureReasons),
  message: z.string(),
  at: z.object({ path: z.string(), line: z.number(), column: z.number() }).optional(),
});

/** How one stage ended when it did not end well. */
const unfinished = {
  failure: failureSchema.optional(),
  question: questionSchema.optional(),
};

/** A finding and what became of it. */
export const triagedSchema = z.object({
  finding: findingSchema,
  outcome: z.enum(['fixed', 'deferred', 'rejected']),
  /** Why a finding was rejected, in the implementer's words; the reviewer did not raise it again. */
  reason: z.string().optional(),
});
export type Triaged = z.infer<typeof triagedSchema>;

export const specLintRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('spec-lint'),
  outcome: z.enum(['done', 'failed']),
  errors: z.number().int().nonnegative(),
  warnings: z.number().int().nonnegative(),
  failure: failureSchema.optional(),
});
export type SpecLintRecord = z.infer<typeof specLintRecordSchema>;

export const taskRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('task'),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  spec: z.string(),
  /** The commit that work started from: the polished commit with the results of the task's dependencies. */
  start: sha.optional(),
  /** The commit that was approved, and its tree. */
  commit: sha.optional(),
  tree: sha.optional(),
  /** Review rounds. */
  rounds: z.number().int().nonnegative(),
  agentCalls: z.number().int().nonnegative(),
  usage: usageSchema,
  turns: z.array(turnRecordSchema).default([]),
  gates: z.array(gateSchema),
  findings: z.array(triagedSchema),
  deviations: z.array(deviationSchema).default([]),
  /** Ids of backlog entries that the implementer says to have mended. */
  mended: z.array(z.string()).default([]),
  reviewer: z.string(),
  implementer: z.string(),
  ...unfinished,
});
export type TaskRecord = z.infer<typeof taskRecordSchema>;

export const squashRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('squash'),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  /** One commit per task, in plan order. */
  commits: z.array(z.object({ task: z.string(), commit: sha, tree: sha })),
  commit: sha.optional(),
  tree: sha.optional(),
  /** The task whose gates already ran on exactly this tree, if there is one; otherwise the gates ran here. */
  provenBy: z.string().optional(),
  verdict: verdictSchema.optional(),
  ...unfinished,
});
export type SquashRecord = z.infer<typeof squashRecordSchema>;

export const reviewRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('review'),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  rounds: z.number().int().nonnegative(),
  agentCalls: z.number().int().nonnegative(),
  usage: usageSchema,
  turns: z.array(turnRecordSchema).default([]),
  findings: z.array(triagedSchema),
  deviations: z.array(deviationSchema).default([]),
  /** The review fixes, oldest first, without the hand-off commit. */
  fixes: z.array(sha),
  /** Repository path of the backlog, if the hand-off has changed it. */
  backlog: z.string().optional(),
  /** Entries of the backlog that are fixed, each with the commit that did. */
  mended: z.array(z.object({ id: z.string(), title: z.string(), commit: sha })).default([]),
  handOff: sha.optional(),
  tree: sha.optional(),
  ...unfinished,
});
export type ReviewRecord = z.infer<typeof reviewRecordSchema>;

export const gatesRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('gates'),
  outcome: z.enum(['done', 'failed']),
  key: z.string(),
  verdict: verdictSchema.optional(),
  failure: failureSchema.optional(),
});
export type GatesRecord = z.infer<typeof gatesRecordSchema>;

export const exitCriteriaRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('exit-criteria'),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  commit: sha.optional(),
  tree: sha.optional(),
  criteria: z.array(criterionSchema),
  failure: failureSchema.optional(),
  questions: z.array(questionSchema),
});
export type ExitCriteriaRecord = z.infer<typeof exitCriteriaRecordSchema>;
