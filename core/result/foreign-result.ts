import type { z } from 'zod';
import { treeOf, trailersOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { jsonObject } from '../json.ts';
import {
  breakdownRecordSchema,
  commitsRecordSchema,
  exitCriteriaRecordSchema,
  gatesRecordSchema,
  hooksRecordSchema,
  landRecordSchema,
  mergeRecordSchema,
  polishRecordSchema,
  reviewRecordSchema,
  squashRecordSchema,
  taskRecordSchema,
} from './records.ts';

/** Stages whose results of other machines count here: what agents were paid for. */
const paid: readonly (readonly [stage: RegExp, record: z.ZodType])[] = [
  [/^breakdown$/, breakdownRecordSchema],
  [/^polish$/, polishRecordSchema],
  [/^task-/, taskRecordSchema],
  [/^merge-/, mergeRecordSchema],
  [/^squash$/, squashRecordSchema],
  [/^review$/, reviewRecordSchema],
];
/** What code finds out is found out again, by whoever lands. */
const found: readonly (readonly [stage: RegExp, record: z.ZodType])[] = [
  [/^gates$/, gatesRecordSchema],
  [/^exit-criteria$/, exitCriteriaRecordSchema],
  [/^land$/, landRecordSchema],
  [/^(?:commit|push)-hooks$/, hooksRecordSchema],
  [/^commits$/, commitsRecordSchema],
];

/** Whether a result of another machine may count here at all, by its ref. */
export function mayCount(ref: string): boolean {
  return paid.some(([name]) => name.test(placeOf(ref).stage));
}

/** Whether a ref is of a result of any stage, also of one that is found out again elsewhere. */
export function isResult(ref: string): boolean {
  return [...paid, ...found].some(([name]) => ref.includes('/result/') && name.test(placeOf(ref).stage));
}

/**
 * Why a result of another machine does not count, although its ref says so; undefined where it is what it says: made for
 * that stage and key, with a record that can be read, of exactly the work that it stands on. Who has made it, and whether
 * what it tells of agents is so, nobody can see from here.
 */
export async function whyNotBelieved(git: Git, ref: string, commit: string): Promise<string | undefined> {
  const { stage, key } = placeOf(ref);
  const trailers = await trailersOf(git, commit);
  const whole = trailers['Phasewright-Key'] ?? '';
  if (trailers['Phasewright-Stage'] !== stage || !whole.startsWith(key)) return 'it was made for something else';
  const blob = await git.run(['cat-file', 'blob', `${commit}:record.json`]);
  const schema = [...paid, ...found].find(([name]) => name.test(stage))?.[1];
  const record = blob.ok ? jsonObject(blob.stdout) : undefined;
  if (!record || schema?.safeParse(record).success !== true)
    return 'this version of phasewright cannot read its record; update it';
  if (record['outcome'] !== 'done' || record['key'] !== whole) return 'its record is of something else';
  const [work, ...more] = (await git.text(['rev-parse', `${commit}^@`])).split('\n').filter(Boolean);
  if (work === undefined || more.length > 0) return 'it does not stand on its work';
  const named = record['handOff'] ?? record['commit'] ?? work;
  if (named !== work) return 'its record is of other work';
  if (record['tree'] !== undefined && record['tree'] !== (await treeOf(git, work)))
    return 'its record is of another tree';
  const start = record['start'];
  if (typeof start === 'string' && !(await git.run(['merge-base', '--is-ancestor', start, work])).ok)
    return 'its work does not stand on what it began from';
  return undefined;
}

/** `refs/phasewright/<plan>/<phase>/result/<stage>/<key>` */
function placeOf(ref: string): { readonly stage: string; readonly key: string } {
  const [stage = '', key = ''] = ref.split('/').slice(-2);
  return { stage, key };
}
