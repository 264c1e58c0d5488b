import type { Gate } from '../result/records.ts';
import type { GateRun } from './gate.ts';

/** A gate that did not pass, with all that it has printed kept where the run keeps it. */
export async function withLog({ keepLog }: Pick<GateRun, 'keepLog'>, gate: Gate, output: string): Promise<Gate> {
  if (gate.outcome === 'passed' || !keepLog) return gate;
  return { ...gate, log: await keepLog(output) };
}
