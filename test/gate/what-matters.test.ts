import { describe, expect, test } from 'vitest';
import { whatMatters } from '../../core/gate/what-matters.ts';

const dull = (count: number): string[] => Array.from({ length: count }, (_, index) => `compiling module ${index}`);

test('A short output stays whole, without colours.', () => {
  expect(whatMatters('\n\u001b[31mbroken\u001b[0m\nat 3:1\n\n')).toBe('broken\nat 3:1');
});

test('Of a long one the last lines are kept, and what is left out is counted.', () => {
  const lines = whatMatters([...dull(1000), 'exit code 1'].join('\n')).split('\n');
  expect(lines[0]).toBe('[… 941 lines left out …]');
  expect(lines).toHaveLength(61);
  expect(lines.at(-1)).toBe('exit code 1');
});

test.each([
  ['vitest', ' FAIL  test/size.test.ts > a negative size'],
  ['a tick', '  ✗ refuses a negative size'],
  ['TAP', 'not ok 3 - refuses a negative size'],
  ['Go', '--- FAIL: TestSize (0.00s)'],
  ['Rust', 'test size::negative ... FAILED'],
  ['rustc', 'error[E0308]: mismatched types'],
  ['tsc', "src/size.ts(3,1): error TS2322: Type 'string' is not assignable to type 'number'."],
  ['Python', 'AssertionError: expected 3'],
  ['Java', 'java.lang.IllegalStateException: closed'],
])('A line that tells of a failure is kept from anywhere, with what follows it: %s.', (_, line) => {
  const shown = whatMatters([...dull(200), line, 'expected 1', ...dull(200)].join('\n'));
  expect(shown).toContain(`[… 200 lines left out …]\n${line}\nexpected 1\n`);
});

describe('repetition', () => {
  test('A failure that is told many times before the end is kept once.', () => {
    const shown = whatMatters(
      [...Array.from({ length: 50 }, () => 'Error: no port\nretry\na\nb\nc'), ...dull(60)].join('\n'),
    );
    expect(shown.split('Error: no port')).toHaveLength(2);
  });

  test('Equal lines one after the other are counted.', () => {
    expect(whatMatters('start\nwait\nwait\nwait\nend')).toBe('start\nwait\n[… the same line 2 more times …]\nend');
  });
});

test('A test that passes is not taken for a failure because of its title.', () => {
  const shown = whatMatters([...dull(10), '✓ answers with an Error', ...dull(100)].join('\n'));
  expect(shown).not.toContain('✓');
});

test('However much was printed, little is kept: ten thousand errors, a line of a megabyte.', () => {
  const errors = Array.from({ length: 10_000 }, (_, index) => `Error: number ${index}`).join('\n');
  expect(whatMatters(errors).split('\n').length).toBeLessThan(175);
  expect(whatMatters('x'.repeat(1_000_000))).toBe(`${'x'.repeat(400)} [… 999600 characters more …]`);
});
