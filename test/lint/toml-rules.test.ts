import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../core/lint/diagnostic.ts';
import { lint } from '../../core/lint/lint.ts';
import type { Rule } from '../../core/lint/rule.ts';
import { commitSize } from '../../core/lint/rules/commit-size.ts';
import { commitTests } from '../../core/lint/rules/commit-tests.ts';
import { conventionalMessage } from '../../core/lint/rules/conventional-message.ts';
import { disabledTest } from '../../core/lint/rules/disabled-test.ts';
import { missingFile } from '../../core/lint/rules/missing-file.ts';
import { overlappingFiles } from '../../core/lint/rules/overlapping-files.ts';
import { plannedTest } from '../../core/lint/rules/planned-test.ts';
import { uncoveredConstraint } from '../../core/lint/rules/uncovered-constraint.ts';
import { unplannedTest } from '../../core/lint/rules/unplanned-test.ts';
import { vagueAcceptance } from '../../core/lint/rules/vague-acceptance.ts';
import { readPlan } from '../../core/plan/read.ts';

const tomlPath = 'docs/fetch/implementation-plan.toml';

function complaints(rule: Rule, content: string, testPlan?: string, path = tomlPath): string[] {
  const plan = readPlan(path, content);
  const others = testPlan === undefined ? [] : [{ path: 'docs/fetch/test-plan.md', content: testPlan }];
  const files = [{ path, content }, ...others];
  const settings = () => ({ severity: 'warning' as const, options: rule.options.parse({}) });
  return lint({ plan, phases: plan.phases, files, whole: [], exists: (file) => !file.startsWith('gone/') }, settings, [
    rule,
  ]).map(formatDiagnostic);
}

function commit(fields: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key} = ${JSON.stringify(value)}\n`);
  return `[[commits]]\nid = 1\n${lines.join('')}`;
}

describe('disabled-test', () => {
  const later = '[[commits]]\nid = "1a"\n';

  test.each([
    'Disable test_old',
    'test_old is temporarily disabled',
    'Old tests are marked #[ignore]',
    '禁用旧测试',
    'Disabling of tests until commit 7',
    'test_old is disabled until commit 1',
  ])('%j is not enabled again.', (text) => {
    expect(complaints(disabledTest, commit({ acceptance: [text] }) + later)).toHaveLength(1);
    expect(complaints(disabledTest, commit({ title: text }) + later)).toHaveLength(1);
  });

  test.each([
    'Disable test_old until commit 1a',
    '禁用旧测试，由提交 1a 恢复',
    'No test is disabled',
    "Don't disable tests",
    'Disabled users cannot log in. Tests pass',
    'Tests the disabled state',
    'Clippy is disabled for generated code',
  ])('%j is fine.', (text) => {
    expect(complaints(disabledTest, commit({ message: text, acceptance: [text] }) + later)).toEqual([]);
  });
});

describe('missing-file', () => {
  const fields = { title: 'fix(reader): wrong limit', files: ['gone/a.rs'] };

  test.each([
    { title: 'Add a limit' },
    { title: 'Refactor the reader' },
    { message: 'fix: limit\n\nMoves it to a.rs' },
    { acceptance: ['A new file has it'] },
    { files: ['gone/*.rs', 'src/a.rs', './src/b.rs'] },
  ])('%j: it is there, or may be created.', (others) => {
    expect(complaints(missingFile, commit({ ...fields, ...others }))).toEqual([]);
  });

  test.each([{}, { title: 'Update the limit' }, { title: '修复上限' }])('%j: nothing creates it.', (others) => {
    expect(complaints(missingFile, commit({ ...fields, ...others }))).toHaveLength(1);
  });

  test.each(['/etc/a', '../a', 'C:\\a', '~/a'])('%s is not in the repository.', (path) => {
    expect(complaints(missingFile, commit({ title: 'Add a', files: [path] }))).toHaveLength(1);
  });
});

describe('vague-acceptance', () => {
  test.each([
    '`x` works',
    'Answers "not found"',
    'Answers “not found”',
    '显示「未找到」',
    "Prints 'done'",
    'Answers in 3 s',
    '耗时小于３秒',
    'Sends exactly one request',
    'FetchResult holds it',
    'uses camelCase',
    'calls batch_fetch',
    'calls source.scan',
    'calls fs::read',
    'takes --force',
    'calls scan()',
    'accepts &str',
    'src/main changes',
    'Reads JSON',
    'CC-1 holds',
    '`x` works properly',
    'Answers with JSON as specified in the README.md',
    'The API works with HTTP and HTTPS proxies',
    'JSON 返回正确的字段',
    'All gates pass',
  ])('%j can be taken hold of.', (text) => {
    expect(complaints(vagueAcceptance, commit({ acceptance: [text] }))).toEqual([]);
  });

  test.each([
    'Existing behavior is preserved',
    'It should be fast.',
    'Code MUST be clean, and NEVER slow',
    "Doesn't break what's there, and isn't slow",
    'A plan I like',
    '错误提示清晰',
    'Someone reviews it',
    'FetchResult works correctly',
    'The JSON output looks fine.',
    'HTTP requests are handled properly',
    'batch_fetch behaves as expected',
    'The CLI is good',
    'API 正常',
    '返回 JSON 正确',
  ])('%j can not.', (text) => {
    expect(complaints(vagueAcceptance, commit({ acceptance: [text] }))).toHaveLength(1);
  });

  test.each(['"', "'", '“', '「', '`', 'a_', '.a', 'A', '::'])('A long line of %s is read in time.', (part) => {
    expect(() => complaints(vagueAcceptance, commit({ acceptance: [`x ${part.repeat(20_000)}`] }))).not.toThrow();
  });

  test('Criteria of other formats are not its business.', () => {
    const content = '## Phase 1: a\n\n| # | Task | Done when |\n|---|---|---|\n| 1.1 | a | It works |\n';
    for (const rule of [vagueAcceptance, commitTests, commitSize, plannedTest]) {
      expect(complaints(rule, content, undefined, 'specs/91-impl-plan.md')).toEqual([]);
    }
  });
});

