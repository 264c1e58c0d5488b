import { hash } from 'node:crypto';
import { byteLength, encodeText } from '../host/bytes.ts';
import type { Line } from './lines.ts';

/** Where a field stands in its file, and how to notice that its line has changed meanwhile. */
export interface Range {
  /** 1-based; the columns are in UTF-16 code units, the second one is the first behind the field. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** Bytes from the start of the file; `end` is the first byte behind the field. */
  readonly start: number;
  readonly end: number;
  /** Hash of the line without its ending. */
  readonly hash: string;
}

/** The range of a line's text between two offsets in it, in UTF-16 code units. Both may be left out. */
export function rangeIn(line: Line, from = 0, to = line.text.length): Range {
  const start = line.byteStart + bytesBefore(line, from);
  const end = start + byteLength(line.text.slice(from, to));
  return { line: line.number, column: from + 1, endColumn: to + 1, start, end, hash: lineHash(line) };
}

/** Offsets in a long line, each with the bytes before it. */
const marks = new WeakMap<Line, readonly { readonly offset: number; readonly bytes: number }[]>();
const step = 1024;

/** A long line may hold many fields, and each is asked for on its own: it is counted once, and from the nearest mark on. */
function bytesBefore(line: Line, offset: number): number {
  if (offset <= step) return byteLength(line.text.slice(0, offset));
  const known = marks.get(line) ?? marksOf(line.text);
  marks.set(line, known);
  const index = Math.floor(offset / step);
  const mark = [known[index], known[index - 1]].find((one) => one !== undefined && one.offset <= offset);
  if (!mark) throw new Error(`Internal error: line ${line.number} is shorter than ${offset}`);
  return mark.bytes + byteLength(line.text.slice(mark.offset, offset));
}

function marksOf(text: string): { offset: number; bytes: number }[] {
  const found = [{ offset: 0, bytes: 0 }];
  for (let next = step; next < text.length + step; next += step) {
    const last = found.at(-1)!;
    // Never between the halves of a character.
    const isHalf =
      /^[\uDC00-\uDFFF]/.test(text.slice(next, next + 1)) && /^[\uD800-\uDBFF]/.test(text.slice(next - 1, next));
    const offset = isHalf ? next + 1 : next;
    found.push({ offset, bytes: last.bytes + byteLength(text.slice(last.offset, offset)) });
  }
  return found;
}

const hashes = new WeakMap<Line, string>();

function lineHash(line: Line): string {
  const known = hashes.get(line) ?? hashOfLine(line.text);
  hashes.set(line, known);
  return known;
}

/** 12 hexadecimal digits of the SHA-256 of a line without its ending. */
export function hashOfLine(text: string): string {
  return hash('sha256', encodeText(text), 'hex').slice(0, 12);
}
