import { fail, type Failure } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Event, Progress } from '../../workflow/state.ts';
import type { StageContext } from '../context.ts';
import { failed, isGit, signalOrder } from './failed-event.ts';
import type { LoopWork } from './loop-work.ts';

/** Has a commit judged. A run that is stopped meanwhile has judged nothing. */
export async function doGate(
  context: StageContext,
  work: LoopWork,
  { commit, progress }: { commit: string; progress: Progress },
  worktree: Git | Failure,
): Promise<Event> {
  if (!isGit(worktree)) return failed(worktree);
  const verdict = await work.judge(worktree, commit, progress);
  if (!verdict.green && (await context.host.stopsWithin(signalOrder))) {
    return failed(fail('stopped', 'The run was stopped while the gates ran.').failure);
  }
  if (verdict.trouble) context.emit({ type: 'note', stage: work.stage, text: verdict.trouble });
  if (verdict.red)
    context.emit({
      type: 'note',
      stage: work.stage,
      text: verdict.red.isRight ? rightlyRed : `not red as it has to be: ${verdict.red.why}`,
    });
  const lacking = (verdict.complaints ?? []).filter(({ kind }) => kind === 'environment');
  if (lacking.length > 0) return failed(fail('environment', describeLack(lacking)).failure);
  return { type: 'gated', verdict };
}

/** No change mends what the machine lacks: no turn of an agent is used up for it. */
function describeLack(lacking: readonly Complaint[]): string {
  const said = lacking.map(({ message }) => message).join('; ');
  return `${said}. Mend that, and run again: nothing is lost.`;
}

const rightlyRed = 'exactly the named tests are red, since nothing is written yet that they test';
