import { describeSighting, type Sighting } from '../cheat/sighting.ts';
import { breachesOf } from './breaches.ts';
import { testerOf, testsWrong } from './reopen.ts';
import type { Command, Progress } from './state.ts';

/*
 * What a person can choose where a loop asks.
 */

export const guide = { name: 'guide', does: 'go on, with your words as guidance to the agent' };
export const retry = { name: 'retry', does: 'let the agent try again, with the limits counted anew' };
export const abandon = { name: 'abandon', does: 'give the task up; its branch and worktree stay' };
export const clarify = {
  name: 'clarify',
  does: 'let the reviewer look again, with your words as the answer to its questions',
};
export const skip = {
  name: 'skip',
  does: 'leave it undone and go on with what does not need it; the phase does not land',
};
const allow = {
  name: 'allow',
  does: 'allow exactly this for the task, with your words as the reason; the reviewer and the report are told',
};
export const approve = { name: 'approve', does: 'take the work as it is; open findings go to the backlog' };

/** What looks like a cheat, with the line. */
export function shownOf(breaches: readonly Sighting[]): string[] {
  return breaches.map((one) => `${describeSighting(one)}${one.quote === '' ? '' : `\n${one.quote}`}`);
}

/** Offered to whoever cannot go on with tests that somebody else has written. */
export function mending(progress: Progress): (typeof testsWrong)[] {
  return testerOf(progress) ? [testsWrong] : [];
}

/** Offered wherever an agent was called back for what a person can allow, however it has answered that. */
export function allowing(command: Command): (typeof allow)[] {
  return breachesOf(command).length > 0 ? [allow] : [];
}
