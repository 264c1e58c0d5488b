import { most } from '../budget.ts';
import { byteCount } from '../cut.ts';
import type { Material, Piece } from '../write-prompt.ts';

/** Less of a text than this is of no use. */
const least = 1000;

/** Texts that share a number of bytes, the first ones first. Those that nothing is left for are named only. */
export function shareOut(texts: readonly Omit<Material, 'most'>[], total: number): Piece[] {
  const pieces: Piece[] = [];
  const named: string[] = [];
  let left = total;
  for (const text of texts) {
    const size = byteCount(text.text);
    if (left < least && size > left) {
      named.push(text.label);
      continue;
    }
    pieces.push({ ...text, most: Math.max(left, 0) });
    left -= Math.min(size, left) + most.label;
  }
  if (named.length === 0) return pieces;
  return [...pieces, { label: 'more that is cited, to be read in its files', text: named.join('\n'), most: most.list }];
}
