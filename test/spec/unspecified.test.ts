import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { unspecified } from '../../core/spec/unspecified.ts';

const planPath = 'specs/91-impl-plan.md';

function failureOf(cells: readonly string[], files: Readonly<Record<string, string>>) {
  const rows = cells.map((cell, index) => `| 1.${index + 1} | Do it | ${cell} |`).join('\n');
  const plan = readPlan(planPath, `## Phase 1 — Now\n\n| # | Task | Spec |\n| --- | --- | --- |\n${rows}\n`);
  return unspecified(
    plan,
    plan.phases[0]!,
    Object.entries(files).map(([path, content]) => ({ path, content })),
  );
}

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
    ['by its rows, where they cite nothing', ['', '—'], {}],
    ['by rows that say where the result goes', ['src/data.rs', 'docs/research', 'docs/research/spike-cache.md'], {}],
    ['by rows with words that are no citation', ['D9', 'I3'], {}],
  ])('%s.', (_how, cells, files) => {
    expect(failureOf(cells, files)).toBeUndefined();
  });
});

describe('A phase is not specified', () => {
  test('where all that its tasks cite is missing; it is told what to write.', () => {
    expect(failureOf(['—', '10, 20 § 3', '[30](30-log.md)'], {})).toEqual({
      reason: 'no-spec',
      message:
        'Unexpected phase 1 whose specs are not written, expected at least one that its tasks cite to be there: ' +
        'a file specs/10-*.md; a file specs/20-*.md; a file specs/30-log.md. Write the specs first (behaviour, interface, ' +
        'errors, tests and exit criteria), commit them, and start again; where the row itself says all, leave its Spec cell empty.',
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
