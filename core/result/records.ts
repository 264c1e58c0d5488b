import { z } from 'zod';
import { turnRecordSchema } from '../agent/turn-record.ts';
import { usageSchema } from '../agent/usage.ts';
import { allowedSchema, flagSchema } from '../cheat/sighting.ts';
import { failureReasons } from '../failure.ts';
import { hookNames } from '../git/hooks.ts';
import { deviationSchema } from '../review/deviation.ts';
import { evidenceSchema } from '../review/evidence.ts';
import { findingSchema } from '../review/finding.ts';
import { questionSchema } from '../workflow/question.ts';
import { proofSchema } from './proof.ts';
import { chargeSchema, complaintSchema, redGreenSchema } from './charges.ts';
import { testsSchema } from './tests.ts';

/**
 * The artifacts that stages leave for each other and for the report. They cross processes and releases, so each has a
 * version, and each is checked when it is read.
 */
export const recordVersion = 1;

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

/** A gate that the change did not call for, and why. */
export const leftOutSchema = z.object({ gate: z.string(), reason: z.string() });
export type LeftOut = z.infer<typeof leftOutSchema>;

/** One gate of one project, judged on one tree. */
export const gateSchema = z.object({
  project: z.string(),
  target: z.string(),
  outcome: z.enum(['passed', 'failed', 'not-run']),
  /** Replayed from the Nx cache of this run, which no agent can write to. Never so in the `gates` stage. */
  cached: z.boolean(),
  durationMs: z.number().nonnegative(),
  /** What of the gate's output tells why it did not pass. */
  output: z.string(),
  /** Of a gate that is a command and no Nx target; `target` is its name then. */
  command: z.array(z.string()).optional(),
  /** Absent where nothing was tested, or nobody could count. */
  tests: testsSchema.optional(),
  /** What does not make it red, and makes it worth less: only the exit code says that tests ran. */
  notice: z.string().optional(),
  /**
   * Digest of the file of ours that holds the output of a gate that did not pass, or of one that tests and whose runner names
   * no tests; absent in records of older releases.
   */
  log: z.string().optional(),
  /** What a gate that failed at least once is put down to; absent where nobody has looked into it. */
  charge: chargeSchema.optional(),
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
  /** Absent where nothing was stored, and in results of releases before there were proofs. */
  proof: proofSchema.optional(),
});
export type CriterionRecord = z.infer<typeof criterionSchema>;

