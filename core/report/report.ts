import { z } from 'zod';
import { agentShareSchema } from '../agent/share.ts';
import { turnRecordSchema } from '../agent/turn-record.ts';
import { usageSchema } from '../agent/usage.ts';
import { forecastSchema, noForecast } from '../forecast/record.ts';
import { boundSchema, earlierSchema, milestoneSchema } from '../result/entry.ts';
import { allowedSchema, flagSchema } from '../cheat/sighting.ts';
import { deviationSchema } from '../review/deviation.ts';
import { findingSchema } from '../review/finding.ts';
import { complaintSchema, redGreenSchema } from '../result/charges.ts';
import { criterionSchema, gateSchema, hookRunSchema, triagedSchema } from '../result/records.ts';
import { questionSchema } from '../workflow/question.ts';
import { attentionSchema } from './attention.ts';
import { answeredSchema, recordLinkSchema, roundSchema, stageSchema } from './story.ts';

/** A finding, what became of it and where. */
const tracedFindingSchema = triagedSchema.extend({
  outcome: z.enum([...triagedSchema.shape.outcome.options, 'open']),
  /** The stage whose reviewer raised it. */
  stage: z.string(),
  /** The round that it was first raised in, where a journal tells. */
  round: z.number().int().positive().nullable(),
});
export type TracedFinding = z.infer<typeof tracedFindingSchema>;

/** A changed file, and all that it can be put down to. Nothing of it all: nobody has asked for the change. */
const fileSchema = z.object({
  path: z.string(),
  added: z.number(),
  removed: z.number(),
  change: z.enum(['added', 'changed', 'removed']).default('changed'),
  /** Tasks whose commits touch it; `declared` is null where the task does not say which files are its own. */
  tasks: z.array(z.object({ id: z.string(), declared: z.boolean().nullable() })).default([]),
  /** Places in `criteria` of those that name it. */
  criteria: z.array(z.number().int()).default([]),
  /** Places in `findings` of those that were fixed in it, or by a commit that touches it. */
  findings: z.array(z.number().int()).default([]),
  /** Of a commit that is no task's: phasewright's own, or a fix in the review, where that was told of no finding. */
  own: z.enum(['specs', 'hand-off', 'review-fix']).nullable().default(null),
});
export type ChangedFile = z.infer<typeof fileSchema>;

/** A tree that something was found out about, and the name of the record that says so. */
const judgedSchema = z.object({ record: z.string(), tree: z.string() });

/** What agents did before there were tasks to do. */
const preparationSchema = z.object({
  stage: z.enum(['breakdown', 'polish']),
  rounds: z.number(),
  turns: z.array(turnRecordSchema),
  usage: usageSchema,
});

/** Two pieces of work that git could not bring together, and what an agent's one try has come to. */
const mergeSchema = z.object({
  /** Of its record: `merge-1.2`. */
  stage: z.string(),
  sides: z.array(z.string()),
  paths: z.array(z.string()),
  isResolved: z.boolean(),
  rounds: z.number(),
  commit: z.string().nullable(),
  turns: z.array(turnRecordSchema),
  usage: usageSchema,
});

