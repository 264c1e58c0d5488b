import { expect, test } from 'vitest';
import { type FileCommandError, readFileCommand } from './file-commands.ts';

test.each<[string, Record<string, string>]>([
  ['', {}],
  ['a=1\n\nb=x=y<<z\n', { a: '1', b: 'x=y<<z' }],
  ['a=1\na=2', { a: '2' }],
  ['a=\n', { a: '' }],
  ['a<<E\none\n\ntwo\nE\nb=3', { a: 'one\n\ntwo', b: '3' }],
  ['a<<E\nE\n', { a: '' }],
  ['a<<E=F\nE\nE=F\n', { a: 'E' }],
  ['a<<E\nb=2\r\n::error::\nE', { a: 'b=2\r\n::error::' }],
  ['\uFEFFa=1', { a: '1' }],
])('%j gives %j', (text, pairs) => {
  expect(readFileCommand(text)).toEqual(pairs);
});

test.each([
  ['no pair', "Invalid format 'no pair'"],
  ['a<<E\none\n', "Invalid value. Matching delimiter not found 'E'"],
  ['a<<E\none', 'Invalid value. EOF marker missing new line.'],
  ['a<<E\nE\r\n', "Invalid value. Matching delimiter not found 'E'"],
  ['<<E\nE\n', "Invalid format '<<E'. Name must not be empty and delimiter must not be empty"],
  ['a<<\n', "Invalid format 'a<<'. Name must not be empty and delimiter must not be empty"],
])('%j is refused', (text, message) => {
  expect(() => readFileCommand(text)).toThrow(message);
});

test('what stands before an error counts', () => {
  let error: unknown;
  try {
    readFileCommand('a=1\nb');
  } catch (thrown) {
    error = thrown;
  }
  expect((error as FileCommandError).pairs).toEqual({ a: '1' });
});
