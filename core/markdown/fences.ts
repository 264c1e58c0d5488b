import { parseHeading } from './headings.ts';

/** A longer run of marks is a line that somebody drew. */
const longestFence = 32;

/**
 * The marks that open a code fence, with nothing but its info string behind them; null for any other line. They may
 * stand in a quote and on the line of a bullet, as in "1. ```sh".
 */
export function openedFence(text: string): string | null {
  const [, marks = '', rest = ''] = /^[ \t]*(`{3,}|~{3,})(.*)$/s.exec(text.slice(containers(text).length)) ?? [];
  if (marks === '' || marks.length > longestFence) return null;
  return marks.startsWith('`') && rest.includes('`') ? null : marks;
}

/** Where the code of a fence ends. */
export interface FenceEnd {
  /** Index of the line behind its last line of code. */
  readonly next: number;
  /** Whether the line at `next` closes it. */
  readonly closed: boolean;
}

/**
 * Where the code ends whose fence the line at `open` opens with `marks`. A fence is visibly never closed if nothing
 * closes it before the end of the file, or if another fence opens inside it: CommonMark takes the whole rest of the
 * file for code then, or all up to the end of the other fence. Its author meant neither, so its code ends before the
 * first heading inside it. A heading counts behind a blank line; others may be comments of the code. A fence in a quote
 * ends with the quote.
 */
export function fenceEnd(lines: readonly { readonly text: string }[], open: number, marks: string): FenceEnd {
  let heading: number | null = null;
  let index = open + 1;
  const quoted = containers(lines[open]?.text ?? '').includes('>');
  for (let line = lines[index]; line; line = lines[++index]) {
    if (quoted && !isQuote(line.text)) return { next: index, closed: false };
    const text = quoted ? withoutQuote(line.text) : line.text;
    if (closesFence(text, marks)) return { next: index, closed: true };
    // What is quoted inside of code that is not is a sample of a quote.
    if ((quoted || !isQuote(text)) && opensSuchFence(text, marks)) return { next: heading ?? index, closed: false };
    const afterBlank = lines[index - 1]?.text.trim() === '';
    if (heading === null && afterBlank && parseHeading(line.text)) heading = index;
  }
  return { next: heading ?? index, closed: false };
}

function closesFence(text: string, fence: string): boolean {
  const marks = text.trim();
  return marks.length >= fence.length && marks === fence.charAt(0).repeat(marks.length);
}

/** Fences of other or fewer marks are how a sample of Markdown is shown. */
function opensSuchFence(text: string, fence: string): boolean {
  const marks = openedFence(text);
  return marks !== null && marks.length >= fence.length && marks.startsWith(fence.charAt(0));
}

/** The bullets and the marks of quotes that a line starts with. */
function containers(text: string): string {
  return /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){0,20}/.exec(text)?.[0] ?? '';
}

function isQuote(text: string): boolean {
  return containers(text).includes('>');
}

function withoutQuote(text: string): string {
  return text.replace(/^(?:[ \t]*>){1,20}/, '');
}
