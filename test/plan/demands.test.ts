import { describe, expect, test } from 'vitest';
import { changedDemands, touchedBeyond, type WrittenPlan } from '../../core/plan/demands.ts';
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
const before = writtenPlan(written);

function writtenPlan(text: string): WrittenPlan {
  return { plan: readPlan(path, text), text };
}

function after(...edits: readonly (readonly [string, string])[]) {
  return writtenPlan(
    edits.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`there is no "${from}"`);
      return text.replace(from, to);
    }, written),
  );
}

function changed(polished: WrittenPlan) {
  return changedDemands(before, polished, '1');
}

test('Other specs of a task leave nothing to be said.', () => {
  const polished = after(['| 10 | open', '| 10 § 2 | open']);
  expect(touchedBeyond(before, polished, '1')).toEqual([]);
  expect(changed(polished)).toEqual({ gone: [], added: [] });
});

test('Another title of a task is another demand.', () => {
  const polished = after(['Read a line |', 'Read no line |']);
  expect(touchedBeyond(before, polished, '1')).toEqual([]);
  expect(changed(polished)).toEqual({
    gone: ['title of task 1.1: Read a line'],
    added: ['title of task 1.1: Read no line'],
  });
});

describe('Words of the phase beside its tasks and criteria', () => {
  const limits = '**Limits**: no new dependency;\nno network.\n';
  const start = written.replace('## Phase 2', `${limits}\nEvery phase: p95 below 20 ms.\n\n## Phase 2`);
  const told = '**Limits**: no new dependency; no network.';

  test('may be broken into other lines, and more may be added.', () => {
    const more = start.replace(limits, `${limits.replace('\n', ' ')}\nNo disk.\n\n- No clock.\n`);
    expect(demandsBetween(start, more)).toEqual({ gone: [], added: [] });
  });

  test('are told where they are gone, with what stands in their place.', () => {
    expect(demandsBetween(start, start.replace(limits, ''))).toEqual({ gone: [told], added: [] });
    expect(demandsBetween(start, start.replace('Every phase: p95 below 20 ms.', ''))).toEqual({
      gone: ['Every phase: p95 below 20 ms.'],
      added: [],
    });
    expect(demandsBetween(start, start.replace('no network', 'any network'))).toEqual({
      gone: [told],
      added: [told.replace('no network', 'any network')],
    });
  });

  test('are also items below a task.', () => {
    const list = '# Plan\n\n## Phase 1 — Read\n\n- [ ] 1.1 Read a line\n  - without the network\n';
    expect(demandsBetween(list, list.replace('  - without the network\n', ''))).toEqual({
      gone: ['- without the network'],
      added: [],
    });
  });
});

test('A new task in the phase is what a polish may come to.', () => {
  const row = '| 1.2 | Read a file | 10 | done |\n';
  expect(touchedBeyond(before, after([row, `${row}| 1.3 | Read a folder | 10 | open |\n`]), '1')).toEqual([]);
});

const aboutOther = /^specs\/91-impl-plan\.md:15:1 What is written about phase 2 was changed\. Only phase 1 is polished/;

test.each<[string, readonly [string, string], RegExp]>([
  ['a task that is gone', ['| 1.1 | Read a line | 10 | open |\n', ''], /Task 1\.1 of phase 1 is gone/],
  ['another id of a task', ['| 1.1 |', '| 1.7 |'], /Task 1\.1 of phase 1 is gone, or has another id/],
  ['a tick', ['| 10 | open |', '| 10 | done |'], /Task 1\.1 is ticked now\. Only code ticks/],
  ['a new task with a tick', ['| 1.2 |', '| 1.3 | More | 10 | done |\n| 1.2 |'], /Task 1\.3 is ticked now/],
  ['a tick that is taken back', ['| 10 | done |', '| 10 | open |'], /Task 1\.2 is open now/],
  ['a phase that is new', ['## Phase 2 —', '## Phase 1b — More\n\n## Phase 2 —'], /:15:1 Phase 1b is new/],
  ['a task of another phase', ['| 2.1 |', '| 2.0 | New | 20 | open |\n| 2.1 |'], aboutOther],
  ['other words of a task of another phase', ['Write a line |', 'Write nothing |'], aboutOther],
  ['a criterion of another phase', ['npm run bench', 'npm run all'], aboutOther],
  [
    'a sentence below another phase',
    ['\n- `npm run bench`', '\nNothing of this counts.\n\n- `npm run bench`'],
    aboutOther,
  ],
])('%s is told.', (_, edit, said) => {
  const all = touchedBeyond(before, after(edit), '1');
  expect(all).toHaveLength(1);
  expect(all[0]).toMatch(said);
});

