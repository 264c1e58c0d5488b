import { z } from 'zod';
import { agentShareSchema } from '../agent/share.ts';
import { turnRecordSchema } from '../agent/turn-record.ts';
import { usageSchema } from '../agent/usage.ts';
import { findingSchema } from '../review/finding.ts';
import { criterionSchema, gateSchema, triagedSchema } from '../result/records.ts';
import { reportAnswerSchema } from './answers.ts';
import { questionSchema } from '../workflow/question.ts';

/**
 * The hand-off of a phase, made from results alone. Published as `phasewright/report.schema.json`; a change of shape
 * is a change of `version`.
 */
export const reportSchema = z.object({
  version: z.literal(1),
  project: z.string(),
  plan: z.object({ id: z.string(), path: z.string() }),
  phase: z.object({ id: z.string(), title: z.string() }),
  /** `landed`: all proven and visible. `waiting`: a question is open. `failed`: see the tasks. `stopped`: interrupted. */
  outcome: z.enum(['landed', 'waiting', 'failed', 'stopped']),
  /** One sentence on the outcome, for people. */
  summary: z.string(),
  /** The command that continues, when there is something to continue. */
  next: z.string().nullable(),
  base: z.string(),
  final: z.object({ commit: z.string(), tree: z.string() }).nullable(),
  /** Where the phase landed: a branch, and the command that brings it into main. */
  landed: z.object({ branch: z.string(), merge: z.string() }).nullable(),
  specsPolished: z.array(z.object({ path: z.string(), changed: z.boolean() })),
  tasks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      outcome: z.enum(['done', 'failed', 'waiting', 'parked', 'skipped', 'ticked-unproven']),
      /** Why, when the outcome is not `done`. */
      reason: z.string().nullable(),
      /** Answered from a stored result, without an agent. */
      reused: z.boolean(),
      rounds: z.number(),
      commits: z.array(z.string()),
      gates: z.array(gateSchema),
      findings: z.array(triagedSchema),
      /** Every turn of an agent, by role, round and attempt. */
      turns: z.array(turnRecordSchema),
      usage: usageSchema,
    }),
  ),
  criteria: z.array(criterionSchema),
  gates: z.array(gateSchema),
  filesChanged: z.array(z.object({ path: z.string(), added: z.number(), removed: z.number() })),
  review: z.object({
    rounds: z.number(),
    counts: z.object({ P0: z.number(), P1: z.number(), P2: z.number(), P3: z.number() }),
    fixed: z.array(findingSchema),
    deferred: z.array(findingSchema),
    rejected: z.array(z.object({ finding: findingSchema, reason: z.string() })),
    turns: z.array(turnRecordSchema),
  }),
  /** Repository path of the backlog file, and what this phase added to it. */
  backlog: z.object({
    path: z.string().nullable(),
    added: z.array(findingSchema),
    /** Entries that this phase has mended, each with the commit that did. */
    fixed: z.array(z.object({ id: z.string(), title: z.string(), commit: z.string() })).optional(),
  }),
  questions: z.array(questionSchema),
  /** All answers of the phase, oldest first. Reports of an older release lack them. */
  answers: z.array(reportAnswerSchema).optional(),
  nextPhase: z.object({ id: z.string(), title: z.string(), firstTask: z.string().nullable() }).nullable(),
  /** What each role's agents did behind this report, over all tasks and the review. */
  agents: z.array(agentShareSchema),
  /** Agent calls made by this run, and what all calls behind this report have cost as far as agents say. */
  agentCalls: z.number(),
  usage: usageSchema,
  /** What all turns of the phase have cost, over all its runs, also those whose work does not count any more. */
  spent: usageSchema,
});
export type Report = z.infer<typeof reportSchema>;
