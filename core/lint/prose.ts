import type { Line } from '../markdown/lines.ts';

/** The line's text with blanks in place of its code spans, so that columns stay as they are; empty if it is code. */
export function proseOf({ kind, text }: Line): string {
  return kind === 'text' ? text.replaceAll(/`[^`]*`/g, (span) => ' '.repeat(span.length)) : '';
}
