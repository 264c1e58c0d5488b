import { expect, test } from 'vitest';
import { describeEvidence, doubtsOfDisputes, unprovenOf, type Evidence } from '../../core/review/evidence.ts';
import { green, red } from '../brief/sample.ts';

const files: Readonly<Record<string, string>> = {
  'specs/a.md': '# A\n\nZero is a duration.\n',
  'src/a.ts': 'export const zero = 0;\n',
  'test/a.test.ts': "test('zero is a duration', () => {\n});\n",
};

async function textOf(path: string): Promise<string | undefined> {
  return files[path];
}

async function problem(evidence: Evidence | undefined, verdict = green): Promise<string | undefined> {
  const facts = { textOf, isSpec: (path: string) => path.startsWith('specs/'), verdict };
  const [unproven] = await unprovenOf([{ finding: 'F-1', reason: 'no', evidence }], facts);
  return unproven?.problem;
}

test.each<[string, Evidence]>([
  ['a line of a spec', { kind: 'spec', path: 'specs/a.md', line: 3, quote: 'Zero is a duration.' }],
  ['a line of the code', { kind: 'code', path: 'src/a.ts', line: 1, quote: 'export const zero = 0;' }],
  ['a line of a test', { kind: 'test', path: 'test/a.test.ts', line: 1, quote: "test('zero is a duration', () => {" }],
  ['a gate that has passed', { kind: 'gate', quote: 'parcels:lint' }],
])('Evidence that is there counts: %s.', async (_, evidence) => {
  expect(await problem(evidence)).toBeUndefined();
});

test.each<[string, Evidence | undefined, string]>([
  ['none', undefined, 'it has no evidence'],
  [
    'a line that the spec does not have',
    { kind: 'spec', path: 'specs/a.md', line: 3, quote: 'Zero is none.' },
    'has no line',
  ],
  [
    'code that is called a spec',
    { kind: 'spec', path: 'src/a.ts', line: 1, quote: 'export const zero = 0;' },
    'neither',
  ],
  ['a file that is not there', { kind: 'code', path: 'src/b.ts', line: 1, quote: 'x' }, 'there is no file src/b.ts'],
  ['a line without its file', { kind: 'code', line: 1, quote: 'export const zero = 0;' }, 'names no path'],
  [
    'a test that is none',
    { kind: 'test', path: 'src/a.ts', line: 1, quote: 'export const zero = 0;' },
    'src/a.ts is no file of tests',
  ],
  ['a line that says nothing', { kind: 'test', path: 'test/a.test.ts', line: 2, quote: '});' }, 'says too little'],
  ['a gate that nobody knows', { kind: 'gate', quote: 'parcels:bench' }, 'no gate "parcels:bench" has passed'],
])('Evidence that is not there does not count: %s.', async (_, evidence, why) => {
  expect(await problem(evidence)).toContain(why);
});

test('A gate that is red proves nothing, nor does a test that no gate has run.', async () => {
  expect(await problem({ kind: 'gate', quote: 'parcels:test' }, red)).toBe('no gate "parcels:test" has passed');
  const none = { ...red, gates: [] };
  expect(await problem({ kind: 'test', path: 'test/a.test.ts', line: 1, quote: 'zero is a duration' }, none)).toContain(
    'no gate that would run a test',
  );
});

test('An implementer is told which disputes do not count, and why.', () => {
  expect(doubtsOfDisputes([{ finding: 'F-1', problem: 'it has no evidence' }])).toBe(
    'the dispute of F-1 does not count: it has no evidence',
  );
});

test('Evidence is shown as the place that it is.', () => {
  expect(describeEvidence({ kind: 'spec', path: 'specs/a.md', line: 3, quote: 'Zero is a duration.' })).toBe(
    'spec specs/a.md:3 "Zero is a duration."',
  );
  expect(describeEvidence({ kind: 'gate', quote: 'parcels:test' })).toBe('gate "parcels:test"');
});
