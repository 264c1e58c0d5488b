/** How far a text reaches that starts at the left edge; a tab reaches to the next multiple of four. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += character === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}

/** Where an item's content stands behind a marker and its indent. Five blanks and more behind it are one, and code. */
export function contentColumn(text: string, marker: string): number {
  const blanks = /^[ \t]*/.exec(text.slice(marker.length))?.[0] ?? '';
  const width = columnsOf(marker);
  const edge = columnsOf(marker + blanks);
  return edge - width > 4 || marker.length + blanks.length === text.length ? width + 1 : edge;
}
