import { fail, unreachable, type Failure } from '../../failure.ts';
import type { Question } from '../../workflow/question.ts';
import type { State } from '../../workflow/state.ts';

/** How a loop ended, as fields of its stage's record; none where it was approved. */
export function loopEnding(state: State): { outcome?: 'question'; question?: Question; failure?: Failure } {
  switch (state.at) {
    case 'approved':
      return {};
    case 'asking':
      return { outcome: 'question', question: state.question };
    case 'stopped':
      return { failure: state.failure };
    case 'abandoned':
      return { failure: fail('question', state.reason).failure };
    case 'running':
      throw new Error('Internal error: a loop ended while it was running');
    default:
      return unreachable(state);
  }
}
