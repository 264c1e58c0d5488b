import { expect, test } from 'vitest';
import { readChange } from '../../core/cheat/change.ts';
import { writtenTests } from '../../core/cheat/written-tests.ts';
import type { Gate } from '../../core/result/records.ts';
import { leftWritten } from '../../core/verdict/left-written.ts';

const file = 'test/a.test.ts';

function gate(...names: string[]): Gate {
  const tests = names.map((name) => ({ name, file, outcome: 'passed' as const }));
  const counts = { executed: tests.length, passed: tests.length, failed: 0, skipped: 0 };
  const ran = { outcome: 'passed', cached: false, durationMs: 1, output: '' } as const;
  return { project: 'demo', target: 'test', ...ran, tests: { ...counts, by: 'vitest', names: tests } };
}

/** What is said of a test of the base that does not run any more, by what stands in its file now. */
async function left(name: string, text: string, path = file): Promise<string[]> {
  const { files } = await readChange([{ path, head: text }]);
  const gates = { head: gate('other'), base: gate(name), onBase: gate() };
  return leftWritten(gates, new Map(files.map((one) => [file, writtenTests(one)])), () => false);
}

test.each([
  ['a title', 'parse', "test('parse', () => {});"],
  ['a title in a suite', 'numbers > parse', "describe('numbers', () => { test('parse', () => {}); });"],
  ['a title in a suite, as Jest says it', 'numbers parse', "describe('numbers', () => { it('parse', () => {}); });"],
])('A test that stands in its file is left: %s.', async (_, name, text) => {
  expect(await left(name, text)).toEqual([`${file} > ${name}`]);
});

test('So is a function of Python.', async () => {
  expect(
    await left('TestA > test_b', 'class TestA:\n    def test_b(self):\n        assert 1\n', 'test_a.py'),
  ).toHaveLength(1);
});

test.each([
  ['Go', 'TestB', 'func TestB(t *testing.T) {\n}\n', 'a_test.go'],
  ['Rust', 'parse::tests::b', '#[test]\nfn b() {\n}\n', 'tests/a.rs'],
])('So is a function of %s.', async (_, name, text, path) => {
  expect(await left(name, text, path)).toHaveLength(1);
  expect(await left(name, text.replace('#[test]', '#[test]\n#[cfg(feature = "slow")]'), path)).toHaveLength(
    path.endsWith('.rs') ? 0 : 1,
  );
});

test.each([
  ['a call of that name', 'parse', "test('other', () => { parse(1); });"],
  ['a string', 'parse', "test('other', () => run('parse'));"],
  ['one that is off', 'parse', "test.skip('parse', () => {});"],
  ['one in a suite that is off', 'numbers > parse', "describe.skip('numbers', () => { test('parse', () => {}); });"],
  ['one in another suite', 'numbers > parse', "describe('texts', () => { test('parse', () => {}); });"],
  ['a row of a table', 'adds 1', "test.each([2])('adds 1', () => {});"],
  ['a comment', 'parse', "// test('parse', () => {});"],
])('Nobody can tell that it is by %s.', async (_, name, text) => {
  expect(await left(name, text)).toEqual([]);
});
