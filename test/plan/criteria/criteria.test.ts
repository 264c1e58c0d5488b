import { describe, expect, test } from 'vitest';
import { markdownLines } from '../../../core/markdown/lines.ts';
import { readCriteria } from '../../../core/plan/criteria/criteria.ts';
import { readPlan } from '../../../core/plan/read.ts';

function criteriaOf(lines: readonly string[]) {
  return readPlan('impl-plan.md', ['## Phase 1: a', ...lines].join('\n')).phases[0]?.criteria;
}

function read(lines: readonly string[], further?: readonly string[]) {
  return readCriteria(markdownLines(lines.join('\n')), further).criteria;
}

function textsOf(lines: readonly string[], further?: readonly string[]): string[] {
  return read(lines, further).map(({ text }) => text);
}

test.each([
  '**Exit criteria**: green',
  '**Exit criteria (= M0)**: green',
  '**Exit criteria** (M1): green',
  '**Exit gate:** green',
  'Exit criterion: green',
  '**Exit (M2)**: green',
  'Done when: green',
  '**Acceptance**：green',
  '__Success Criteria__: green',
  '**Checkpoint**: green',
  '**退出标准（M1）**：green',
  '**退出标准**（M1）：green',
  '**Exit criteria (M1):** green',
  '**Success Criteria** (what must hold): green',
  '**Done when** green',
  '**Done Criteria**: green',
  '**Exit gate** — green',
  '**Phase 1 exit criteria**: green',
  '**Acceptance criteria for the queue**: green',
  '_Completion Criteria:_ green',
  '*Acceptance*: green',
  'Definition of Done: green',
  'Fertig, wenn: green',
  '**Abnahmekriterien**: green',
  '完了条件：green',
  '受け入れ基準: green',
  '验收标准：green',
  '- **Exit criteria**: green',
  '1. **Exit criteria**: green',
  '**✅ Exit criteria:** green',
  '> **Exit criteria**: green',
  '***Exit criteria***: green',
  '**Exit criteria.** green',
  '**Exit-criteria**: green',
  '**出口标准**：green',
  '* Done when: green',
  '- _Acceptance:_ green',
  '**Specs**: 00, 10. **Exit**: green',
  '**Specs**: `**Exit**: x`. **Exit (M1)**: green',
  '**Exit**: green; **Risks**: none',
])('"%s" is one criterion.', (line) => {
  expect(criteriaOf([line])).toMatchObject([{ text: 'green', line: 2 }]);
});

test('A wrapped paragraph is split at semicolons, and each criterion keeps its own line.', () => {
  expect(
    criteriaOf(['**Exit criteria**: first one', 'goes on; second', 'too；third (a; b) and `c; d`', '', 'Prose.']),
  ).toMatchObject([
    { text: 'first one goes on', line: 2 },
    { text: 'second too', line: 3 },
    { text: 'third (a; b) and `c; d`', line: 4 },
  ]);
});

test('A paragraph ends where another label starts.', () => {
  expect(criteriaOf(['**Exit gate**: all met', '**Verification**: `make`'])).toMatchObject([
    { text: 'all met', line: 2 },
  ]);
});

test.each([
  'Exit codes: green',
  '**Exit** codes are stable',
  '**Done**: in May',
  'Success: green',
  '- Exit: ends the program',
  '- [ ] Checkpoint: green',
  '  - **Acceptance**: of the task above',
  '- **Parser**: reads. **Exit**: green',
  '`**Exit**: green`',
  '### Exit codes',
])('"%s" opens no criteria.', (line) => {
  expect(read(['Prose.', '', line, '- a'])).toEqual([]);
});

test('A paragraph is split at the ends of sentences too.', () => {
  expect(textsOf(['**Exit criteria**: One is', 'green. Two is red.', 'They must (at v0.1. Or so) stay.'])).toEqual([
    'One is green.',
    'Two is red.',
    'They must (at v0.1. Or so) stay.',
  ]);
});

test('A range is where the text stands on its first line.', () => {
  const lines = [
    '**Exit**: ä is green; two',
    'goes on. Three.  ',
    '',
    'Done when:',
    '-  [ ] ✅ four ',
    '• five',
    '  on',
  ];
  const ranges = read(lines).map(({ text, range }) => ({
    text,
    stands: lines[range.line - 1]?.slice(range.column - 1, range.endColumn - 1),
    bytes: Buffer.from(lines.join('\n')).subarray(range.start, range.end).toString(),
  }));
  expect(ranges).toEqual([
    { text: 'ä is green', stands: 'ä is green', bytes: 'ä is green' },
    { text: 'two goes on.', stands: 'two', bytes: 'two' },
    { text: 'Three.', stands: 'Three.', bytes: 'Three.' },
    { text: 'four', stands: 'four', bytes: 'four' },
    { text: 'five on', stands: 'five', bytes: 'five' },
  ]);
  expect(read(['**Exit**: one', 'goes on'])[0]?.range).toMatchObject({ line: 1, column: 11, endColumn: 14 });
});

