import { expect, test, vi } from 'vitest';
import { setOutputs } from '../../../actions/lib/set-outputs.ts';
import { readFileCommand } from '../runner/file-commands.ts';
import { attacks, naughty } from './attacks.ts';
import { told } from './told.ts';

test('Each text of the lists arrives as it was, under its own name, from a real process.', () => {
  const outputs = Object.fromEntries([...naughty, ...attacks].map((text, index) => [`output-${index}`, text]));
  const { log, outputs: file } = told({ outputs });
  const wellFormed = Object.entries(outputs).map(([name, text]) => [name, text.toWellFormed()]);
  expect(readFileCommand(file)).toEqual(Object.fromEntries(wellFormed));
  expect(log).toBe('');
});

test('Outside of a step nothing is printed.', () => {
  expect(told({ outputs: { a: 'b' } }, { withOutputs: false })).toEqual({ log: '', outputs: '' });
});

/** Words alone are names, and do nothing. */
const noNames = ['a=b', 'a<<EOF', 'a\n', '9', '', ...attacks].filter((text) => !/^[A-Za-z][\w-]*(?!.)$/s.test(text));

test.for(noNames)('%j is no name of an output.', (name) => {
  expect(() => setOutputs({ [name]: 'x' })).toThrow(/^Internal error: .* is no name of an output$/s);
});

test('More than GitHub takes of a job is refused, with the largest by name, and nothing is set.', () => {
  vi.stubEnv('GITHUB_OUTPUT', '/nowhere/at/all');
  const set = setOutputs({ small: 'x', large: 'y'.repeat(600_000) });
  vi.unstubAllEnvs();
  expect(set).toMatchObject({ ok: false, failure: { message: expect.stringContaining('the largest is "large"') } });
});
