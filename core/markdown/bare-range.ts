import type { Line } from './lines.ts';
import { rangeIn, type Range } from './range.ts';

/**
 * The range of what stands between two offsets of a line, as small as possible: without blanks around it, and without
 * marks and quotes that enclose the whole of it. Undefined where nothing is left.
 */
export function bareRange(line: Line, from = 0, to = line.text.length): Range | undefined {
  const bare = bareSpan(line.text, from, to);
  return bare.start < bare.end ? rangeIn(line, bare.start, bare.end) : undefined;
}

/** The same for a text on its own. */
export function bareText(text: string): string {
  const { start, end } = bareSpan(text, 0, text.length);
  return text.slice(start, end);
}

const marks = ['**', '__', '~~', '`', '*', '_', '"', "'"];

function bareSpan(text: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  for (;;) {
    const right = text.slice(start, end).trimEnd();
    end = start + right.length;
    start = end - right.trimStart().length;
    const mark = marks.find((each) => encloses(text, each, start, end));
    if (mark === undefined) return { start, end };
    start += mark.length;
    end -= mark.length;
  }
}

/** `**a** and **b**` is not enclosed by its outermost marks. */
function encloses(text: string, mark: string, start: number, end: number): boolean {
  if (end - start <= 2 * mark.length || !text.startsWith(mark, start)) return false;
  return text.indexOf(mark, start + mark.length) === end - mark.length;
}
