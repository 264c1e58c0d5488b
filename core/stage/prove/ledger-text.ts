import type { CriterionRecord } from '../../result/records.ts';
import type { Ledger, Standing } from './ledger.ts';

/** A ledger in lines for people, with what to do about it. `command` starts the same target again. */
export function ledgerLines({ phase, standings, elsewhere, isEmpty }: Ledger, command: string): string[] {
  const holding = standings.filter(({ state }) => state === 'holds').length;
  const lines = [`Phase ${phase.id}: ${phase.title}`, ...standings.flatMap(standingLines)];
  const count = `${holding} of ${standings.length} hold by what is recorded.`;
  if (holding === standings.length) return [...lines, count];
  const prove = `Run the probes here: ${command} --prove`;
  if (isEmpty)
    return [
      ...lines,
      `Nothing is recorded about this phase here. If it was proven elsewhere: git fetch origin 'refs/phasewright/*:refs/phasewright/*'`,
      prove,
    ];
  const notHere =
    elsewhere === undefined ? [] : [`It was proven on ${elsewhere.slice(0, 10)}, which is not merged here.`];
  return [...lines, count, ...notHere, prove];
}

const marks: Record<Standing['state'], string> = {
  holds: '✔',
  'does-not-hold': '✘',
  stale: '~',
  'never-proven': '?',
};

function standingLines({ criterion, state, record, changed }: Standing): string[] {
  const was = record ? `${record.outcome} by ${record.probe}: ${foundOut(record)}` : undefined;
  const why: Record<Standing['state'], (string | undefined)[]> = {
    holds: [was],
    'does-not-hold': [was],
    stale: [`stale: ${changedText(changed)}`, was && `was ${was}`],
    'never-proven': [record ? record.evidence.split('\n')[0] : 'never proven'],
  };
  return [`${marks[state]} ${criterion.text}`, ...why[state].filter(Boolean).map((line) => `    ${line}`)];
}

/** `exit code 0 on tree e17bbf12, 2026-01-02T03:04:05.000Z` */
function foundOut({ evidence, proof }: CriterionRecord): string {
  const [first = ''] = evidence.split('\n');
  if (!proof) return first;
  const { value, unit, comparison, budget } = proof.measured ?? {};
  const number = value === undefined ? '' : `, ${value} ${unit} (budget ${comparison} ${budget} ${unit})`;
  return `${first}${number}, tree ${proof.tree.slice(0, 10)}, ${proof.at}`;
}

function changedText(changed: readonly string[]): string {
  if (changed.length === 0) return 'the tree that was proven is not here any more, and what is here differs';
  const shown = changed.slice(0, 3).join(', ');
  const more = changed.length > 3 ? ` and ${changed.length - 3} more` : '';
  return `${shown}${more} changed since`;
}
