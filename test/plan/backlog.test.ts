import { describe, expect, test } from 'vitest';
import type { Finding } from '../../core/plan/findings/finding.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';

function read(...lines: string[]): Plan {
  return readPlan('specs/93-improvements-review.md', ['# Improvements review', '', ...lines, ''].join('\n'));
}

function only(plan: Plan): Finding {
  expect(plan.findings).toHaveLength(1);
  return plan.findings[0]!;
}

describe('A file is a backlog', () => {
  test.each([
    ['by its title', 'notes.md', '# 93 — Improvements Review\n', 'the title "93 — Improvements Review"'],
    ['by a heading with the id of a finding', 'a.md', '# A\n\n### P1-2 — b\n', 'the heading "P1-2 — b" on line 3'],
    [
      'by a table with severities',
      'a.md',
      '# A\n\n| # | Severity | Where | Fix shape |\n|---|---|---|---|\n',
      'the table of findings on line 3',
    ],
    ['by its name', 'specs/93-improvements-review.md', '# Later\n', 'the name of the file'],
  ])('%s.', (_how, path, content, because) => {
    expect(readPlan(path, content)).toMatchObject({ format: 'backlog', because });
  });

  test.each([
    ['a plan with risks', '# Demo\n\n## Phase 1: a\n\n| Risk | Severity | Issue |\n|---|---|---|\n| a | P1 | b |\n'],
    ['a checklist with findings', '# Demo\n\n- [ ] a\n\n| ID | Severity | Issue |\n|---|---|---|\n| a | P1 | b |\n'],
    ['a plan whose phases are called by priority', '# Demo\n\n## P0: a\n\n- [ ] b\n'],
    ['a plan by its title', '# Implementation plan\n\n### P0-1 — a\n'],
  ])('unless it is %s.', (_what, content) => {
    expect(readPlan('docs/a.md', content).format).not.toBe('backlog');
  });

  test('and a known place of a plan holds a plan.', () => {
    expect(readPlan('specs/91-impl-plan.md', '# Improvements review\n\n## Phase 1: a\n').format).toBe('impl');
  });
});

describe('A heading is a finding', () => {
  test('with id, severity, title, and the place that is given below it.', () => {
    const finding = only(
      read(
        '## 1. P1 — Wrong results',
        '',
        '### P1-7 — `sum` overflows',
        '**Code**: `src/sum.ts:12` and',
        '`src/add.ts`.',
        '**Fix**: widen it.',
      ),
    );
    expect(finding).toMatchObject({
      id: 'P1-7',
      severity: 'P1',
      title: '`sum` overflows',
      location: '`src/sum.ts:12` and `src/add.ts`',
      state: 'open',
      line: 5,
      range: { line: 5, column: 5, endColumn: 27 },
    });
  });

  test.each([
    ['P0-A: a', 'P0-A', 'P0'],
    ['P3-SUPPLY - a', 'P3-SUPPLY', 'P3'],
    ['T4-I3 — a', 'T4-I3', null],
    ['GC-HIT-RAW — a', 'GC-HIT-RAW', null],
    ['T4-A / T4-B — a', 'T4-A / T4-B', null],
    ['F7 — a', 'F7', null],
    ['**P2-1** — a', 'P2-1', 'P2'],
    ['P2-1 (FIXED) — a', 'P2-1', 'P2'],
  ])('written %j.', (heading, id, severity) => {
    expect(only(read(`### ${heading}`))).toMatchObject({ id, severity, title: 'a' });
  });

  test.each([
    '1. P1 — Missing pieces',
    'P1 — Missing pieces',
    'D6-1 — Bump it',
    'M-1 — a',
    'From phase 1 / T1',
    'P2-level work — a',
    '2.1 — a (P0-A)',
    'P1-2 remains',
  ])('but not %j.', (heading) => {
    expect(read(`### ${heading}`).findings).toEqual([]);
  });

  test('with a severity alone if a place is given, as in what a review adds.', () => {
    const entry = ['### P3 — Typo', '', '**Citation**: `src/a.ts:12`', '**Fix shape**: Rename it.'];
    expect(only(read(...entry))).toMatchObject({ id: '', severity: 'P3', title: 'Typo', location: 'src/a.ts:12' });
  });

  test('and bullets and tables below it tell of it.', () => {
    const plan = read(
      '### P1-1 — a',
      '- **Citation**: `a.ts`',
      '- **P2** — `b.ts:1`. Seen too.',
      '',
      '| ID | Severity | Issue |',
      '|---|---|---|',
      '| P2-9 | P2 | b |',
      '#### P2-2 — c',
    );
    expect(only(plan)).toMatchObject({ id: 'P1-1', location: 'a.ts' });
  });

  test('each time, where two have one id.', () => {
    expect(read('### T4-I3 — a', '### T4-I3 — b (FIXED)').findings.map(({ id, state }) => [id, state])).toEqual([
      ['T4-I3', 'open'],
      ['T4-I3', 'fixed'],
    ]);
  });
});

