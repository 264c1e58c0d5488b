/** How far a text reaches that starts at the left edge; a tab reaches to the next multiple of four. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text) columns += character === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}
