import { describe, expect, test } from 'vitest';
import { markdownLines } from '../../../core/markdown/lines.ts';
import { milestonesOf } from '../../../core/plan/milestones/milestones.ts';
import { readPlan } from '../../../core/plan/read.ts';

/** `M0: 1 starts, 2 closes`, for each milestone. */
function milestones(...text: string[]): string[] {
  const content = text.join('\n');
  const { phases } = readPlan('specs/91-impl-plan.md', content);
  return milestonesOf(markdownLines(content), phases).map(
    ({ id, phases: serving }) => `${id}: ${serving.map(({ phase, verb }) => `${phase} ${verb}`).join(', ')}`,
  );
}

describe('The milestones of a plan', () => {
  test('follow from a table that maps each phase to one.', () => {
    expect(
      milestones(
        '## 3. Phase 0 — Risks',
        '## 4. Phase 1 — Foundation',
        '## 10. Cross-references',
        '| Engineering phase | Roadmap milestone | Weeks |',
        '| --- | --- | --- |',
        '| Phase 0 (risks) | M-1 | 1 |',
        '| Phase 1 (foundation for M7) | M0 | 2–4 |',
      ),
    ).toEqual(['M-1: 0 closes', 'M0: 1 closes']);
  });

  test('do not follow from a cell that names none, or from what one was.', () => {
    const cells = ['none (was M3)', '— (see M4)', 'n/a, M5 before', 'M1 (formerly M2)', '无（M6）'];
    expect(
      milestones(
        ...cells.map((_, index) => `## Phase ${index}: a`),
        '## Mapping',
        '| Phase | Milestone |',
        '| --- | --- |',
        ...cells.map((cell, index) => `| ${index} | ${cell} |`),
      ),
    ).toEqual(['M1: 3 closes']);
  });

  test('follow from what headings say that phases close, in part or whole, and from the names of their criteria.', () => {
    expect(
      milestones(
        '## 3. Phase 0 — Spikes',
        '## 4. Phase 1 — Model (closes part of M0; week 1–2)',
        '**Exit criteria**: it parses.',
        '## 5. Phase 2 — Loader (closes most of M0; week 3)',
        '**Exit criteria (= M0)**:',
        '- it loads',
        '## 6. Phase 3 — Writer (closes M0; week 5)',
        '**Exit criteria (= M0)**:',
        '- it writes',
        '## 7. Phase 4 — Hardening',
        '**Exit criteria (= M1, ready for release)**: green.',
      ),
    ).toEqual(['M0: 1 advances, 2 advances, 3 closes', 'M1: 4 closes']);
  });

  test('follow from a line for each phase, of which one may close two.', () => {
    expect(
      milestones(
        '## 4. Phase 1 - Contracts',
        '',
        'Maps to roadmap: starts M0.',
        '## 5. Phase 2 - Server',
        'Maps to roadmap: continues M0.',
        '## 6. Phase 3 - Client',
        'Maps to roadmap: closes M0.',
        'Exit criteria: M0 roadmap criteria pass end to end.',
        '## 7. Phase 5 - Polish',
        'Maps to roadmap: closes M1 and M2; starts M3.',
      ),
    ).toEqual(['M0: 1 starts, 2 advances, 3 closes', 'M1: 5 closes', 'M2: 5 closes', 'M3: 5 starts']);
  });

  test('follow from titles that mention them, and criteria that say what is closed.', () => {
    expect(
      milestones(
        '## 5. Phase 2 — parser M0',
        'Exit criteria: parser handles M0 fixtures; all M0 criteria pass.',
        '## 6. Phase 3 — command line M0',
        'Exit criteria: closes M0 roadmap. All gates pass.',
        '## 7. Phase 4 — M1/M2 breadth',
        '## 8. Phase 5 — M2 depth',
        'Exit criteria: closes M1 and M2 roadmap.',
        '## 9. Phase 6 — M3 report',
      ),
    ).toEqual(['M0: 2 advances, 3 closes', 'M1: 4 advances, 5 closes', 'M2: 4 advances, 5 closes', 'M3: 6 advances']);
  });

  test('are none where nothing maps to them.', () => {
    expect(
      milestones(
        'M0 is first.',
        '## Phase 1 — a',
        'Needed for M0.',
        '**Exit criteria**: the M3 criteria still pass.',
        '| 1 | M1 |',
        '## Later',
        'Maps to roadmap: closes M4.',
      ),
    ).toEqual([]);
  });

  test('are in the order in which they are first named, and each phase points at the line that says so.', () => {
    const content = '## Phase 1 — a (starts M2)\n**Milestone**: closes M1.\n## Phase 2 — b (closes M2)\n';
    const { phases } = readPlan('specs/91-impl-plan.md', content);
    expect(milestonesOf(markdownLines(content), phases)).toEqual([
      {
        id: 'M2',
        phases: [
          { phase: '1', verb: 'starts', line: 1 },
          { phase: '2', verb: 'closes', line: 3 },
        ],
      },
      { id: 'M1', phases: [{ phase: '1', verb: 'closes', line: 2 }] },
    ]);
  });
});

