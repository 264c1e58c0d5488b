import { describe, expect, test } from 'vitest';
import type { Gate } from '../../core/result/records.ts';
import { environmentTrouble, tookTooLong } from '../../core/verdict/environment-trouble.ts';
import { failsAsBefore } from '../../core/verdict/same-failure.ts';
import { triage } from '../../core/verdict/triage.ts';
import { gateOf } from './sample.ts';

const green = gateOf();
const red = (output = 'Error: 1 is not 2', own: Partial<Gate> = {}): Gate =>
  gateOf({ outcome: 'failed', output, ...own });

/** What a runner tells of three tests, of which these fail. */
function tests(...failed: string[]): NonNullable<Gate['tests']> {
  return {
    executed: 3,
    passed: 3 - failed.length,
    failed: failed.length,
    skipped: 0,
    by: 'vitest' as const,
    names: failed.map((name) => ({ name, outcome: 'failed' as const })),
  };
}

describe('what a red gate is put down to', () => {
  test.each<[string, Parameters<typeof triage>[0], string, string]>([
    ['the change, when the base is green', { first: red(), again: [red()], base: green }, 'real', 'failed'],
    ['the change, when the base has no such gate', { first: red(), again: [red()], base: undefined }, 'real', 'failed'],
    [
      'the change, when it fails otherwise',
      { first: red('Error: a'), again: [red()], base: red('Error: b') },
      'real',
      'failed',
    ],
    ['what was before', { first: red(), again: [red()], base: red() }, 'pre-existing', 'failed'],
    ['chance, once of three', { first: red(), again: [green, green], base: undefined }, 'flaky', 'passed'],
    ['chance, twice of three', { first: red(), again: [green, red()], base: red() }, 'flaky', 'failed'],
    ['the machine', { first: red('ENOSPC'), again: [red()], base: red('x ENOSPC') }, 'environment', 'failed'],
    [
      'the change, when only it fills the disk',
      { first: red('ENOSPC'), again: [red()], base: green },
      'real',
      'failed',
    ],
    [
      'the change, when the machine lacks something else on the base',
      { first: red('Error: ENOSPC'), again: [red()], base: red('Error: ENOMEM') },
      'real',
      'failed',
    ],
  ])('is %s.', (_, replayed, charge, outcome) => {
    expect(triage(replayed)).toMatchObject({ charge, gate: { charge, outcome } });
  });

  test('A gate that passed in the end says nothing of what it printed when it failed.', () => {
    expect(triage({ first: red(), again: [green, green], base: undefined }).gate.output).toBe('');
  });
});

describe('a gate fails as before', () => {
  test.each<[boolean, string, Gate, Gate]>([
    [true, 'with the same tests', red('a', { tests: tests('x') }), red('b', { tests: tests('x') })],
    [true, 'with fewer tests', red('a', { tests: tests('x') }), red('a', { tests: tests('x', 'y') })],
    [false, 'with one more', red('a', { tests: tests('x', 'y') }), red('a', { tests: tests('x') })],
    [false, 'with no failing test at all', red('a', { tests: tests() }), red('a', { tests: tests() })],
    [true, 'on another line, after another time', red('a.ts:12:3 error TS1 (5ms)'), red('a.ts:9:3 error TS1 (7.2s)')],
    [true, 'in another worktree', red('/x/.worktrees/p-1/a.ts error'), red('/y/.worktrees/p-2/a.ts error')],
    [false, 'with the same error once more', red('error a\nerror a'), red('error a')],
    [true, 'with one error less', red('error a'), red('error a\nerror b')],
    [false, 'with words of its own, where none is an error', red('odd'), red('even')],
    [true, 'with the same words, where none is an error', red('odd 1'), red('odd 2')],
  ])('%s: %s.', (is, _, now, before) => {
    expect(failsAsBefore(now, before)).toBe(is);
  });
});

test('What a machine lacks is told by the words of programs, and not by words of tests.', () => {
  expect(environmentTrouble('bash: line 1: frobnicate: command not found')).toBe('a tool is missing');
  expect(environmentTrouble('Error: spawn frobnicate ENOENT')).toBe('a tool is missing');
  expect(environmentTrouble('frobnicate was not found.')).toBe('a tool is missing');
  expect(environmentTrouble('test did not end within 300 s, and was ended.')).toBe('it took too long');
  expect(environmentTrouble('expected a parcel that was not found to be refused')).toBeUndefined();
  expect(tookTooLong('The gates did not end within 300 s (option gateTimeLimit).')).toBe(true);
  expect(tookTooLong(undefined)).toBe(false);
});
