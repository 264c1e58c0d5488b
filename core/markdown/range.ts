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

const counted = new WeakMap<Line, { readonly offset: number; readonly bytes: number }>();

/** Fields are asked for from left to right, so it is counted on from the last one: a long line may hold many. */
function bytesBefore(line: Line, offset: number): number {
  const last = counted.get(line);
  const known = last && last.offset <= offset ? last : { offset: 0, bytes: 0 };
  const bytes = known.bytes + byteLength(line.text.slice(known.offset, offset));
  counted.set(line, { offset, bytes });
  return bytes;
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