describe('Of several phases that only name a milestone', () => {
  test('the last one closes it.', () => {
    expect(
      milestones('## Phase 1: a', '**Exit (M0)**: b', '## Phase 2: a', '**Milestone**: M0', '## Phase 3: M0 again'),
    ).toEqual(['M0: 1 advances, 2 closes, 3 advances']);
  });

  test('none does if a phase says that it closes it, or a later one that it goes on.', () => {
    const named = ['## Phase 1: a', '**Exit (M0)**: b'];
    expect(milestones('## Phase 0: c (closes M0)', ...named)).toEqual(['M0: 0 closes, 1 advances']);
    expect(milestones(...named, '## Phase 2: c (continues M0)')).toEqual(['M0: 1 advances, 2 advances']);
  });
});

describe('A table', () => {
  test.each([
    ['Phases 1, 2', ['M0: 1 advances, 2 closes']],
    ['Phase 1–3', ['M0: 1 advances, 2 advances, 3 closes']],
    ['2', ['M0: 2 closes']],
    ['**Phase 3** (not 1)', ['M0: 3 closes']],
    ['Phase 9', []],
  ])('with a phase cell %j maps %j.', (cell, expected) => {
    const table = ['| Milestone | Phases |', '|---|---|', `| M0 | ${cell} |`];
    expect(milestones('## Phase 1: a', '## Phase 2: b', '## Phase 3: c', '## Mapping', ...table)).toEqual(expected);
  });

  test('may call the column of milestones by the phase too.', () => {
    const table = ['| Milestone of the phase | Phase |', '|---|---|', '| M0 | 1 |'];
    expect(milestones('## Phase 1: a', ...table)).toEqual(['M0: 1 closes']);
  });

  test('may use verbs, and says nothing in code.', () => {
    const table = ['| Phase | Milestone |', '|---|---|', '| 1 | starts M0 |', '| 2 | M1 (partial) |'];
    expect(milestones('## Phase 1: a', '## Phase 2: b', ...table)).toEqual(['M0: 1 starts', 'M1: 2 advances']);
    expect(milestones('## Phase 1: a', '## Phase 2: b', '```', ...table, '```')).toEqual([]);
  });
});

test.each([
  ['closes M0', ['M0: 1 closes']],
  ['closes milestone M0', ['M0: 1 closes']],
  ['starts and closes M0', ['M0: 1 closes']],
  ['partially closes M0', ['M0: 1 advances']],
  ['contributes to M0', ['M0: 1 advances']],
  ['opens M-future', ['M-future: 1 starts']],
  ['closes M0–M2', ['M0: 1 closes', 'M1: 1 closes', 'M2: 1 closes']],
  ['closes M0, M1, and M2', ['M0: 1 closes', 'M1: 1 closes', 'M2: 1 closes']],
  ['does not close M0', []],
  ['closes pre-M0 work', []],
  ['关闭 M0；开始 M1', ['M0: 1 closes', 'M1: 1 starts']],
  ['完成里程碑M0、M1', ['M0: 1 closes', 'M1: 1 closes']],
  ['推进 M2', ['M2: 1 advances']],
  ['完成 M0 的一部分', ['M0: 1 advances']],
  ['部分完成 M0', ['M0: 1 advances']],
  ['未完成 M0', []],
])('The words %j in parentheses say %j.', (words, expected) => {
  expect(milestones(`## Phase 1 — a (${words})`)).toEqual(expected);
  expect(milestones(`## 阶段 1：a（${words}）`)).toEqual(expected);
  expect(milestones('## Phase 1: a', `**里程碑**：${words}`)).toEqual(expected);
});

test.each([
  '**Exit criteria（M1）**：b',
  '**Exit** (M1): b',
  '### 2.1 Exit criteria (= M1)',
  '**退出标准（M1）**：b',
  '**Specs**: 10. **Exit (M1)**: b',
])('The name of criteria %j closes the milestone.', (line) => {
  expect(milestones('## Phase 1: a', line)).toEqual(['M1: 1 closes']);
});

test('A phase ends where the next one starts.', () => {
  expect(milestones('## Phase 1: a', '### Phase 2: b', '**Exit (M1)**: c')).toEqual(['M1: 2 closes']);
});

test('Many phases and milestones are read in one go.', () => {
  const many = Array.from(
    { length: 10_000 },
    (_, index) => `## Phase ${index} — a (closes M${index % 5_000})\n**Exit (M${index})**: b`,
  );
  expect(milestones(...many)).toHaveLength(10_000);
});
