import type { Report } from './report.ts';

/**
 * How the gates stand with the final tree. Green is what a green verdict on exactly this tree says, and nothing else:
 * what was judged before there was a final tree is `earlier`.
 */
export type Standing = 'green' | 'red' | 'earlier' | 'none';

export function standingOfGates({ gatesOn, final }: Pick<Report, 'gatesOn' | 'final'>): Standing {
  if (gatesOn === null) return 'none';
  if (!gatesOn.green) return 'red';
  return gatesOn.tree === final?.tree ? 'green' : 'earlier';
}

/** `3 of 3 green`, in as few words as the list of contents has room for. */
export function gatesInBrief(report: Pick<Report, 'gates' | 'gatesOn' | 'final'>): string {
  const { gates } = report;
  const failed = gates.filter((gate) => gate.outcome === 'failed').length;
  switch (standingOfGates(report)) {
    case 'none':
      return 'not yet';
    case 'earlier':
      return 'not on the final tree';
    case 'red':
      return failed > 0 ? `${failed} of ${gates.length} red` : 'no verdict';
    case 'green':
      return `${gates.length} of ${gates.length} green`;
  }
}

/** Stages whose last gates came to no verdict: what ended well there does not count. */
export function stagesWithoutVerdict(rounds: Report['rounds']): ReadonlySet<string> {
  const last = new Map(rounds.map((round) => [round.stage, round]));
  return new Set([...last.values()].filter(({ gates }) => gates?.trouble != null).map(({ stage }) => stage));
}
