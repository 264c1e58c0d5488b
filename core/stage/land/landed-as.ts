import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import { jsonObject } from '../../json.ts';
import { commitsRecordSchema } from '../../result/records.ts';
import { storedRecords } from '../../result/result.ts';

/** The commits that have landed in place of one, signed or with the words of a hook; none where it landed as it is. */
export async function landedAs(git: Git, refs: PhaseRefs, commit: string): Promise<string[]> {
  const stored = await storedRecords(git, refs, 'commits');
  return stored.flatMap(({ text }) => {
    const record = commitsRecordSchema.safeParse(jsonObject(text));
    const pairs = record.success ? record.data.commits : [];
    return pairs.filter(({ from }) => from === commit).map(({ to }) => to);
  });
}