const outside = `# Plan

How it is delivered.

## Non-goals

No database, ever.

## Phase 1 — Read

- [ ] 1.1 Read a line

### Notes

Of this phase.

### Exit criteria

- \`npm test\` passes.

## Non-goals of all phases

No network.
`;

test.each<[string, string, string, number]>([
  ['in front of all phases', 'No database, ever.', 'A database.', 7],
  ['at the top', 'How it is', 'How it was', 3],
  ['in front of all phases, that is gone', 'No database, ever.\n', '', 20],
  ['behind the last phase, where that is polished', 'No network.', 'A network.', 23],
  ['behind the last phase, that is new', 'No network.\n', 'No network.\n\n## More\n\nAll of it.\n', 25],
])('What stands outside of all phases stays as it is: a line %s.', (_, from, to, line) => {
  expect(touchedBetween(outside, outside.replace(from, to))).toEqual([
    expect.stringMatching(`^${path}:${line}:1 What stands outside of phase 1 was changed`),
  ]);
});

test.each<[string, string, string]>([
  ['the phase', 'Of this phase.', 'For this phase.'],
  ['its criteria', '`npm test` passes.', '`npm test` passes, all of it.'],
  ['lines of others that are broken elsewhere', 'No database, ever.', 'No database,\never.'],
])('A polish may touch %s.', (_, from, to) => {
  expect(touchedBetween(outside, outside.replace(from, to))).toEqual([]);
});

test('In a file that is one phase nothing stands outside of it.', () => {
  const text = '# Copy\n\nAll of it.\n\n- [ ] Read\n\n# Notes\n\nMore.\n';
  expect(touchedBetween(text, text.replace('All of it', 'Each line').replace('More', 'Less'))).toEqual([]);
});

/** What is said of the edit that makes the one text the other, as a polish of the first phase. */
function touchedBetween(from: string, to: string): string[] {
  const start = writtenPlan(from);
  return touchedBeyond(start, writtenPlan(to), start.plan.phases[0]!.id);
}

test('Blanks and empty lines around the words of another phase do not count.', () => {
  const spaced = after(
    ['| 2.1 | Write a line |', '|  2.1  |  Write a line  |'],
    ['\n- `npm run bench`', '\n\n-  `npm run bench`'],
  );
  expect(touchedBeyond(before, spaced, '1')).toEqual([]);
});

test('A phase with another id is gone, and new.', () => {
  const all = touchedBeyond(before, after(['## Phase 2 —', '## Phase 3 —']), '1');
  expect(all).toEqual([expect.stringMatching(/Phase 2 is gone/), expect.stringMatching(/Phase 3 is new/)]);
});

test('A criterion that moves to a task is gone from the phase: only the phase is proven by it.', () => {
  expect(
    demandsBetween(`${withAcceptance('—')}- A line of 1 MB is read.\n`, withAcceptance('A line of 1 MB is read.')),
  ).toEqual({
    gone: ['exit criterion: A line of 1 MB is read.'],
    added: ['acceptance of task 1.1: A line of 1 MB is read.'],
  });
});

test('Of two criteria in the same words, one that is gone is told; another order is not.', () => {
  const twice = written.replace('- A line of', '- `npm test` passes.\n- A line of');
  const reordered = written.replace(/(- `npm test`.*\n)(- A line.*\n)/, '$2$1');
  expect(demandsBetween(twice, written)).toEqual({ gone: ['exit criterion: `npm test` passes.'], added: [] });
  expect(demandsBetween(written, reordered)).toEqual({ gone: [], added: [] });
});

/** How the first phase of two plans differs in what it demands. */
function demandsBetween(from: string, to: string) {
  return changedDemands(writtenPlan(from), writtenPlan(to), '1');
}

test('Another criterion of the phase is told with both texts; blanks do not count.', () => {
  const weaker = after(
    ['A line of 1 MB is read.', 'A line of 1 KB is read.'],
    ['`npm test` passes.', '`npm test`  passes.'],
  );
  expect(touchedBeyond(before, weaker, '1')).toEqual([]);
  expect(changed(weaker)).toEqual({
    gone: ['exit criterion: A line of 1 MB is read.'],
    added: ['exit criterion: A line of 1 KB is read.'],
  });
});

/** A plan whose one task is done when the cell says so. */
function withAcceptance(cell: string): string {
  return `# Plan\n\n## Phase 1 — Read\n\n| # | Task | Done when |\n| - | - | - |\n| 1.1 | Read | ${cell} |\n\n**Exit criteria**\n\n- All gates pass.\n`;
}
