import { boundTo, reviewerAnswerSchema, withFlags, type ReviewerAnswer } from '../../agent/answer.ts';
import type { Brief } from '../../brief/brief.ts';
import { pointOut } from '../../brief/point-out.ts';
import { reviewerPrompt } from '../../brief/prompts/reviewer.ts';
import type { Allowed, Sighting } from '../../cheat/sighting.ts';
import { diffOf } from '../../git/diff.ts';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import type { Triaged } from '../../result/records.ts';
import { mostAtOnce } from '../../review/at-once.ts';
import type { Founded } from '../../review/finding.ts';
import { doubtsOf, lookUp, type TextOf } from '../../review/look-up.ts';
import { changeFor } from '../loop/change-file.ts';
import type { StageContext } from '../context.ts';
import type { LoopWork } from '../loop/loop-work.ts';
import type { CheckedReview, ReviewCommand } from '../../workflow/state.ts';

/**
 * Has a change reviewed: the whole of it at first, then what came after the commit that the last review saw. What a
 * finding quotes is looked up, and what is not there goes back to the reviewer once. `settled` is what reviews before this
 * loop are done with.
 */
export function reviewChange(
  context: StageContext,
  about: {
    readonly brief: Brief;
    readonly start: string;
    readonly settled?: readonly Triaged[];
    /** What no reviewer before has answered, and what people have allowed before. */
    readonly flags?: readonly Sighting[];
    readonly allowed?: readonly Allowed[];
  },
): LoopWork['review'] {
  const { host } = context;
  return async ({ command, worktree, nonce }, ask) => {
    const { commit, since, progress } = command;
    const diff = await diffOf(host, worktree, since ?? about.start, commit);
    const change = await changeFor(host, worktree.folder, diff);
    const { deviations } = progress;
    const settled = [...(about.settled ?? []).filter(isKept), ...(command.settled ?? [])];
    const isFollowUp = since !== null;
    const { brief, toRead } = isFollowUp
      ? await inShort(about.brief, command, worktree)
      : { brief: about.brief, toRead: [] };
    const answered = new Set(progress.flagAnswers.map(({ id }) => id));
    const asked = [...(command.flags ?? []), ...(about.flags ?? []).filter(({ id }) => !answered.has(id))];
    // The others are asked of further reviews of the same commit.
    const flags = asked.slice(0, mostAtOnce);
    const allowed = [...(about.allowed ?? []), ...(command.allowed ?? [])];
    const review = { ...command, flags, allowed, nonce, change, isFollowUp, toRead, deviations, settled };
    const prompt = reviewerPrompt(brief, review, nonce.slice(0, 8));
    const textOf: TextOf = async (path) =>
      (await fileAt(worktree, commit, path)) ?? (await fileAt(worktree, about.start, path));
    const answer = withFlags(
      boundTo(reviewerAnswerSchema, { commit, nonce }),
      flags.map(({ id }) => id),
    );
    const outcome = await ask(prompt, answer, async (given) => await problemsOf(given, textOf));
    if (!outcome.ok) return outcome;
    const { founded, unfounded } = await lookUp(outcome.answer.findings, textOf);
    const unasked = asked.length - flags.length;
    const complete = { ...outcome.answer, findings: founded, unfounded, ...(unasked > 0 && { unasked }) };
    return { ...outcome, answer: withDishonest(complete, flags) };
  };
}

/** A flag that the reviewer does not find honest is a finding at its place, and nothing is approved with it. */
function withDishonest(answer: CheckedReview, flags: readonly Sighting[]): CheckedReview {
  const dishonest = (answer.flags ?? []).flatMap(({ id, answer: said, why }): Founded[] => {
    const flag = flags.find((one) => one.id === id);
    if (said === 'honest' || !flag) return [];
    const { path, line, message: title } = flag;
    return [{ severity: 'P1', path, line, title, fix: `Undo it: ${why}`, kind: 'in-phase' }];
  });
  if (dishonest.length === 0) return answer;
  const verdict = answer.verdict === 'APPROVED' ? 'ISSUES_FOUND' : answer.verdict;
  return { ...answer, verdict, findings: [...answer.findings, ...dishonest] };
}

/** Whoever reviews what is new reads in the worktree, and finds there what the first review was told. */
async function inShort(
  brief: Brief,
  { commit, open, disputes }: ReviewCommand,
  worktree: Git,
): Promise<ReturnType<typeof pointOut>> {
  const paths = new Set([...brief.sections, ...brief.rules].map(({ path }) => path));
  const contents = new Map<string, string | undefined>();
  for (const path of paths) contents.set(path, await fileAt(worktree, commit, path));
  return pointOut(brief, { contents, quoted: [...open, ...disputes.flatMap(({ evidence }) => evidence ?? [])] });
}

function isKept({ outcome }: Triaged): boolean {
  return outcome === 'rejected' || outcome === 'deferred';
}

async function problemsOf({ verdict, findings }: ReviewerAnswer, textOf: TextOf): Promise<string> {
  if (verdict === 'ISSUES_FOUND' && findings.length === 0)
    return 'the verdict ISSUES_FOUND comes without a finding, expected at least one with path, line, quote and fix';
  return doubtsOf((await lookUp(findings, textOf)).unfounded);
}
