import { isBlank, type Line } from '../markdown/lines.ts';
import type { SpecFile } from '../spec/section.ts';
import { linesOf } from './context.ts';

/**
 * A comment that stands alone on its line: `<!-- phasewright-disable-next-line rule-a rule-b: reason -->`, in TOML
 * `# phasewright-disable-next-line rule-a rule-b: reason`.
 */
export interface SuppressionComment {
  readonly line: Line;
  /** What follows `phasewright-`, as written. */
  readonly verb: string;
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
  if (!file.content.includes('phasewright-')) return [];
  const lines = linesOf(file);
  const isComment = file.path.endsWith('.toml') ? tomlComments(file.content) : markdownComment;
  const comments: SuppressionComment[] = [];
  let next: number | undefined;
  for (const line of lines.toReversed()) {
    const written = isComment(line) ? readComment(line) : null;
    if (written) comments.push({ ...written, line, next, isInTable: isInTable(lines, line) });
    else if (!isBlank(line)) next = line.number;
  }
  return comments.toReversed();
}

/** A comment in a list is indented, and text to the line scan. */
function markdownComment({ kind, text }: Line): boolean {
  return (kind === 'comment' || kind === 'text') && text.trimStart().startsWith('<!--');
}

/** A `#` inside a string opens no comment, and strings may have many lines. */
function tomlComments(content: string): (line: Line) => boolean {
  const tokens = /"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''[\s\S]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|#[^\n]*/g;
  const starts = new Set([...content.matchAll(tokens)].filter(([token]) => token[0] === '#').map(({ index }) => index));
  return ({ text, start }) => starts.has(start + text.length - text.trimStart().length);
}

type Written = Pick<SuppressionComment, 'verb' | 'rules' | 'reason' | 'isClosed'>;

function readComment({ text }: Line): Written | null {
  const opened = /^\s*(?:<!--+|#+)\s*phasewright-(?=[a-z])/.exec(text)?.[0];
  if (opened === undefined) return null;
  const isMarkdown = opened.includes('<!--');
  const closing = text.indexOf('-->', opened.length);
  const end = isMarkdown && closing >= 0 ? closing : text.length;
  const [verb = ''] = /^[a-z-]*[a-z]/.exec(text.slice(opened.length, end)) ?? [];
  const from = opened.length + verb.length;
  const rest = text.slice(from, end);
  const colon = rest.search(/[:：]/);
  const named = colon < 0 ? rest : rest.slice(0, colon);
  return {
    verb,
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