describe('A row is a finding', () => {
  test.each([
    [
      '| # | Severity | Location | Finding | Fix Shape |',
      '| F4 | P2 | `a.ts:1` | late | sooner |',
      'F4',
      'P2',
      'late',
      'a.ts:1',
    ],
    ['| Severity | Citation | Finding | Fix shape |', '| P0 | `a.ts` | late | sooner |', '', 'P0', 'late', 'a.ts'],
    ['| ID | Severity | Where | Fix shape |', '| S-1 | P1 | a.ts | sooner |', 'S-1', 'P1', 'sooner', 'a.ts'],
    ['| ID | Severity | Where | Issue / fix |', '| S-1 | **P1** | a.ts | late |', 'S-1', 'P1', 'late', 'a.ts'],
    ['| ID | Item | Code | Fix |', '| **P3-4** | late | a.ts | sooner |', 'P3-4', 'P3', 'late', 'a.ts'],
    [
      '| ID | Title | Severity | § | Effort |',
      '| E-3 | late | spec text | § 2.1 | 1 d |',
      'E-3',
      null,
      'late',
      '§ 2.1',
    ],
    ['| ID | Spec | Issue |', '| E-1 | 14 § 2 | late |', 'E-1', null, 'late', '14 § 2'],
    ['| 编号 | 严重程度 | 位置 | 问题 |', '| F-1 | P2 | a.ts | 太晚 |', 'F-1', 'P2', '太晚', 'a.ts'],
  ])('of %s', (header, row, id, severity, title, location) => {
    const delimiter = header.replaceAll(/[^|]+/g, '---');
    expect(only(read(header, delimiter, row))).toMatchObject({ id, severity, title, location, line: 5 });
  });

  test.each([
    ['| ID | 94 status | Verified in code | Verdict |', '| P0-1 | closed | yes | closed |'],
    ['| Risk | Severity | Mitigation |', '| late | P1 | hurry |'],
    ['| Severity | Meaning |', '| P0 | blocks |'],
    ['| ID | Title | Owner |', '| A-1 | a | Ada |'],
    ['| # | Task | Spec | Effort |', '| 1.1 | a | 10 | 1 d |'],
  ])('but not of %s', (header, row) => {
    expect(read(header, header.replaceAll(/[^|]+/g, '---'), row).findings).toEqual([]);
  });

  test('with the state of its status, its strike-through, or its words.', () => {
    const plan = read(
      '| ID | Severity | Issue | Status |',
      '|---|---|---|---|',
      '| A-1 | P1 | a | fixed in #1 |',
      '| ~~A-2~~ | P1 | b | |',
      '| A-3 | P1 | ~~c~~ | |',
      '| A-4 | P1 | d (DEFERRED) | open |',
      '| A-5 | P1 | ~~e~~ and ~~f~~ | |',
    );
    expect(plan.findings.map(({ id, state }) => [id, state])).toEqual([
      ['A-1', 'fixed'],
      ['A-2', 'fixed'],
      ['A-3', 'fixed'],
      ['A-4', 'deferred'],
      ['A-5', 'open'],
    ]);
  });

  test('with pipes in its code spans, escaped or not.', () => {
    const plan = read(
      '| ID | Severity | Issue |',
      '|---|---|---|',
      '| A-1 | P1 | `a \\|\\| b` |',
      '| A-2 | P1 | `a | b` c |',
    );
    expect(plan.findings.map(({ title }) => title)).toEqual(['`a || b`', '`a | b` c']);
    expect(plan.findings[0]?.range).toMatchObject({ line: 5, column: 14, endColumn: 24 });
  });

  test('unless it has more cells than its header, which is said.', () => {
    const plan = read(
      '| ID | Severity | Issue |',
      '|---|---|---|',
      '| A-1 | P1 | a | b |',
      '| A-2 | P1 | |',
      '| A-3 | P1 | c |',
    );
    expect(plan.findings.map(({ id }) => id)).toEqual(['A-3']);
    expect(plan.unparsed).toEqual([
      { line: 5, endLine: 5, reason: 'a row with 4 cells below a header with 3; write a | inside a cell as \\|' },
      { line: 6, endLine: 6, reason: 'a row without words for its finding; write what was found' },
    ]);
  });
});

