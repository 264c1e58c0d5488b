import type { Complaint } from '../../result/charges.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import { most } from '../budget.ts';
import { cutMiddle } from '../cut.ts';
import type { Piece } from '../write-prompt.ts';

/** What the gates say: what failed with what it printed, then what passed. */
export function verdictPiece(verdict: Verdict): Piece {
  const failed = verdict.gates.filter((gate) => gate.outcome !== 'passed');
  const passed = verdict.gates.filter((gate) => gate.outcome === 'passed');
  const share = Math.min(most.gate, Math.floor(most.gates / (failed.length + 1)));
  const parts = [
    verdict.trouble ? cutMiddle(verdict.trouble, most.gate) : '',
    verdict.red && !verdict.red.isRight ? cutMiddle(verdict.red.why, most.gate) : '',
    ...(verdict.complaints ?? []).map((one) => cutMiddle(complaintText(one), most.gate)),
    ...failed.map((gate) => cutMiddle(`${nameOf(gate)} ${outcomeOf(gate)}\n${gate.output}`.trimEnd(), share)),
    passed.length > 0 ? `passed: ${passed.map(nameOf).join(', ')}` : '',
    verdict.redGreen?.outcome === 'not-shown'
      ? `The new and changed tests are not shown to fail without the change, and to pass with it: ${verdict.redGreen.detail}.`
      : '',
  ];
  return { label: 'what the gates say', text: parts.filter((part) => part !== '').join('\n\n'), most: most.gates };
}

export function criteriaPiece(verdict: Verdict): Piece {
  const criteria = verdict.criteria ?? [];
  if (criteria.length === 0) return null;
  const text = criteria.map((one) => `- ${one.outcome}: ${one.text} (${one.evidence})`).join('\n');
  return { label: 'exit criteria, and what was found of each', text, most: most.list };
}

function nameOf({ project, target }: Gate): string {
  return `${project}:${target}`;
}

function complaintText({ kind, message, tests }: Complaint): string {
  return [`${kind}: ${message}`, ...tests.map((test) => `- ${test}`)].join('\n');
}

function outcomeOf({ outcome, charge }: Gate): string {
  return charge === 'pre-existing' ? `${outcome}, as before the change: leave it` : outcome;
}