describe('A paragraph ends', () => {
  test.each(['Verification: `make`', '**Residual**: later', 'Risks: none', 'Done when: two'])(
    'where a line says "%s".',
    (line) => {
      expect(textsOf(['Exit criteria: one', line])[0]).toBe('one');
    },
  );

  test('where another label stands behind a sentence of the same line.', () => {
    expect(textsOf(['**Goal**: x. **Exit**: one;', 'two. **Perf (open)**: three.', 'four'])).toEqual(['one', 'two.']);
  });

  test('not where bold words stand in a sentence.', () => {
    expect(textsOf(['**Exit**: the **big one**: it is kept'])).toEqual(['the **big one**: it is kept']);
  });
});

test.each([
  ['•', ['• one', '• two']],
  ['a check mark', ['✅ one', '☑ two']],
  ['a number in parentheses', ['(1) one', '（2）two']],
  ['a circled number', ['① one', '② two']],
  ['a number of a Chinese list', ['1、one', '2、two']],
  ['a number', ['1. one', '2) two']],
  ['a box and a mark', ['- [x] ✅ one', '- ❌ two']],
])('Each line of a list that is marked with %s is one criterion, without its mark.', (_, lines) => {
  expect(textsOf(['Done when:', ...lines, '', 'Prose.'])).toEqual(['one', 'two']);
});

test('A mark alone is no criterion.', () => {
  expect(textsOf(['Done when:', '- [ ] ✅', '- one'])).toEqual(['one']);
});

test('A mark at the start of a paragraph says what somebody thinks of it.', () => {
  expect(textsOf(['**Exit gate**: ✅ met — all memos are there'])).toEqual(['all memos are there']);
});

test('An item with nested items is one criterion, unless it only introduces them.', () => {
  expect(
    textsOf(['**Exit criteria**:', '- `a` passes', '  - with 2 cores', '- Linux:', '  - one', '    - deep', '  - two']),
  ).toEqual(['`a` passes - with 2 cores', 'one - deep', 'two']);
});

describe('Below an empty label', () => {
  test.each([
    [['**Functional:**', '- one', '', '**Performance**', '', '1. two', '2. three']],
    [['', '**Functional (all)**:', '', '- one', '- two', '**性能**：', '- three']],
  ])('bold labels with a list name groups of criteria: %j.', (lines) => {
    expect(textsOf(['**Exit criteria:**', ...lines, '', 'Prose.', '- four'])).toEqual(['one', 'two', 'three']);
  });

  test.each(['**Tasks:**', '**Open questions:**', '**Scope**', '**Functional:** soon', '**风险**：'])(
    '%s names no group.',
    (label) => {
      expect(textsOf(['**Exit criteria:**', '', label, '- one'])).toEqual([]);
      expect(textsOf(['**Exit criteria:**', '', '**Functional:**', '- zero', '', label, '- one'])).toEqual(['zero']);
    },
  );

  test('a list of its own has no groups behind it.', () => {
    expect(textsOf(['**Exit criteria:**', '- one', '', '**Functional:**', '- two'])).toEqual(['one']);
  });
});

test('Another field that is indented below the last item is no part of it.', () => {
  expect(textsOf(['**Exit criteria**:', '1. one', '2. two', '   **Plans**: none yet'])).toEqual(['one', 'two']);
});

test('A list item that is the label holds the criteria.', () => {
  expect(textsOf(['- **Exit criteria**:', '  - one', '  - two', '- Another thing'])).toEqual(['one', 'two']);
  expect(textsOf(['- Done when: one; two', '  goes on', '- Another thing'])).toEqual(['one', 'two goes on']);
});

test('Below the head of an item, its outermost labels count.', () => {
  expect(
    textsOf(['  - a detail', '  - _Completion Criteria:_', '    - one', '    - two', '  - _Requirements: 1_']),
  ).toEqual(['one', 'two']);
});

test('Further labels count where they are asked for.', () => {
  const lines = [
    '**Deliverable:** a parser',
    '',
    '- Verify: `make` works; it is quick',
    '- Verifying: no',
    '',
    '**Risks**: none',
  ];
  expect(textsOf(lines)).toEqual([]);
  expect(textsOf(lines, ['Deliverable', 'verify'])).toEqual(['a parser', '`make` works', 'it is quick']);
  expect(textsOf(['Exit: one', 'Verify: two'], ['Verify'])).toEqual(['one', 'two']);
});

test('Sentences before the one that introduces a list are criteria.', () => {
  expect(textsOf(['**Exit criteria**: One holds. So do these:', '', '- two'])).toEqual(['One holds.', 'two']);
});

test('A list gives one criterion per item, with its wrapped lines.', () => {
  expect(
    criteriaOf(['**Exit criteria**:', '', '- [ ] one; still one', '  wrapped', '- two', '', 'Prose.']),
  ).toMatchObject([
    { text: 'one; still one wrapped', line: 4 },
    { text: 'two', line: 6 },
  ]);
});

test('A sentence that introduces a list is not a criterion.', () => {
  expect(
    criteriaOf(['**Exit criteria**: all of these hold:', '1. one', '2. two'])?.map(({ text }) => text),
  ).toMatchObject(['one', 'two']);
});

