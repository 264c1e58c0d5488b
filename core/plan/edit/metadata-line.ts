import { startsBlock } from '../../markdown/items.ts';
import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';
import { parseEntry, wordOf, type MetadataEntry } from '../tasks/metadata-entry.ts';

export type Key = 'branch' | 'status';

/** A line such as "  - branch: `impl/x`" below an item, taken apart. */
export interface MetadataLine {
  readonly key: Key;
  readonly indent: string;
  /** What stands before the name: the bullet with the blanks behind it, and marks such as `**`. */
  readonly lead: string;
  /** As written: `Branch`. */
  readonly name: string;
  /** What stands between name and value, marks and blanks included. */
  readonly colon: string;
  readonly quote: string;
  /** Where the value stands in the line, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** How a file writes such lines. `deeper` is what stands before the bullet beyond the item's own indent. */
export interface Form extends Pick<MetadataLine, 'lead' | 'colon' | 'quote'> {
  readonly deeper: string;
  readonly capital: boolean;
}

/** An entry as the reader of plans sees it, if it is one of the two that are written, with a value and no sentence. */
export function metadataLine(entry: MetadataEntry | null): MetadataLine | null {
  if (entry?.key !== 'branch' && entry?.key !== 'status') return null;
  const word = wordOf(entry);
  if (!word) return null;
  const { key, nameStart, nameEnd, from } = entry;
  const { text } = entry.line;
  const indent = text.slice(0, text.length - text.trimStart().length);
  const value = text.length - text.slice(from).trimStart().length;
  const { quote, start, end } = word;
  return {
    key,
    indent,
    lead: text.slice(indent.length, nameStart),
    name: text.slice(nameStart, nameEnd),
    colon: text.slice(nameEnd, value),
    quote,
    start,
    end,
  };
}

export function withValue(line: string, { start, end, quote, colon }: MetadataLine, value: string): string {
  const gap = start === end && quote === '' ? gapBehind(colon) : '';
  return line.slice(0, start) + gap + checked(value, quote) + line.slice(end);
}

/** A new line below an item with this first line. */
export function writeMetadata(
  item: string,
  { deeper, lead, capital, colon, quote }: Form,
  key: Key,
  value: string,
): string {
  const indent = item.slice(0, item.length - item.trimStart().length);
  const name = capital ? key.charAt(0).toUpperCase() + key.slice(1) : key;
  return indent + deeper + lead + name + colon + quote + checked(value, quote) + quote;
}

/** The form of the first such line directly below a box; where the file has none, a nested bullet with backticks. */
export function formIn(lines: readonly Line[], item: Line): Form {
  let above: Line | null = null;
  for (const line of lines) {
    const written = metadataLine(parseEntry(line));
    if (written && above && indentOf(line) > indentOf(above)) return formOf(written, above, item);
    if (/^[ \t]*(?:[-*+]|\d{1,9}[.)])\s+\[[ xX~/✓✔-]\]/.test(line.text)) above = line;
    else if (isBlank(line) || startsBlock(line)) above = null;
  }
  return { deeper: nesting(item), lead: '- ', capital: false, colon: ': ', quote: '`' };
}

function formOf({ indent, lead, name, colon, quote, start, end }: MetadataLine, above: Line, item: Line): Form {
  const [outer = ''] = /^[ \t]*/.exec(above.text) ?? [];
  const deeper = indent.startsWith(outer) ? indent.slice(outer.length) : '';
  return {
    // What is not deep enough below this item would be no part of it.
    deeper: widthOf(deeper) < nesting(item).length ? nesting(item) : deeper,
    lead,
    capital: /^[A-Z]/.test(name),
    colon: colon + gapBehind(colon),
    quote: start === end ? '`' : quote,
  };
}

/** A full-width colon has a blank of its own. */
function gapBehind(colon: string): string {
  return /[:*_]$/.test(colon) ? ' ' : '';
}

/** How far the item's text lies behind its indent: what is nested starts there, or Markdown does not see it as nested. */
function nesting({ text }: Line): string {
  const [marker = ''] = /^(?:[-*+]|\d{1,9}[.)])\s+/.exec(text.trimStart()) ?? [];
  return ' '.repeat(widthOf(marker));
}

function widthOf(text: string): number {
  return text.replaceAll('\t', '    ').length;
}

function checked(value: string, quote: string): string {
  const fits = /^[^\r\n]+$/.test(value) && (quote === '' || !value.includes(quote));
  if (!fits) throw new Error(`Internal error: ${JSON.stringify(value)} does not fit on a line in quotes`);
  return value;
}
