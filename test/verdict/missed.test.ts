import { expect, test } from 'vitest';
import { leaveBy, mayBeFewer, mayDiffer } from '../../core/verdict/leave.ts';
import { missedSightings } from '../../core/verdict/missed.ts';

const complaints = [
  { kind: 'fewer-tests', message: 'fewer', tests: ['tests/a.ts > adds', 'com.ATest > parses'] },
  { kind: 'fewer-tests', message: 'demo:test has run 6 tests', tests: ['demo:test'], fewer: 6 },
  { kind: 'base-tests', message: 'these fail', tests: ['tests/b.ts > b', 'demo:e2e'] },
  { kind: 'tests-gone', message: 'renamed', tests: ['tests/c.ts > c'] },
] as const;

test('A person can allow each test that is missed, or so many of a gate, and nothing else.', () => {
  const found = missedSightings(complaints.map((one) => ({ ...one, tests: [...one.tests] })));
  expect(found.map((one) => [one.path, one.test ?? one.fewer])).toEqual([
    ['tests/a.ts', 'tests/a.ts > adds'],
    ['com.ATest', 'com.ATest > parses'],
    ['demo:test', 6],
    ['tests/b.ts', 'tests/b.ts > b'],
    ['demo:e2e', 'demo:e2e'],
  ]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(5);
  const leave = leaveBy(found);
  expect(mayDiffer(leave, { file: 'tests/a.ts', name: 'adds' })).toBe(true);
  expect(mayDiffer(leave, { name: 'com.ATest > parses' })).toBe(true);
  expect(mayDiffer(leave, { file: 'tests/a.ts', name: 'adds more' })).toBe(false);
  expect(mayDiffer(leave, { file: 'tests/other.ts', name: 'adds' })).toBe(false);
  expect([mayBeFewer(leave, 'demo:test'), mayBeFewer(leave, 'demo:e2e')]).toEqual([6, 0]);
});

test.each([
  ['demo:test has run 6 tests, and 12 on the base', 6],
  ['demo:test has not told of any test, and has run 12 on the base', 12],
  ['something else', 0],
])('An answer to a question of an earlier release lets go as many as that has said: %s', (message, fewer) => {
  const found = missedSightings([{ kind: 'fewer-tests', message, tests: ['demo:test'] }]);
  expect(mayBeFewer(leaveBy(found), 'demo:test')).toBe(fewer);
  const named = missedSightings([{ kind: 'fewer-tests', message, tests: ['a.ts > adds'] }]);
  expect(mayBeFewer(leaveBy(named), 'demo:test')).toBe(0);
  expect(leaveBy(named).counts).toEqual([]);
});
