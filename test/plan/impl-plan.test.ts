import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

const path = 'specs/91-impl-plan.md';

function scan(lines: readonly string[]) {
  return readPlan(path, lines.join('\n'));
}

function titlesBelow(lines: readonly string[]) {
  return scan(['## Phase 1: a', ...lines]).phases[0]?.tasks.map(({ title }) => title);
}

describe('phase headings', () => {
  test.each([
    ['## 4. Phase 1 — foundation (weeks 2–4)', '1', 'foundation (weeks 2–4)'],
    ['## Phase 0 - Risk Retirement', '0', 'Risk Retirement'],
    ['### Phase 2.6: Clean-up', '2.6', 'Clean-up'],
    ['## Phase 4A. Tracks ##', '4A', 'Tracks'],
    ['## **Phase P0**: Spikes', 'P0', 'Spikes'],
    ['## 阶段 3：收尾', '3', '收尾'],
    ['## Phase 7 (not v1)', '7', '(not v1)'],
    ['## **Phase 8 — Whole**', '8', 'Whole'],
    ['## 第 2 阶段：收尾', '2', '收尾'],
    ['### 5.1 フェーズ3（任意）', '3', '（任意）'],
  ])('%s opens a phase', (heading, id, title) => {
    const [phase] = scan(['# Plan', '', heading]).phases;
    expect(phase).toMatchObject({ id, title, line: 3 });
  });

  test.each([
    '## Phase 1 is unblocked',
    '## Phase Overview',
    '## Corollary: skip nothing in Phase 1',
    '## Phase 1–3: all',
    '## Phases',
    '# Phase 1: a title',
    '#### Phase 1: a detail',
  ])('%s is prose', (heading) => {
    expect(scan([heading]).phases).toEqual([]);
  });

  test('A heading in a code fence or in a comment is no phase.', () => {
    const plan = scan(['```', '## Phase 1: sample', '```', '<!--', '## Phase 2: later', '-->', '## Phase 3: real']);
    expect(plan.phases.map((phase) => phase.id)).toEqual(['3']);
  });

  test('A phase ends at a heading of its own level that is no phase.', () => {
    const plan = scan(['## Phase 1: a', '', '## Risks', '', '| # | Task |', '| - | ---- |', '| 1 | Not a task |']);
    expect(plan.phases[0]?.tasks).toEqual([]);
  });
});

test('Label and title know where they stand, also in a heading with marks below it.', () => {
  const content = ['## 1. **Phase 1** — one', '', 'Phase 2: two', '---'].join('\n');
  const texts = readPlan(path, content).phases.map(({ ranges: { label, title } }) =>
    [label, title].map(
      (range) => range && content.split('\n')[range.line - 1]?.slice(range.column - 1, range.endColumn - 1),
    ),
  );
  expect(texts).toEqual([
    ['1', 'one'],
    ['2', 'two'],
  ]);
});

test('A phase inserted below another one is a phase of its own.', () => {
  const plan = scan(['## Phase 2: a', '- [ ] x', '### Phase 2.1: b', '- [ ] y', '## Phase 3: c', '- [ ] z']);
  expect(plan.phases.map(({ id, tasks }) => [id, tasks.map(({ title }) => title)])).toEqual([
    ['2', ['x']],
    ['2.1', ['y']],
    ['3', ['z']],
  ]);
});

test('A heading that starts like a phase and is none is left aside, with the reason.', () => {
  expect(scan(['## Phase 1: a', '- [ ] b', '## Phase 2 is easy']).unparsed).toEqual([
    { line: 3, endLine: 3, reason: expect.stringContaining('"Phase 2 is easy"') },
  ]);
});

