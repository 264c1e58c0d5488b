import type { Answer } from './question.ts';
import { ask } from './ask.ts';
import { run, work, workCommand } from './next.ts';
import { breachesOf } from './breaches.ts';
import type { Because, Command, Event, Progress, State } from './state.ts';
import type { Workflow } from './workflow.ts';

/** What is outside of the task, or looks done without being so, goes back; what may be honest waits for the reviewer. */
export function scoped(
  workflow: Workflow,
  stage: string,
  before: Progress,
  { outside, breaches: seen = [], flags = [] }: Extract<Event, { type: 'scoped' }>,
): State {
  const isAllowed = new Set(before.allowed.map(({ id }) => id));
  const breaches = seen.filter(({ id }) => !isAllowed.has(id));
  const progress = { ...before, flags };
  if (outside.length === 0 && breaches.length === 0) return run(progress, { do: 'gate', commit: progress.commit });
  const scopeTries = progress.scopeTries + 1;
  const next = { ...progress, scopeTries, attempt: progress.attempt + 1 };
  const because: Because = { why: 'out-of-scope', paths: outside, ...(breaches.length > 0 && { breaches }) };
  const command = workCommand(next, because);
  return scopeTries > workflow.scope.retries
    ? ask.scopeLimit(stage, next, { outside, breaches }, command)
    : run(next, command);
}

/**
 * A person lets pass what looks like a cheat: the gates are next, or the files outside of the task, which only the plan
 * allows. Undefined where the question was another.
 */
export function allowed(before: Progress, command: Command, { choice, by, text: words }: Answer): State | undefined {
  if (choice !== 'allow' || command.do !== 'work') return undefined;
  const paths = command.because.why === 'out-of-scope' ? command.because.paths : [];
  const all = [...before.allowed, ...breachesOf(command).map((one) => ({ ...one, by, words }))];
  const progress = { ...before, allowed: all };
  return paths.length === 0
    ? run(progress, { do: 'gate', commit: progress.commit })
    : work(progress, { why: 'out-of-scope', paths });
}
