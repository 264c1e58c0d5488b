import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { newMarkers, type Marker } from '../markers.ts';

/**
 * A clock that is replaced, so that what is measured by it is not what it takes.
 *
 * @example Time stands still.
 *
 *     --- src/bench.ts
 *     + performance.now = () => 0;
 *     --- tests/test_speed.py
 *     + time.perf_counter = lambda: 0.0
 *     === src/bench.ts:1 Unexpected replacement of "performance.now", expected time to be measured
 *     === tests/test_speed.py:1 Unexpected replacement of "time.perf_counter", expected time to be measured
 *
 * @example The runner's own timers.
 *
 *     --- test/poll.test.ts
 *     + vi.useFakeTimers();
 *     + const start = performance.now();
 */
export const patchedClock = defineCheat({
  id: 'patched-clock',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, clocks))
      see({ path, line, message: `Unexpected replacement of "${kind}", expected time to be measured` });
  },
});

function clocks({ lines }: Source, path: string): Marker[] {
  if (!/\.(?:[cm]?[jt]sx?|pyi?)$/.test(path)) return [];
  return lines.flatMap((text, index) => {
    const kind = replaced.exec(text)?.[1];
    return kind === undefined ? [] : [{ line: index + 1, kind }];
  });
}

const replaced =
  /\b((?:globalThis\.|global\.|window\.)?(?:Date|Date\.now|performance\.now|performance|process\.hrtime(?:\.bigint)?)|time\.(?:time|perf_counter|monotonic|process_time|sleep)|datetime\.datetime)\s*=(?![=>])/;
