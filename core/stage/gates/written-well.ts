import type { Gate } from '../../result/records.ts';
import type { StageContext } from '../context.ts';
import { tellGates } from './known-verdicts.ts';
import { lookInto } from './look-into.ts';
import { runContained, type Run } from './run-contained.ts';

/**
 * Gates that judge how files are written and not what they do, and that fail by what was changed since: later nobody may mend
 * what the tester has written. Those that failed before are nobody's fault here, nor those that come to no verdict.
 */
export async function notWrittenWell(context: StageContext, run: Run): Promise<Gate[]> {
  const targets = context.phase.gates.filter((gate) => judgesWriting.test(gate));
  if (targets.length === 0) return [];
  const about = { ...run, only: { targets } };
  context.emit({ type: 'gates-started', stage: run.stage, targets });
  const judged = await lookInto(context, about, await runContained(context, about));
  tellGates(context, run.stage, judged.gates);
  return judged.gates.filter(({ outcome, charge }) => outcome === 'failed' && charge === 'real');
}

/** As such targets are called; one that tests as well is red while its tests are. */
const judgesWriting = /(?:^|[^a-z])(?:(?:\w*lint)|format|fmt|style|prettier|biome|clippy|ruff)(?:[^a-z]|$)/i;
