import type { z } from 'zod';
import { jsonObject } from '../../json.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import {
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  reviewRecordSchema,
  squashRecordSchema,
  taskRecordSchema,
  type ReviewRecord,
  type SquashRecord,
  type TaskRecord,
} from '../../result/records.ts';
import { gatesKey, reviewKey, squashKey, taskKey } from '../keys.ts';
import { upstreamOf } from '../task/upstream.ts';
import type { SeenPhase } from './phases.ts';

/** The stages of a phase by what they would be found by: their keys, and what those that are done have left. */
export interface KnownStages {
  /** Stage → key, of all whose key can be told: each that builds on nothing unfinished. */
  readonly keys: ReadonlyMap<string, string>;
  /** By slug; those that are done. */
  readonly tasks: ReadonlyMap<string, TaskRecord>;
  readonly squash: SquashRecord | undefined;
  readonly review: ReviewRecord | undefined;
  /** Whether the final gates, and the exit criteria, have passed on the hand-off commit. */
  readonly hasGates: boolean;
  readonly isProven: boolean;
}

/** What of a phase is done, by the same keys that a run goes by; nothing where it is not known how it was bound. */
export function knownStages({ bound, planned, results }: SeenPhase): KnownStages {
  const keys = new Map<string, string>();
  const look = <T>(stage: string, key: string, schema: z.ZodType<T>): T | undefined => {
    keys.set(stage, key);
    const found = results.find((one) => one.stage === stage && one.key === key);
    return found && schema.safeParse(jsonObject(found.record)).data;
  };
  const tasks = new Map<string, TaskRecord>();
  const nothing = { squash: undefined, review: undefined, hasGates: false, isProven: false };
  if (!bound) return { keys, tasks, ...nothing };
  const { phase, briefs } = bound;
  for (const task of phase.tasks) {
    const upstream = upstreamOf(phase.tasks, task).map(({ slug }) => tasks.get(slug));
    const brief = briefs.find(({ slug }) => slug === task.slug);
    if (!brief || !upstream.every((record) => record !== undefined)) continue;
    const record = look(`task-${task.slug}`, taskKey(phase, brief, upstream), taskRecordSchema);
    if (record) tasks.set(task.slug, record);
  }
  const records = phase.tasks.flatMap(({ slug }) => tasks.get(slug) ?? []);
  if (records.length < phase.tasks.length) return { keys, tasks, ...nothing };
  const squash = look('squash', squashKey(phase, records), squashRecordSchema);
  const review = squash && planned && look('review', reviewKey(phase, squash, criteriaOf(planned)), reviewRecordSchema);
  const handOff = review?.handOff;
  if (handOff === undefined) return { keys, tasks, ...nothing, squash, review };
  const hasGates = look('gates', gatesKey(phase, handOff), gatesRecordSchema) !== undefined;
  // Its key holds people's answers as well; a proof of that very commit is one, whatever they were.
  const isProven = results.some(({ stage, record }) => {
    if (stage !== 'exit-criteria') return false;
    const proof = exitCriteriaRecordSchema.safeParse(jsonObject(record)).data;
    return proof?.outcome === 'done' && proof.commit === handOff;
  });
  return { keys, tasks, squash, review, hasGates, isProven };
}
