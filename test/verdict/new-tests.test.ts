import { expect, test } from 'vitest';
import type { Gate } from '../../core/result/records.ts';
import { newTests } from '../../core/verdict/new-tests.ts';
import { gateOf } from './sample.ts';

type Outcomes = Readonly<Record<string, 'passed' | 'failed' | 'skipped'>>;

/** A gate whose tests are all in the file `t`. */
function gate(tests: Outcomes, outcome: Gate['outcome'] = 'passed'): Gate {
  const names = Object.entries(tests).map(([name, how]) => ({ name, file: 't', outcome: how }));
  const counts = { executed: names.length, passed: names.length, failed: 0, skipped: 0 };
  return gateOf({ outcome, tests: { ...counts, by: 'vitest', names } });
}

const isChanged = (file: string): boolean => file === 't';
const old = { old: 'passed' } as const;
const now = gate({ ...old, new: 'passed' });

test('A new test is red where it fails on the base, or is not even loaded there.', () => {
  const red = { red: ['t > new'], passing: [] };
  expect(newTests({ now, base: gate(old), proof: gate({ ...old, new: 'failed' }, 'failed') }, isChanged)).toEqual(red);
  expect(newTests({ now, base: gate(old), proof: gate({}, 'failed') }, isChanged)).toEqual(red);
  expect(newTests({ now: gate({ new: 'passed' }), base: undefined, proof: gate({}, 'failed') }, isChanged)).toEqual(
    red,
  );
});

test('One that passes there, or where nothing is red, is told beside those that are red.', () => {
  const both = gate({ ...old, new: 'passed', more: 'passed' });
  const proof = gate({ ...old, new: 'failed', more: 'passed' }, 'failed');
  expect(newTests({ now: both, base: gate(old), proof }, isChanged)).toEqual({
    red: ['t > new'],
    passing: ['t > more'],
  });
  expect(newTests({ now, base: gate(old), proof: gate(old) }, isChanged)).toEqual({ red: [], passing: ['t > new'] });
});

test('A test that was there and is changed counts where it is red, and need not be.', () => {
  const proof = gate({ old: 'failed' }, 'failed');
  expect(newTests({ now: gate(old), base: gate(old), proof }, isChanged)).toEqual({ red: ['t > old'], passing: [] });
  expect(newTests({ now: gate(old), base: gate(old), proof: gate(old) }, isChanged)).toEqual({ red: [], passing: [] });
});

test('What is in no file of the change is none of its tests; and where the base names none nobody knows which are new.', () => {
  const proof = gate(old, 'failed');
  expect(newTests({ now, base: gate(old), proof }, () => false)).toEqual({ red: [], passing: [] });
  expect(newTests({ now, base: gateOf(), proof }, isChanged)).toEqual({ red: [], passing: [] });
  expect(newTests({ now, base: gate(old), proof: gateOf({ outcome: 'not-run' }) }, isChanged)).toEqual({
    red: [],
    passing: [],
  });
});
