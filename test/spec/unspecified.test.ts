import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { unspecified } from '../../core/spec/unspecified.ts';

const planPath = 'specs/91-impl-plan.md';

function failureOf(
  cells: readonly string[],
  files: Readonly<Record<string, string>>,
  column = 'Spec',
  path = planPath,
) {
  const rows = cells.map((cell, index) => `| 1.${index + 1} | Do it | ${cell} |`).join('\n');
  return failureIn(`## Phase 1 — Now\n\n| # | Task | ${column} |\n| --- | --- | --- |\n${rows}\n`, files, path);
}

function failureIn(content: string, files: Readonly<Record<string, string>>, path = planPath) {
  const model = readPlan(path, content);
  const all = { ...files, [path]: content };
  return unspecified(
    { path, content, model },
    model.phases[0]!,
    Object.entries(all).map(([one, text]) => ({ path: one, content: text })),
  );
}

const list = '## Phase 1 — Now\n\n- [ ] Read\n- [ ] Write\n\n**Exit criteria**:\n\n- All gates pass.\n';

describe('A phase is specified', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
    ['by a spec with words', ['10', '20'], { 'specs/10-data.md': '# Data\n\nAll of it.\n' }],
    ['by a section', ['10 § 2'], { 'specs/10-data.md': '# Data\n\n## 2 Shape\n\nRound.\n' }],
    [
      'by a file whose section is missing, of which the lint has more to say',
      ['10 § 7'],
      { 'specs/10-data.md': 'All.\n' },
    ],
    ['by one of two files of that number', ['10'], { 'specs/10-a.md': 'All.\n', 'specs/10-b.md': 'All.\n' }],
    ['by code alone', ['10'], { 'specs/10-data.md': '```\nshape = round\n```\n' }],
    ['by its rows, where one says that it cites nothing', ['', '—'], {}],
    ['where no row cites one, and there is one', ['', ''], { 'specs/10-data.md': 'All.\n' }],
    ['by rows that say where the result goes', ['src/data.rs', 'docs/research', 'docs/research/spike-cache.md'], {}],
    ['by rows with words that are no citation', ['D9', 'I3'], {}],
    ['by rows that name many files, or one elsewhere', ['specs/*.md, 10-….md', 'https://example.com/a.md'], {}],
    ['by rows that say what readers of the project are told', ['README.md', 'packages/a/CLAUDE.md'], {}],
  ])('%s.', (_how, cells, files) => {
    expect(failureOf(cells, files)).toBeUndefined();
  });
});

test('A phase is specified by its own words, and where it lies outside of specs.', () => {
  expect(failureIn(list, {})).toMatchObject({ reason: 'no-spec' });
  const words = 'The first line is read as its name says, and then so is the second line.';
  expect(failureIn(list.replace('Now\n', `Now\n\n${words}\n`), {})).toBeUndefined();
  expect(failureIn(list.replace('Read\n', 'Read\n  - each line, with its ending\n'), {})).toBeUndefined();
  expect(failureIn(list, {}, 'docs/impl-plan.md')).toBeUndefined();
});

test('Where results land nothing has to be there yet.', () => {
  expect(failureOf(['specs/30-log.md'], {}, 'Lands in')).toBeUndefined();
});

describe('A phase is not specified', () => {
  test('where its tasks cite none, and there is none.', () => {
    const others = {
      'specs/index.md': '# Specs\n\nNone yet.\n',
      'specs/90-roadmap.md': '# Roadmap\n\n### M0 — All of it\n',
      'specs/99-key-decisions.md': '## D1 — One\n\nFiles.\n',
      'specs/research/spike-cache.md': '# Cache\n\nFast.\n',
      'specs/10-data.md': '# Data\n',
    };
    expect(failureOf(['', ''], others)).toEqual({
      reason: 'no-spec',
      message:
        'Unexpected phase 1 without a spec: its tasks cite none, and specs has none, expected one at least. Write specs/10-….md ' +
        '(behaviour, interface, errors, tests and exit criteria), cite it in a column Spec, commit both, and start again; ' +
        'where the rows themselves say all, write — into their Spec cells, or below the heading what is to be built.',
      at: { path: planPath, line: 5, column: 1 },
    });
  });

  test.each(['specs/10-data.md', '`specs/10-data.md`', './specs/10-data.md § 2', '10-data.md', '`./10-data.md`'])(
    'where %s is not there.',
    (cell) => {
      expect(failureOf([cell], {})).toMatchObject({ reason: 'no-spec', at: { line: 5, column: 17 } });
      expect(failureOf([cell], { 'specs/10-data.md': 'All.\n' })).toBeUndefined();
    },
  );

  test.each([
    ['packages/a/specs/91-impl-plan.md', 'specs/10-data.md', 'specs/10-data.md'],
    ['packages/a/specs/91-impl-plan.md', 'specs/10-data.md', 'packages/a/specs/10-data.md'],
    ['packages/a/specs/91-impl-plan.md', 'docs/data.md', 'packages/a/docs/data.md'],
    ['packages/a/specs/delivery/impl-plan.md', 'docs/data.md', 'packages/a/docs/data.md'],
    ['packages/a/specs/91-impl-plan.md', 'data.md', 'packages/a/specs/data.md'],
    ['packages/a/specs/91-impl-plan.md', './data.md', 'packages/a/specs/data.md'],
    ['packages/a/specs/91-impl-plan.md', 'core/10-data.md', 'packages/a/specs/core/10-data.md'],
    ['packages/a/specs/91-impl-plan.md', '../specs/10-data.md', 'packages/a/specs/10-data.md'],
    [planPath, 'data.md', 'specs/data.md'],
    [planPath, 'core/data.md', 'specs/core/data.md'],
    [planPath, 'docs/data.md', 'docs/data.md'],
    ['docs/plan.md', 'data.md', 'docs/data.md'],
    ['docs/plan.md', '`data.md#shape`', 'docs/data.md'],
  ])('of %s where %s is not there, wherever it lies.', (path, cell, file) => {
    expect(failureOf([cell], {}, 'Spec', path)).toMatchObject({ reason: 'no-spec', at: { path, line: 5, column: 17 } });
    expect(failureOf([cell], { [file]: 'All.\n' }, 'Spec', path)).toBeUndefined();
  });

  test('where all that its tasks cite is missing; it is told what to write.', () => {
    expect(failureOf(['—', '10, 20 § 3', '[30](30-log.md)'], {})).toEqual({
      reason: 'no-spec',
      message:
        'Unexpected phase 1 whose specs are not written, expected at least one that its tasks cite to be there: ' +
        'a file specs/10-*.md; a file specs/20-*.md; a file specs/30-log.md. Write the specs first (behaviour, interface, ' +
        'errors, tests and exit criteria), commit them, and start again; where the row itself says all, write — into its Spec cell.',
      at: { path: planPath, line: 6, column: 17 },
    });
  });

  test.each([
    ['empty', ''],
    ['only headings', '# Data\n\n## 1 Shape\n\n## 2 Names\n'],
    ['only a comment', '# Data\n\n<!-- to be\nwritten -->\n'],
  ])('where it is %s.', (_what, content) => {
    expect(failureOf(['10'], { 'specs/10-data.md': content })).toMatchObject({
      reason: 'no-spec',
      message: expect.stringContaining('to be there: words in specs/10-data.md. Write') as string,
    });
  });

  test('and of many specs that are missing a few are named.', () => {
    const failure = failureOf(['10, 11, 12, 13, 14, 15'], {});
    expect(failure?.message).toContain('a file specs/13-*.md; and 2 more. Write');
  });
});
