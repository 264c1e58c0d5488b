import type { Gate } from '../result/records.ts';
import type { Turns } from './judge-in-turn.ts';

/**
 * A gate with all that it has printed kept where the run keeps it: one that did not pass, and one of tests whose runner has
 * not told of each by its name.
 */
export async function withLog({ keepLog }: Pick<Turns, 'keepLog'>, gate: Gate, output: string): Promise<Gate> {
  const isUntold = gate.tests?.names === undefined && (gate.tests !== undefined || gate.notice !== undefined);
  if (!keepLog || (gate.outcome === 'passed' && !isUntold)) return gate;
  return { ...gate, log: await keepLog(output) };
}
