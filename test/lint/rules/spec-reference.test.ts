import { expect, test } from 'vitest';
import { emptyReference } from '../../../core/lint/rules/empty-reference.ts';
import { referenceEnding } from '../../../core/lint/rules/reference-ending.ts';
import { specReference } from '../../../core/lint/rules/spec-reference.ts';
import { unclearReference } from '../../../core/lint/rules/unclear-reference.ts';
import { complain, places, plan } from '../complain.ts';
import { lintPlan } from './lint-plan.ts';

const about = (row: string, files = {}) => complain('spec-reference', { 'specs/91-impl-plan.md': plan(row), ...files });

test('Each citation of a cell is pointed at where it stands, also where one is the start of another.', () => {
  expect(places(about('| 1.1 | a | 98, 9, 8 |'))).toEqual(['5:13-15', '5:17-18', '5:20-21']);
});

test('What a cell cites twice is complained about once, and in every row and phase anew.', () => {
  const twice = `${plan('| 1.1 | a | 99, 98, 99 |\n| 1.2 | b | 99 |')}\n${plan('| 2.1 | c | 99 |').replace('Phase 1', 'Phase 2')}`;
  expect(lintPlan(specReference, twice).map((said) => /:(\d+:\d+) /.exec(said)?.[1])).toEqual([
    '5:13',
    '5:17',
    '6:13',
    '12:13',
  ]);
});

test('Empty cells are complained about in each row of each phase, but not in tables that cite nothing.', () => {
  const rows = '| 1.1 | a | 10 |\n| 1.2 | b | |\n| 1.3 | c | |\n\n| # | Task | Spec |\n|---|---|---|\n| 1.4 | d | |';
  const both = `${plan(rows)}\n${plan('| 2.1 | a | 10 |\n| 2.2 | b | |').replace('Phase 1', 'Phase 2')}`;
  expect(lintPlan(emptyReference, both).map((said) => /of task (\S+),/.exec(said)?.[1])).toEqual(['1.2', '1.3', '2.2']);
});

test('A path that lacks its ending is one complaint, and none where a folder of that name is there.', () => {
  const files = { 'specs/91-impl-plan.md': plan('| 1.1 | a | specs/foo, foo |'), 'specs/foo.md': '# Foo\n' };
  expect(places(complain(referenceEnding.id, files))).toEqual(['5:13-22']);
  expect(places(complain(unclearReference.id, files))).toEqual(['5:24-27']);
  expect(complain(referenceEnding.id, files, ['specs/foo'])).toEqual([]);
  expect(places(complain(unclearReference.id, files, ['specs/foo']))).toEqual(['5:13-22', '5:24-27']);
});
