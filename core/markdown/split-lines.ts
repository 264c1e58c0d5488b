import { byteLength } from '../host/bytes.ts';

/** A line without its ending, and where it stands. */
export interface RawLine {
  readonly text: string;
  /** Offset of its first character in the file, in UTF-16 code units. */
  readonly start: number;
  /** The same in bytes. */
  readonly byteStart: number;
  readonly bytes: number;
}

/** Cuts a file at LF and CRLF. An editor hides a byte order mark, so it is not part of the first line. */
export function splitLines(content: string): RawLine[] {
  const lines: RawLine[] = [];
  let start = content.startsWith('\uFEFF') ? 1 : 0;
  let byteStart = start * 3;
  for (const newline of content.matchAll(/\r?\n/g)) {
    const { bytes } = add(newline.index);
    start = newline.index + newline[0].length;
    byteStart += bytes + newline[0].length;
  }
  if (start < content.length) add(content.length);
  return lines;

  function add(end: number): RawLine {
    const text = content.slice(start, end);
    const line = { text, start, byteStart, bytes: byteLength(text) };
    lines.push(line);
    return line;
  }
}
