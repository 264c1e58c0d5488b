import type { Journal } from '../journal/journal.ts';
import type { Answer, Question } from './question.ts';
import type { Command, Event, Progress, State } from './state.ts';
import { begin, transition } from './transition.ts';
import { fixingTogether, stepOf, withoutTests, type Workflow } from './workflow.ts';

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
 * what is recorded is replayed without an effect, then the loop goes on from there.
 */
export async function drive(loop: Loop): Promise<State> {
  const { stage, journal, effects } = loop;
  const workflow = asBegun(loop.workflow, loop.journal.entries);
  let { state, pending } = replay(loop);
  const happened = async (event: Event): Promise<void> => {
    await journal.append('result', event);
    state = transition(workflow, stage, state, event);
  };
  if (journal.entries.length === 0)
    await journal.append('opened', {
      stage,
      workflow: workflow.name,
      start: loop.start,
      fixes: stepOf(workflow, 0).review.fixes,
      steps: workflow.steps.map(({ role }) => role),
    });
  if (state.at === 'stopped') await happened({ type: 'resumed' });
  if (pending) await effects.recover(pending);
  for (;;) {
    if (state.at === 'asking') {
      const answer = await effects.answerTo(state.question);
      if (!answer) return state;
      await happened({ type: 'answered', answer });
    } else if (state.at === 'running') {
      await journal.append('intent', state.command);
      await happened(await effects.carryOut(state.command, state.progress));
    } else {
      return state;
    }
  }
}

/** The state that a journal leads to, and the command that was begun last if nothing is known of its outcome. */
export function replay(loop: Pick<Loop, 'stage' | 'workflow' | 'start' | 'journal'>): {
  state: State;
  pending: Command | undefined;
} {
  const workflow = asBegun(loop.workflow, loop.journal.entries);
  let state = begin(workflow, startOf(loop.journal) ?? loop.start);
  let pending: Command | undefined;
  for (const entry of loop.journal.entries) {
    if (entry.kind === 'intent') pending = entry.data as Command;
    if (entry.kind !== 'result') continue;
    state = transition(workflow, loop.stage, state, entry.data as Event);
    pending = undefined;
  }
  return { state, pending };
}

/**
 * The workflow as a journal's loop was begun. Journals of an older release do not tell how fixes were given out, all
 * together, nor which steps there were: all.
 */
export function asBegun(workflow: Workflow, [first]: Journal['entries']): Workflow {
  if (first?.kind !== 'opened') return workflow;
  const { fixes, steps } = first.data as { fixes?: string; steps?: readonly string[] };
  const begun = steps && steps.length < workflow.steps.length ? withoutTests(workflow) : workflow;
  return fixes === undefined ? fixingTogether(begun) : begun;
}

/**
 * The commit that a journal's loop was begun from; undefined when it has none yet. A loop goes on from there even if its
 * stage would begin it elsewhere by now, after an edit of another task's spec: its commits are made on that start.
 */
export function startOf(journal: Journal): string | undefined {
  const [first] = journal.entries;
  return first?.kind === 'opened' ? (first.data as { start?: string }).start : undefined;
}
