import { expect, test } from 'vitest';
import { jsonPlaces } from '../core/json-places.ts';

const text = '{ "a": [1, { "b\\"c": {} }, "]"], "d": { "a": 2, "": 3 } }';

test.each([
  [['a'], '"a": [1'],
  [['a', 0], '1, {'],
  [['a', 1], '{ "b'],
  [['a', 1, 'b"c'], '"b\\"c"'],
  [['a', 2], '"]"'],
  [['d', 'a'], '"a": 2'],
  [['d', ''], '"": 3'],
])('%j stands where its key does, or the item itself.', (path, start) => {
  expect(text.slice(jsonPlaces(text)(path))).toMatch(new RegExp(`^${start.replaceAll(/[[\]{}\\]/g, String.raw`\$&`)}`));
});

test('What is not there stands where the nearest thing around it does.', () => {
  expect(text.slice(jsonPlaces(text)(['d', 'zzz', 1]))).toMatch(/^"d"/);
  expect(jsonPlaces('  []')(['x'])).toBe(2);
});
