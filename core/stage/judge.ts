import { join } from 'node:path';
import { runGates } from '../gate/gate.ts';
import type { Git } from '../git/git.ts';
import { recordOf } from '../git/worktree.ts';
import { watchRefs } from '../guard/watch-refs.ts';
import { watchSettings } from '../guard/watch-settings.ts';
import { watchSpecial } from '../guard/watch-special.ts';
import { together, type Watch } from '../guard/watch.ts';
import type { Verdict } from '../result/records.ts';
import type { StageContext } from './context.ts';

/** What is judged, and on whose account. */
export interface Judgement {
  readonly stage: string;
  /** Stages that name the same cache replay each other's verdicts on the same inputs. */
  readonly cache: string;
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  readonly commit: string;
  readonly since: string;
  readonly fresh: boolean;
}

/** Runs the phase's gates on a commit, and tells those who watch. */
export async function judge(context: StageContext, about: Judgement): Promise<Verdict> {
  const { host, phase, emit } = context;
  const { stage, cache, ...tree } = about;
  const { gates: targets, gateTimeLimit: timeLimit } = phase.options;
  emit({ type: 'gates-started', stage, targets });
  const nx = { cache: join(phase.state, 'nx', cache), checkout: phase.checkout, run: phase.run };
  const { project, gates: required } = phase;
  const lookAgain = await lookAround(context, tree.worktree.folder);
  const judged = await runGates(host, { ...tree, project, targets, required, timeLimit, nx });
  const { violations, notes, undo } = await lookAgain();
  for (const text of notes) emit({ type: 'note', stage, text });
  await undo();
  const verdict = violations.length === 0 ? judged : { ...judged, green: false, trouble: troubleOf(violations) };
  for (const { output: _, ...gate } of verdict.gates) emit({ type: 'gate-finished', stage, ...gate });
  return verdict;
}

/** What gates run was written by agents, and runs outside of their sandboxes. */
async function lookAround({ host, phase, repository, refs }: StageContext, worktree: string): Promise<Watch> {
  const inCheckout = { ...repository, git: repository.git.in(phase.checkout) };
  const record = await recordOf(host, inCheckout, worktree);
  if (record === undefined) throw new Error(`Internal error: ${worktree} is no worktree of ${repository.commonFolder}`);
  return together([
    await watchSpecial(host, [repository.commonFolder]),
    await watchSettings(host, inCheckout),
    await watchRefs(host, inCheckout, { record, phase: refs.all }),
  ]);
}

function troubleOf(violations: readonly string[]): string {
  const list = violations.map((text) => `- ${text}`).join('\n');
  return `While the gates ran, what decides about git was changed, and our git does not go by it:\n${list}\nA gate is a check that changes nothing. If it was somebody else, nothing has to be done: the gates run again.`;
}
