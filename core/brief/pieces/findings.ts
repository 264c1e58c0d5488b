import { describeDeviation, type Deviation } from '../../review/deviation.ts';
import { findingId, type Finding } from '../../review/finding.ts';
import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';

export interface Dispute {
  /** Id of the finding. */
  readonly finding: string;
  readonly reason: string;
}

export function findingsPiece(label: string, findings: readonly Finding[]): Piece {
  if (findings.length === 0) return null;
  const text = findings
    .map((one) => `${one.severity} ${one.path}:${one.line} ${one.title}\n  fix: ${one.fix}\n  id: ${findingId(one)}`)
    .join('\n');
  return { label, text, most: most.findings };
}

export function deviationsPiece(deviations: readonly Deviation[]): Piece {
  if (deviations.length === 0) return null;
  const label = 'places where the implementer deviates from a norm on purpose: decide whether each reason holds';
  return { label, text: deviations.map((one) => `- ${describeDeviation(one)}`).join('\n'), most: most.list };
}

export function disputesPiece(label: string, disputes: readonly Dispute[]): Piece {
  if (disputes.length === 0) return null;
  return { label, text: disputes.map((one) => `- ${one.finding}: ${one.reason}`).join('\n'), most: most.list };
}
