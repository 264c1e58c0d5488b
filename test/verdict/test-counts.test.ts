import { expect, test } from 'vitest';
import type { Gate } from '../../core/result/records.ts';
import { brokenTests, fewerTests, leftOut } from '../../core/verdict/test-counts.ts';
import type { TestName } from '../../core/verdict/leave.ts';
import { gateOf } from './sample.ts';

/** `file > name`, or `name` in no file; `file > name -` where it is skipped, and `file > name !` where it fails. */
function ran(...written: string[]): Gate {
  const names = written.map((text) => {
    const [name = '', file] = text
      .replace(/ [-!]$/, '')
      .split(' > ')
      .toReversed();
    return { name, file, outcome: outcomes[text.at(-1) ?? ''] ?? ('passed' as const) };
  });
  const executed = names.filter(({ outcome }) => outcome !== 'skipped').length;
  const counts = { executed, passed: executed, failed: 0, skipped: names.length - executed };
  return gateOf({ tests: { ...counts, by: 'vitest', names } });
}

const outcomes: Readonly<Record<string, 'skipped' | 'failed'>> = { '-': 'skipped', '!': 'failed' };

function counted(executed: number): Gate {
  return gateOf({ tests: { executed, passed: executed, failed: 0, skipped: 0, by: 'output' } });
}

const nothing = { mayDiffer: () => false, hasChanged: () => true };
const mayChangeA = { ...nothing, mayDiffer: ({ file }: TestName) => file === 'a' };

test('As many tests or more are fine.', () => {
  expect(fewerTests({ base: ran('a > x'), head: ran('a > x', 'a > y') }, nothing)).toBeUndefined();
  expect(fewerTests({ base: counted(3), head: counted(3) }, nothing)).toBeUndefined();
});

test('Fewer are told by their names, or by their number where nobody knows these.', () => {
  expect(fewerTests({ base: ran('a > x', 'a > y'), head: ran('a > y') }, nothing)).toEqual({
    kind: 'fewer-tests',
    message: 'demo:test has run 1 tests, and 2 on the base',
    tests: ['a > x'],
  });
  expect(fewerTests({ base: counted(3), head: counted(2) }, nothing)).toMatchObject({
    kind: 'fewer-tests',
    tests: ['demo:test'],
  });
});

test('What may be missing is not told again: a person is asked about what is missing beside.', () => {
  for (const [mayBeFewer, head] of [[4, counted(2)] as const, [6, gateOf()] as const])
    expect(fewerTests({ base: counted(12), head }, { ...nothing, mayBeFewer })).toMatchObject({ fewer: 6 });
  const twins = { base: ran('a > x', 'b > x', 'c > x'), head: ran('a > x') };
  expect(fewerTests(twins, { ...nothing, mayBeFewer: 1 })).toMatchObject({ tests: ['demo:test'], fewer: 1 });
  expect(fewerTests(twins, { ...nothing, mayBeFewer: 2 })).toBeUndefined();
});

test('A test that is skipped now counts as gone, also when another one came.', () => {
  const complaint = fewerTests({ base: ran('a > x'), head: ran('a > x -', 'a > new') }, nothing);
  expect(complaint).toMatchObject({ kind: 'fewer-tests', tests: ['a > x'] });
});

test('A test that was skipped before may stay so.', () => {
  expect(fewerTests({ base: ran('a > x', 'a > y -'), head: ran('a > x', 'a > y -') }, nothing)).toBeUndefined();
});

test('A test that has another name is told of, and no more.', () => {
  const complaint = fewerTests({ base: ran('a > x'), head: ran('a > z') }, nothing);
  expect(complaint).toMatchObject({ kind: 'tests-gone', tests: ['a > x'] });
});

test('A test that has moved to another file is still there.', () => {
  expect(fewerTests({ base: ran('a > x'), head: ran('b > x') }, nothing)).toBeUndefined();
});

test('A file or a suite that failed as a whole is there once its tests are.', () => {
  expect(fewerTests({ base: ran('a > a !'), head: ran('a > x') }, nothing)).toBeUndefined();
  expect(fewerTests({ base: ran('a > a !', 'a > x'), head: ran('a > x') }, nothing)).toBeUndefined();
  expect(fewerTests({ base: ran('a > a !', 'b > y'), head: ran('b > y') }, nothing)).toMatchObject({
    tests: ['a > a'],
  });
  for (const error of ['unhandled errors !', 'unhandled errors: Error: late !'])
    expect(fewerTests({ base: ran(error, 'a > x'), head: ran('a > x') }, nothing)).toBeUndefined();
  expect(fewerTests({ base: ran('a > unhandled errors: x', 'a > x'), head: ran('a > x') }, nothing)).toBeDefined();
  expect(leftOut({ now: ran('a > x'), base: ran('a > a !') }, () => false)).toEqual([]);
});

test('Two files with a test of the same name are two tests.', () => {
  const complaint = fewerTests({ base: ran('a > x', 'b > x'), head: ran('a > x') }, nothing);
  expect(complaint).toMatchObject({ kind: 'fewer-tests', tests: ['demo:test'] });
});

test('Tests in files that the plan lets change do not count.', () => {
  expect(fewerTests({ base: ran('a > x', 'b > y'), head: ran('b > y') }, mayChangeA)).toBeUndefined();
  expect(fewerTests({ base: ran('a > x', 'b > y'), head: ran('a > x') }, mayChangeA)).toBeDefined();
});

test('Where nobody has counted on the base there is nothing to compare.', () => {
  expect(fewerTests({ base: gateOf(), head: counted(0) }, nothing)).toBeUndefined();
  expect(fewerTests({ base: gateOf(), head: gateOf() }, nothing)).toBeUndefined();
});

test('A count that falls silent is one of nothing.', () => {
  for (const base of [counted(5), ran('a > x')])
    expect(fewerTests({ base, head: gateOf() }, nothing)).toMatchObject({ kind: 'fewer-tests', tests: ['demo:test'] });
});

test('A test of a file that is as it was has been left out, however many others came.', () => {
  const unchanged = { ...nothing, hasChanged: () => false };
  expect(fewerTests({ base: ran('a > x'), head: ran('b > z', 'b > y') }, unchanged)).toMatchObject({
    kind: 'fewer-tests',
    tests: ['a > x'],
  });
});

test('Of tests that were put back those are told that do not run, but not those that may differ.', () => {
  const base = ran('a > x', 'a > y', 'b > z');
  const { mayDiffer } = nothing;
  expect(leftOut({ base, now: ran('a > x', 'c > new') }, mayDiffer)).toEqual(['a > y', 'b > z']);
  expect(leftOut({ base, now: ran('a > x', 'c > new') }, ({ name }) => name === 'y')).toEqual(['b > z']);
  expect(leftOut({ base, now: base }, mayDiffer)).toEqual([]);
  expect(leftOut({ base, now: gateOf() }, mayDiffer)).toEqual([]);
});

test('A test is broken that passed on the base and fails; what failed there, or was not there, is none.', () => {
  const base = ran('a > x', 'a > y', 'a > z !');
  const now = ran('a > x !', 'a > y !', 'a > z !', 'a > new !');
  expect(brokenTests({ base, now }, nothing.mayDiffer)).toEqual(['a > x', 'a > y']);
  expect(brokenTests({ base, now }, ({ name }) => name === 'x')).toEqual(['a > y']);
  expect(brokenTests({ base: gateOf(), now }, nothing.mayDiffer)).toBeUndefined();
  expect(brokenTests({ base, now: gateOf() }, nothing.mayDiffer)).toBeUndefined();
});