describe('A bullet is a finding', () => {
  test('with a title behind its id in bold.', () => {
    expect(only(read('## Deferred (later)', '- **P3-11 `map` is slow** — it copies.'))).toMatchObject({
      id: 'P3-11',
      severity: 'P3',
      title: '`map` is slow',
      state: 'deferred',
      range: { line: 4, column: 5, endColumn: 10 },
    });
  });

  test('with severity, place and words.', () => {
    const plan = read(
      '- **P2** — `src/a.ts:12`. The lock is held',
      '  too long. Fix shape: drop it.',
      '* ~~**P1** — src/b.ts: gone~~',
    );
    expect(plan.findings).toMatchObject([
      { id: '', severity: 'P2', title: 'The lock is held too long.', location: 'src/a.ts:12', state: 'open' },
      { id: '', severity: 'P1', title: 'gone', location: 'src/b.ts', state: 'fixed' },
    ]);
  });

  test.each([
    '- **P0** — blocks a release',
    '- **T2-scope** — `a.ts:1`. Later.',
    '- **Slow** — `a.ts:1`. Late.',
    '- P2 — `a.ts:1`. Late.',
    '1. **P2-1 do this first**',
    '- **T4-A late** — `a.ts:1`. Later.',
  ])('but not %j.', (bullet) => {
    expect(read(bullet).findings).toEqual([]);
  });
});

describe('A section', () => {
  test('gives its entries a state, the nearest one first.', () => {
    const plan = read(
      '## Fixed in this pass',
      '### P1-1 — a',
      '### Deferred (smells)',
      '- **P3-2 b**',
      '## Later',
      '### P1-3 — c',
    );
    expect(plan.findings.map(({ id, state }) => [id, state])).toEqual([
      ['P1-1', 'fixed'],
      ['P3-2', 'deferred'],
      ['P1-3', 'open'],
    ]);
  });

  test.each([
    'Phase 2 closure log',
    '1. Re-verification of claims',
    '0. Executive verdict',
    '7. Decisions',
    'Appendix A',
    'Severity',
  ])('called %j lists no findings.', (heading) => {
    const plan = read(
      `## ${heading}`,
      '- **P2-1 a**',
      '### P2-2 — b',
      '| ID | Severity | Issue |',
      '|---|---|---|',
      '| A-1 | P1 | c |',
    );
    expect(plan.findings).toEqual([]);
  });
});

