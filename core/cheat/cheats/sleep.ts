import type { Source } from '../change.ts';
import { defineCheat } from '../cheat.ts';
import { isTestPath } from '../../review/test-file.ts';
import { newMarkers, type Marker } from '../markers.ts';
import { pausesOf } from '../pauses.ts';

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
 * @example By another name, by a helper of the test, by a loop, and in other languages.
 *
 *     --- test/server.test.js
 *     + import { setTimeout as pause } from 'node:timers/promises';
 *     + const settle = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
 *     + before(async () => {
 *     +   await pause(1500);
 *     +   await settle(300);
 *     +   const until = Date.now() + 500;
 *     +   while (Date.now() < until) {}
 *     + });
 *     --- tests/run.sh
 *     + sleep 5
 *     --- queue_test.go
 *     + 	time.Sleep(2 * time.Second)
 *     --- tests/queue.rs
 *     +     std::thread::sleep(Duration::from_millis(200));
 *     === queue_test.go:1 Unexpected pause in a test, expected it to wait for what it needs
 *     === test/server.test.js:4 Unexpected pause in a test, expected it to wait for what it needs
 *     === test/server.test.js:5 Unexpected pause in a test, expected it to wait for what it needs
 *     === test/server.test.js:7 Unexpected pause in a test, expected it to wait for what it needs
 *     === tests/queue.rs:1 Unexpected pause in a test, expected it to wait for what it needs
 *     === tests/run.sh:1 Unexpected pause in a test, expected it to wait for what it needs
 *
 * @example Waiting until something is so, giving others their turn, work that takes as long as the test says.
 *
 *     --- test/queue.test.ts
 *     + while (queue.size > 0) await delay(10);
 *     + const worker = new Worker(async (job) => {
 *     +   await new Promise((resolve) => setTimeout(resolve, delays[job]));
 *     + });
 *     --- tests/test_queue.py
 *     + async def test_turns():
 *     +     await asyncio.sleep(0)
 *     +     done.wait(5)
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

function pauses({ syntax, lines }: Source, path: string): Marker[] {
  if (!isTestPath(path)) return [];
  if (syntax) return pausesOf(syntax);
  const plain = path.endsWith('.sh') ? shell : /\.(?:rs|go)$/.test(path) ? compiled : undefined;
  return lines.flatMap((line, index) => (plain?.test(line) ? [{ line: index + 1, kind: 'sleep' }] : []));
}

const shell = /^\s*sleep\s+[\d$]/;
const compiled = /^\s*(?:time\.Sleep|(?:std::)?thread::sleep|(?:tokio::)?(?:time::)?sleep)\(/;
