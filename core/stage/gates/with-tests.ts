import { mayChange } from '../../brief/may-change.ts';
import { changedBetween } from '../../git/changed-between.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Verdict } from '../../result/records.ts';
import { decidesTests } from '../../verdict/decides-tests.ts';
import { fewerTests } from '../../verdict/test-counts.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import type { Change } from './known-verdicts.ts';
import { redGreen } from './red-green.ts';
import type { Run } from './run-contained.ts';

/** A verdict on a change, with what its tests show: none of those of the base is red or gone, and its own prove it. */
export async function withTests(
  context: StageContext,
  asked: Run,
  about: { readonly judged: Verdict; readonly byBase: readonly Complaint[]; readonly change: Change },
): Promise<Verdict> {
  const { judged, byBase, change } = about;
  const run = { ...asked, since: change.start ?? asked.since };
  if (context.host.stop.aborted) return judged;
  const gone = judged.green ? await missed(context, run, judged, change) : [];
  const complaints = [...(judged.complaints ?? []), ...byBase, ...gone];
  const isGreen = judged.green && !complaints.some(({ kind }) => kind === 'base-tests' || kind === 'fewer-tests');
  const complete = { ...judged, green: isGreen, ...(complaints.length > 0 ? { complaints } : {}) };
  return isGreen && change.proves ? { ...complete, redGreen: await redGreen(context, run, judged) } : complete;
}

/** The base is judged for it where the change may have decided which tests run; else what is known of it will do. */
async function missed(context: StageContext, run: Run, judged: Verdict, { files }: Change): Promise<Complaint[]> {
  const counted = judged.gates.filter(({ tests, outcome }) => tests !== undefined && outcome === 'passed');
  if (counted.length === 0) return [];
  const changed = await changedBetween(context.repository.git, run.since, run.commit);
  const base = await baseGates(context, run, counted, changed.some(decidesTests) ? 'run' : 'known');
  const isAllowed = changed.some((path) => decidesTests(path) && mayChange(files, path));
  return counted.flatMap((head) => {
    const before = base.get(nameOf(head));
    const hasNames = head.tests?.names !== undefined && before?.tests?.names !== undefined;
    // Nobody knows whose tests they are that are fewer.
    if (!before || (!hasNames && isAllowed)) return [];
    const about = {
      mayChange: (file: string) => mayChange(files, file),
      hasChanged: (file: string) => changed.includes(file),
    };
    return fewerTests({ head, base: before }, about) ?? [];
  });
}
