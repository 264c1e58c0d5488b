import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { defects } from './driver-defects.ts';

// Git and node for real, many times over, on a machine that others use as well.
vi.setConfig({ testTimeout: 300_000 });

test.for(defects)('$id: $now', async ({ shows }) => {
  expect.hasAssertions();
  await shows();
});

test('The page on switching over lists each of them, and no other.', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/driver.md'), 'utf8');
  const rows = [...page.matchAll(/^\|.*\| `([a-z-]+)` +\|$/gm)].map(([, id]) => id);
  expect(rows).toEqual(defects.map(({ id }) => id));
});

/** The defects that its users know `ic-driver.py` by, under the numbers they have; and what shows each gone. */
const known: readonly (readonly [number, string, readonly string[]])[] = [
  [30, 'violations of style are never fixed', ['unfixed-style']],
  [31, 'the scope review cannot fail', ['scope-by-word', 'scope-cannot-fail', 'contradiction']],
  [32, 'resume can jump over the tests', ['resume-by-text', 'stuck-style-counter']],
  [33, 'red for the wrong reason', ['red-by-anything', 'slow-red', 'missing-tool']],
  [34, 'the gate is chosen and changed by the model', ['chosen-gate', 'compile-as-test', 'changed-state']],
  [35, 'only the exit code counts', ['exit-code-alone', 'printed-tests']],
  [36, 'acceptance, anti-patterns and what was disputed reach no agent', ['unread-acceptance', 'unfixed-style']],
  [37, 'nothing is judged after format and fixes', ['unjudged-format', 'everything-staged', 'hook-changes']],
  [38, 'reported problems are ignored', ['ignored-problems']],
  [39, 'no dependencies, nothing side by side', ['unread-dependencies', 'one-after-the-other', 'two-begin']],
  [40, 'no undo', ['no-undo', 'no-rollback', 'left-behind']],
  [41, 'a shell for the commands and the answers of models', ['shell', 'apostrophe']],
  [42, 'a fragile state file', ['changed-state', 'init-overwrites', 'two-writers', 'build-log-in-state']],
  [43, 'plans that the driver does not take', ['integer-ids']],
  [44, 'three agents for every commit', ['three-agents-always']],
  [45, 'one red gate for the whole suite, and no baseline', ['no-baseline']],
];

test.each(known)('Known defect %i, %s, has what shows it gone.', (_number, _what, ids) => {
  expect(ids.length).toBeGreaterThan(0);
  expect(defects.map(({ id }) => id)).toEqual(expect.arrayContaining([...ids]));
});

test('No number between the first and the last is left out.', () => {
  expect(known.map(([number]) => number)).toEqual(Array.from({ length: 16 }, (_, index) => 30 + index));
});
