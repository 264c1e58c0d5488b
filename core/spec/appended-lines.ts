/**
 * The lines that one text has more than another, at its end or as further rows of a table; undefined where anything else
 * differs. Blanks at the end of a line or of the text do not count.
 */
export function appendedLines(before: string, after: string): readonly string[] | undefined {
  const [old, now] = [linesOf(before), linesOf(after)];
  let same = 0;
  while (same < old.length && old[same] === now[same]) same += 1;
  const behind = old.slice(same);
  const end = now.length - behind.length;
  const added = now.slice(same, Math.max(same, end));
  if (behind.length === 0) return added;
  const isInserted = end >= same && behind.every((line, index) => line === now[end + index]);
  const isTable = [old[same - 1] ?? '', ...added].every(isRow) && !isRow(behind[0] ?? '');
  return isInserted && isTable ? added : undefined;
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trimEnd());
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
}

function isRow(line: string): boolean {
  return line.trimStart().startsWith('|');
}
