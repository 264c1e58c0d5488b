import type { Triaged } from '../../result/records.ts';
import { describeDeviation, type Deviation } from '../../review/deviation.ts';
import { describeEvidence, type Dispute } from '../../review/evidence.ts';
import { describeFinding, type Finding } from '../../review/finding.ts';
import { describeRejection } from '../../review/triage.ts';
import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';

/** Findings that are open: each with its id, its place, what stands there, and the shape of a fix. */
export function findingsPiece(label: string, findings: readonly Finding[]): Piece {
  if (findings.length === 0) return null;
  const text = findings
    .map((one) => [describeFinding(one), ...(one.quote ? [`  line: ${one.quote.trim()}`] : []), `  fix: ${one.fix}`])
    .map((lines) => lines.join('\n'))
    .join('\n');
  return { label, text, most: most.findings };
}

/** Findings that earlier rounds are done with, so that a reader who starts from nothing does not raise them again. */
export function settledPiece(settled: readonly Triaged[]): Piece {
  if (settled.length === 0) return null;
  const label = 'findings that are settled: say one again, by its id, only if it is worse than it was held to be';
  const text = settled.map((one) => `${describeFinding(one.finding)}\n  ${howSettled(one)}`).join('\n');
  return { label, text, most: most.findings };
}

function howSettled(one: Triaged): string {
  return one.outcome === 'rejected'
    ? `rejected: ${describeRejection(one)}`
    : `for later${one.reason === undefined ? '' : `: ${one.reason}`}`;
}

export function deviationsPiece(deviations: readonly Deviation[]): Piece {
  if (deviations.length === 0) return null;
  const label = 'places where the implementer deviates from a norm on purpose: decide whether each reason holds';
  return { label, text: deviations.map((one) => `- ${describeDeviation(one)}`).join('\n'), most: most.list };
}

export function disputesPiece(label: string, disputes: readonly Dispute[]): Piece {
  if (disputes.length === 0) return null;
  const text = disputes.map(({ finding, reason, evidence }) => `- ${finding}: ${reason}${shown(evidence)}`).join('\n');
  return { label, text, most: most.list };
}

function shown(evidence: Dispute['evidence']): string {
  return evidence ? `\n  evidence, which is there: ${describeEvidence(evidence)}` : '';
}
