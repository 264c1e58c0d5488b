import { defineCheat } from '../cheat.ts';
import type { ChangedFile, Source } from '../change.ts';

/**
 * A limit of tests that is raised, or retries that are added: what failed may now fail for longer, or be tried until it
 * does not.
 *
 * @example A time limit and retries.
 *
 *     --- vitest.config.ts
 *     -     testTimeout: 5_000,
 *     +     testTimeout: 120_000,
 *     +     retry: 5,
 *     --- tests/test_sum.py
 *     + @pytest.mark.flaky(reruns=3)
 *       def test_adds():
 *           assert sum_of(1, 2) == 3
 *     === tests/test_sum.py:1 Unexpected reruns 3, expected none as before
 *     === vitest.config.ts:1 Unexpected testTimeout 120000, expected 5000 as before
 *     === vitest.config.ts:2 Unexpected retry 5, expected none as before
 *
 * @example A limit is lowered; a number that is no limit of tests.
 *
 *     --- vitest.config.ts
 *     -     testTimeout: 5_000,
 *     +     testTimeout: 1_000,
 *     --- src/http.ts
 *     + export const options = { timeout: 30_000, retry: 2 };
 */
export const inflatedTimeout = defineCheat({
  id: 'inflated-timeout',
  verdict: 'block',
  asked: 'judge',
  look({ files }, see) {
    for (const file of files) {
      if (!isAboutTests(file) || !file.head) continue;
      const before = highest(file.base);
      for (const [name, { value, line }] of highest(file.head)) {
        const was = before.get(name)?.value;
        // A test that is new may say how long it may take; it may not say that it need not hold each time.
        if (was === undefined ? !retries.test(name) : value <= was) continue;
        see({ path: file.path, line, message: `Unexpected ${name} ${value}, expected ${was ?? 'none'} as before` });
      }
    }
  },
});

function isAboutTests({ path, isTest }: ChangedFile): boolean {
  const name = path.split('/').at(-1) ?? '';
  return (
    isTest ||
    /^(?:vitest|jest|playwright|cypress|mocha|karma)|^\.mocharc|^(?:pytest|tox|setup|pyproject)\b|^nextest|^package\.json$|^conftest\.py$/.test(
      name,
    )
  );
}

const retries = /^(?:retry|retries|reruns|rerun|retryTimes|max_runs)$/;
const limits =
  /\b(testTimeout|hookTimeout|timeout|retry|retries|reruns|rerun|retryTimes|max_runs|setTimeout)\b['"]?\s*[:=(]\s*(\d[\d_]*)/g;

/** The highest number that each limit has in a file, with its line. */
function highest(source: Source | undefined): Map<string, { value: number; line: number }> {
  const found = new Map<string, { value: number; line: number }>();
  for (const [index, text] of source?.lines.entries() ?? [])
    for (const [, name = '', digits = ''] of text.matchAll(limits)) {
      if (name === 'setTimeout' && !/\b(?:jest|vi|this)\b/.test(text)) continue;
      const value = Number(digits.replaceAll('_', ''));
      if (value > (found.get(name)?.value ?? 0)) found.set(name, { value, line: index + 1 });
    }
  return found;
}
