import { z } from 'zod';
import { usageSchema } from '../../agent/usage.ts';
import { questionSchema } from '../../workflow/question.ts';

/** Raised when the shape changes in a way that readers have to know of. */
export const statusVersion = 1;

const sha = z.string();

/** A process that holds claims. */
const workerSchema = z.strictObject({
  run: z.string(),
  host: z.string(),
  user: z.string(),
  pid: z.number(),
  /** `dead`: it was of this machine and is gone. `elsewhere`: of another machine, which cannot be looked into from here. */
  standing: z.enum(['alive', 'dead', 'elsewhere']),
  /** Since when it holds the first of its claims, ISO 8601. */
  since: z.string(),
  /** When the remote was looked at that has its claims, ISO 8601; null where they are in this repository. */
  seenAt: z.string().nullable(),
  holds: z.array(
    z.strictObject({
      plan: z.string(),
      phase: z.string(),
      /** `phase`, or the stage of a task. */
      what: z.string(),
      epoch: z.number(),
    }),
  ),
});
export type StatusWorker = z.infer<typeof workerSchema>;

/** What a loop does, or did when it was ended. */
const doingSchema = z.strictObject({
  do: z.enum(['work', 'commit', 'scope', 'gate', 'review', 'arbitrate', 'format']),
  /** Of the agent that works or reads; null where none is called. */
  role: z.string().nullable(),
  /** As its option describes it. */
  agent: z.string().nullable(),
  round: z.number(),
  attempt: z.number(),
  /** ISO 8601. */
  since: z.string(),
});
export type Doing = z.infer<typeof doingSchema>;

const standing = {
  /**
   * `done`: its result is there. `at-work`: whoever holds its claim is not known to be dead. `elsewhere`: the same, of
   * another machine. `waiting`: for an answer. `stopped`: begun, and nobody is at work on it. `open`: not begun.
   */
  state: z.enum(['done', 'at-work', 'elsewhere', 'waiting', 'stopped', 'open']),
  /** Null where no journal of this machine tells. */
  doing: doingSchema.nullable(),
  /** Id of the question that it waits for. */
  question: z.string().nullable(),
  /** Why it stopped. */
  reason: z.string().nullable(),
  rounds: z.number().nullable(),
  /** The commit that was approved, or the latest that its loop has made. */
  commit: sha.nullable(),
  spent: usageSchema,
};

const taskSchema = z.strictObject({
  id: z.string(),
  slug: z.string(),
  title: z.string(),
  ...standing,
  /** The plan had it ticked before the phase was bound, and nothing here proves it. */
  ticked: z.boolean(),
  /** Ids of tasks that have to be done before it and are not. */
  waitsFor: z.array(z.string()),
  /** The run that holds its claim. */
  run: z.string().nullable(),
});
export type StatusTask = z.infer<typeof taskSchema>;

/** Conflicts of a task's result with those before, or of the phase with main. */
const mergeSchema = z.strictObject({
  /** `merge-1.2`, `merge-main`. */
  stage: z.string(),
  /** Id of the task; null with main. */
  task: z.string().nullable(),
  ...standing,
  /** The run that holds its claim. */
  run: z.string().nullable(),
});
export type StatusMerge = z.infer<typeof mergeSchema>;

/** A stage after the tasks. */
const stageSchema = z.strictObject({ name: z.enum(['squash', 'review', 'gates', 'exit-criteria']), ...standing });
export type StatusStage = z.infer<typeof stageSchema>;

const phaseSchema = z.strictObject({
  plan: z.string(),
  /** Its id in the plan; what refs call it, where that is not known here. */
  phase: z.string(),
  title: z.string().nullable(),
  project: z.string().nullable(),
  /** Path of the plan. */
  path: z.string().nullable(),
  /**
   * `at-work`: a run holds its claim. `handed-over`: its hand-off commit is in the history of HEAD. `landed`: it is on a branch
   * that we have moved. `proven`: all its stages are done. `waiting`: a question is open. `killed`: its run is dead, and has
   * left its claim. `stopped`: begun, and nobody is at work on it.
   */
  state: z.enum(['at-work', 'handed-over', 'landed', 'proven', 'waiting', 'killed', 'stopped']),
  /** The run that holds its claim. */
  run: z.string().nullable(),
  /** Whether that run has bound the phase: before that it reads and polishes specs. */
  bound: z.boolean(),
  base: sha.nullable(),
  landed: sha.nullable(),
  tasks: z.array(taskSchema),
  /** Conflicts that were met so far, resolved or not. */
  merges: z.array(mergeSchema),
  stages: z.array(stageSchema),
  /** What agents have cost, over all its runs on this machine. */
  spent: usageSchema,
  /** The command that goes on with it. */
  next: z.string().nullable(),
});
export type StatusPhase = z.infer<typeof phaseSchema>;

const askedSchema = z.strictObject({
  question: questionSchema,
  plan: z.string(),
  phase: z.string(),
  project: z.string(),
  askedAt: z.string(),
  /** When its default is taken; null: it waits. */
  deadline: z.string().nullable(),
  /** The command that takes the answer up. */
  next: z.string(),
});
export type StatusQuestion = z.infer<typeof askedSchema>;

/** What goes on in a repository: phases, tasks, claims, workers, questions, cost. Printed by `phasewright status --json`. */
export const statusSchema = z.strictObject({
  version: z.literal(statusVersion),
  /** The checkout, absolute. */
  checkout: z.string(),
  phases: z.array(phaseSchema),
  workers: z.array(workerSchema),
  /** Those that are open, the oldest first. */
  questions: z.array(askedSchema),
  spent: usageSchema,
});
export type Status = z.infer<typeof statusSchema>;