/** What the project's gates say about exactly one tree. */
export const verdictSchema = z.object({
  commit: sha,
  tree: sha,
  green: z.boolean(),
  gates: z.array(gateSchema),
  /** Gates whose `when` the change does not meet. */
  leftOut: z.array(leftOutSchema).optional(),
  /** Files that a gate changed; the changes were discarded. A gate is a check that never changes files. */
  changedFiles: z.array(z.string()),
  /** The exit criteria on the same tree, where the gates were followed by them. */
  criteria: z.array(criterionSchema).optional(),
  /**
   * What a person has to take before the commit counts: criteria, acceptances and decisions that it changes. Judged of
   * specs only.
   */
  demands: z.array(z.string()).optional(),
  /**
   * Where the tests of the task have to be red: whether exactly they are, because what they test is not written yet; and
   * if not, what is wrong.
   */
  red: z.object({ isRight: z.boolean(), why: z.string() }).optional(),
  /** Why there is no green verdict although no gate failed: nothing was collected, Nx itself failed, the time limit. */
  trouble: z.string().optional(),
  /** What was found out about the gates beside what they say themselves; absent in records of older releases. */
  complaints: z.array(complaintSchema).optional(),
  /** Of tasks only, once their gates are green. */
  redGreen: redGreenSchema.optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;

const failureSchema = z.object({
  reason: z.enum(failureReasons),
  message: z.string(),
  at: z.object({ path: z.string(), line: z.number(), column: z.number() }).optional(),
});

/** When a stage began and ended, as ISO 8601 by the clock of its machine. Records of an older release have none. */
const timesSchema = z.object({ started: z.string(), ended: z.string() });
export type Times = z.infer<typeof timesSchema>;

/** What looked like a cheat; absent where nothing did, and in records of an older release. */
const honesty = {
  /** Questions to the reviewer, with its answers. */
  flags: z.array(flagSchema).optional(),
  /** What a person has let pass. */
  allowed: z.array(allowedSchema).optional(),
};

/** How one stage ended when it did not end well. */
const unfinished = {
  failure: failureSchema.optional(),
  question: questionSchema.optional(),
};

/** A finding and what became of it. */
export const triagedSchema = z.object({
  finding: findingSchema,
  /** `unfounded`: what it quotes does not stand where it says, so nobody was sent to fix it. */
  outcome: z.enum(['fixed', 'deferred', 'rejected', 'unfounded']),
  /**
   * Why: of a rejected one in the implementer's words, which the reviewer let stand; of a deferred one who said so, if it
   * was a person; of an unfounded one what is not there.
   */
  reason: z.string().optional(),
  /** What shows that a rejected one is invalid; code has looked it up. */
  evidence: evidenceSchema.optional(),
  /** Of a rejected or a deferred one: how it was raised again, with nothing new, in later reviews. */
  again: z.array(findingSchema).optional(),
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

export const breakdownRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('breakdown'),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  /** What is proposed; each task may build on those before it, by their numbers from 1. */
  tasks: z.array(z.object({ title: z.string(), dependsOn: z.array(z.number().int().positive()) })),
  summary: z.string(),
  agentCalls: z.number().int().nonnegative(),
  usage: usageSchema,
  turns: z.array(turnRecordSchema),
  ...unfinished,
});
export type BreakdownRecord = z.infer<typeof breakdownRecordSchema>;

export const polishRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('polish'),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  /** The commit that was polished. Records of an older release do not tell. */
  start: sha.optional(),
  /** The commit with the polished texts, and the paths that differ there from what was polished. */
  commit: sha.optional(),
  changed: z.array(z.string()),
  rounds: z.number().int().nonnegative(),
  agentCalls: z.number().int().nonnegative(),
  usage: usageSchema,
  turns: z.array(turnRecordSchema),
  /** Gaps that readers have found, and what became of them. */
  findings: z.array(triagedSchema),
  ...unfinished,
});
export type PolishRecord = z.infer<typeof polishRecordSchema>;

/** How the conflicts of two pieces of work were resolved, or that they were not. */
export const mergeRecordSchema = z.object({
  version: z.literal(recordVersion),
  /** `merge-1.2`, `merge-main`. */
  stage: z.string(),
  times: timesSchema.optional(),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  /** What was brought together, for people. */
  sides: z.tuple([z.string(), z.string()]),
  /** The conflicts. */
  paths: z.array(z.string()),
  /** The commit that was approved; of its tree these paths count. */
  commit: sha.optional(),
  tree: sha.optional(),
  rounds: z.number().int().nonnegative(),
  agentCalls: z.number().int().nonnegative(),
  usage: usageSchema,
  turns: z.array(turnRecordSchema),
  gates: z.array(gateSchema),
  findings: z.array(triagedSchema),
  deviations: z.array(deviationSchema),
  ...honesty,
  ...unfinished,
});
export type MergeRecord = z.infer<typeof mergeRecordSchema>;

export const taskRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('task'),
  times: timesSchema.optional(),
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
  /** Whether its tests fail without its change. Records of an older release do not tell. */
  redGreen: redGreenSchema.optional(),
  /** What the last verdict on it says beside its gates. */
  complaints: z.array(complaintSchema).optional(),
  /** Gates whose `when` the task's change does not meet. */
  gatesLeftOut: z.array(leftOutSchema).optional(),
  findings: z.array(triagedSchema),
  deviations: z.array(deviationSchema).default([]),
  /** Ids of backlog entries that the implementer says to have mended. */
  mended: z.array(z.string()).default([]),
  ...honesty,
  /** How it was done, where that was not by rounds of one step. */
  workflow: z.literal('tdd').optional(),
  /** Conflicts of the results that it builds on. */
  merges: z.array(mergeRecordSchema).optional(),
  /** Whoever reviewed it; empty where nobody did, for want of a written guide of style. */
  reviewer: z.string(),
  implementer: z.string(),
  ...unfinished,
});
export type TaskRecord = z.infer<typeof taskRecordSchema>;