/**
 * The hand-off of a phase, made from results alone. Published as `phasewright/report.schema.json`; a change of shape
 * is a change of `version`, and what came later has a default.
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
  /** The milestone that was asked for, and the phases that it is made of. */
  milestone: milestoneSchema.nullable().default(null),
  /** The phases before this one, and how far each was when it began. */
  earlier: z.array(earlierSchema).default([]),
  /** All files that the phase was bound to: plan, specs, memos, decisions, vendored code, rules. */
  bound: z.array(boundSchema).default([]),
  /** What another machine has made or begun, by its own word: nobody has judged that here before the last gates. */
  elsewhere: z
    .array(
      z.object({
        stage: z.string(),
        how: z.enum(['made', 'begun']),
        /** `ada@laptop`; null where it does not say. */
        by: z.string().nullable(),
        /** ISO 8601, by the clock there. */
        at: z.string(),
        commit: z.string(),
      }),
    )
    .default([]),
  /** Results of a shared phase that could not be brought to its remote; one that does not count came too late. */
  kept: z.array(z.object({ stage: z.string(), ref: z.string(), commit: z.string(), counts: z.boolean() })).default([]),
  base: z.string(),
  final: z.object({ commit: z.string(), tree: z.string() }).nullable(),
  /** Where the phase landed: a branch, and the command to go on with. */
  landed: z
    .object({
      to: z.enum(['branch', 'pull-request', 'main']),
      branch: z.string(),
      merge: z.string(),
      /** Of the pull request. */
      url: z.string().nullable(),
      /** Why it is there, where that says something. */
      note: z.string().nullable(),
      /** The commit of main that it was merged with before it was judged again. */
      main: z.string().nullable(),
    })
    .nullable(),
  /** `changed`: by the polish. */
  specsPolished: z.array(z.object({ path: z.string(), changed: z.boolean() })),
  tasks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      outcome: z.enum(['done', 'failed', 'waiting', 'parked', 'skipped', 'ticked-unproven']),
      /** Of its stage and record: `task-1.1`. */
      stage: z.string().default(''),
      dependsOn: z.array(z.string()).default([]),
      /** As the plan writes it. */
      spec: z.string().default(''),
      /** Paths and globs that it declares. */
      files: z.array(z.string()).default([]),
      /** Why, when the outcome is not `done`. */
      reason: z.string().nullable(),
      /** Answered from a stored result, without an agent. */
      reused: z.boolean(),
      rounds: z.number(),
      commits: z.array(z.string()),
      gates: z.array(gateSchema),
      /** Whether its tests fail without its change; absent where nobody has looked. */
      redGreen: redGreenSchema.optional(),
      /** What was found out about its gates beside what they say; absent where that is nothing. */
      complaints: z.array(complaintSchema).optional(),
      findings: z.array(triagedSchema),
      deviations: z.array(deviationSchema).default([]),
      /** Every turn of an agent, by role, round and attempt. */
      turns: z.array(turnRecordSchema),
      usage: usageSchema,
    }),
  ),
  /** What was to run side by side and what not, and why. */
  forecast: forecastSchema.default(noForecast),
  /** The graph, with outcomes and times. */
  preparation: z.array(preparationSchema).default([]),
  /** Conflicts that an agent was to resolve. */
  merges: z.array(mergeSchema).default([]),
  stages: z.array(stageSchema).default([]),
  rounds: z.array(roundSchema).default([]),
  criteria: z.array(criterionSchema),
  /** What `criteria` were held to, as their record itself says; null where nothing was. */
  criteriaOn: judgedSchema.nullable().default(null),
  gates: z.array(gateSchema),
  /** What `gates` have judged, as their verdict itself says; null where there is none. It need not be `final`. */
  gatesOn: judgedSchema
    .extend({
      green: z.boolean(),
      trouble: z.string().nullable(),
      /** What was found out about them beside what they say. */
      complaints: z.array(complaintSchema).optional(),
    })
    .nullable()
    .default(null),
  /** The user's own hooks, which were run on what lands. */
  hooks: z.array(hookRunSchema).default([]),
  /** Gates that nobody has named, and what showed that they are there. */
  gatesFound: z.array(z.object({ gate: z.string(), because: z.string() })).default([]),
  /** Gates and hooks that did not judge something, and why not. */
  gatesLeftOut: z.array(z.object({ gate: z.string(), on: z.string(), reason: z.string() })).default([]),
  /** Those that map to nothing first. */
  filesChanged: z.array(fileSchema),
  findings: z.array(tracedFindingSchema).default([]),
  deviations: z.array(deviationSchema.extend({ stage: z.string() })).default([]),
  /** What looked like a cheat: questions to reviewers with their answers, and what people have allowed. */
  flags: z.array(flagSchema.extend({ stage: z.string() })).default([]),
  allowed: z.array(allowedSchema.extend({ stage: z.string() })).default([]),
  /** What to look at first. */
  attention: z.array(attentionSchema).default([]),
  review: z.object({
    rounds: z.number(),
    counts: z.object({ P0: z.number(), P1: z.number(), P2: z.number(), P3: z.number() }),
    fixed: z.array(findingSchema),
    deferred: z.array(findingSchema),
    rejected: z.array(z.object({ finding: findingSchema, reason: z.string() })),
    turns: z.array(turnRecordSchema),
    usage: usageSchema.default({}),
  }),
  /** Repository path of the backlog file, and what this phase added to it. */
  backlog: z.object({
    path: z.string().nullable(),
    added: z.array(findingSchema),
    /** Entries that this phase has mended, each with the commit that did. */
    fixed: z.array(z.object({ id: z.string(), title: z.string(), commit: z.string() })).optional(),
  }),
  questions: z.array(questionSchema),
  answers: z.array(answeredSchema).default([]),
  nextSteps: z
    .array(
      z.object({
        does: z.string(),
        command: z.string().nullable(),
        /** The stage that it is about. */
        stage: z.string().optional(),
      }),
    )
    .default([]),
  nextPhase: z.object({ id: z.string(), title: z.string(), firstTask: z.string().nullable() }).nullable(),
  /** What each role's agents did behind this report, over all tasks and the review. */
  agents: z.array(agentShareSchema),
  /** Agent calls made by this run, and what all calls behind this report have cost as far as agents say. */
  agentCalls: z.number(),
  usage: usageSchema,
  /** What all turns of the phase have cost, over all its runs, also those whose work does not count any more. */
  spent: usageSchema,
  records: z.array(recordLinkSchema).default([]),
});
export type Report = z.infer<typeof reportSchema>;
