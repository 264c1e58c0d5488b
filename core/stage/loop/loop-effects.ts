import { fail, unreachable, type Failure } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { ensureWorktree } from '../../git/worktree.ts';
import type { Effects } from '../../workflow/drive.ts';
import { worktreePath, type StageContext } from '../context.ts';
import { provide } from '../provide.ts';
import { answerTo } from '../questions/answers.ts';
import { doArbitrate, doReview } from './review-effect.ts';
import { clearChange } from './change-file.ts';
import { commitWork, keepUnfinished } from './commit-work.ts';
import { failed, isGit } from './failed-event.ts';
import { doGate } from './gate-effect.ts';
import { doScope } from './scope-effect.ts';
import { endsOf, type LoopWork } from './loop-work.ts';
import { doWork } from './work-effect.ts';

/** Carries out the commands of a loop in a worktree of its own. */
export function loopEffects(context: StageContext, work: LoopWork): Effects {
  const { host, repository } = context;
  const place = async (): Promise<string> => await worktreePath(context, work.worktree);
  const at = async (commit: string): Promise<Git | Failure> => {
    const path = await place();
    await keepUnfinished(context, work.stage, path);
    const worktree = await ensureWorktree(host, repository, path, commit);
    await clearChange(host, path);
    const provided = await provide(context, work.stage, worktree, commit);
    return provided.ok ? worktree : provided.failure;
  };
  return {
    async carryOut(command, progress) {
      if (context.host.stop.aborted) return failed(fail('stopped', 'The run was stopped.').failure);
      switch (command.do) {
        case 'work':
          return await doWork(context, work, { ...command, progress }, await at(command.from));
        case 'commit':
          return await commitWork(context, {
            stage: work.stage,
            onto: command.onto,
            message: work.message(command.because, command.round),
            path: await place(),
          });
        case 'scope':
          return await doScope(context, work, command.commit, progress);
        case 'gate': {
          const { commit } = command;
          const verdict = await work.recall?.(commit, progress);
          if (verdict) return { type: 'gated', verdict };
          return await doGate(context, work, { commit, progress }, await at(commit));
        }
        case 'review':
          return await doReview(context, work, { ...command, progress }, await at(command.commit));
        case 'arbitrate':
          return await doArbitrate(context, work, { ...command, progress }, await at(command.commit));
        case 'format': {
          const worktree = await at(command.commit);
          return isGit(worktree) ? await endsOf(work).format(worktree, command.commit, progress) : failed(worktree);
        }
        default:
          return unreachable(command);
      }
    },
    // Every command begins by putting its worktree where it has to be; a commit is made again of the same files, on the same
    // parent, in place of the one that nobody has heard of.
    recover: async () => undefined,
    answerTo: async (question) => await answerTo(context, question),
  };
}
