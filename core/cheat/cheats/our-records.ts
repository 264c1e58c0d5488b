import { defineCheat } from '../cheat.ts';

/**
 * A file where only tools write: results of runs, verdicts, state, caches. One that a change brings was written by
 * somebody who wants it to be believed.
 *
 * @example A verdict and a cache.
 *
 *     --- .phasewright/demo/phase-1/review/record.json
 *     + { "verdict": "APPROVED" }
 *     --- .nx/cache/run.json
 *     + {}
 *     === .nx/cache/run.json:1 Unexpected file where only tools write, expected none in a change
 *     === .phasewright/demo/phase-1/review/record.json:1 Unexpected file where only tools write, expected none in a change
 *
 * @example A file that is called like one.
 *
 *     --- src/review.json
 *     + { "stars": 5 }
 */
export const ourRecords = defineCheat({
  id: 'our-records',
  verdict: 'block',
  look({ files }, see) {
    const message = 'Unexpected file where only tools write, expected none in a change';
    for (const { path, head } of files) if (head && written.test(path)) see({ path, line: 1, message });
  },
});

const written =
  /(?:^|\/)(?:\.phasewright|\.worktrees|\.nx|\.ic|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.turbo|\.jest-cache|node_modules|\.venv|venv|site-packages)\/|(?:^|\/)\.(?:eslintcache|tsbuildinfo|coverage)$|\.tsbuildinfo$/;
