import { isDeepStrictEqual } from 'node:util';
import { ok, type Failure, type Result } from '../failure.ts';
import type { Journal } from '../journal/journal.ts';
import { limitsOf, relimited, within, type StepLimits } from './limits.ts';
import type { Answer, Question } from './question.ts';
import type { Command, Event, Progress, State } from './state.ts';
import { begin, transition } from './transition.ts';
import { fixingTogether, formattingLast, stepOf, withoutTests, type Workflow } from './workflow.ts';

/** How commands are carried out. Each answers with what happened, also when that is a failure. */
export interface Effects {
  carryOut(command: Command, progress: Progress): Promise<Event>;
  /** A command was begun and its outcome never recorded: looks at the world and clears away what was half done. */
  recover(command: Command): Promise<void>;
  /** What a person answered to the question, if anybody has. */
  answerTo(question: Question): Promise<Answer | undefined>;
}

export interface Loop {
  /** The name of the stage whose loop this is: `task-1.1`, `review`. */
  readonly stage: string;
  readonly workflow: Workflow;
  /** The commit that the loop starts from. */
  readonly start: string;
  readonly journal: Journal;
  readonly effects: Effects;
}

/**
 * Drives a loop until it is approved, abandoned, stopped, or asks. Resuming is the same call with the same journal:
 * what is recorded is replayed without an effect, then the loop goes on from there. What cannot be recorded stops it:
 * nothing is done whose intent is not written, and nothing counts whose result is not.
 */
export async function drive(loop: Loop): Promise<State> {
  const { stage, journal, effects } = loop;
  const opened = await open(loop);
  const { workflow, pending, ...standing } = replay(loop);
  let { state } = standing;
  if (!opened.ok) return unrecorded(state, opened.failure);
  if (pending) await effects.recover(pending);
  let next = state.at === 'stopped' ? ok<Event>({ type: 'resumed' }) : await nextEvent(state, loop);
  for (; ; next = await nextEvent(state, loop)) {
    if (!next.ok) return unrecorded(state, next.failure);
    if (!next.value) return state;
    const result = await journal.append('result', next.value);
    if (!result.ok) return unrecorded(state, result.failure);
    state = transition(workflow, stage, state, next.value);
  }
}

/** Undefined where nothing more happens: the loop has come to its end, or nobody has answered. */
async function nextEvent(state: State, { journal, effects }: Loop): Promise<Result<Event | undefined>> {
  if (state.at === 'running') {
    const intent = await journal.append('intent', state.command);
    return intent.ok ? ok(await effects.carryOut(state.command, state.progress)) : intent;
  }
  const answer = state.at === 'asking' && (await effects.answerTo(state.question));
  return ok(answer ? { type: 'answered', answer } : undefined);
}

/** The journal does not know that the loop ended so: the next run goes on from what is written. */
function unrecorded(state: State, failure: Failure): State {
  if (state.at === 'approved' || state.at === 'abandoned') return state;
  const { progress, command } = state;
  return { at: 'stopped', progress, failure, command };
}

/** Says how the loop begins; later only what its limits are by now, if they are others. */
async function open({ journal, workflow, ...loop }: Loop): Promise<Result<unknown>> {
  const limits = limitsOf(workflow);
  if (journal.entries.length === 0)
    return await journal.append('opened', {
      stage: loop.stage,
      workflow: workflow.name,
      start: loop.start,
      fixes: stepOf(workflow, 0).review.fixes,
      steps: workflow.steps.map(({ role }) => role),
      formatted: workflow.steps.filter(({ formats }) => formats).map(({ role }) => role),
      limits,
    });
  const isAsBefore = isDeepStrictEqual(limitsOf(replay({ journal, workflow, ...loop }).workflow), limits);
  return isAsBefore ? ok(undefined) : await journal.append('opened', { limits });
}

type Told = Pick<Loop, 'stage' | 'workflow' | 'start'> & { readonly journal: Pick<Journal, 'entries'> };

interface Standing {
  readonly state: State;
  /** The command that was begun last, if nothing is known of its outcome. */
  readonly pending: Command | undefined;
  /** As it was begun, within the limits that were the last ones. */
  readonly workflow: Workflow;
}

/** What a journal leads to. */
export function replay(loop: Told): Standing {
  const walk = walked(loop);
  for (;;) {
    const { done, value } = walk.next();
    if (done) return value;
  }
}

/** A journal, event by event, each with the state that it met; then what it leads to. */
export function* walked(loop: Told): Generator<{ readonly state: State; readonly event: Event }, Standing> {
  const { entries } = loop.journal;
  let workflow = asBegun(loop.workflow, entries);
  let state = begin(workflow, startOf(loop.journal) ?? loop.start);
  let last: { state: State; event: Event } | undefined;
  let pending: Command | undefined;
  for (const [index, entry] of entries.entries()) {
    if (entry.kind === 'opened' && index > 0) {
      const next = within(workflow, limitsIn(entry));
      if (last) last = { event: last.event, state: relimited(last.state, workflow, next) };
      // What was asked for want of tries is looked at once more.
      state =
        state.at === 'asking' && last
          ? transition(next, loop.stage, last.state, last.event)
          : relimited(state, workflow, next);
      workflow = next;
    }
    if (entry.kind === 'intent') pending = entry.data as Command;
    if (entry.kind !== 'result') continue;
    last = { state, event: entry.data as Event };
    yield last;
    state = transition(workflow, loop.stage, state, last.event);
    pending = undefined;
  }
  return { state, pending, workflow };
}

function limitsIn(entry: Journal['entries'][number]): StepLimits {
  return (entry.data as { limits?: StepLimits }).limits ?? {};
}

/**
 * The workflow as a journal's loop was begun. Journals of an older release do not tell how fixes were given out, all
 * together, nor which steps there were, all, nor after which of them formatters ran, none, nor the limits.
 */
function asBegun(workflow: Workflow, [first]: Journal['entries']): Workflow {
  if (first?.kind !== 'opened') return workflow;
  const { fixes, steps, formatted } = first.data as Begun;
  const known = formatted === undefined ? formattingLast(workflow) : workflow;
  const whole = steps && steps.length < workflow.steps.length ? withoutTests(known) : known;
  const begun = within(whole, limitsIn(first));
  return fixes === undefined ? fixingTogether(begun) : begun;
}

/** What a journal tells of the workflow, as far as its release told it. */
interface Begun {
  readonly fixes?: string;
  readonly steps?: readonly string[];
  readonly formatted?: readonly string[];
}

/**
 * The commit that a journal's loop was begun from; undefined when it has none yet. A loop goes on from there even if its
 * stage would begin it elsewhere by now, after an edit of another task's spec: its commits are made on that start.
 */
export function startOf(journal: Pick<Journal, 'entries'>): string | undefined {
  const [first] = journal.entries;
  return first?.kind === 'opened' ? (first.data as { start?: string }).start : undefined;
}
