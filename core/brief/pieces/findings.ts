import type { Triaged } from '../../result/records.ts';
import { describeDeviation, type Deviation } from '../../review/deviation.ts';
import { describeEvidence, type Dispute } from '../../review/evidence.ts';
import { describeFinding, type Finding } from '../../review/finding.ts';
import { describeRejection } from '../../review/triage.ts';
import { most } from '../budget.ts';
import { cutEnd } from '../cut.ts';
import type { Piece } from '../write-prompt.ts';

/*
 * What is not said again counts as done with, so nothing may be left out here: what is too long loses its own end, and no
 * more come at once than fit.
 */

/** Findings that are open: each with its id, its place, what stands there, and the shape of a fix. */
export function findingsPiece(label: string, findings: readonly Finding[]): Piece {
  if (findings.length === 0) return null;
  return { label, text: findings.map(inShort).join('\n'), most: most.findings };
}

function inShort(finding: Finding): string {
  const { says, quote, fix } = most.finding;
  return [
    cutEnd(describeFinding(finding), says),
    ...(finding.quote ? [`  line: ${cutEnd(finding.quote, quote)}`] : []),
    `  fix: ${cutEnd(finding.fix, fix)}`,
  ].join('\n');
}

/** Findings that earlier rounds are done with, so that a reader who starts from nothing does not raise them again. */
export function settledPiece(
  settled: readonly Triaged[],
  label = 'findings that are settled: say one again, by its id, only if it is worse than it was held to be',
): Piece {
  if (settled.length === 0) return null;
  const text = settled
    .map((one) => `${cutEnd(describeFinding(one.finding), most.finding.says)}\n  ${howSettled(one)}`)
    .join('\n');
  return { label, text, most: most.settled };
}

function howSettled(one: Triaged): string {
  const why = one.outcome === 'rejected' ? describeRejection(one) : (one.reason ?? '');
  const how = one.outcome === 'rejected' ? 'rejected' : 'for later';
  return why === '' ? how : `${how}: ${cutEnd(why, most.dispute.reason)}`;
}

export function deviationsPiece(deviations: readonly Deviation[]): Piece {
  if (deviations.length === 0) return null;
  const label = 'places where the implementer deviates from a norm on purpose: decide whether each reason holds';
  return { label, text: deviations.map((one) => `- ${describeDeviation(one)}`).join('\n'), most: most.list };
}

export function disputesPiece(label: string, disputes: readonly Dispute[]): Piece {
  if (disputes.length === 0) return null;
  const text = disputes
    .map(({ finding, reason, evidence }) => `- ${finding}: ${cutEnd(reason, most.dispute.reason)}${shown(evidence)}`)
    .join('\n');
  return { label, text, most: most.disputes };
}

function shown(evidence: Dispute['evidence']): string {
  if (!evidence) return '';
  return `\n  evidence, which is there: ${cutEnd(describeEvidence(evidence), most.dispute.evidence)}`;
}
