import { withoutCodeSpans } from '../../markdown/code-spans.ts';
import { indentedCode } from '../../markdown/indented-code.ts';
import { isBlank, type Line } from '../../markdown/lines.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn, type Passage } from '../context.ts';
import { defineRule, type Complaint } from '../rule.ts';

/**
 * Blanks that nobody sees make changes that nobody meant: blanks at the end of a line (two of them break the line, and
 * stay), a tab in front of a list item among items with blanks, line endings of two kinds, a last line without an end.
 * All of it can be fixed without a change of meaning. Left alone is what stands in code of any kind, in `<pre>`, in quotes,
 * and behind a fence that opens behind a marker, and blanks behind a backslash.
 *
 * @example A hard break, and code. ⟦0020⟧ is a blank.
 *
 *     --- specs/10-input.md
 *     One line⟦0020⟧⟦0020⟧
 *     and the next.
 *     ```
 *     code⟦0020⟧
 *     ```
 *
 * @example Blanks at the ends of lines, and a tab.
 *
 *     --- specs/10-input.md
 *     One line⟦0020⟧
 *     and the next.⟦0020⟧⟦0020⟧⟦0020⟧
 *
 *     - a
 *       - b
 *     ⟦0009⟧- c
 *     === specs/10-input.md:1:9 Unexpected blank at the end of the line, expected none, or two for a break; remove it
 *     === specs/10-input.md:2:14 Unexpected blanks at the end of the line, expected none, or two for a break; remove them
 *     === specs/10-input.md:6:1 Unexpected tab in front of a list item, expected blanks as in front of the other items; replace it
 */
export const whitespace = defineRule({
  id: 'whitespace',
  recommended: 'info',
  strict: 'warning',
  check({ passages }, report) {
    for (const passage of passages.filter(({ file }) => /\.(?:md|markdown)$/i.test(file.path))) {
      const { file, lines } = passage;
      const asIs = leftAlone(linesOf(file));
      for (const [index, line] of lines.entries()) {
        if (asIs.has(line.number)) continue;
        const found = trailingBlanks(file, line, lines[index + 1]);
        if (found) report(found);
      }
      for (const found of indentingTabs(passage, asIs)) report(found);
      // What is true of the file as a whole is said where the whole file is looked at.
      if (lines.length < linesOf(file).length) continue;
      for (const found of [mixedEndings(file, asIs), missingEnding(file)]) if (found) report(found);
    }
  },
});

/** The numbers of the lines whose blanks may mean something. */
function leftAlone(lines: readonly Line[]): ReadonlySet<number> {
  const found = new Set(indentedCode(lines));
  let inPre = false;
  let inItem = false;
  for (const { kind, number, text } of lines) {
    const prose = kind === 'text' ? withoutCodeSpans(text) : '';
    const opens = /<(?:pre|script|style|textarea)\b/i.test(prose);
    inItem ||= /^\s*(?:[-*+]|\d{1,9}[.)])[ \t]+(?:```|~~~)/.test(text);
    if (kind !== 'text' || inPre || opens || inItem || /^\s*>/.test(text)) found.add(number);
    if (opens) inPre = true;
    if (/<\/(?:pre|script|style|textarea)>/i.test(prose)) inPre = false;
  }
  return found;
}

function trailingBlanks({ path }: SpecFile, line: Line, next: Line | undefined): Complaint | null {
  const end = line.text.replace(/^\s+$/, '').trimEnd().length;
  const blanks = line.text.slice(end);
  if (line.kind !== 'text' || !/^[ \t]+$/.test(blanks) || (blanks === '  ' && end > 0)) return null;
  // Without the blanks, the backslash would break the line.
  if (line.text[end - 1] === '\\') return null;
  const breaks = end > 0 && /^ {2}/.test(blanks) && next?.kind === 'text' && !isBlank(next) && !line.heading;
  const [what, them] = blanks.length === 1 ? ['blank', 'it'] : ['blanks', 'them'];
  return {
    message: `Unexpected ${what} at the end of the line, expected none, or two for a break; remove ${them}`,
    ...placeIn(path, line, end),
    fix: { path, start: line.start + end, end: line.end, text: breaks ? '  ' : '' },
  };
}

/** A tab reaches to the next multiple of four columns, in front of a list item as on the screen. */
function indentingTabs({ file: { path }, lines }: Passage, asIs: ReadonlySet<number>): Complaint[] {
  const items = lines.filter(({ number, text }) => !asIs.has(number) && /^[ \t]+(?:[-*+]|\d{1,9}[.)])[ \t]/.test(text));
  const withTabs = items.filter(({ text }) => indentation(text).includes('\t'));
  if (withTabs.length === items.length && withTabs.every(({ text }) => !indentation(text).includes(' '))) return [];
  return withTabs.map((line) => {
    const written = indentation(line.text);
    return {
      message: 'Unexpected tab in front of a list item, expected blanks as in front of the other items; replace it',
      ...placeIn(path, line, 0, written.length),
      fix: { path, start: line.start, end: line.start + written.length, text: expanded(written) },
    };
  });
}

function indentation(text: string): string {
  return text.slice(0, text.length - text.trimStart().length);
}

function expanded(blanks: string): string {
  let text = '';
  for (const blank of blanks) text += blank === '\t' ? ' '.repeat(4 - (text.length % 4)) : blank;
  return text;
}

/** Complains at the first line that ends as fewer lines do. */
function mixedEndings(file: SpecFile, asIs: ReadonlySet<number>): Complaint | null {
  const { path, content } = file;
  const lines = linesOf(file).filter(({ number }) => !asIs.has(number));
  const windows = lines.filter((line) => content.startsWith('\r\n', line.end));
  const unix = lines.filter((line) => content[line.end] === '\n');
  if (windows.length === 0 || unix.length === 0) return null;
  const [fewer, ending] = windows.length < unix.length ? [windows, '\n'] : [unix, '\r\n'];
  const [first, last] = [fewer[0], fewer.at(-1)];
  if (!first || !last) return null;
  const [name, other] = ending === '\n' ? ['LF', 'CRLF'] : ['CRLF', 'LF'];
  const end = last.end + (ending === '\n' ? 2 : 1);
  let text = '';
  let done = first.end;
  for (const line of fewer) {
    text += content.slice(done, line.end) + ending;
    done = line.end + (ending === '\n' ? 2 : 1);
  }
  return {
    message: `Unexpected line ending ${other}, expected ${name} as in most lines; let all lines end alike`,
    ...placeIn(path, first, first.text.length),
    fix: { path, start: first.end, end, text },
  };
}

function missingEnding({ path, content }: SpecFile): Complaint | null {
  const last = linesOf({ path, content }).at(-1);
  if (!last || content.endsWith('\n') || last.text === '') return null;
  const text = content.includes('\r\n') ? '\r\n' : '\n';
  return {
    message: 'Unexpected end of the file in its last line, expected a line ending; add it',
    ...placeIn(path, last, last.text.length),
    fix: { path, start: content.length, end: content.length, text },
  };
}