describe('commit-tests', () => {
  test.each(['src/a.ts', 'a.py', 'cmd/main.go', 'src/**/*.rs', 'app/A.java', 'latest/a.c'])('%s is source.', (file) => {
    expect(complaints(commitTests, commit({ files: ['README.md', file] }))).toHaveLength(1);
    expect(complaints(commitTests, commit({ files: [file], tests: [] }))).toEqual([]);
  });

  test.each([
    'Makefile',
    'docs/a.md',
    'docs/example.py',
    'Cargo.toml',
    'tests/common/mod.rs',
    'src/__tests__/a.ts',
    'src/a.test.ts',
    'spec/a_spec.rb',
    'a_test.go',
    'benches/a.rs',
    'vitest.config.ts',
    'types/a.d.ts',
    '.github/workflows/ci.yml',
  ])('%s needs no test.', (file) => {
    expect(complaints(commitTests, commit({ files: [file] }))).toEqual([]);
  });
});

describe('planned-test', () => {
  test('A test that one commit lists twice is named once, at that commit.', () => {
    expect(complaints(plannedTest, commit({ tests: ['test_a', 'test_a'] }))).toEqual([
      expect.stringContaining(':3:11 warning Unexpected test test_a in commit 1 twice'),
    ]);
  });

  test('Two tests of one name in different modules are two tests, and cover one of the test plan.', () => {
    const table = '| CC ID | Test Name(s) |\n|---|---|\n| CC-1 | test_a |\n';
    expect(complaints(plannedTest, commit({ tests: ['a::test_a', 'b::test_a'] }), table)).toEqual([]);
    const withModule = table.replace('test_a', '`tests::test_a`');
    expect(complaints(plannedTest, commit({ tests: ['test_a'] }), withModule)).toEqual([]);
  });

  test('The list of tests is pointed at, not a criterion that names one of them.', () => {
    const content = `[[commits]]\nid = 1\nacceptance = ["Works (test_a)"]\ntests = ["test_a"]\n[[commits]]\nid = 2\nacceptance = ["Works (test_a)"]\ntests = [\n  'test_a',\n]\n`;
    expect(complaints(plannedTest, content)[0]).toMatch(/:9:4 .*\n {2}see also .*:4:11$/);
  });
});

test('A test plan without a single test says nothing about tests, and one without constraints nothing about them.', () => {
  const content = commit({ tests: ['test_a'] });
  for (const rule of [plannedTest, unplannedTest, uncoveredConstraint]) {
    expect(complaints(rule, content, '# Test plan\n\nTo come, for CC-1.\n')).toEqual([]);
    expect(complaints(rule, content)).toEqual([]);
  }
});

describe('conventional-message', () => {
  test.each(['fix: a', 'feat(a/b)!: c', 'chore(deps): d\n\nBody', 'feat: a\n', `feat: ${'x'.repeat(66)}`, 'Feat: a'])(
    '%j is one.',
    (message) => {
      expect(complaints(conventionalMessage, commit({ message }))).toEqual([]);
    },
  );

  test.each([
    '',
    '  ',
    'fix a',
    'fix:a',
    'fix:',
    'fix(): a',
    '修复: a',
    'fix：a',
    `feat: ${'x'.repeat(67)}`,
    'fix: a\nb',
  ])('%j is none.', (message) => {
    expect(complaints(conventionalMessage, commit({ message }))).toHaveLength(1);
  });
});

test('A file that is listed in two ways is one file of a commit.', () => {
  const files = ['a', 'b', 'c', 'd', 'e', './a'];
  expect(complaints(commitSize, commit({ files }))).toEqual([]);
  expect(complaints(commitSize, commit({ files: [...files, 'f'] }))).toHaveLength(1);
});

test('An overlap names what the other task declares, and how much more there is.', () => {
  const content = `[dependencies]\n1 = []\n2 = []\n${commit({ files: ['src/', 'a'] })}[[commits]]\nid = 2\nfiles = ["src/b", "a"]\n`;
  expect(complaints(overlappingFiles, content)).toEqual([
    expect.stringMatching(
      /:9:11 warning Unexpected src\/b \(and 1 more\) in task 2 and src\/ in task 1, .*\n {2}see also .*:6:11$/,
    ),
  ]);
});

test('Where a task spells a file in another way, its id is pointed at.', () => {
  const content = `[dependencies]\n1 = []\n[[commits]]\nid = 1\nfiles = ["\\u0061.ts"]\n[[commits]]\nid = 2\nfiles = ["a.ts"]\n`;
  expect(complaints(overlappingFiles, content)).toEqual([expect.stringMatching(/:8:11 .*\n {2}see also .*:4:6$/)]);
});
