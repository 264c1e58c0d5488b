import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteLength, decodeBytes, encodeText } from '../../core/host/bytes.ts';

function roundTrip(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(encodeText(decodeBytes(bytes)));
}

test('Any bytes come back as they were, and their length is known from the text.', () => {
  // Random bytes are hardly ever characters of several bytes, so their parts are mixed in.
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.string({ unit: 'binary', maxLength: 8 }).map((text) => new Uint8Array(Buffer.from(text))),
    fc
      .constantFrom([0xe2, 0x82], [0xf0, 0x9f, 0x99], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf])
      .map((bytes) => new Uint8Array(bytes)),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const bytes = new Uint8Array(Buffer.concat(parts));
      expect(roundTrip(bytes)).toEqual(bytes);
      expect(byteLength(decodeBytes(bytes))).toBe(bytes.length);
    }),
    { numRuns: 1_000 },
  );
});

test('What is UTF-8 is the text that everybody reads, with its byte order mark and zero bytes.', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(decodeBytes(Buffer.from(text))).toBe(text);
    }),
  );
  expect(decodeBytes(Buffer.from('\uFEFFa\0b\uFFFD'))).toBe('\uFEFFa\0b\uFFFD');
});

describe('a byte that belongs to no character', () => {
  test.each<[string, readonly number[], string]>([
    ['alone', [0xff], '\uDCFF'],
    ['the start of a character that does not go on', [0x61, 0xe2, 0x82, 0x62], 'a\uDCE2\uDC82b'],
    ['the start of a character at the end', [0xf0, 0x9f, 0x99], '\uDCF0\uDC9F\uDC99'],
    ['a longer form than needed', [0xc0, 0xaf, 0xe0, 0x80, 0xaf], '\uDCC0\uDCAF\uDCE0\uDC80\uDCAF'],
    ['a surrogate', [0xed, 0xa0, 0x80], '\uDCED\uDCA0\uDC80'],
    ['beyond the last character', [0xf4, 0x90, 0x80, 0x80], '\uDCF4\uDC90\uDC80\uDC80'],
    ['between characters', [0xc3, 0xbc, 0x80, 0xc3, 0xbc], 'ü\uDC80ü'],
  ])('is kept: %s.', (_what, bytes, text) => {
    expect(decodeBytes(new Uint8Array(bytes))).toBe(text);
    expect([...encodeText(text)]).toEqual(bytes);
    expect(byteLength(text)).toBe(bytes.length);
  });
});

test('A surrogate that stands for no byte is written as U+FFFD.', () => {
  expect([...encodeText('\uD800')]).toEqual([0xef, 0xbf, 0xbd]);
  expect([...encodeText('\uDC00\uDC80')]).toEqual([0xef, 0xbf, 0xbd, 0x80]);
});
