import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { argumentsOf, chainOf } from '../chain.ts';
import { isTestPath } from '../language.ts';
import { newMarkers, type Marker } from '../markers.ts';

/**
 * A test that waits for a while in place of waiting for something: it hides that two things race.
 *
 * @example A pause before the assertion.
 *
 *     --- test/queue.test.ts
 *       test('is empty', async () => {
 *     +   await new Promise((resolve) => setTimeout(resolve, 2000));
 *         expect(queue.size).toBe(0);
 *       });
 *     --- tests/test_queue.py
 *       def test_is_empty():
 *     +     time.sleep(2)
 *           assert queue.size == 0
 *     === test/queue.test.ts:2 Unexpected pause in a test, expected it to wait for what it needs
 *     === tests/test_queue.py:2 Unexpected pause in a test, expected it to wait for what it needs
 *
 * @example A timer that is tested, or a pause in a program.
 *
 *     --- src/poll.ts
 *     + export const pause = () => new Promise((resolve) => setTimeout(resolve, 50));
 */
export const sleep = defineCheat({
  id: 'sleep',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line } of newMarkers(change, pauses))
      see({ path, line, message: 'Unexpected pause in a test, expected it to wait for what it needs' });
  },
});

function pauses({ syntax }: Source, path: string): Marker[] {
  if (!syntax || !isTestPath(path)) return [];
  return syntax.nodes('CallExpression').flatMap((node) => {
    const name = chainOf(syntax, node).join('.');
    const isPause = /(?:^|\.)(?:sleep|delay|waitForTimeout)$/.test(name) || (name === 'setTimeout' && isAwaited(node));
    return isPause && argumentsOf(node).length > 0 ? [{ line: syntax.lineOf(node), kind: name }] : [];
  });
}

/** `await setTimeout(5)` of `node:timers/promises`, or `new Promise((done) => setTimeout(done, 5))`. */
function isAwaited(node: Parameters<typeof argumentsOf>[0]): boolean {
  const [first] = argumentsOf(node);
  return first?.name === 'VariableName' || first?.name === 'Number';
}
