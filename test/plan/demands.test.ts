import { expect, test } from 'vitest';
import { changedDemands, touchedBeyond } from '../../core/plan/demands.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = 'specs/91-impl-plan.md';
const written = `# Plan

## Phase 1 — Read

| # | Task | Spec | Status |
| --- | --- | --- | --- |
| 1.1 | Read a line | 10 | open |
| 1.2 | Read a file | 10 | done |

**Exit criteria**

- \`npm test\` passes.
- A line of 1 MB is read.

## Phase 2 — Write

| # | Task | Spec | Status |
| --- | --- | --- | --- |
| 2.1 | Write a line | 20 | open |

**Exit criteria**

- \`npm run bench\` passes.
`;
const before = readPlan(path, written);

function after(...edits: readonly (readonly [string, string])[]) {
  return readPlan(
    path,
    edits.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`there is no "${from}"`);
      return text.replace(from, to);
    }, written),
  );
}

test('Better words of titles and specs in the phase leave nothing to be said.', () => {
  const polished = after(['Read a line |', 'Read one line, without its ending |'], ['| 10 | open', '| 10 § 2 | open']);
  expect(touchedBeyond(before, polished, '1')).toEqual([]);
  expect(changedDemands(before.phases[0]!, polished.phases[0]!)).toEqual({ gone: [], added: [] });
});

test('A new task in the phase is what a polish may come to.', () => {
  const row = '| 1.2 | Read a file | 10 | done |\n';
  expect(touchedBeyond(before, after([row, `${row}| 1.3 | Read a folder | 10 | open |\n`]), '1')).toEqual([]);
});

test.each<[string, readonly [string, string], RegExp]>([
  ['a task that is gone', ['| 1.1 | Read a line | 10 | open |\n', ''], /Task 1\.1 of phase 1 is gone/],
  ['another id of a task', ['| 1.1 |', '| 1.7 |'], /Task 1\.1 of phase 1 is gone, or has another id/],
  ['a tick', ['| 10 | open |', '| 10 | done |'], /Task 1\.1 is ticked now\. Only code ticks/],
  ['a tick that is taken back', ['| 10 | done |', '| 10 | open |'], /Task 1\.2 is open now/],
  ['another id of a phase', ['## Phase 2 —', '## Phase 3 —'], /Phase 2 is gone/],
  ['a task of another phase', ['| 2.1 |', '| 2.0 | New | 20 | open |\n| 2.1 |'], /Task 2\.0 of phase 2 is new/],
  ['a criterion of another phase', ['npm run bench', 'npm run all'], /What phase 2 demands was changed/],
])('%s is told.', (_, edit, said) => {
  const all = touchedBeyond(before, after(edit), '1');
  expect(all).toHaveLength(1);
  expect(all[0]).toMatch(said);
});

test('Another criterion of the phase is told with both texts; blanks do not count.', () => {
  const weaker = after(
    ['A line of 1 MB is read.', 'A line of 1 KB is read.'],
    ['`npm test` passes.', '`npm test`  passes.'],
  );
  expect(touchedBeyond(before, weaker, '1')).toEqual([]);
  expect(changedDemands(before.phases[0]!, weaker.phases[0]!)).toEqual({
    gone: ['A line of 1 MB is read.'],
    added: ['A line of 1 KB is read.'],
  });
});
