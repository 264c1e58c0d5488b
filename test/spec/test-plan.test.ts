import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { constraintsIn, knows, testKey, testPlanOf } from '../../core/spec/test-plan.ts';

const plan = readPlan(
  'docs/fetch/implementation-plan.toml',
  '[meta]\nfeature_dir = "./features/7-fetch/"\n[[commits]]\nid = 1\n',
);

function read(content: string) {
  return testPlanOf(plan, [{ path: 'docs/fetch/test-plan.md', content }])!;
}

function files(...paths: readonly string[]) {
  return paths.map((path) => ({ path, content: '' }));
}

/** `line:from-to name` */
function testsIn(content: string): string[] {
  return read(content).tests.map(({ name, line, from, to }) => `${line.number}:${from}-${to} ${name}`);
}

function testsOfCell(cell: string): string[] {
  return read(`| Req ID | Test Name(s) |\n|---|---|\n| R | ${cell} |\n`).tests.map(({ name }) => name);
}

test('A test plan lies beside the plan or in the folder of its feature.', () => {
  expect(testPlanOf(plan, files('docs/fetch/test-plan.md'))?.path).toBe('docs/fetch/test-plan.md');
  expect(testPlanOf(plan, files('features/7-fetch/test-plan.md'))?.path).toBe('features/7-fetch/test-plan.md');
  expect(testPlanOf(plan, files('docs/test-plan.md', 'docs/fetch/old-test-plan.md', 'test-plan.md'))).toBeNull();
  const elsewhere = readPlan('docs/implementation-plan.toml', '[[commits]]\nid = 1\n');
  expect(testPlanOf(elsewhere, files('test-plan.md'))).toBeNull();
  const atRoot = readPlan('implementation-plan.toml', '[[commits]]\nid = 1\n');
  expect(testPlanOf(atRoot, files('test-plan.md'))?.path).toBe('test-plan.md');
});

test('Tests and constraints of all tables are found, each at its first place.', () => {
  const content = [
    '| Req ID | Test Type | **Test Name** | Description |',
    '|--------|-----------|---------------|-------------|',
    '| REQ-1  | unit      | test_a        | CC-9        |',
    '| REQ-2  | unit      | `test_b`      | not_a_test  |',
    '',
    '| CC ID | Verification Approach | Test Name(s) |',
    '|-------|-----------------------|--------------|',
    '| CC-1  | see not_b_test        | test_b, tests::test_c |',
    '| cc-2a | CC-8                  | manual       |',
    '',
    '| test_d | CC-7 |',
  ].join('\n');
  expect(testsIn(content)).toEqual(['3:23-29 test_a', '4:24-30 test_b', '8:42-55 tests::test_c']);
  expect(read(content).constraints.map(({ name, line }) => [name, line.number])).toEqual([
    ['CC-1', 8],
    ['CC-2A', 9],
  ]);
});

test('Lists below headings about tests and constraints are read like tables.', () => {
  const content = [
    '# Test plan',
    '- `test_a` — reads',
    '- [ ] **tests::test_b**: writes, as test_c does',
    '1. readerTest: reads',
    '- reads_all, and not test_d',
    '- `batch_fetch` answers',
    '## Constraints',
    '- **CC-1**: one answer, see CC-2',
    '- test_e',
    '## Existing tests',
    '- test_f',
    '## Notes',
    '- test_g, CC-3',
    '## Unit tests',
    '```',
    '- test_h',
    '```',
    '- test_a again',
  ].join('\n');
  expect(testsIn(content)).toEqual(['2:3-9 test_a', '3:8-21 tests::test_b', '4:3-13 readerTest']);
  expect(read(content).constraints.map(({ name, line, from, to }) => [name, line.number, from, to])).toEqual([
    ['CC-1', 8, 4, 8],
  ]);
});

test('A table in a code fence is none.', () => {
  expect(testsIn('```\n| Test Name |\n|---|\n| test_a |\n```\n')).toEqual([]);
});

describe('In a cell', () => {
  test.each([
    ['test_a,test_b', ['test_a', 'test_b']],
    ['`test_a`、`test_b`；test_c', ['test_a', 'test_b', 'test_c']],
    ['test_a<br/>test_b <BR> test_c', ['test_a', 'test_b', 'test_c']],
    ['test_a test_b', ['test_a', 'test_b']],
    ['readsLines(), TestReader', ['readsLines()', 'TestReader']],
    ['tests/read.rs::reads', ['tests/read.rs::reads']],
    ['测试_登录', ['测试_登录']],
  ])('%s are names.', (cell, names) => {
    expect(testsOfCell(cell)).toEqual(names);
  });

  test.each([
    'manual',
    'n/a',
    'N/A',
    '—',
    'TBD',
    'Code review',
    '`cargo test -p my_crate`',
    'tests/read_test.rs',
    'tests/read_test',
    'test_read.py',
    'see the_design by hand',
    '1_000',
  ])('%s is none for certain.', (cell) => {
    expect(testsOfCell(cell)).toEqual([]);
  });
});

test('A test is known by its name, without module, brackets and backticks.', () => {
  expect(['test_a', '`test_a`', 'test_a()', 'm::tests::test_a', 'test_a[x-1]', ' test_a '].map(testKey)).toEqual(
    Array.from({ length: 6 }, () => 'test_a'),
  );
  const testPlan = read('Covers `tests::test_a` and answers 404.\n');
  expect(['test_a', 'other::test_a', 'answers 404'].map((name) => knows(testPlan, name))).toEqual([true, true, true]);
  expect(['test_b', 'test', 'answers 405'].map((name) => knows(testPlan, name))).toEqual([false, false, false]);
});

test('Constraints are found in what commits say.', () => {
  expect(constraintsIn('Panics (CC-4, cc-12b), not CC-N, ACC-1 or CC-1x2')).toEqual(['CC-4', 'CC-12B']);
});
