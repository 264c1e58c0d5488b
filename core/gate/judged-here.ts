import type { Gate, Verdict } from '../result/records.ts';
import { count, duration, short, testWords } from '../report/wording.ts';

/** A judgement of a checkout, as people read it now and wherever Nx replays it. */
export interface JudgedHere {
  readonly project: string;
  readonly own: Pick<Verdict, 'gates' | 'green' | 'trouble'>;
  /** ISO 8601. */
  readonly at: string;
  /** The machine, in a few words. */
  readonly where: string;
  readonly tree: string;
  readonly head: string;
  /** What lies in the checkout is what HEAD has. */
  readonly isCommitted: boolean;
  /** Why these are gates, where nobody has named them. */
  readonly found: string | undefined;
  /** Gates that are found, and only due where something has changed. */
  readonly leftOut: readonly string[];
}

/** First what came of it, then what makes it evidence: of what, when, where, and what was counted. */
export function describeJudgedHere(judged: JudgedHere): string {
  const { project, own, at, where, tree, head, isCommitted, found, leftOut } = judged;
  const rows = own.gates.map((gate) => [gate.target, gate.outcome === 'passed' ? 'passed' : 'FAILED', wordsOf(gate)]);
  const width = Math.max(...rows.map(([name = '']) => name.length));
  const red = own.gates.filter(({ outcome }) => outcome !== 'passed');
  return [
    `${project}: ${own.green ? `${count(rows.length, 'gate')} green` : 'red'}`,
    ...rows.map(([name = '', outcome = '', words = '']) => `  ${name.padEnd(width)}  ${outcome}  ${words}`.trimEnd()),
    ...(own.trouble === undefined ? [] : [`  ${own.trouble}`]),
    ...red.flatMap((gate) => ['', `${gate.target}:`, gate.output]),
    '',
    `  judged  ${at.replace('T', ' ').replace(/\.\d+Z$/, ' UTC')} on ${where}`,
    `  tree    ${short(tree)}, ${isCommitted ? `that of commit ${short(head)}` : `commit ${short(head)} with changes that are not committed`}`,
    ...(found === undefined ? [] : [`  ${found}`]),
    ...(leftOut.length === 0 ? [] : [`  not run, since they are for changes: ${leftOut.join(', ')}`]),
    ...(own.green
      ? ['  Where Nx prints this again, its inputs are the same, and it is this judgement that it replays.']
      : []),
  ].join('\n');
}

function wordsOf(gate: Gate): string {
  return [duration(gate.durationMs), testWords(gate), gate.notice ?? ''].filter((part) => part !== '').join(', ');
}
