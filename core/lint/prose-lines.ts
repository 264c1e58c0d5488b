import { withoutCodeSpans } from '../markdown/code-spans.ts';
import type { Line } from '../markdown/lines.ts';
import type { Passage } from './context.ts';

/** A line, and its text with blanks in place of all that is not written for a reader, so that columns stay as they are. */
export interface ProseLine {
  readonly line: Line;
  readonly prose: string;
}

/** What a passage says in words: Markdown without its code, TOML and JSON without all but their strings. */
export function proseLines({ file, lines }: Passage): ProseLine[] {
  if (/\.(?:toml|jsonl?|ya?ml)$/i.test(file.path)) return quotedStrings(lines);
  return lines.filter(({ kind }) => kind === 'text').map((line) => ({ line, prose: proseOf(line) }));
}

/** What a line of Markdown says in words; empty if it is code. */
export function proseOf({ kind, text }: Line): string {
  return kind === 'text' ? withoutCodeSpans(text) : '';
}

/** A scan for quotes: what goes wrong in a broken file is for the reader of the plan to say. */
function quotedStrings(lines: readonly Line[]): ProseLine[] {
  let open = '';
  return lines.map((line) => {
    // Only strings in three quotes go on in the next line.
    if (open.length === 1) open = '';
    let prose = '';
    for (const { 0: token } of line.text.matchAll(/"""|'''|["'#]|\\.|\\$|[^"'#\\]+/gsu)) {
      if (open === '' && token === '#') break;
      prose += open === '' || token === open ? ' '.repeat(token.length) : token;
      if (open === '') open = /^["']/.test(token) ? token : '';
      else if (token === open) open = '';
    }
    return { line, prose: withoutCodeSpans(prose) };
  });
}
