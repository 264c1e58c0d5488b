import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../core/lint/diagnostic.ts';
import { lint as lintSpecs, recommended } from '../../core/lint/lint.ts';
import { rules } from '../../core/lint/rules.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = 'specs/91-impl-plan.md';

/** The specs here are of a line or two. */
const withoutCoverage = rules.filter(({ id }) => id !== 'spec-coverage');

interface Surroundings {
  readonly criterion?: string;
  readonly specs?: Readonly<Record<string, string>>;
  readonly more?: string;
}

function lint(rows: readonly string[], { criterion = 'All gates pass', specs = {}, more = '' }: Surroundings = {}) {
  const table = ['| # | Task | Spec |', '| --- | --- | --- |', ...rows];
  const content = ['## Phase 1: a', ...table, '', `**Exit criteria**: ${criterion}`, more].join('\n');
  const plan = readPlan(path, content);
  const files = Object.entries({ ...specs, [path]: content }).map(([name, text]) => ({ path: name, content: text }));
  const [phase] = plan.phases;
  const input = { plan, phases: phase ? [phase] : [], files, whole: [], exists: () => true };
  return lintSpecs(input, recommended, withoutCoverage).map(formatDiagnostic);
}

test('A phase with nothing to complain about has no diagnostics.', () => {
  expect(lint(['| 1.1 | Read | 10 § 1 |'], { specs: { 'specs/10-input.md': '## 1. Input\n4 KiB.\n' } })).toEqual([]);
});

describe('spec-reference', () => {
  test('A number, file, section or anchor that is not there is an error at its place.', () => {
    const specs = { 'specs/10-input.md': '## 1. Input\n' };
    expect(lint(['| 1.1 | Read | 10, 99 |', '| 1.2 | Save | [10 § 7](./10-input.md) |'], { specs })).toEqual([
      `${path}:4:20 error Unexpected citation "99" of task 1.1, expected a file specs/99-*.md; correct the citation or write what it cites (spec-reference)`,
      `${path}:5:16 error Unexpected citation "[10 § 7](./10-input.md)" of task 1.2, expected a heading § 7 in specs/10-input.md; correct the citation or write what it cites (spec-reference)`,
    ]);
  });

  test('An empty cell is a warning if other rows cite something, and — says that there is nothing.', () => {
    const specs = { 'specs/10-input.md': '' };
    expect(lint(['| 1.1 | Input | 10 |', '| 1.2 | Output | |', '| 1.3 | Report | — |'], { specs })).toEqual([
      expect.stringMatching(/:5:1 warning Unexpected empty Spec cell of task 1\.2/),
    ]);
    expect(lint(['| 1.1 | Input | |', '| 1.2 | Output | |'])).toEqual([]);
  });

  test('What cannot be followed, and the place where code will be, is only an information.', () => {
    expect(lint(['| 1.1 | Input | new spec |', '| 1.2 | Output | `src/a.rs` |'])).toEqual([
      expect.stringMatching(/:4:17 info Unexpected "new spec"/),
      expect.stringMatching(/:5:18 info Unexpected "`src\/a\.rs`"/),
    ]);
  });
});

describe('placeholder', () => {
  test('A gap in a cited section is a warning there, once for all tasks that cite it.', () => {
    const specs = {
      'specs/10-input.md': '## 1. Input\nThe limit is TBD.\nSee `TODO` and a todo app.\n## 2. Other\nFIXME\n',
    };
    expect(lint(['| 1.1 | Input | 10 § 1 |', '| 1.2 | Output | 10 § 1 |'], { specs })).toEqual([
      expect.stringMatching(/^specs\/10-input\.md:2:14 warning Unexpected "TBD"/),
    ]);
  });

  test.each(['???', 'Lorem ipsum dolor', 'FIXME: later'])('%s is a gap.', (text) => {
    expect(lint(['| 1.1 | Input | 10 |'], { specs: { 'specs/10-input.md': `${text}\n` } })).toHaveLength(1);
  });
});

describe('invisible-characters', () => {
  test.each(['\u202E', '\u2066', '\u200B', '\u2060', '\u{E0041}', '\uFEFF', 'a\u200Db'])(
    '%j in the plan is an error.',
    (hidden) => {
      expect(lint([`| 1.1 | Input${hidden} | |`])).toEqual([
        expect.stringMatching(/:4:\d+ error Unexpected invisible character U\+/),
      ]);
    },
  );

  test('One in a cited spec is an error there.', () => {
    expect(lint(['| 1.1 | Input | 10 |'], { specs: { 'specs/10-input.md': 'fine\nab\u200Bc\n' } })).toEqual([
      'specs/10-input.md:2:3 error Unexpected invisible character U+200B, expected text that a reader can see; remove it (invisible-characters)',
    ]);
  });

  test('Joined emoji and a byte order mark at the start of a file are fine.', () => {
    expect(lint(['| 1.1 | Smile 👩‍💻 👩🏽‍💻 🏳️‍🌈 | 10 |'], { specs: { 'specs/10-input.md': '\uFEFFfine\n' } })).toEqual([]);
  });
});

describe('observable-criterion', () => {
  test.each([
    'P50 < 1 s',
    '`npm test` passes',
    'All gates pass.',
    'docs/limits.md is there',
    'README.md says so',
    '≤ 50 ns',
  ])('"%s" can be checked.', (criterion) => {
    expect(lint(['| 1.1 | Input | |'], { criterion })).not.toContainEqual(
      expect.stringContaining('observable-criterion'),
    );
  });

  test.each(['The cache works', 'All good', 'M2 is nice'])('"%s" is vague.', (criterion) => {
    expect(lint(['| 1.1 | Input | |'], { criterion })).toContainEqual(
      expect.stringMatching(/:6:20 warning Unexpected vague criterion/),
    );
  });
});

test("The plan's problems in this phase count, those of another phase do not.", () => {
  const here = lint(['| 1.1 | Input | |', '| 1.1 | Output | |'], {
    more: '## Phase 2: b\n| # | Task |\n|---|---|\n| 2.1 | Input | Output |\n',
  });
  expect(here).toEqual([
    expect.stringMatching(/^specs\/91-impl-plan\.md:5:3 error Unexpected second task 1\.1[^\n]*\n {2}see also .*:4:3$/),
  ]);
});

test('A phase cites what its own tasks name, as its agents are told, whatever other phases name.', () => {
  const table = '\n\n| # | Task | Spec |\n|--|--|--|\n';
  const content = `## Phase 1: a${table}| 1 | a | docs/notes |\n\n## Phase 2: b${table}| 1 | a | docs/notes/a.md |\n`;
  const plan = readPlan(path, content);
  const files = [
    { path, content },
    { path: 'docs/notes/a.md', content: 'a' },
  ];
  const input = { plan, phases: plan.phases, files, whole: [], exists: () => true };
  const unclear = lintSpecs(input).filter(({ rule }) => rule === 'unclear-reference');
  expect(unclear.map(({ message }) => message)).toEqual([expect.stringContaining('"docs/notes"')]);
});