describe('a heading that starts like a phase and is none', () => {
  const table = ['| # | Task |', '|---|---|'];

  test('It ends the phase above, and is left aside with what stands below it.', () => {
    const plan = scan([
      '### Phase 1: a',
      ...table,
      '| 1.1 | x |',
      '#### Phase 2 Build the engine',
      ...table,
      '| 2.1 | y |',
      '### Phase 3: c',
      ...table,
      '| 3.1 | z |',
    ]);
    expect(plan.phases.map(({ id, tasks }) => [id, tasks.map((task) => task.id)])).toEqual([
      ['1', ['1.1']],
      ['3', ['3.1']],
    ]);
    expect(plan.unparsed).toMatchObject([{ line: 5, endLine: 8 }]);
  });

  test('Below the phase of the same number it is a part of that phase.', () => {
    const plan = scan(['## Phase 1: a', '### Phase 1 in short', 'Words.', '### Phase 1 work', ...table, '| 1.1 | x |']);
    expect(plan.phases).toMatchObject([{ id: '1', tasks: [{ id: '1.1' }] }]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([
      [2, 2],
      [4, 4],
    ]);
  });
});

test('The label is looked for behind the word, which may have the same letter.', () => {
  const lines = ['### PHASE A — Foundation', '### **PHASE E** — Engine'];
  expect(scan(lines).phases.map(({ ranges: { label } }) => [label?.line, label?.column])).toEqual([
    [1, 11],
    [2, 13],
  ]);
});

describe('task tables with other headers', () => {
  test.each([
    ['| ID | Description | Effort |', '| 1.1 | a | 1 d |'],
    ['| 序号 | 任务 | 状态 |', '| 1.1 | a | 待办 |'],
    ['| 编号 | 任务名称 |', '| 1.1 | a |'],
    ['| Status | # | Task |', '| open | 1.1 | a |'],
    ['| ID | Title | Owner |', '| 1.1 | a | me |'],
  ])('%s', (header, row) => {
    const plan = scan(['## Phase 1: a', header, header.replaceAll(/[^|]+/g, '---'), row, '', '- Keep it small.']);
    expect(plan.phases[0]?.tasks).toMatchObject([{ id: '1.1', title: 'a', line: 4 }]);
  });

  test('What may be a table of tasks is left aside, and no list takes its place.', () => {
    const plan = scan(['## Phase 1: a', '| ID | What |', '|---|---|', '| 1.1 | a |', '', '- Keep it small.']);
    expect(plan.phases[0]?.tasks).toEqual([]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([
      [2, 4],
      [6, 6],
    ]);
  });

  test('It is left aside beside a good one, and so is a good one outside of the phases.', () => {
    const tasks = ['| # | Task |', '|---|---|', '| 1.1 | a |', ''];
    const plan = scan([
      '## Phase 1: a',
      ...tasks,
      '| Name | Who |',
      '|---|---|',
      '| 1.2 b | me |',
      '## More',
      ...tasks,
    ]);
    expect(plan.phases.map(({ tasks: { length } }) => length)).toEqual([1]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([
      [6, 8],
      [10, 12],
    ]);
  });

  test.each(['R1', '1'])('Rows with an id such as %s below a plain title are left aside.', (id) => {
    const rows = ['| ID | Description | Owner |', '|---|---|---|', `| ${id} | fire | me |`];
    const plan = scan(['## Phase 1: a', '### Risks', ...rows]);
    expect(plan.phases[0]?.tasks).toEqual([]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([[3, 5]]);
  });

  test.each(['| # | Risk |', '| ID | Finding |', '| ID | Title | Severity |'])('%s is no table of tasks.', (header) => {
    const row = header.replaceAll(/[^|]+/g, '1');
    const plan = scan(['## Phase 1: a', header, header.replaceAll(/[^|]+/g, '---'), row]);
    expect(plan).toMatchObject({ phases: [{ tasks: [] }], unparsed: [] });
  });
});

describe('task tables', () => {
  test('Only a whole word makes a row of sums.', () => {
    const rows = ['| Summary-1 | a |', '| total-1 | b |', '| Total | 3 d |', '| | **Sum** |', '| 合计 | 3 |'];
    const plan = scan(['## Phase 1: a', '| # | Task |', '|---|---|', ...rows]);
    expect(plan.phases[0]?.tasks.map(({ id }) => id)).toEqual(['Summary-1', 'total-1']);
    expect(plan.unparsed).toEqual([]);
  });

  test('Every column that a plan may have is a field with its place.', () => {
    const row = '| `1.2` | **Do** | 10 | 1.1 | `a.ts` | in progress | 1 d | w2 | `npm test` passes |';
    const plan = scan([
      '## Phase 1: a',
      '| ID | Task | Spec | Depends On | Files | Status | Effort | Wave | Done when |',
      '|---|---|---|---|---|---|---|---|---|',
      '| 1.1 | a | | | | | | w1 | |',
      row,
    ]);
    const [first, second] = plan.phases[0]?.tasks ?? [];
    expect(first).toMatchObject({ effort: '', status: '', criteria: [] });
    expect(Object.keys(first?.ranges ?? {}).toSorted()).toEqual(['id', 'title']);
    expect(second).toMatchObject({
      effort: '1 d',
      status: 'in progress',
      dependsOn: ['1.1'],
      criteria: [{ text: '`npm test` passes', kind: 'command', line: 5 }],
    });
    const places = Object.entries(second?.ranges ?? {}).map(([field, range]) => [
      field,
      row.slice(range.column - 1, range.endColumn - 1),
    ]);
    expect(Object.fromEntries(places)).toEqual({
      id: '1.2',
      title: 'Do',
      spec: '10',
      dependsOn: '1.1',
      files: 'a.ts',
      status: 'in progress',
      effort: '1 d',
    });
  });

  test('Tasks of a wave wait for the wave before it.', () => {
    const rows = ['| 1 | a | A |', '| 2 | b | A |', '| 3 | c | B |', '| 4 | d | B |'];
    const plan = scan(['## Phase 1: a', '| # | Task | Wave |', '|---|---|---|', ...rows]);
    expect(plan.phases[0]?.tasks.map(({ dependsOn, dependsBy }) => [dependsOn, dependsBy])).toEqual([
      [[], 'wave'],
      [[], 'wave'],
      [['1', '2'], 'wave'],
      [['1', '2'], 'wave'],
    ]);
  });

  test('A wave is known beside written dependencies, and decides nothing about them.', () => {
    const rows = ['| 1 | a | A | — |', '| 2 | b | B | — |', '| 3 | c |  | 1 |'];
    const plan = scan(['## Phase 1: a', '| # | Task | Wave | Depends on |', '|---|---|---|---|', ...rows]);
    const [first, second, third] = plan.phases[0]?.tasks ?? [];
    expect([first?.wave, second?.wave]).toEqual(['A', 'B']);
    expect([first, second, third].map((task) => [task?.dependsOn, task?.dependsBy])).toEqual([
      [[], 'writing'],
      [[], 'writing'],
      [['1'], 'writing'],
    ]);
    expect(third).not.toHaveProperty('wave');
  });

  test('A row that a blank line separates from its table is reported, and the next table is read.', () => {
    const plan = scan([
      '## Phase 1: a',
      '| # | Task |',
      '|---|---|',
      '| 1 | a |',
      '',
      '| 2 | b |',
      '',
      '| # | Task |',
      '|---|---|',
      '| 3 | c |',
    ]);
    expect(plan.phases[0]?.tasks.map(({ id }) => id)).toEqual(['1', '3']);
    expect(plan.problems).toContainEqual(
      expect.objectContaining({ rule: 'task-row', at: { path, line: 6, column: 1 } }),
    );
    expect(plan.unparsed).toMatchObject([{ line: 6, endLine: 6 }]);
  });

  test('What looks like tasks beside a table is left aside.', () => {
    const plan = scan([
      '## Phase 1: a',
      '| # | Task |',
      '|---|---|',
      '| 1 | a |',
      '| 2 | b | c |',
      '',
      '- [ ] box',
      '',
      'Tasks:',
      '- bullet',
      '',
      'Exit criteria:',
      '- [ ] no task',
      '',
      '## Other',
      '- [ ] outside',
      '## Definition of done',
      '- [ ] of the whole plan',
    ]);
    expect(plan.phases[0]?.tasks.map(({ id }) => id)).toEqual(['1']);
    expect(plan.unparsed.map(({ line }) => line)).toEqual([5, 7, 10, 16, 18]);
  });

  test('A row becomes a task with its own line byte for byte.', () => {
    const row = '| 1.10 | **Read** the input  | 10 § 2.1 | `a.ts`, `b/*.ts` | 1 d |';
    const plan = scan(['## Phase 1: a', '| # | Task | Spec | Files | Effort |', '|---|---|---|---|---|', row]);
    expect(plan.phases[0]?.tasks).toMatchObject([
      {
        id: '1.10',
        slug: '1.10',
        title: '**Read** the input',
        line: 4,
        text: row,
        ticked: false,
        dependsOn: [],
        spec: '10 § 2.1',
        files: ['a.ts', 'b/*.ts'],
      },
    ]);
  });

  test('Without a dependency column each task waits for the one before it, also across tables of one phase.', () => {
    const plan = scan([
      '## Phase 4: tracks',
      '### Track A',
      '| # | Task |',
      '| --- | --- |',
      '| 4A.1 | a |',
      '| 4A.2 | b |',
      '### Track B',
      '| # | Task |',
      '| --- | --- |',
      '| 4B.1 | c |',
    ]);
    expect(plan.phases[0]?.tasks.map((task) => [task.id, task.dependsOn])).toEqual([
      ['4A.1', []],
      ['4A.2', ['4A.1']],
      ['4B.1', ['4A.2']],
    ]);
  });

  test('A dependency column says all; what an earlier phase holds is done before.', () => {
    const plan = scan([
      '## Phase 1: a',
      '| ID | Task | Depends on |',
      '| --- | --- | --- |',
      '| 1.1 | a | — |',
      '| 1.2 | b | |',
      '## Phase 2: b',
      '| ID | Task | Depends on |',
      '| --- | --- | --- |',
      '| 2.1 | a | none |',
      '| 2.2 | b | - |',
      '| 2.3 | c | `2.1`, 2.2, 1.1 |',
    ]);
    expect(plan.phases[1]?.tasks.map((task) => task.dependsOn)).toEqual([[], [], ['2.1', '2.2']]);
    expect(plan.problems.map((problem) => problem.rule)).toEqual(['missing-criteria', 'missing-criteria']);
  });

  test.each([
    [String.raw`| 1.1 | a \| b | 10 |`, 'a | b'],
    ['| 1.1 | `a | b` | 10 |', '`a | b`'],
    ['1.1 | no outer pipes | 10', 'no outer pipes'],
  ])('%s has three cells.', (row, title) => {
    const plan = scan(['## Phase 1: a', '| # | Task | Spec |', '|:--|---|--:|', row]);
    expect(plan.phases[0]?.tasks[0]).toMatchObject({ title, spec: '10' });
  });

  test('A row that does not fit its header is reported with its place, and is no task.', () => {
    const plan = scan(['## Phase 1: a', '| # | Task |', '| --- | --- |', '| 1.1 | a | b |', '| 1.2 |']);
    expect(plan.phases[0]?.tasks).toEqual([]);
    expect(plan.problems.filter((problem) => problem.rule === 'task-row').map((problem) => problem.at)).toEqual([
      { path, line: 4, column: 13 },
      { path, line: 5, column: 8 },
    ]);
  });

  test('A row of sums is no task; a row without an id is reported.', () => {
    const plan = scan([
      '## Phase 1: a',
      '| # | Task | Effort |',
      '| --- | --- | --- |',
      '| 1.1 | a | 1 d |',
      '| | **Total** | 1 d |',
      '| | b | 1 d |',
    ]);
    expect(plan.phases[0]?.tasks.map((task) => task.id)).toEqual(['1.1']);
    expect(plan.problems).toContainEqual(
      expect.objectContaining({ rule: 'task-row', at: { path, line: 6, column: 3 } }),
    );
  });

  test.each([
    ['| 1.1 | a | ✅ see memo |', true],
    ['| 1.1 | a | **DONE** (2025-08) |', true],
    ['| ~~1.1~~ | a | |', true],
    ['| 1.1 | a | not done |', false],
    ['| 1.1 | a | complete by March |', false],
  ])('%s: ticked is %s', (row, ticked) => {
    const plan = scan(['## Phase 1: a', '| # | Task | Status |', '| --- | --- | --- |', row]);
    expect(plan.phases[0]?.tasks[0]).toMatchObject({ id: '1.1', ticked });
  });

  test('A status that takes back what it says leaves the task open, and is reported where it stands.', () => {
    const plan = scan(['## Phase 1: a', '| # | Task | Status |', '| --- | --- | --- |', '| 1.1 | a | Done 50% |']);
    expect(plan.phases[0]?.tasks[0]).toMatchObject({ id: '1.1', ticked: false });
    expect(plan.problems).toContainEqual(
      expect.objectContaining({ rule: 'task-row', severity: 'warning', at: { path, line: 4, column: 13 } }),
    );
  });

  test('Other tables are not tasks.', () => {
    const plan = scan(['## Phase 1: a', '| # | Risk |', '| --- | --- |', '| 1 | fire |']);
    expect(plan.phases[0]?.tasks).toEqual([]);
  });
});

describe('phases without a table', () => {
  test('Boxes that do not stand under Tasks are left aside.', () => {
    const plan = scan([
      '## Phase 1: a',
      '### Tasks',
      '- [ ] 1.1 a',
      '### Verification',
      '- [ ] `npm test` passes',
      '### Risks',
      '- [ ] vendor API may change',
      '### Out of scope',
      '- [ ] mobile',
    ]);
    expect(plan.phases[0]?.tasks.map(({ id }) => id)).toEqual(['1.1']);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([[5, 9]]);
  });

  test('Boxes under words for risks, scope or questions are no tasks, unless they have ids.', () => {
    const lines = [
      '- [ ] build',
      '',
      '**Open questions**:',
      '- [ ] which',
      '### 范围',
      '- [ ] 全部',
      '### Verification',
    ];
    const plan = scan(['## Phase 1: a', ...lines, '- [ ] T002 Try it', '- [ ] all']);
    expect(plan.phases[0]?.tasks.map(({ title }) => title)).toEqual(['build', 'Try it']);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([
      [5, 7],
      [10, 10],
    ]);
  });

  test('Boxes below a key for criteria belong to the item above.', () => {
    const boxes = scan(['## Phase 1: a', '- [ ] 1.1 Parser', '  - Acceptance criteria:', '    - [ ] works on x']);
    expect(boxes.phases[0]?.tasks).toMatchObject([{ id: '1.1', criteria: [{ text: 'works on x', line: 4 }] }]);
    const steps = ['1. **Parser**', '2. **Lexer**', '   - **Acceptance criteria**:', '     - [ ] works'];
    expect(scan(['## Phase 1: a', ...steps]).phases[0]?.tasks).toMatchObject([
      { title: '**Parser**', criteria: [] },
      { title: '**Lexer**', criteria: [{ text: 'works' }] },
    ]);
  });

  test('Bullets below a sentence are no tasks, and neither are headings; both are left aside.', () => {
    const plan = scan([
      '## Phase 1: a',
      'We rely on the following.',
      '',
      '- Postgres 16',
      '- k8s',
      '',
      '### 1.1 Parser',
      '### Task 1.2: Lexer',
    ]);
    expect(plan.phases[0]?.tasks).toEqual([]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([
      [4, 5],
      [7, 7],
      [8, 8],
    ]);
    expect(titlesBelow(['We do this.', '- **One**', '- **Two**'])).toEqual(['**One**', '**Two**']);
  });

  test('Boxes are tasks, with what is indented below them.', () => {
    const plan = scan([
      '## Phase 1: a',
      '### 1.1 — part',
      '- [ ] Build `run()`:',
      '  1. first',
      '',
      '     ```',
      '- [ ] sample',
      '     ```',
      '',
      '- [x] Ship',
      '  it',
    ]);
    expect(plan.phases[0]?.tasks.map(({ title, text, ticked }) => ({ title, text, ticked }))).toEqual([
      {
        title: 'Build `run()`:',
        text: '- [ ] Build `run()`:\n  1. first\n\n     ```\n- [ ] sample\n     ```',
        ticked: false,
      },
      { title: 'Ship it', text: '- [x] Ship\n  it', ticked: true },
    ]);
  });

  test('Bullets under Deliverables are tasks with ids made from their titles.', () => {
    const plan = scan([
      '## Phase 1: a',
      'Deliverables:',
      '',
      '- parser',
      '- parser',
      '',
      'Exit criteria:',
      '',
      '- it parses',
    ]);
    expect(plan.phases[0]?.tasks.map((task) => task.id)).toEqual(['parser', 'parser-2']);
    expect(plan.phases[0]?.criteria).toMatchObject([{ text: 'it parses', line: 9 }]);
  });

  test('A numbered list under Tasks comes before bullets under Deliverables.', () => {
    const plan = scan([
      '## Phase 1: a',
      '### Tasks',
      '1. **Types** (`core`)',
      '   - detail',
      '',
      '2. **Parser**',
      '### Deliverables',
      '- a binary',
    ]);
    expect(plan.phases[0]?.tasks.map((task) => [task.title, task.line])).toEqual([
      ['**Types** (`core`)', 3],
      ['**Parser**', 6],
    ]);
  });

  test('Bullets are tasks where they are the only list of a phase.', () => {
    expect(titlesBelow(['Goal: all of it', '', '- one', '- two'])).toEqual(['one', 'two']);
    expect(titlesBelow(['> Note', '- one', '', 'Exit criteria:', '- it works'])).toEqual(['one']);
    expect(titlesBelow(['It consists of:', '- one'])).toEqual([]);
    expect(titlesBelow(['**Risks**', '- one'])).toEqual([]);
    expect(titlesBelow(['- **Owner**: me'])).toEqual([]);
    expect(titlesBelow(['### Context', '- one'])).toEqual([]);
    expect(titlesBelow(['- one', '', 'and', '', '- two'])).toEqual([]);
  });

  test('A list that may hold tasks is left aside.', () => {
    expect(scan(['## Phase 1: a', 'It consists of:', '- one', '- two']).unparsed).toMatchObject([
      { line: 3, endLine: 4 },
    ]);
  });

  test('One numbered list with bold titles is tasks beside other lists.', () => {
    const plan = scan([
      '## Phase 1: a',
      'Context:',
      '- x',
      '',
      'So this is done.',
      '1. **One**',
      '   - y',
      '2. **Two** now',
    ]);
    expect(plan.phases[0]?.tasks.map(({ title }) => title)).toEqual(['**One**', '**Two** now']);
  });

  test('Only the list under Tasks counts, also where an item introduces code and lists come before it.', () => {
    const plan = scan([
      '## Phase 1: a',
      '**Two passes:**',
      '1. **First**',
      '2. **Second**',
      '',
      '**Tasks:**',
      '1. Define it:',
      '   ```ts',
      '   code',
      '   ```',
      '',
      '2. Use it',
      '',
      '**Deliverable:** it compiles.',
    ]);
    expect(plan.phases).toMatchObject([
      { tasks: [{ title: 'Define it:' }, { title: 'Use it' }], criteria: [{ text: 'it compiles.', line: 14 }] },
    ]);
  });

  test('Groups below the heading for tasks belong to it.', () => {
    const plan = scan(['## 阶段 1：甲', '### 任务', '#### 一', '- 写', '#### 二', '- 读', '### 交付物', '- 书']);
    expect(plan.phases[0]?.tasks.map(({ title }) => title)).toEqual(['写', '读']);
  });

  test('An id made from a title does not change when items come and go above it.', () => {
    const alone = scan(['## Phase 1: a', '- [ ] Ship the parser']);
    const second = scan(['## Phase 1: a', '- [ ] Something new', '- [ ] Ship the parser']);
    expect(second.phases[0]?.tasks[1]?.id).toBe(alone.phases[0]?.tasks[0]?.id);
  });
});

test('Windows line endings and a byte order mark change nothing but the text.', () => {
  const unix = scan(['## Phase 1: a', '| # | Task |', '| --- | --- |', '| 1.1 | a |', '', '**Exit**: 1 test']);
  const windows = readPlan(
    path,
    '\uFEFF## Phase 1: a\r\n| # | Task |\r\n| --- | --- |\r\n| 1.1 | a |\r\n\r\n**Exit**: 1 test\r\n',
  );
  expect(withoutBytes(windows)).toEqual(withoutBytes(unix));
});

test('A fence that nothing closes is reported where it opens.', () => {
  const plan = scan(['## Phase 1: a', '```', '## Phase 2: b']);
  expect(plan.problems).toContainEqual(
    expect.objectContaining({ rule: 'plan-syntax', at: { path, line: 2, column: 1 } }),
  );
});

function withoutBytes(plan: unknown): unknown {
  return JSON.parse(
    JSON.stringify(plan, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
  );
}
