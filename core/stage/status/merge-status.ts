import { join } from 'node:path';
import { jsonObject } from '../../json.ts';
import { mergeRecordSchema } from '../../result/records.ts';
import { loopStanding } from '../overview/loop-standing.ts';
import { loopStatus } from './loop-status.ts';
import type { StatusMerge } from './status.ts';
import type { About } from './task-status.ts';

/** A merge as its journal, its result or its claim names it. */
interface SeenMerge {
  readonly stage: string;
  /** As much of it as its journal's name has; undefined where only a claim tells of it. */
  readonly key: string | undefined;
}

/**
 * The merges of a phase: what agents resolve or have resolved, and what no agent has. Of several conflicts of one task's
 * result the one that is open counts, the latest of them. Once the tasks are combined those of tasks are open no more.
 */
export async function mergeStatus(about: About): Promise<StatusMerge[]> {
  const { seen, known, questions, spent } = about;
  const { bound } = seen;
  if (!bound) return [];
  const claims = [...seen.claims, ...seen.others].filter(({ what }) => what.startsWith('merge-'));
  const results = seen.results.filter(({ stage }) => stage.startsWith('merge-'));
  const journals = (await journalsOf(about)).filter(
    (one) => !results.some(({ stage, key }) => stage === one.stage && key.startsWith(one.key ?? '')),
  );
  const stages = new Set([...claims.map(({ what }) => what), ...[...journals, ...results].map(({ stage }) => stage)]);
  const found = [...stages].toSorted(collator.compare).map(async (stage): Promise<StatusMerge[]> => {
    const holder = claims.find(({ what }) => what === stage);
    const key = await latest(
      about,
      journals.filter((one) => one.stage === stage),
    );
    const result = results.find((one) => one.stage === stage);
    const record = result && mergeRecordSchema.safeParse(jsonObject(result.record)).data;
    const isDone = result !== undefined && key === undefined && !holder;
    const task = bound.phase.tasks.find(({ slug }) => stage === `merge-${slug}`);
    if (!isDone && !holder && task && known.squash) return [];
    const asked = questions.filter(
      ({ question }) =>
        question.stage === stage ||
        (question.reason === 'conflict' && (task ? question.tasks?.at(-1) === task.id : question.stage === 'land')),
    );
    const ended = isDone && record ? { rounds: record.rounds, commit: record.commit ?? null } : {};
    const loop = await loopStatus(about, { stage, isDone, holder, key, asked });
    const run = holder?.run ?? null;
    return [{ stage, task: task?.id ?? null, ...loop, ...ended, run, spent: spent.get(stage) ?? {} }];
  });
  return (await Promise.all(found)).flat();
}

const collator = new Intl.Collator('en', { numeric: true });

async function journalsOf({ host, seen }: About): Promise<SeenMerge[]> {
  const files = await host.files.list(join(seen.bound!.phase.state, 'journal'));
  return files.flatMap(({ name }) => {
    const [, stage, key] = /^(merge-.+)-([0-9a-f]{12})\.jsonl$/.exec(name) ?? [];
    return stage === undefined ? [] : [{ stage, key }];
  });
}

/** The key of the journal that was written to last; one that cannot be read has to be seen. */
async function latest({ host, seen }: About, journals: readonly SeenMerge[]): Promise<string | undefined> {
  const standing = journals.map(async ({ stage, key = '' }) => {
    const read = await loopStanding(host, seen.bound!, { stage, key });
    return { key, since: read.ok ? (read.value?.since ?? '') : '~' };
  });
  const [last] = (await Promise.all(standing)).toSorted((a, b) => b.since.localeCompare(a.since));
  return last?.key;
}
