import { mostAtOnce } from '../review/at-once.ts';
import { findingId } from '../review/finding.ts';
import { isLaidAside } from '../review/laid-aside.ts';
import { isAbout } from '../review/triage.ts';
import type { Progress, ReviewCommand } from './state.ts';

/** Has the commit reviewed. The reviewer is shown as many findings as fit: the others stay open until one that is. */
export function reviewCommand(progress: Progress): ReviewCommand {
  const { commit, round, reviewed: since, verdict } = progress;
  const open = [...progress.open, ...progress.defects].slice(0, mostAtOnce);
  const disputes = open.flatMap((finding) => progress.disputes.findLast((one) => isAbout(one, finding)) ?? []);
  const settled = progress.settled.filter(isLaidAside);
  return { do: 'review', commit, round, since, verdict, open, disputes, settled, clarification: null };
}

/** Has the same commit reviewed again by one that knows what a person has answered, and what had come with the questions. */
export function clarifiedCommand(progress: Progress, asked: ReviewCommand, clarification: string): ReviewCommand {
  const { verdict, since } = asked;
  const known = new Set(asked.open.map(findingId));
  const command = reviewCommand(progress);
  const unsure = command.open.map(findingId).filter((id) => !known.has(id));
  return { ...command, since, verdict, clarification, unsure: [...(asked.unsure ?? []), ...unsure] };
}
