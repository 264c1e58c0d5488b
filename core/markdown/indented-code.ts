import { columnsOf, contentColumn } from './columns.ts';
import type { Line } from './lines.ts';

/**
 * The numbers of the lines that are code because of how far they are indented: four columns or more behind the edge of
 * the text around them, which in a list is the edge of the item.
 */
export function indentedCode(lines: readonly ScannedLine[]): ReadonlySet<number> {
  return scan(lines).all;
}

/** Those of them that stand in no list. In a list they may as well be items: people indent these as they like. */
export function codeOutsideLists(lines: readonly ScannedLine[]): ReadonlySet<number> {
  return scan(lines).outsideLists;
}

type ScannedLine = Pick<Line, 'number' | 'text' | 'kind' | 'heading'>;

function scan(lines: readonly ScannedLine[]): { all: Set<number>; outsideLists: Set<number> } {
  const all = new Set<number>();
  const outsideLists = new Set<number>();
  const edges = [0];
  let inParagraph = false;
  for (const line of lines) {
    const isText = line.kind === 'text' && line.text.trim() !== '';
    if (!isText) {
      inParagraph = false;
      continue;
    }
    const indent = columnsOf(/^[ \t]*/.exec(line.text)?.[0] ?? '');
    const marker = /^[ \t]*(?:[-*+]|\d{1,9}[.)])(?=[ \t]|$)/.exec(line.text)?.[0];
    // A line below a paragraph goes on with it, however it is indented, unless it starts an item.
    if (!inParagraph || marker !== undefined) while (edges.length > 1 && indent < (edges.at(-1) ?? 0)) edges.pop();
    const isCode: boolean = !inParagraph && indent - (edges.at(-1) ?? 0) >= 4;
    if (isCode) all.add(line.number);
    if (isCode && edges.length === 1) outsideLists.add(line.number);
    if (!isCode && marker !== undefined && indent - (edges.at(-1) ?? 0) < 4)
      edges.push(contentColumn(line.text, marker));
    inParagraph = !isCode && !line.heading;
  }
  return { all, outsideLists };
}