describe('A phase of a backlog', () => {
  test('is a heading with numbered steps in the section about their order.', () => {
    const plan = read(
      '## 6. Recommended implementation order',
      '### Phase 6.1 — Wire format (1 week)',
      '1. **P0-2** — one encoder,',
      '   for both.',
      '2. Test it.',
      '',
      '- a remark',
      '',
      'Exit:',
      '',
      '1. a round trip loses nothing',
      '',
      '### Phase 6.2 — Later',
      '- not numbered',
    );
    expect(plan.phases).toHaveLength(1);
    expect(plan.phases[0]).toMatchObject({
      id: '6.1',
      title: 'Wire format (1 week)',
      written: { label: '6.1', title: 'Wire format (1 week)' },
      line: 4,
      criteria: [{ text: 'a round trip loses nothing' }],
      ranges: { label: { column: 11, endColumn: 14 }, title: { column: 17, endColumn: 37 } },
    });
    expect(plan.phases[0]?.tasks.map(({ title, spec }) => [title, spec])).toEqual([
      ['**P0-2** — one encoder, for both.', 'specs/93-improvements-review.md'],
      ['Test it.', 'specs/93-improvements-review.md'],
    ]);
    expect(plan.findings).toEqual([]);
  });

  test('is a table of work by severity below a heading that says backlog.', () => {
    const plan = read(
      '## 4. Phase 7 backlog (severity-ordered)',
      '| ID | Title | Severity | § | Effort |',
      '|---|---|---|---|---|',
      '| **P0-A** | Open frames | P0 | § 2.1 | 5–8 d |',
      '| ~~E-3~~ | Strike a claim | spec text | `94 § 3.9` | 0.25 d |',
    );
    expect(plan.phases).toHaveLength(1);
    expect(plan.phases[0]).toMatchObject({
      id: '4',
      written: { label: '4', title: 'Phase 7 backlog (severity-ordered)' },
    });
    expect(plan.phases[0]?.tasks).toMatchObject([
      {
        id: 'P0-A',
        title: 'Open frames',
        effort: '5–8 d',
        spec: 'specs/93-improvements-review.md § 2.1',
        ticked: false,
      },
      { id: 'E-3', title: 'Strike a claim', effort: '0.25 d', spec: '`94 § 3.9`', ticked: true },
    ]);
    expect(plan.phases[0]?.tasks[0]?.ranges).toMatchObject({
      id: { line: 6, column: 3, endColumn: 11 },
      title: { column: 14, endColumn: 25 },
      spec: { column: 33, endColumn: 38 },
      effort: { column: 41, endColumn: 46 },
    });
    expect(plan.findings.map(({ id }) => id)).toEqual(['P0-A', 'E-3']);
  });

  test.each([
    ['that tells where findings come from', ['## Phase 1 — Engine', '1. **P0-2** — a']],
    [
      'of findings without effort',
      ['## 4. Backlog', '| ID | Title | Severity | § |', '|---|---|---|---|', '| A-1 | a | P1 | 2 |'],
    ],
    [
      'of work elsewhere',
      ['## 4. Findings', '| ID | Title | Severity | Effort |', '|---|---|---|---|', '| A-1 | a | P1 | 2 |'],
    ],
  ])('is no heading or table %s.', (_what, lines) => {
    expect(read(...lines).phases).toEqual([]);
  });
});

test('Findings are in the order of the file, whatever they are written as.', () => {
  const plan = read(
    '- **P2-1 a**',
    '',
    '| ID | Severity | Issue |',
    '|---|---|---|',
    '| P2-2 | P2 | b |',
    '',
    '- **P2-3 c**',
  );
  expect(plan.findings.map(({ id }) => id)).toEqual(['P2-1', 'P2-2', 'P2-3']);
});

test('Ten thousand findings of each kind are all read.', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => index);
  const headings = many.map((index) => `### P1-${index} — a\n**Code**: \`a.ts\``);
  const rows = many.map((index) => `| A-${index} | P2 | b |`);
  const bullets = many.map((index) => `- **P3-${index} c** — d`);
  const plan = read(
    ...headings,
    '## Table',
    '| ID | Severity | Issue |',
    '|---|---|---|',
    ...rows,
    '## List',
    ...bullets,
  );
  expect(plan.findings).toHaveLength(30_000);
});
