import { z } from 'zod';
import { failureReasons, type Failure } from '../../failure.ts';
import { trailersOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import { readJournal } from '../../journal/journal.ts';
import { jsonObject } from '../../json.ts';
import { mayCount } from '../../result/foreign-result.ts';
import { readResult, type StoredResult } from '../../result/result.ts';

/** Where a machine has left a loop that has ended without a result. */
export interface LeftLoop extends StoredResult {
  /** `ada@laptop` */
  readonly by: string;
  readonly failure: Failure | undefined;
  /** Its journal, line by line; whether it can be read, `readJournal` says. */
  readonly journal: string;
}

const recordSchema = z.object({
  failure: z.object({ reason: z.enum(failureReasons), message: z.string() }).optional(),
});

/** What a commit holds as what was left of that loop; undefined where it holds something else. */
export async function readLeftLoop(
  git: Git,
  commit: string,
  loop: { readonly stage: string; readonly key: string },
): Promise<LeftLoop | undefined> {
  const stored = await readResult(git, commit, loop);
  const record = recordSchema.safeParse(jsonObject(stored?.artifacts.get('record.json')));
  const journal = stored?.artifacts.get('journal.jsonl');
  if (!stored || !record.success || journal === undefined) return undefined;
  const by = stored.artifacts.get('left-by.txt')?.trim() ?? 'another machine';
  return { ...stored, by, failure: record.data.failure, journal };
}

/** Why a commit holds no loop of the stage and key that its ref says; undefined where it does. */
export async function whyNoLoop(git: Git, ref: string, commit: string): Promise<string | undefined> {
  const [stage = '', key = ''] = ref.split('/').slice(-2);
  if (!mayCount(ref)) return 'this version of phasewright knows no such stage';
  const { 'Phasewright-Key': whole = '' } = await trailersOf(git, commit);
  const left = whole.startsWith(key) ? await readLeftLoop(git, commit, { stage, key: whole }) : undefined;
  if (!left) return 'it holds no loop of that stage and key that this version of phasewright can read';
  const journal = readJournal(left.journal, 'its journal');
  return journal.ok ? undefined : journal.failure.message;
}
