import { block, code, folded, prose } from './markdown-text.ts';
import { standingOfGates } from './judged.ts';
import type { Report } from './report.ts';
import { complaintWords, gateCounts, hookWords, short, testWords } from './wording.ts';

/** What the gates said of which tree; never more than their verdict says. */
export function gatesLines(report: Report): readonly string[] {
  const { gates, gatesOn, final } = report;
  if (gatesOn === null) return ['Gates: none has judged the phase as a whole.'];
  const { record, tree, trouble, complaints = [] } = gatesOn;
  const isFinal = tree === final?.tree;
  const on = `${isFinal ? 'the final tree' : 'the combination of the tasks, tree'} ${code(short(tree))} (${recordWords(report, record)})`;
  const counts = trouble === null ? gateCounts(gates) : `no verdict${gates.length > 0 ? `; ${gateCounts(gates)}` : ''}`;
  return [
    `Gates on ${on}: ${counts}.${standingOfGates(report) === 'earlier' && final !== null ? ` No gate has judged the final tree ${code(short(final.tree))}.` : ''}`,
    ...(trouble === null ? [] : [block(trouble)]),
    ...complaints.map((one) => `- ${prose(complaintWords(one))}`),
    ...testLines(gates),
    ...redGates(gates, `tree ${short(tree)}`),
  ];
}

/** What was counted, and what makes a verdict worth less. */
function testLines(gates: Report['gates']): readonly string[] {
  const lines = gates.flatMap((gate) => {
    const words = [testWords(gate), gate.notice ?? ''].filter((part) => part !== '').join('. ');
    return words === '' ? [] : [`- ${code(`${gate.project}:${gate.target}`)}: ${prose(words)}`];
  });
  return lines.length > 0 ? [lines.join('\n')] : [];
}

/** The record that a claim rests on, and its result, where one is stored. */
export function recordWords({ records }: Report, name: string): string {
  const known = records.find((record) => record.name === name);
  if (!known) return 'no record';
  return `record of ${prose(name)}${known.result === null ? '' : `, ${code(short(known.result))}`}`;
}

/** The output of gates that did not pass, folded away. */
export function redGates(gates: Report['gates'], where: string): readonly string[] {
  return gates
    .filter((gate) => gate.outcome !== 'passed')
    .map((gate) => {
      const summary = `${gate.project}:${gate.target} ${gate.outcome === 'failed' ? 'failed' : 'did not run'} on ${where}`;
      return folded(summary, block(gate.output || 'no output'));
    });
}

/** What the user's hooks said about what lands, and the output of one that refused it. */
export function hookParts(hooks: Report['hooks']): readonly string[] {
  if (hooks.length === 0) return [];
  const red = hooks.filter((one) => one.outcome === 'failed');
  return [
    `Your hooks on what lands: ${hooks.map((one) => `${one.hook} ${hookWords(one)}`).join(', ')}.`,
    ...red.map((one) => folded(`${one.hook} refused it`, block(one.output || 'no output'))),
  ];
}
