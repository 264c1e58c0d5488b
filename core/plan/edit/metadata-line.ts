import { startsBlock } from '../../markdown/items.ts';
import { isBlank, type Line } from '../../markdown/lines.ts';

export type Key = 'branch' | 'status';

/** A line such as "  - branch: `impl/x`" below an item, taken apart. */
export interface MetadataLine {
  readonly key: Key;
  readonly indent: string;
  /** The bullet with the blanks behind it; empty where there is none. */
  readonly bullet: string;
  /** As written: `Branch`. */
  readonly name: string;
  readonly colon: string;
  readonly quote: string;
  /** Where the value stands in the line, without its quotes. */
  readonly start: number;
  readonly end: number;
}

/** How a file writes such lines. `deeper` is what stands before the bullet beyond the item's own indent. */
export interface Form extends Pick<MetadataLine, 'bullet' | 'colon' | 'quote'> {
  readonly deeper: string;
  readonly capital: boolean;
}

export function readMetadata(line: Line): MetadataLine | null {
  if (line.kind !== 'text') return null;
  const [, indent = '', bullet = '', name = '', colon = '', rest = ''] =
    /^([ \t]+)([-*+][ \t]+)?(branch|status)([ \t]*[:：][ \t]*)(.*)$/is.exec(line.text) ?? [];
  if (name === '') return null;
  const start = line.text.length - rest.length;
  const [quote = ''] = /^["'`]/.exec(rest) ?? [];
  const close = quote === '' ? -1 : rest.indexOf(quote, 1);
  const value =
    close < 0
      ? { quote: '', start, end: start + rest.trimEnd().length }
      : { quote, start: start + 1, end: start + close };
  return { key: name.toLowerCase() === 'branch' ? 'branch' : 'status', indent, bullet, name, colon, ...value };
}

export function withValue(line: string, { start, end, quote, colon }: MetadataLine, value: string): string {
  const gap = quote === '' && colon.endsWith(':') ? ' ' : '';
  return line.slice(0, start) + gap + checked(value, quote) + line.slice(end);
}

/** A new line below an item with this first line. */
export function writeMetadata(
  item: string,
  { deeper, bullet, capital, colon, quote }: Form,
  key: Key,
  value: string,
): string {
  const indent = item.slice(0, item.length - item.trimStart().length);
  const name = capital ? key.charAt(0).toUpperCase() + key.slice(1) : key;
  return indent + deeper + bullet + name + colon + quote + checked(value, quote) + quote;
}

/** The form of the first such line directly below a box; where the file has none, a nested bullet with backticks. */
export function formIn(lines: readonly Line[], item: string): Form {
  let above: string | null = null;
  for (const line of lines) {
    const written = readMetadata(line);
    const [, indent] = /^([ \t]*)(?:[-*+]|\d{1,9}[.)])\s+\[[ xX~/-]\]/.exec(line.text) ?? [];
    if (written && above !== null && written.indent.startsWith(above)) return formOf(written, above);
    if (indent !== undefined) above = indent;
    else if (isBlank(line) || startsBlock(line)) above = null;
  }
  return { deeper: ' '.repeat(markerWidth(item)), bullet: '- ', capital: false, colon: ': ', quote: '`' };
}

function formOf({ indent, bullet, name, colon, quote, start, end }: MetadataLine, above: string): Form {
  return {
    deeper: indent.slice(above.length),
    bullet,
    capital: /^[A-Z]/.test(name),
    colon: colon.endsWith(':') ? `${colon} ` : colon,
    quote: start === end ? '`' : quote,
  };
}

/** How far the item's text lies behind its indent: what is nested starts there, or Markdown does not see it as nested. */
function markerWidth(item: string): number {
  const [marker = ''] = /^(?:[-*+]|\d{1,9}[.)])\s+/.exec(item.trimStart()) ?? [];
  return marker.replaceAll('\t', '    ').length;
}

function checked(value: string, quote: string): string {
  const fits = /^[^\r\n]+$/.test(value) && (quote === '' || !value.includes(quote));
  if (!fits) throw new Error(`Internal error: ${JSON.stringify(value)} does not fit on a line in quotes`);
  return value;
}
