import { block, folded } from './markdown-text.ts';
import type { Report } from './report.ts';
import { hookWords } from './wording.ts';

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
