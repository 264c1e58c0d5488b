import { describe, expect, test } from 'vitest';
import { probeOf } from '../../../core/plan/criteria/probe.ts';

test.each([
  'passes', 'pass.', 'succeeds', 'exits 0', 'exits with 0', 'exits with code 0.', 'is green', 'runs clean',
  'runs without errors', 'Passes', '通过。', '成功', 'is clean', 'clean.', 'are green', 'green', 'is passing',
  'が成功する。', 'が通る',
])('A code span and "%s" is a command.', (words) => {
  expect(probeOf(`\`npm run "a b"\` ${words}`)).toEqual({
    kind: 'command',
    command: ['npm', 'run', 'a b'],
    text: 'npm run "a b"',
    tests: [],
  });
}); // prettier-ignore

test.each([
  '`docs/a.md` exists',
  '``docs/a.md`` is present.',
  '`docs/a.md`存在。',
  '`./docs/a.md` exists',
  '`docs//b/../a.md` exists',
  '`docs/a.md/` exists',
])('"%s" is a path.', (text) => {
  expect(probeOf(text)).toEqual({ kind: 'file', path: 'docs/a.md' });
});

test.each(['All gates pass', 'The gates are green.', "All project's standard gates pass。", 'Gate passes'])(
  '"%s" is for the gates.',
  (text) => {
    expect(probeOf(text)).toEqual({ kind: 'gates' });
  },
);

test.each([
  '`old.ts` no longer exists',
  '`old.ts` does not exist',
  '`old.ts` exists no more',
  '`a.md` exists and documents the flags',
  '`a b.md` exists',
  '`../a.md` exists',
  '`docs/../../a.md` exists',
  '`/etc/hosts` exists',
  '`..` exists',
  '`./` exists',
  '`a.md`, which exists',
  '`npm test` does not pass',
  '`npm test` never passes',
  '`npm test` passes with coverage above 90 %',
  '`npm test` passes and a person signs off',
  '`npm test` passes. A person signs off.',
  '`npm test` passes, `npm run lint` passes',
  '`npm test` passes?',
  '`npm test`',
  '`npm test` 不通过',
  'Now `npm test` passes',
  '`npm test` and `npm run lint` are green',
  '`a`, `b` pass',
  '`npm test` is not clean',
  'npm test passes',
  '`` passes',
  '` ` exists',
  '``npm test` passes',
  'All gates pass and P50 < 1 s',
  'All gates pass except lint',
  'Not all gates pass',
  'All gates pass the review',
])('"%s" is for a person.', (text) => {
  expect(probeOf(text)).toEqual({ kind: 'person' });
});

test.each([
  'test_should_keep_order', 'tests/cli.rs', 'tests/test_cli.py::test_help', 'queue_test', 'queue::tests::keeps', 'QueueTest',
  'TestQueue', 'testQueue()', 'QueueTest.keeps', 'src/queue.test.ts', 'queue.spec.js',
])('`%s` is the name of a test and no program, so it is for a person.', (name) => {
  expect(probeOf(`\`${name}\` passes`)).toEqual({ kind: 'person' });
}); // prettier-ignore

test.each([
  './test/run.sh',
  'tests/run.sh',
  'run_test',
  'test -f a',
  'make test',
  'vitest',
  './queue.test.ts',
  'Contest',
])('`%s` is a program.', (command) => {
  expect(probeOf(`\`${command}\` passes`)).toMatchObject({ kind: 'command', text: command });
});

test.each(['git status', 'git diff'])(
  '`%s` may find something and succeed, so "is clean" is for a person.',
  (command) => {
    expect(probeOf(`\`${command}\` is clean`)).toEqual({ kind: 'person' });
    expect(probeOf(`\`${command}\` exits with 0`)).toMatchObject({ kind: 'command' });
  },
);

test.each([
  'test -d $HOME',
  'echo "${HOME}"',
  'echo "${a b"',
  'echo $?',
  'a | b',
  'a > b',
  'a && b',
  'ls *.md',
  'a # b',
])('`%s` would need a shell, so it is for a person.', (command) => {
  expect(probeOf(`\`${command}\` passes`)).toEqual({ kind: 'person' });
});

describe('a named test', () => {
  test.each([
    ['Test `queue::keeps` passes in `cargo test`.', ['cargo', 'test'], ['queue::keeps']],
    ['The tests `a b` and `c d` pass (`npx vitest run --reporter=verbose`)', ['npx', 'vitest', 'run', '--reporter=verbose'], ['a b', 'c d']],
    ['测试 `queue::keeps` 通过（`cargo test`）。', ['cargo', 'test'], ['queue::keeps']],
    ['`pytest -v` passes, including `test_a`, `test_b` and `test_c`', ['pytest', '-v'], ['test_a', 'test_b', 'test_c']],
    ['`npm test` passes with the test `it keeps order`', ['npm', 'test'], ['it keeps order']],
  ])('"%s" has to be seen in the output of the command.', (text, command, tests) => {
    expect(probeOf(text)).toMatchObject({ kind: 'command', command, tests });
  }); // prettier-ignore

  test.each([
    'Test `queue::keeps` passes',
    'Test `a` passes in `cargo test` and `b` does not',
    '`npm test` passes with `--coverage`',
    '`npm test` passes with the tests `--coverage` and `a b`',
    'Test `a b` passes in `test_c`',
  ])('"%s" is for a person.', (text) => {
    expect(probeOf(text)).toEqual({ kind: 'person' });
  });
});

describe('a benchmark', () => {
  test.each([
    ['`npm run bench` shows p95 ≤ 20 ms', { comparison: '≤', value: 20, label: ['p95'] }],
    ['p95 of a search is under 20 ms (`npm run bench`).', { comparison: '<', value: 20, label: ['p95', 'search'] }],
    ['`node load.js` prints at least 10k req/s', { comparison: '≥', value: 10_000, label: [] }],
    ['`cargo bench` 不超过 20 毫秒', { comparison: '≤', value: 20, label: [] }],
  ])('"%s" is a command and a budget.', (text, budget) => {
    expect(probeOf(text)).toMatchObject({ kind: 'benchmark', budget });
  });

  test.each([
    ['`npm publish` within 2 days', 'nothing is measured'],
    ['The report shows `p95` under 20 ms', 'that is no command'],
    ['p95 under 20 ms', 'there is no command'],
    ['`npm run bench` and `npm run load` show p95 under 20 ms', 'there are two commands'],
    ['`npm run bench` never shows more than 20 ms', 'it is turned round'],
    ['`npm run bench > out` shows p95 under 20 ms', 'it would need a shell'],
  ])('"%s" is none: %s.', (text) => {
    expect(probeOf(text)).toEqual({ kind: 'person' });
  });
});

test('A long row of backticks or spaces is read in no time.', () => {
  const started = process.cpuUsage();
  for (const text of ['`'.repeat(1e5), `\`a\`${' '.repeat(1e5)}x`, `${'`'.repeat(5e4)}a${'`'.repeat(4e4)}`])
    expect(probeOf(text)).toEqual({ kind: 'person' });
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(1_000);
});
