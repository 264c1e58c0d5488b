import { boundTo, reviewerAnswerSchema } from '../agent/answer.ts';
import type { Brief } from '../brief/brief.ts';
import { reviewerPrompt } from '../brief/prompts/reviewer.ts';
import { diffOf } from '../git/diff.ts';
import { changeFor } from './change-file.ts';
import type { StageContext } from './context.ts';
import type { LoopWork } from './loop-effects.ts';

/** Has a change reviewed: the whole of it at first, then what came after the commit that the last review saw. */
export function reviewChange(context: StageContext, about: { brief: Brief; start: string }): LoopWork['review'] {
  const { host } = context;
  return async ({ command, worktree, nonce }, ask) => {
    const { commit, since, progress } = command;
    const diff = await diffOf(host, worktree, since ?? about.start, commit);
    const change = await changeFor(host, worktree.folder, diff);
    const { deviations } = progress;
    const review = { ...command, nonce, change, isFollowUp: since !== null, deviations };
    const prompt = reviewerPrompt(about.brief, review, nonce.slice(0, 8));
    return await ask(prompt, boundTo(reviewerAnswerSchema, { commit, nonce }));
  };
}
