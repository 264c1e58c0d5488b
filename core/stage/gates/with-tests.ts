import type { Complaint } from '../../result/charges.ts';
import type { Verdict } from '../../result/records.ts';
import { isMissed } from '../../verdict/missed.ts';
import type { ByBase } from './base-tests.ts';
import type { StageContext } from '../context.ts';
import type { Change } from './known-verdicts.ts';
import { missedTests } from './missed-tests.ts';
import { redGreen } from './red-green.ts';
import type { Run } from './run-contained.ts';

/** A verdict on a change, with what its tests show: none of those of the base is red or gone, and its own prove it. */
export async function withTests(
  context: StageContext,
  asked: Run,
  about: { readonly judged: Verdict; readonly byBase: ByBase; readonly change: Change },
): Promise<Verdict> {
  const { judged, byBase, change } = about;
  const run = { ...asked, since: change.start ?? asked.since };
  if (context.host.stop.aborted) return judged;
  // A change that is red by itself is told why by its own gates.
  const unjudged = judged.green ? byBase.unjudged : undefined;
  const missed = judged.green ? await missedTests(context, run, judged, change) : [];
  const complaints = [
    ...(judged.complaints ?? []),
    ...byBase.complaints,
    ...missed,
    ...(unjudged ? [unjudged.complaint] : []),
  ];
  const trouble = judged.trouble ?? unjudged?.trouble;
  const isGreen = judged.green && trouble === undefined && !complaints.some(({ kind }) => isMissed(kind));
  const complete = { ...judged, green: isGreen, ...(trouble === undefined ? {} : { trouble }) };
  if (!isGreen || !change.proves) return saying(complete, complaints);
  const shown = await redGreen(context, run, judged);
  return typeof shown === 'string'
    ? saying(complete, [...complaints, unproven(shown)])
    : saying({ ...complete, redGreen: shown }, complaints);
}

function saying(verdict: Verdict, complaints: readonly Complaint[]): Verdict {
  return complaints.length > 0 ? { ...verdict, complaints: [...complaints] } : verdict;
}

function unproven(why: string): Complaint {
  return {
    kind: 'unproven',
    message: `nobody knows whether the tests of the change fail without it: ${why}`,
    tests: [],
  };
}
