import { withoutCodeSpans } from '../markdown/code-spans.ts';
import { indentedCode } from '../markdown/indented-code.ts';
import { isBlank, type Line } from '../markdown/lines.ts';
import type { SpecFile } from '../spec/section.ts';
import { linesOf } from './context.ts';

/**
 * A comment that stands alone on its line: `<!-- phasewright-disable-next-line rule-a rule-b: reason -->`, in TOML
 * `# phasewright-disable-next-line rule-a rule-b: reason`.
 */
export interface SuppressionComment {
  readonly line: Line;
  /** Its first word, such as `phasewright-disable`, as written. */
  readonly verb: string;
  /** Offset in the line where the comment opens. */
  readonly from: number;
  /** Whether nothing but blanks and other comments stands in front of it. */
  readonly isAlone: boolean;
  readonly rules: readonly NamedRule[];
  /** Empty where none is written. */
  readonly reason: string;
  /** Whether the comment ends on its line. */
  readonly isClosed: boolean;
  /** The line that `disable-next-line` speaks of: the next that is neither blank nor such a comment. */
  readonly next: number | undefined;
  /** Whether it stands between two rows of a table, which ends the table. */
  readonly isInTable: boolean;
}

export interface NamedRule {
  readonly id: string;
  /** Offset in the line. */
  readonly from: number;
}

/** The suppression comments of a file, in order. Text in code and in strings is not read. */
export function suppressionComments(file: SpecFile): SuppressionComment[] {
  // Most files have none, and need no second look.
  if (!/phasewright-/i.test(file.content)) return [];
  const lines = linesOf(file);
  const openedIn = file.path.endsWith('.toml') ? tomlComments(file.content) : markdownComments(lines);
  const comments: SuppressionComment[] = [];
  let next: number | undefined;
  for (const line of lines.toReversed()) {
    const written = openedIn(line).flatMap((opened) => readComment(line, opened) ?? []);
    for (const one of written.toReversed()) comments.push({ ...one, line, next, isInTable: isInTable(lines, line) });
    if (!isBlank(line) && !written.some(({ isAlone }) => isAlone)) next = line.number;
  }
  return comments.toReversed();
}

/** Where a comment opens in its line, and whether only comments stand in front of it. */
type Opened = Pick<SuppressionComment, 'from' | 'isAlone'>;

/** A comment in a list is indented, and text to the line scan. */
function markdownComments(lines: readonly Line[]): (line: Line) => Opened[] {
  const code = indentedCode(lines);
  return ({ kind, number, text }) => {
    // One that does not open a comment goes on with the one above.
    if (kind === 'comment') return commentsIn(text, text.trimStart().startsWith('<!--') ? 0 : endOfComment(text, 0));
    return kind === 'text' && !code.has(number) ? commentsIn(withoutCodeSpans(text), 0) : [];
  };
}

/** The comments that open from an offset on, one behind the other. */
function commentsIn(text: string, start: number): Opened[] {
  const opened: Opened[] = [];
  let isAlone = true;
  for (let at = start; at < text.length;) {
    const from = text.indexOf('<!--', at);
    if (from < 0) break;
    isAlone &&= text.slice(at, from).trim() === '';
    opened.push({ from, isAlone });
    at = endOfComment(text, from);
  }
  return opened;
}

function endOfComment(text: string, from: number): number {
  const end = text.indexOf('-->', from);
  return end < 0 ? text.length : end + '-->'.length;
}

/** A `#` inside a string opens no comment, and strings may have many lines. */
function tomlComments(content: string): (line: Line) => Opened[] {
  const tokens = /"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|#[^\n]*/g;
  const starts = [...content.matchAll(tokens)].filter(([token]) => token[0] === '#').map(({ index }) => index);
  const inLine = new Map<number, number>();
  for (const index of starts) inLine.set(content.lastIndexOf('\n', index) + 1, index);
  return ({ start, text }) => {
    // A byte order mark is in front of the first line.
    const first = inLine.get(start) ?? inLine.get(start - 1);
    if (first === undefined) return [];
    const behind = text.slice(first - start).search(/#\s*phasewright-/i);
    const from = first - start + Math.max(behind, 0);
    return [{ from, isAlone: text.slice(0, from).trim() === '' }];
  };
}

type Written = Pick<SuppressionComment, 'verb' | 'rules' | 'reason' | 'isClosed' | 'from' | 'isAlone'>;

function readComment({ text }: Line, { from: opens, isAlone }: Opened): Written | null {
  const mark = /^(?:<!--+|#+)\s*(?=phasewright-[a-z])/i.exec(text.slice(opens))?.[0];
  if (mark === undefined) return null;
  const isMarkdown = mark.startsWith('<!--');
  const word = opens + mark.length;
  const closing = text.indexOf('-->', word);
  const end = isMarkdown && closing >= 0 ? closing : text.length;
  const [verb = ''] = /^[a-z-]*[a-z]/i.exec(text.slice(word, end)) ?? [];
  const from = word + verb.length;
  const rest = text.slice(from, end);
  const colon = rest.search(/[:：]/);
  const named = colon < 0 ? rest : rest.slice(0, colon);
  return {
    verb,
    from: opens,
    isAlone,
    rules: [...named.matchAll(/[^\s,，、]+/g)].map(({ 0: id, index }) => ({ id, from: from + index })),
    reason: colon < 0 ? '' : rest.slice(colon + 1).trim(),
    isClosed: !isMarkdown || closing >= 0,
  };
}

function isInTable(lines: readonly Line[], { number }: Line): boolean {
  return isRow(lines[number - 2]) && isRow(lines[number]);
}

function isRow(line: Line | undefined): boolean {
  return line?.kind === 'text' && line.text.trimStart().startsWith('|');
}
