import { mostAtOnce } from '../review/at-once.ts';
import { findingId, type Finding } from '../review/finding.ts';
import { isLaidAside } from '../review/laid-aside.ts';
import { isAbout } from '../review/triage.ts';
import type { CheckedReview, Progress, ReviewCommand } from './state.ts';

/**
 * Has the commit reviewed. The reviewer is shown as many findings as fit; the others are shown to the next one, who
 * reviews the same commit. `judged` are ids of those that reviews of this commit have spoken about.
 */
export function reviewCommand(
  progress: Progress,
  judged: readonly string[] = [],
  answered: readonly string[] = [],
): ReviewCommand {
  const { commit, round, reviewed: since, verdict } = progress;
  const known = new Set(judged);
  const open = pendingIn(progress)
    .filter((finding) => !known.has(findingId(finding)))
    .slice(0, mostAtOnce);
  const disputes = open.flatMap((finding) => progress.disputes.findLast((one) => isAbout(one, finding)) ?? []);
  const settled = progress.settled.filter(isLaidAside);
  const asked = { do: 'review', commit, round, since, verdict, open, disputes, settled, judged } as const;
  return { ...asked, ...suspicions(progress, answered), clarification: null };
}

/**
 * What a reviewer is asked about and told of, if there is anything: flags that no reviewer has found honest, and that no
 * review of this commit has answered.
 */
function suspicions(
  { flags: all, flagAnswers, allowed }: Progress,
  answered: readonly string[],
): Pick<ReviewCommand, 'flags' | 'answered' | 'allowed'> {
  const honest = flagAnswers.filter(({ answer }) => answer === 'honest').map(({ id }) => id);
  const done = new Set([...honest, ...answered]);
  const flags = all.filter(({ id }) => !done.has(id));
  return {
    ...(flags.length > 0 && { flags }),
    ...(answered.length > 0 && { answered }),
    ...(allowed.length > 0 && { allowed }),
  };
}

/** Has the same commit reviewed again, by one that is shown the findings and asked about the flags that did not fit. */
export function restCommand(
  progress: Progress,
  before: ReviewCommand,
  rest: readonly Finding[],
  { flags = [] }: Pick<CheckedReview, 'flags'>,
): ReviewCommand {
  const { since, verdict, clarification, unsure = [], insisted = [] } = before;
  const waiting = new Set(rest);
  const judged = pendingIn(progress).filter((finding) => !waiting.has(finding));
  const answered = [...(before.answered ?? []), ...flags.map(({ id }) => id)];
  return {
    ...reviewCommand(progress, judged.map(findingId), answered),
    since,
    verdict,
    clarification,
    unsure,
    insisted,
  };
}

/** Has the same commit reviewed again by one that knows what a person has answered. */
export function clarifiedCommand(progress: Progress, asked: ReviewCommand, clarification: string): ReviewCommand {
  const { verdict, since, judged, answered, unsure = [], insisted = [] } = asked;
  return { ...reviewCommand(progress, judged, answered), since, verdict, clarification, unsure, insisted };
}

/** Findings that wait for a review, be it the next one or that of a person. */
export function pendingIn({ open, defects }: Pick<Progress, 'open' | 'defects'>): readonly Finding[] {
  return [...open, ...defects];
}

/** Ids of the findings that no review of this commit was shown when this one began. */
export function unshownIn(progress: Progress, { open, judged = [] }: ReviewCommand): ReadonlySet<string> {
  const known = new Set([...judged, ...open.map(findingId)]);
  return new Set(
    pendingIn(progress)
      .map(findingId)
      .filter((id) => !known.has(id)),
  );
}
