import type { Triaged } from '../result/records.ts';
import { findingId, isAtLeast, type Finding, type Severity } from './finding.ts';

interface Findings {
  readonly open: readonly Finding[];
  readonly disputes: readonly { readonly finding: string; readonly reason: string }[];
  readonly settled: readonly Triaged[];
}

/**
 * What a review does to the findings: a finding that was being fixed and is not raised again is fixed, or rejected if
 * the implementer disputed it; a new one is fixed now if it is at least as bad as `fixUpTo`, else deferred.
 */
export function settle<T extends Findings>(before: T, raised: readonly Finding[], fixUpTo: Severity): T {
  const raisedIds = new Set(raised.map(findingId));
  const reasons = new Map(before.disputes.map((dispute) => [dispute.finding, dispute.reason]));
  const closed = before.open
    .filter((finding) => !raisedIds.has(findingId(finding)))
    .map((finding): Triaged => {
      const reason = reasons.get(findingId(finding));
      return reason === undefined ? { finding, outcome: 'fixed' } : { finding, outcome: 'rejected', reason };
    });
  const known = new Set(
    before.settled.filter((entry) => entry.outcome === 'deferred').map((entry) => findingId(entry.finding)),
  );
  const deferred = raised
    .filter((finding) => !isAtLeast(finding.severity, fixUpTo) && !known.has(findingId(finding)))
    .map((finding): Triaged => ({ finding, outcome: 'deferred' }));
  const open = raised.filter((finding) => isAtLeast(finding.severity, fixUpTo));
  return { ...before, open, disputes: [], settled: [...before.settled, ...closed, ...deferred] };
}
