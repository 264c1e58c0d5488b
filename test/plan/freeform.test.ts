import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

function read(lines: readonly string[], path = 'docs/plan.md') {
  return readPlan(path, lines.join('\n'));
}

function shape(lines: readonly string[]) {
  return read(lines).phases.map(({ id, title, tasks }) => [id, title, tasks.map((task) => task.title)]);
}

describe('groups of headings', () => {
  test.each([
    ['## Stage 1 – Base', '## Stage 2 – More'],
    ['### Step 1 — Base (M)', '### Step 2 — More'],
    ['## EPIC 1: Base', '## EPIC 2: More'],
    ['## 2. Milestone 1 - Base', '## 3. Milestone 2 - More'],
    ['## 步骤 1：基础', '## 步骤 2：更多'],
    ['## 第1ステップ：基礎', '## 第2ステップ：残り'],
  ])('%s with a list below is a phase.', (first, second) => {
    const plan = read([first, '- Fix it: now', '  - how', '', '- Ship it', '', second, '1. Rest']);
    expect(plan.format).toBe('freeform');
    expect(plan.because).toContain('on line 1');
    expect(plan.phases.map(({ id, tasks }) => [id, tasks.map(({ title }) => title)])).toEqual([
      ['1', ['Fix it: now', 'Ship it']],
      ['2', ['Rest']],
    ]);
  });

  test('Steps of a process that hold no list of work are no phases, and are left aside.', () => {
    const plan = read([
      '## Step 1: Pay',
      'The user pays.',
      '',
      '## Step 2: Wait',
      'It happens twice:',
      '1. here',
      '2. there',
    ]);
    expect(plan.phases).toEqual([]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([
      [1, 3],
      [4, 7],
    ]);
  });

  test('Of two groups with the same numbers the one with the work counts.', () => {
    const plan = read([
      '## Phase 1 — Why',
      'Because:',
      '1. of this',
      '',
      '------',
      'EPIC 1 — Base',
      '------',
      '- [ ] Build it',
      '',
      'Done when:',
      '• it stands',
    ]);
    expect(plan.phases).toMatchObject([{ id: '1', title: 'Base', line: 6, tasks: [{ line: 8 }], criteria: [{}] }]);
    expect(plan.unparsed).toMatchObject([{ line: 1, endLine: 5, reason: expect.stringContaining('"epic"') }]);
  });

  test('Tracks inside a phase divide it, and are no phases.', () => {
    const plan = read(['## Phase 1: a', '### Track A — x', '- [ ] one', '### Track B — y', '- [ ] two']);
    expect(plan.phases).toMatchObject([{ id: '1', tasks: [{ title: 'one' }, { title: 'two' }] }]);
    expect(plan.unparsed).toEqual([]);
  });

  test('The last item may say how the phase is verified.', () => {
    const plan = read(['## Step 1 — a', '- Build it', '- Verify: `npm test` passes', '  in every package.']);
    expect(plan.phases).toMatchObject([
      { tasks: [{ title: 'Build it' }], criteria: [{ text: '`npm test` passes in every package.', line: 3 }] },
    ]);
  });

  test('A numbered chapter of steps is one more phase, and the chapter that holds the steps is none.', () => {
    expect(
      shape([
        '## 4. Steps (in order)',
        '### Step 1 — a',
        '- x',
        '## 9. Later',
        '### 9.3 Steps (in order)',
        '1. y',
        '2. z',
      ]),
    ).toEqual([
      ['1', 'a', ['x']],
      ['9.3', '(in order)', ['y', 'z']],
    ]);
  });
});

describe('one list', () => {
  test.each(['Delivery order', '4. Execution Plan (Milestones)', 'Next implementation steps', '实施步骤', '実装手順'])(
    'A numbered list under "%s" is one phase.',
    (heading) => {
      const plan = read([
        '# Plan',
        '- not this',
        `## ${heading}`,
        '1. First',
        '   and more',
        '2. Second',
        '## Risks',
        '1. Fire',
      ]);
      const title = heading.replace('4. ', '');
      expect(plan).toMatchObject({
        format: 'freeform',
        phases: [{ id: '1', title, written: { label: '', title }, line: 3, tasks: [{ title: 'First and more' }, {}] }],
      });
    },
  );

  test('Where criteria of the whole plan stand elsewhere, the whole plan is the phase.', () => {
    const plan = read(['# Plan', '## Delivery order', '1. First', '## Acceptance', '- it works']);
    expect(plan.phases).toMatchObject([
      { title: 'Delivery order', written: { label: '', title: '' }, line: 1, criteria: [{ text: 'it works' }] },
    ]);
  });

  test.each([
    [['## Next steps', '1. Think']],
    [['## Steps', '- a']],
    [['## Steps', 'They are:', '1. a']],
    [['## Steps', '1. a', '## Work plan', '1. b']],
  ])('%j is no plan for certain.', (lines) => {
    expect(read(lines).phases).toEqual([]);
  });
});

describe('one table', () => {
  const table = [
    '| # | Piece of work | Done when |',
    '|---|---|---|',
    '| 01 | Draw it | Somebody nods. |',
    '| 02 | Build it | — |',
  ];

  test('Its rows are the tasks, and its last column says when each is done.', () => {
    const plan = read([
      '# Plan',
      '## Screens',
      '| Screen | Contents |',
      '|---|---|',
      '| a | b |',
      '## Deliveries',
      ...table,
    ]);
    expect(plan).toMatchObject({
      format: 'freeform',
      because: 'a table on line 9',
      phases: [
        {
          written: { label: '', title: 'Deliveries' },
          criteria: [],
          tasks: [
            { id: '01', title: 'Draw it', criteria: [{ text: 'Somebody nods.', line: 9, range: { column: 18 } }] },
            { id: '02', criteria: [] },
          ],
        },
      ],
    });
  });

  test('Below no heading it is called as the file is.', () => {
    expect(read(table, 'docs/work.md').phases).toMatchObject([{ title: 'work.md', written: { title: '' }, line: 1 }]);
    expect(read(table, 'docs/work.md').phases[0]?.tasks).toHaveLength(2);
  });
});
