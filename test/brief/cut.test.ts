import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteCount, cutEnd, cutMiddle, startOf } from '../../core/brief/cut.ts';

test('A text that fits stays as it is.', () => {
  expect(cutMiddle('漢字', 6)).toBe('漢字');
});

test('Of a longer one the start and the end stay, and what was cut is said.', () => {
  const cut = cutMiddle(`start${'.'.repeat(1000)}end`, 120);
  expect(cut).toMatch(/^start\.+\n\[… 1,008 bytes, of which the middle is left out …\]\n\.+end$/);
});

test('A line loses its end, and says so; several lines become one.', () => {
  expect(cutEnd('one\n  two', 9)).toBe('one two');
  expect(cutEnd('漢字漢字漢字', 11)).toBe('漢 […]');
});

const longText = fc
  .string({ unit: 'grapheme', minLength: 100, maxLength: 400, size: 'max' })
  .map((text) => text.replaceAll('\uFFFD', '?'));

test('A cut text is never longer than it may be, and no character of it is broken.', () => {
  fc.assert(
    fc.property(longText, fc.integer({ min: 100, max: 1000 }), (text, bytes) => {
      const cut = cutMiddle(text, bytes);
      expect(byteCount(cut)).toBeLessThanOrEqual(bytes);
      expect(cut).not.toContain('\uFFFD');
      expect(text.startsWith(startOf(text, bytes))).toBe(true);
      expect(byteCount(cutEnd(text, bytes))).toBeLessThanOrEqual(bytes);
      expect(cutEnd(text, bytes)).not.toContain('\uFFFD');
    }),
  );
});
