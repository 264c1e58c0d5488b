import { severities } from '../../core/review/finding.ts';
import { isSafe } from '../../core/workflow/question.ts';
import type { Event, State } from '../../core/workflow/state.ts';
import { stepOf, type Workflow } from '../../core/workflow/workflow.ts';

/** What is wrong with where a process left the loop. Undefined: nothing. */
export function wrongIn(state: State, workflow: Workflow, recorded: readonly Event[]): string | undefined {
  switch (state.at) {
    case 'running':
      return 'a loop was left that was running';
    case 'asking':
      return isSafe(state.question, state.question.default)
        ? undefined
        : `the default of question ${state.question.reason} is ${state.question.default}`;
    case 'approved':
      return unproven(state, workflow, recorded);
    case 'stopped':
    case 'abandoned':
      return undefined;
  }
}

type Of<Type extends Event['type']> = Extract<Event, { type: Type }>;

/** Looks at what happened, not at what the loop has made of it. */
function unproven({ progress }: State, workflow: Workflow, recorded: readonly Event[]): string | undefined {
  const gated = recorded.findLast((event) => event.type === 'gated' && event.verdict.commit === progress.commit);
  if (gated?.type !== 'gated' || !gated.verdict.green)
    return `${progress.commit} is approved, and its gates are not green`;
  if (progress.open.length + progress.defects.length > 0) return 'findings are open in what is approved';
  const scoped = lastOf(recorded, 'scoped');
  if (scoped && !isLetPass(scoped.event, recorded)) return 'what is approved is out of scope';
  const review = lastOf(recorded, 'reviewed');
  if (!review) return mayLackReview(progress, workflow) ? undefined : 'what is approved was not reviewed';
  const { fixUpTo } = stepOf(workflow, progress.step).review;
  const bar = severities.indexOf(fixUpTo);
  const unanswered = review.event.answer.findings.filter(
    ({ severity, path, title }) => severities.indexOf(severity) <= bar && !isDisputed(`${path}: ${title}`, recorded),
  );
  const isTaken = recorded.slice(review.at).some((event) => isTaking(event));
  return unanswered.length === 0 || isTaken
    ? undefined
    : `${unanswered[0]?.severity} ${unanswered[0]?.title} was found, and nobody has decided about it`;
}

/** A step whose writer changes nothing has nothing to review. */
function mayLackReview({ passed }: State['progress'], { steps }: Workflow): boolean {
  return passed.length < steps.length && steps.some(({ mayRest }) => mayRest);
}

function lastOf<Type extends Event['type']>(
  recorded: readonly Event[],
  type: Type,
): { readonly event: Of<Type>; readonly at: number } | undefined {
  const at = recorded.findLastIndex((event) => event.type === type);
  return at < 0 ? undefined : { event: recorded[at] as Of<Type>, at };
}

/** Files outside of the task never are; what looks like a cheat is, where a person has allowed that one. */
function isLetPass({ outside, breaches = [] }: Of<'scoped'>, recorded: readonly Event[]): boolean {
  const allowed = recorded.flatMap((event, at) => {
    if (event.type !== 'answered' || event.answer.choice !== 'allow') return [];
    return lastOf(recorded.slice(0, at), 'scoped')?.event.breaches ?? [];
  });
  return outside.length === 0 && breaches.every(({ id }) => allowed.some((one) => one.id === id));
}

/** Whether a writer has disputed the finding: a reviewer may have let that stand. */
function isDisputed(words: string, recorded: readonly Event[]): boolean {
  return recorded.some(
    (event) => event.type === 'worked' && (event.answer.disputes ?? []).some((one) => one.finding === words),
  );
}

function isTaking(event: Event): boolean {
  return event.type === 'arbitrated' ? event.answer.proceed : event.type === 'answered';
}
