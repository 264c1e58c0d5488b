import type { Heading, Line } from './lines.ts';

export type HeadingLine = Line & { readonly heading: Heading };

/** A heading and what stands below it. What stands above the first heading is a part without one. */
export interface Part {
  readonly heading: HeadingLine | null;
  /** The lines up to the next heading, whatever its level. */
  readonly own: readonly Line[];
  /** The part below whose heading this one stands; null at the top. */
  readonly above: Part | null;
}

/** The parts of a file in their order. */
export function outline(lines: readonly Line[]): Part[] {
  let own: Line[] = [];
  const parts: Part[] = [{ heading: null, own, above: null }];
  const open: Part[] = [];
  for (const line of lines) {
    if (isHeading(line)) {
      while ((open.at(-1)?.heading?.heading.level ?? 0) >= line.heading.level) open.pop();
      own = [];
      const part = { heading: line, own, above: open.at(-1) ?? null };
      open.push(part);
      parts.push(part);
    } else {
      own.push(line);
    }
  }
  return parts;
}

/** The lines of the file below a heading, up to the next heading of its level or a higher one. */
export function linesBelow(lines: readonly Line[], { heading: { level }, number }: HeadingLine): readonly Line[] {
  let end = number;
  while ((lines[end]?.heading?.level ?? Infinity) > level && end < lines.length) end++;
  return lines.slice(number, end);
}

/** The part itself and the parts it stands in, the innermost first. */
export function chain(part: Part): Part[] {
  const parts: Part[] = [];
  for (let at: Part | null = part; at; at = at.above) parts.push(at);
  return parts;
}

/** A heading without the number that counts it: `2.1 Items`, `§ 3. Items`, `4) Items`. */
export function splitNumber(heading: string): { number: string; text: string } {
  const [whole = '', number = ''] = /^(?:§ ?)?(\d{1,4}(?:\.\d{1,4}){0,5})[.):]?\s+(?:[—–-]\s)?/.exec(heading) ?? [];
  return { number, text: heading.slice(whole.length) };
}

/** The first heading of level 1; empty where there is none. */
export function titleOf(lines: readonly Line[]): string {
  return lines.find((line) => line.heading?.level === 1)?.heading?.text ?? '';
}

export function isHeading(line: Line): line is HeadingLine {
  return line.heading !== null;
}
