import { describeEvidence, type Dispute } from '../review/evidence.ts';
import { findingId, type Finding } from '../review/finding.ts';
import { isAbout } from '../review/triage.ts';
import type { LedgerEntry } from './pieces/ledger.ts';

interface Said {
  readonly open: readonly Finding[];
  readonly disputes: readonly Dispute[];
  /** Ids of those that the writer has been told of; all of them where nothing is said. */
  readonly answered?: readonly string[] | undefined;
}

/** What stands, and what the writer says of each. */
export function styleLedger(
  { open, disputes, answered }: Said,
  ruleOf = ({ title }: Finding): string => title,
): LedgerEntry[] {
  return open.map((finding) => {
    const dispute = disputes.findLast((one) => isAbout(one, finding));
    const { path, line, fix } = finding;
    const about = { path, line, rule: ruleOf(finding), fix };
    const isAnswered = answered === undefined || answered.includes(findingId(finding));
    if (!dispute) return { ...about, response: isAnswered ? { status: 'fixed', reason: '' } : null };
    const { reason, evidence } = dispute;
    const shown = evidence ? `${reason} (${describeEvidence(evidence)})` : reason;
    return { ...about, response: { status: 'disputed', reason: shown } };
  });
}
