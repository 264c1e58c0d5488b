/** Answers the 1-based line and column of an offset in the text. */
export function positions(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0];
  for (const newline of text.matchAll(/\r?\n/g)) starts.push(newline.index + newline[0].length);
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