export const squashRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('squash'),
  times: timesSchema.optional(),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  /** One commit per task, in plan order. */
  commits: z.array(z.object({ task: z.string(), commit: sha, tree: sha })),
  commit: sha.optional(),
  tree: sha.optional(),
  /** The task whose gates already ran on exactly this tree, if there is one; otherwise the gates ran here. */
  provenBy: z.string().optional(),
  verdict: verdictSchema.optional(),
  /** Conflicts of the tasks' results. */
  merges: z.array(mergeRecordSchema).optional(),
  /** About what tasks have deleted: one for each. */
  questions: z.array(questionSchema).optional(),
  ...unfinished,
});
export type SquashRecord = z.infer<typeof squashRecordSchema>;

export const reviewRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('review'),
  times: timesSchema.optional(),
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
  /** The commit that the review let pass: the hand-off commit adds nothing to it but ticks and backlog. */
  approved: sha.optional(),
  /** Repository path of the backlog, if the hand-off has changed it. */
  backlog: z.string().optional(),
  /** Entries of the backlog that are fixed, each with the commit that did. */
  mended: z.array(z.object({ id: z.string(), title: z.string(), commit: sha })).default([]),
  handOff: sha.optional(),
  tree: sha.optional(),
  ...honesty,
  ...unfinished,
});
export type ReviewRecord = z.infer<typeof reviewRecordSchema>;

export const gatesRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('gates'),
  times: timesSchema.optional(),
  outcome: z.enum(['done', 'failed']),
  key: z.string(),
  verdict: verdictSchema.optional(),
  failure: failureSchema.optional(),
});
export type GatesRecord = z.infer<typeof gatesRecordSchema>;

/** The judgement of a finished phase together with what main had become meanwhile. */
export const landRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('land'),
  outcome: z.literal('done'),
  key: z.string(),
  /** The merge that lands, and its tree; its first parent is where main was. */
  commit: sha,
  tree: sha,
  main: sha,
  /** Its conflicts, where there were any. */
  merge: mergeRecordSchema.optional(),
  verdict: verdictSchema,
  criteria: z.array(criterionSchema),
});
export type LandRecord = z.infer<typeof landRecordSchema>;

/** A hook of the user's that was run on what lands. */
export const hookRunSchema = z.object({
  hook: z.enum(hookNames),
  /** The program, and how its files looked: absolute, SHA-256. */
  program: z.string(),
  digest: z.string(),
  /** What it has judged. */
  tree: sha,
  outcome: z.enum(['passed', 'failed']),
  /** How often it was run: `commit-msg` once for each commit. */
  calls: z.number().int().positive(),
  /** Of the last call; absent when that did not exit. */
  code: z.number().int().optional(),
  durationMs: z.number().nonnegative(),
  /** What of its output tells why it did not pass. */
  output: z.string(),
});
export type HookRun = z.infer<typeof hookRunSchema>;

/** What the user's hooks say about what is to land. */
export const hooksRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.enum(['commit-hooks', 'push-hooks']),
  outcome: z.enum(['done', 'failed']),
  key: z.string(),
  /** What lands, and its tree. */
  commit: sha,
  tree: sha,
  /** What it lands on; absent where that is nothing. */
  onto: sha.optional(),
  hooks: z.array(hookRunSchema),
  /** Messages as `commit-msg` has written them anew, by the commit. */
  messages: z.record(sha, z.string()),
});
export type HooksRecord = z.infer<typeof hooksRecordSchema>;

/** The commits that land in place of those that were judged: of the same trees, signed, or with messages of a hook's. */
export const commitsRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('commits'),
  outcome: z.literal('done'),
  key: z.string(),
  /** The last of them. */
  commit: sha,
  tree: sha,
  signed: z.boolean(),
  /** Oldest first. */
  commits: z.array(z.object({ from: sha, to: sha })),
});
export type CommitsRecord = z.infer<typeof commitsRecordSchema>;

export const exitCriteriaRecordSchema = z.object({
  version: z.literal(recordVersion),
  stage: z.literal('exit-criteria'),
  times: timesSchema.optional(),
  outcome: z.enum(['done', 'failed', 'question']),
  key: z.string(),
  commit: sha.optional(),
  tree: sha.optional(),
  criteria: z.array(criterionSchema),
  failure: failureSchema.optional(),
  questions: z.array(questionSchema),
});
export type ExitCriteriaRecord = z.infer<typeof exitCriteriaRecordSchema>;
