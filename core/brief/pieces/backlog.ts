import type { Brief } from '../brief.ts';
import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';

/** What earlier reviews left open in the files of a task, for whoever changes them next. */
export function backlogPieces(findings: Brief['findings']): Piece[] {
  if (findings.length === 0) return [];
  return [
    'Earlier reviews have found what is in the next list, and left it for who works on these files next. Mend what your task touches anyway, and what is small; leave the rest. Name the ids of those that you have mended in `fixedFindings`.',
    backlogPiece('open findings of the backlog in files of this task', findings),
  ];
}

export function backlogPiece(label: string, findings: Brief['findings']): Piece {
  if (findings.length === 0) return null;
  const text = findings
    .map(({ id, severity, title, location }) => `${[severity, location, title].filter(Boolean).join(' ')}\n  id: ${id}`)
    .join('\n');
  return { label, text, most: most.findings };
}
