import { columnsOf } from './columns.ts';

/** Whether the line opens an element whose text is no Markdown: `<pre>`, `<script>`, `<style>` or `<textarea>`. */
export function opensRawHtml(text: string): boolean {
  return /^[ \t]*<(?:pre|script|style|textarea)(?:[\s>]|$)/i.test(text);
}

/** Whether such an element ends on the line; CommonMark takes the end of any of them. */
export function closesRawHtml(text: string): boolean {
  return /<\/(?:pre|script|style|textarea)>/i.test(text);
}

/**
 * Index of the line behind the element that the line at `open` opens. One that is indented belongs to a list, and ends
 * with its item at the latest.
 */
export function rawHtmlEnd(lines: readonly { readonly text: string }[], open: number): number {
  const indent = indentOf(lines[open]?.text ?? '');
  let index = open;
  for (let line = lines[index]; line; line = lines[++index]) {
    if (line.text.trim() !== '' && indentOf(line.text) < indent) return index;
    if (closesRawHtml(line.text)) return index + 1;
  }
  return index;
}

function indentOf(text: string): number {
  return columnsOf(/^[ \t]*/.exec(text)?.[0] ?? '');
}
