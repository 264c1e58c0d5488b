import { expect, test } from 'vitest';
import { visibleText } from '../../../core/visible.ts';
import { decodeBytes } from '../../../core/host/bytes.ts';
import { complain, places } from '../complain.ts';

const found = (text: string): number => complain('invisible-characters', { 'specs/10-a.md': text }).length;

test.each([
  '\u{E0100}', '\uFE0F', '\u3164', '\uFFA0', '\u115F', '\u034F', '\u206A', '\uFFF9', '\u{1D173}', '\u2800', '\u001B',
  '\b', '\uE000', '\u200C', '\u200D', '\u{E0061}', '\u202E',
])('%j between letters is seen neither by a reader nor by an agent.', (character) => {
  expect(found(`a${character}b`)).toBe(1);
  expect(visibleText(`a ${character} b`)).toBe('a  b');
}); // prettier-ignore

test.each([
  'می\u200Cخواهم', 'क्\u200Dष', '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', '❤\uFE0F', '1\uFE0F\u20E3',
  '👩\u200D💻', '❤\uFE0F\u200D🔥', 'a\tb\r\nc', '\u06DD',
])('%j has nothing to hide.', (text) => {
  expect(found(text)).toBe(0);
}); // prettier-ignore

test('Tags that are too many for a flag hide text.', () => {
  expect(found(`\u{1F3F4}${'\u{E0061}'.repeat(20)}\u{E007F}`)).toBeGreaterThan(0);
});

test('F36: Each byte of a spec that is no character of UTF-8 is told with its place, and UTF-8 is not.', () => {
  const text = decodeBytes(Buffer.concat([Buffer.from('é 👩 '), Buffer.from([0xe9]), Buffer.from('\nb'), Buffer.from([0xff, 0xc3])]));
  const told = complain('invisible-characters', { 'specs/10-a.md': text });
  expect(told.map(({ message }) => message.slice(0, 18))).toEqual(['Unexpected byte E9', 'Unexpected byte FF', 'Unexpected byte C3']);
  expect(places(told)).toEqual(['1:6-7', '2:2-3', '2:3-4']);
}); // prettier-ignore