test('A heading works as a label does, up to the next heading.', () => {
  expect(
    criteriaOf(['### Exit criteria', '', 'One; two.', '', '- three', '', '### Notes', '', '- four']),
  ).toMatchObject([
    { text: 'One', line: 4 },
    { text: 'two.', line: 4 },
    { text: 'three', line: 6 },
  ]);
});

test('Under a heading, deeper headings group criteria, and what has another name is none.', () => {
  const lines = [
    '## 4.2 Success Criteria (M1)', 'Of [the spec](./spec.md), all of:', '### Functional', '- one', '', '✅ two', '### Speed', 'Quick:', '- three', '',
    '**Memory**: four', '', '**Acceptance**: five', '', '**Verification**: `make`', '', '| a | b |', '| - | - |', '### Risks', '- six', '## More', '- seven',
  ]; // prettier-ignore
  expect(textsOf(lines)).toEqual(['one', 'two', 'three', '**Memory**: four', 'five']);
});

test('A section of criteria ends where the tasks start, so that no task is taken.', () => {
  const [phase] = readPlan('impl-plan.md', '## Phase 1: a\n### Exit\n- one\n#### Tasks\n- [ ] work\n').phases;
  expect(phase?.tasks.map(({ title }) => title)).toEqual(['work']);
  expect(phase?.criteria.map(({ text }) => text)).toEqual(['one']);
});

test('Boxes under the label are criteria and not tasks.', () => {
  const [phase] = readPlan('impl-plan.md', '## Phase 1: a\n- [ ] work\n\n**Exit criteria**:\n- [ ] proof\n').phases;
  expect(phase?.tasks.map((task) => task.title)).toMatchObject(['work']);
  expect(phase?.criteria.map(({ text }) => text)).toMatchObject(['proof']);
});

test.each(['**', '**a**: ', '**Exit**: a. ', '- ', '• ', '(1)', ': ', '\t'])(
  'A long row of "%s" is read in no time.',
  (part) => {
    const started = process.cpuUsage();
    const row = part.repeat(100_000 / part.length);
    read([`**Exit criteria**: ${row}`, row, `- ${row}`]);
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_500);
  },
);

test('However many criteria stand in one paragraph, they are read.', () => {
  expect(read([`**Exit criteria**: ${'a; '.repeat(20_000)}`])).toHaveLength(20_000);
});

test('Five thousand criteria on one line are read in no time.', () => {
  const started = process.cpuUsage();
  expect(read([`**Exit criteria**: ${'ä is green; '.repeat(5_000)}`])).toHaveLength(5_000);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_500);
});

test.each([
  '✅ Acceptance Criteria', '🎯 Success Criteria', 'Exit criteria — M1', 'Phase Exit Criteria', 'Verification Criteria',
  'Phase gate', 'Quality Gate',
])('The heading "%s" opens criteria.', (heading) => {
  expect(textsOf([`### ${heading}`, '- one'])).toEqual(['one']);
}); // prettier-ignore

test('A quoted list is read, and its criteria know where they stand.', () => {
  const [criterion] = read(['> **Exit criteria**:', '>', '> - ä one', '', 'Prose.']);
  expect(criterion).toMatchObject({ text: 'ä one', range: { line: 3, column: 5, endColumn: 10 } });
});

test('A sentence that points to what follows introduces a list below it.', () => {
  const lines = ['**Exit criteria**', '', 'All of the following hold before we go on.', '', '- one', '- two'];
  expect(textsOf(lines)).toEqual(['one', 'two']);
  expect(textsOf(['**Exit criteria**', '', 'All is green.', '', '- [ ] work'])).toEqual(['All is green.']);
});

test('Groups of lists below a label are read, up to another field.', () => {
  const lines = ['**Exit criteria**:', '', 'Functional:', '- one', '', 'Speed:', '', '- two', '', 'Risks:', '- fire'];
  expect(textsOf(lines)).toEqual(['one', 'two']);
});

test.each(['### Exit criteria', '**Exit criteria**:'])(
  'The Criterion column of a table below "%s" is read.',
  (name) => {
    const table = ['| # | Criterion | Probe |', '| - | - | - |', '| 1 | one is | `a` |', '| 2 | two |'];
    const found = readCriteria(
      markdownLines([name, '', ...(name.startsWith('#') ? ['Nobody waits.'] : []), '', ...table].join('\n')),
    );
    expect(found.criteria.map(({ text }) => text).slice(-1)).toEqual(['one is']);
    expect(found.unread).toHaveLength(1);
  },
);

test('A table without such a column, and a section with another name, are said to be unread.', () => {
  const content = [
    '## Phase 1: a',
    '- [ ] work',
    '### Exit criteria',
    '| a | b |',
    '| - | - |',
    '| c | d |',
    '### Criteria we met',
    '- x',
    '### Gate tasks',
    '- [ ] more',
  ];
  expect(readPlan('impl-plan.md', content.join('\n')).unparsed).toMatchObject([
    { line: 4, endLine: 6 },
    { line: 7, endLine: 8 },
  ]);
});
