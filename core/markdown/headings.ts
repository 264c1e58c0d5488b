export interface Heading {
  readonly level: number;
  readonly text: string;
}

/** Reads a heading such as `## Title`. */
export function parseHeading(text: string): Heading | null {
  const [, marks = '', rest = ''] = /^ {0,3}(#{1,6})(?:[ \t](.*))?$/s.exec(text) ?? [];
  return marks === '' ? null : { level: marks.length, text: withoutClosingMarks(rest.trim()) };
}

/** The level that a line of `=` or `-` gives to the paragraph above it; null for any other line. */
export function underlineLevel(text: string): number | null {
  const [, marks = ''] = /^ {0,3}(=+|-+)[ \t]*$/.exec(text) ?? [];
  return marks === '' ? null : marks.startsWith('=') ? 1 : 2;
}

function withoutClosingMarks(text: string): string {
  let end = text.length;
  while (text[end - 1] === '#') end--;
  if (end === text.length) return text;
  return end === 0 || /[ \t]/.test(text[end - 1] ?? '') ? text.slice(0, end).trimEnd() : text;
}
