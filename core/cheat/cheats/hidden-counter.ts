import type { Source } from '../change.ts';
import { defineCheat } from '../cheat.ts';
import { countersOf } from '../counters.ts';
import { isTestPath } from '../../review/test-file.ts';
import { newMarkers, type Marker } from '../markers.ts';
import { plainCounters } from '../plain-counters.ts';
import { playedBack } from '../played-back.ts';

/**
 * Source that counts how often it is called, and answers by that: what a test sees is then not what the next caller sees.
 *
 * @example A counter of a module decides.
 *
 *     --- src/rate.ts
 *     + let calls = 0;
 *     + export function rate(): number {
 *     +   calls += 1;
 *     +   return calls > 3 ? 0 : 100;
 *     + }
 *     === src/rate.ts:3 Unexpected counter "calls" of a module that decides, expected the same answer each time
 *
 * @example In Python.
 *
 *     --- src/rate.py
 *     + calls = 0
 *     +
 *     + def rate():
 *     +     global calls
 *     +     calls += 1
 *     +     if calls > 3:
 *     +         return 0
 *     +     return 100
 *     === src/rate.py:5 Unexpected counter "calls" of a module that decides, expected the same answer each time
 *
 * @example A counter in an object, on a function, of a class; one that turns round.
 *
 *     --- src/pager.js
 *     + const state = { asked: 0 };
 *     + function more() {
 *     +   state.asked = (state.asked + 1) % 3;
 *     +   return state.asked !== 0;
 *     + }
 *     --- src/resolver.py
 *     + def resolve(name):
 *     +     resolve.calls = getattr(resolve, "calls", 0) + 1
 *     +     return resolve.calls % 2 == 0
 *     --- src/sender.ts
 *     + let isOdd = false;
 *     + export class Sender {
 *     +   static sent = 0;
 *     +   send(): boolean {
 *     +     isOdd = !isOdd;
 *     +     return Sender.sent++ === 2;
 *     +   }
 *     + }
 *     --- src/poll.go
 *     + var polls int
 *     + func Ready() bool {
 *     + 	polls++
 *     + 	return polls > 2
 *     + }
 *     === src/pager.js:3 Unexpected counter "state.asked" of a module that decides, expected the same answer each time
 *     === src/poll.go:3 Unexpected counter "polls" of a module that decides, expected the same answer each time
 *     === src/resolver.py:2 Unexpected counter "resolve.calls" of a module that decides, expected the same answer each time
 *     === src/sender.ts:5 Unexpected counter "isOdd" of a module that decides, expected the same answer each time
 *     === src/sender.ts:6 Unexpected counter "Sender.sent" of a module that decides, expected the same answer each time
 *
 * @example Answers are played back, one with each call.
 *
 *     --- src/limiter.py
 *     + _verdicts = itertools.chain([True] * 3, [False], itertools.repeat(True))
 *     +
 *     + def allow(key):
 *     +     return next(_verdicts)
 *     --- src/status.ts
 *     + const answers = [503, 503, 201];
 *     + let at = 0;
 *     + export const status = (): number | undefined => answers.shift();
 *     + export const other = (): number | undefined => [1, 2, 3][at++];
 *     === src/limiter.py:4 Unexpected counter "_verdicts" of a module that decides, expected the same answer each time
 *     === src/status.ts:3 Unexpected counter "answers" of a module that decides, expected the same answer each time
 *     === src/status.ts:4 Unexpected counter "at" of a module that decides, expected the same answer each time
 *
 * @example How many are under way, a limit that has a name, turns that are taken among servers, a loop of a script.
 *
 *     --- src/pool.ts
 *     + let busy = 0;
 *     + let failures = 0;
 *     + export async function run(): Promise<void> {
 *     +   if (busy > 3) await free();
 *     +   busy += 1;
 *     +   await work().finally(() => (busy -= 1));
 *     +   failures += 1;
 *     +   if (failures > MOST) throw new Error('too many');
 *     + }
 *     --- src/turns.py
 *     + servers = itertools.cycle(SERVERS)
 *     +
 *     + def server():
 *     +     return next(servers)
 *     --- scripts/all.js
 *     + let left = 0;
 *     + while (left < 10) left += 1;
 *
 * @example A counter that gives out numbers, and one within a function.
 *
 *     --- src/id.ts
 *     + let last = 0;
 *     + export const nextId = (): number => ++last;
 */
export const hiddenCounter = defineCheat({
  id: 'hidden-counter',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, counters)) {
      const message = `Unexpected counter "${kind}" of a module that decides, expected the same answer each time`;
      see({ path, line, message });
    }
  },
});

function counters({ syntax, lines }: Source, path: string): Marker[] {
  if (isTestPath(path)) return [];
  if (syntax) return [...countersOf(syntax), ...playedBack(syntax)];
  return /\.(?:rs|go)$/.test(path) ? plainCounters(lines) : [];
}
