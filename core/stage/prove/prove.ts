import { probeOf } from '../../plan/criteria/probe.ts';
import type { CriterionText } from '../../plan/plan.ts';
import type { CriterionRecord } from '../../result/records.ts';
import { contained } from '../contained.ts';
import type { StageContext } from '../context.ts';
import { probe, type ProbeRun } from './probe.ts';

/** Finds out whether a criterion holds, in a worktree of the phase. One whose command meddles with git does not. */
export async function prove(
  context: StageContext,
  stage: string,
  criterion: CriterionText,
  run: ProbeRun,
): Promise<CriterionRecord> {
  const { kind } = probeOf(criterion.text);
  if (kind !== 'command' && kind !== 'benchmark') return await probe(context.host, criterion, run);
  const { folder } = run.worktree;
  // Other criteria are about what is there at HEAD.
  const about = { stage, worktree: folder, mayMoveHead: false, what: 'the command of an exit criterion' };
  const { value, trouble } = await contained(context, about, async () => await probe(context.host, criterion, run));
  return trouble === undefined ? value : { ...value, outcome: 'not-met', evidence: `${trouble}\n${value.evidence}` };
}
