import type { z } from 'zod';
import type { Brief } from '../../brief/brief.ts';
import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import type { Phase } from '../../plan/plan.ts';
import {
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  reviewRecordSchema,
  squashRecordSchema,
  taskRecordSchema,
  type TaskRecord,
} from '../../result/records.ts';
import { findResult, type StoredResult } from '../../result/result.ts';
import { recordOf } from '../context.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import { exitCriteriaInput } from '../prove/asked-criteria.ts';
import { gatesKey, reviewKey, squashKey, taskKey } from '../keys.ts';
import type { PhaseRecord } from '../phase-record.ts';
import { upstreamOf } from '../task/upstream.ts';

/** Stage → the result that it already has. */
export type KnownResults = ReadonlyMap<string, StoredResult>;

/**
 * The stages whose result is already there, as far as keys can be told before anything runs.
 * A stage is known only if all that it builds on is.
 */
export async function knownResults(
  git: Git,
  refs: PhaseRefs,
  about: { phase: PhaseRecord; planned: Phase; briefs: readonly Brief[] },
): Promise<KnownResults> {
  const { phase, planned, briefs } = about;
  const known = new Map<string, StoredResult>();
  const look = async <T>(stage: string, key: string, schema: z.ZodType<T>): Promise<T | undefined> => {
    const result = await findResult(git, refs, stage, key);
    if (!result) return undefined;
    known.set(stage, result);
    return recordOf(result, schema);
  };

  const records = new Map<string, TaskRecord>();
  for (const task of phase.tasks) {
    const upstream = upstreamOf(phase.tasks, task).map((one) => records.get(one.slug));
    const brief = briefs.find((one) => one.slug === task.slug);
    if (!brief || !upstream.every((record) => record !== undefined)) continue;
    const record = await look(`task-${task.slug}`, taskKey(phase, brief, upstream), taskRecordSchema);
    if (record) records.set(task.slug, record);
  }
  if (records.size < phase.tasks.length) return known;
  const squash = await look(
    'squash',
    squashKey(
      phase,
      phase.tasks.map((task) => records.get(task.slug)!),
    ),
    squashRecordSchema,
  );
  const review = squash && (await look('review', reviewKey(phase, squash, criteriaOf(planned)), reviewRecordSchema));
  if (!review?.handOff || !(await look('gates', gatesKey(phase, review.handOff), gatesRecordSchema))) return known;
  const asked = await exitCriteriaInput(git, refs, phase, review.handOff);
  if (asked.ok) await look('exit-criteria', asked.value.key, exitCriteriaRecordSchema);
  return known;
}
