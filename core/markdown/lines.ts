import { byteLength } from '../host/bytes.ts';

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
  readonly kind: 'text' | 'fence-start' | 'code' | 'fence-end' | 'comment';
  readonly heading: Heading | null;
}

export interface Heading {
  readonly level: number;
  readonly text: string;
}

/** Splits a file into lines and marks what is not prose: code fences and HTML comments. Lines are never dropped. */
export function markdownLines(content: string): Line[] {
  const lines: Line[] = [];
  let fence: string | null = null;
  let comment = false;
  for (const { text, start, byteStart } of splitLines(content)) {
    const kind = kindOf(text);
    const heading = kind === 'text' ? parseHeading(text) : null;
    lines.push({ number: lines.length + 1, text, start, end: start + text.length, byteStart, kind, heading });
  }
  return lines;

  function kindOf(text: string): Line['kind'] {
    if (fence !== null) {
      if (!closesFence(text, fence)) return 'code';
      fence = null;
      return 'fence-end';
    }
    if (comment || /^ {0,3}<!--/.test(text)) {
      comment = !text.includes('-->');
      return 'comment';
    }
    fence = openedFence(text);
    return fence === null ? 'text' : 'fence-start';
  }
}

/** The line that opens a fence or a comment which nothing closes, so that the rest of the file does not count. */
export function unclosedBlock(lines: readonly Line[]): Line | null {
  const last = lines.at(-1);
  if (last?.kind === 'comment' && !last.text.includes('-->')) {
    return lines.findLast((line) => line.text.includes('<!--')) ?? null;
  }
  const inFence = last?.kind === 'fence-start' || last?.kind === 'code';
  return inFence ? (lines.findLast((line) => line.kind === 'fence-start') ?? null) : null;
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
  const marks = text.replaceAll(/[ \t]/g, '');
  return /^(?:-{3,}|\*{3,}|_{3,})$/.test(marks);
}

function splitLines(content: string): { text: string; start: number; byteStart: number }[] {
  // Editors hide a byte order mark; it is not part of the first line.
  let start = content.startsWith('\uFEFF') ? 1 : 0;
  let byteStart = start * 3;
  const lines: { text: string; start: number; byteStart: number }[] = [];
  for (const newline of content.matchAll(/\r?\n/g)) {
    const text = content.slice(start, newline.index);
    lines.push({ text, start, byteStart });
    start = newline.index + newline[0].length;
    byteStart += byteLength(text) + newline[0].length;
  }
  if (start < content.length) lines.push({ text: content.slice(start), start, byteStart });
  return lines;
}

function openedFence(text: string): string | null {
  const [, marks = '', rest = ''] = /^[ \t]*(`{3,}|~{3,})(.*)$/s.exec(text) ?? [];
  if (marks === '') return null;
  return marks.startsWith('`') && rest.includes('`') ? null : marks;
}

function closesFence(text: string, fence: string): boolean {
  const marks = text.trim();
  return marks.length >= fence.length && marks === fence.charAt(0).repeat(marks.length);
}

function parseHeading(text: string): Heading | null {
  const [, marks = '', rest = ''] = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/s.exec(text) ?? [];
  return marks === '' ? null : { level: marks.length, text: withoutClosingMarks(rest.trim()) };
}

function withoutClosingMarks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '#') end--;
  if (end === text.length) return text;
  return end === 0 || /[ \t]/.test(text[end - 1] ?? '') ? text.slice(0, end).trimEnd() : text;
}
