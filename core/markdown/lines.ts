import { fenceEnd, openedFence } from './fences.ts';
import { frontMatterEnd } from './front-matter.ts';
import { closesRawHtml, opensRawHtml, rawHtmlEnd } from './html-blocks.ts';
import { codeOutsideLists } from './indented-code.ts';
import { parseHeading, underlineLevel, type Heading } from './headings.ts';
import { splitLines, type RawLine } from './split-lines.ts';

export type { Heading } from './headings.ts';

/** One line of a Markdown file, as far as a line scan can tell what it is. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  /** Where `text` starts and ends in the file; the line ending is outside. */
  readonly start: number;
  readonly end: number;
  /** Where `text` starts, in bytes of the file. */
  readonly byteStart: number;
  readonly kind: LineKind;
  /** Also of a heading in the style of Setext; the line of marks below it is its `underline`. */
  readonly heading: Heading | null;
}

export type LineKind =
  | 'text'
  | 'fence-start'
  | 'code'
  | 'fence-end'
  | 'indented-code'
  | 'html-start'
  | 'html'
  | 'comment'
  | 'front-matter'
  | 'underline'
  | 'too-long';

/** Longer lines are not looked at: nobody writes them by hand. */
export const longestLine = 64 * 1024;

/** Splits a file into lines and marks what is not prose, such as code and comments. Lines are never dropped. */
export function markdownLines(content: string): Line[] {
  const raw = splitLines(content);
  const kinds = lineKinds(raw);
  const headings = new Map<number, Heading>();
  for (const [index, { text }] of raw.entries()) {
    const heading = kinds[index] === 'text' ? parseHeading(text) : null;
    if (heading) headings.set(index, heading);
    const level = kinds[index] === 'text' ? underlineLevel(text) : null;
    if (level === null || !isLoneParagraph(index - 1)) continue;
    headings.set(index - 1, { level, text: raw[index - 1]?.text.trim() ?? '' });
    kinds[index] = 'underline';
  }
  const lines = raw.map(({ text, start, byteStart }, index) => ({
    number: index + 1,
    text,
    start,
    end: start + text.length,
    byteStart,
    kind: kinds[index] ?? 'text',
    heading: headings.get(index) ?? null,
  }));
  const code = codeOutsideLists(lines);
  return lines.map((line) => (code.has(line.number) ? { ...line, kind: 'indented-code' } : line));

  /**
   * Whether the line is a paragraph on its own. A paragraph of several lines above a line of dashes is a heading to
   * CommonMark, and a paragraph above a rule to whoever wrote it; it is left alone.
   */
  function isLoneParagraph(index: number): boolean {
    const text = raw[index]?.text ?? '';
    const startsBlock = /^(?:[\s>|]|[-*+]\s|\d{1,9}[.)]\s)/.test(text);
    return isProse(index) && !startsBlock && !isProse(index - 1);
  }

  function isProse(index: number): boolean {
    const text = raw[index]?.text ?? '';
    return kinds[index] === 'text' && text.trim() !== '' && !headings.has(index) && !isThematicBreak(text);
  }
}

/** The lines that open a fence, an element such as `<pre>` or a comment which nothing closes. */
export function unclosedBlocks(lines: readonly Line[]): Line[] {
  const blocks = lines.filter(({ kind }, index) => {
    if (kind !== 'fence-start' && kind !== 'html-start') return false;
    let next = index + 1;
    while (lines[next]?.kind === (kind === 'html-start' ? 'html' : 'code')) next++;
    return kind === 'html-start' ? !closesRawHtml(lines[next - 1]?.text ?? '') : lines[next]?.kind !== 'fence-end';
  });
  const last = lines.at(-1);
  const inComment = last?.kind === 'comment' && !last.text.includes('-->');
  const comment = inComment
    ? lines.findLast((line) => line.kind === 'comment' && line.text.includes('<!--'))
    : undefined;
  return comment ? [...blocks, comment] : blocks;
}

export function isBlank(line: Line): boolean {
  return line.text.trim() === '';
}

/** How far the line is indented; a tab counts as four blanks. */
export function indentOf(line: Line): number {
  let indent = 0;
  for (const character of line.text) {
    if (character === ' ') indent += 1;
    else if (character === '\t') indent += 4;
    else break;
  }
  return indent;
}

export function isThematicBreak(text: string): boolean {
  return /^[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$/.test(text);
}

function lineKinds(lines: readonly RawLine[]): LineKind[] {
  const kinds: LineKind[] = Array.from({ length: frontMatterEnd(lines) }, () => 'front-matter');
  for (let line = lines[kinds.length]; line; line = lines[kinds.length]) {
    if (line.bytes > longestLine) kinds.push('too-long');
    // Deeper down it may be code; one that goes on would hide what it hides from a reader.
    else if (/^ {0,3}<!--/.test(line.text) || (/^\s*<!--/.test(line.text) && !line.text.includes('-->'))) addComment();
    else if (opensRawHtml(line.text)) addRawHtml();
    else addFence(openedFence(line.text));
  }
  return kinds;

  function addComment(): void {
    let closed = false;
    for (let line = lines[kinds.length]; line && !closed; line = lines[kinds.length]) {
      closed = line.text.includes('-->');
      kinds.push('comment');
    }
  }

  function addRawHtml(): void {
    const next = rawHtmlEnd(lines, kinds.length);
    kinds.push('html-start');
    while (kinds.length < next) kinds.push('html');
  }

  function addFence(marks: string | null): void {
    if (marks === null) {
      kinds.push('text');
      return;
    }
    const { next, closed } = fenceEnd(lines, kinds.length, marks);
    kinds.push('fence-start');
    while (kinds.length < next) kinds.push('code');
    if (closed) kinds.push('fence-end');
  }
}
