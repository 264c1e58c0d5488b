import { expect, test } from 'vitest';
import { most } from '../../core/brief/budget.ts';
import { shareOut } from '../../core/brief/pieces/share.ts';

test('Texts are whole as long as there is room.', () => {
  expect(shareOut([text('a', 3000), text('b', 3000)], 10_000)).toMatchObject([{ label: 'a' }, { label: 'b' }]);
});

test('They are cut where it ends, and only named after that.', () => {
  const pieces = shareOut([text('a', 3000), text('b', 9000), text('c', 5000), text('d', 5000)], 8000);
  expect(pieces).toMatchObject([
    { label: 'a' },
    { label: 'b', most: 8000 - 3000 - most.label },
    { label: 'more that is cited, to be read in its files', text: 'c\nd' },
  ]);
});

test('A few bytes of a text are of no use: it is only named, and a short one after it still fits.', () => {
  const pieces = shareOut([text('a', 3000), text('b', 3000), text('c', 100)], 4000);
  expect(pieces).toMatchObject([{ label: 'a' }, { label: 'c' }, { text: 'b' }]);
});

function text(label: string, size: number) {
  return { label, text: 'x'.repeat(size), whole: label };
}
