import type { ImplementerAnswer, ReviewerAnswer } from '../../core/agent/answer.ts';
import { unreachable } from '../../core/failure.ts';
import type { Verdict } from '../../core/result/records.ts';
import type { Finding, Severity } from '../../core/review/finding.ts';
import type { Event, State } from '../../core/workflow/state.ts';
import { begin, transition } from '../../core/workflow/transition.ts';
import type { Workflow } from '../../core/workflow/workflow.ts';

/** The commit that every loop here starts from. */
export const start = 'c0';

/** The state after these events. */
export function play(workflow: Workflow, ...events: readonly Event[]): State {
  return events.reduce((state, event) => transition(workflow, 'task-1', state, event), begin(workflow, start));
}

/** A state in a few words: what is done next, or how the loop ended. */
export function words(state: State): string {
  switch (state.at) {
    case 'running': {
      const { command } = state;
      if (command.do === 'work')
        return `work ${command.round}.${command.attempt} ${command.because.why} from ${command.from}`;
      if (command.do === 'commit') return `commit onto ${command.onto}`;
      return command.do === 'review'
        ? `review ${command.round} of ${command.commit}`
        : `${command.do} ${command.commit}`;
    }
    case 'asking':
      return `asks ${state.question.reason}`;
    case 'stopped':
      return `stopped ${state.failure.reason}`;
    case 'approved':
    case 'abandoned':
      return `${state.at} ${state.progress.commit}`;
    default:
      return unreachable(state);
  }
}

export function finding(severity: Severity, title: string): Finding {
  return { severity, path: 'src/a.ts', line: 3, title, fix: 'do it so' };
}

export const worked = says({});

export function says(answer: Partial<ImplementerAnswer>): Event {
  return { type: 'worked', answer: { status: 'done', summary: 'did it', ...answer }, usage: { inputTokens: 10 } };
}

export function disputes(...titles: readonly string[]): Event {
  return says({ disputes: titles.map((title) => ({ finding: `src/a.ts: ${title}`, reason: `${title} is intended` })) });
}

export function committed(commit: string): Event {
  return { type: 'committed', commit, changed: ['src/a.ts'] };
}

export function noChange(commit: string): Event {
  return { type: 'committed', commit, changed: [] };
}

export const inScope: Event = { type: 'scoped', outside: [] };
export const outOfScope: Event = { type: 'scoped', outside: ['package.json'] };

export function green(commit: string): Event {
  return { type: 'gated', verdict: verdict(commit, 'passed') };
}

export function red(commit: string): Event {
  return { type: 'gated', verdict: verdict(commit, 'failed') };
}

function verdict(commit: string, outcome: 'passed' | 'failed'): Verdict {
  const output = outcome === 'passed' ? '' : 'expected 1 to be 2';
  const gates = [{ project: 'demo', target: 'test', outcome, cached: false, durationMs: 5, output }];
  return { commit, tree: `tree of ${commit}`, green: outcome === 'passed', gates, changedFiles: [] };
}

export function reviewed(verdictOf: ReviewerAnswer['verdict'], ...findings: readonly Finding[]): Event {
  const answer = { verdict: verdictOf, commit: 'c', nonce: 'n', summary: 'looked at it', findings: [...findings] };
  return { type: 'reviewed', answer, usage: { inputTokens: 5, costUsd: 0.25 } };
}

export function arbitrated(proceed: boolean): Event {
  return { type: 'arbitrated', answer: { proceed, reasoning: 'a matter of looks' }, usage: { inputTokens: 3 } };
}

/** What the tester's gates say: whether the tests are red for the right reason. */
export function redTests(commit: string, isRight: boolean): Event {
  const why = isRight ? '' : 'These tests pass already: parses';
  return { type: 'gated', verdict: { ...verdict(commit, isRight ? 'failed' : 'passed'), red: { isRight, why } } };
}

export function formatted(commit: string, ...failing: readonly string[]): Event {
  return { type: 'formatted', commit, failures: failing.map((name) => ({ name, output: 'unexpected token' })) };
}

export function answered(choice: string, text = ''): Event {
  return { type: 'answered', answer: { question: 'q', choice, text, by: 'ada', at: '2026-05-01T10:00:00.000Z' } };
}

export const failed: Event = { type: 'failed', failure: { reason: 'agent-failed', message: 'gone' }, agentCalls: 1 };

/** A whole round that ends with a commit on which the gates are green. */
export function goodWork(commit: string): readonly Event[] {
  return [worked, committed(commit), inScope, green(commit)];
}
