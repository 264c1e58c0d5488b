import { block, folded } from './markdown-text.ts';
import type { Report } from './report.ts';

/** The output of gates that did not pass, folded away. */
export function redGates(gates: Report['gates'], where: string): readonly string[] {
  return gates
    .filter((gate) => gate.outcome !== 'passed')
    .map((gate) => {
      const summary = `${gate.project}:${gate.target} ${gate.outcome === 'failed' ? 'failed' : 'did not run'} on ${where}`;
      return folded(summary, block(gate.output || 'no output'));
    });
}
