export interface CodeSpan {
  /** Offsets in the text, in UTF-16 code units; the backticks are inside. */
  readonly start: number;
  readonly end: number;
  /** What stands between the backticks, and where it starts. */
  readonly code: string;
  readonly codeStart: number;
}

/** The code spans of a line: each reaches from a run of backticks to the next run of as many. */
export function codeSpans(text: string): CodeSpan[] {
  const runs = [...text.matchAll(/`+/g)];
  const next = nextOfSameLength(runs);
  const spans: CodeSpan[] = [];
  for (let open = 0; open < runs.length; open++) {
    const close = next[open];
    const [first, last] = [runs[open], close === undefined ? undefined : runs[close]];
    if (!first || !last || close === undefined || isEscaped(text, first.index)) continue;
    const codeStart = first.index + first[0].length;
    const code = text.slice(codeStart, last.index);
    spans.push({ start: first.index, end: last.index + last[0].length, code, codeStart });
    open = close;
  }
  return spans;
}

/** Blanks in place of the code spans, so that columns stay as they are. */
export function withoutCodeSpans(text: string): string {
  let prose = '';
  for (const { start, end } of codeSpans(text)) prose += text.slice(prose.length, start) + ' '.repeat(end - start);
  return prose + text.slice(prose.length);
}

function nextOfSameLength(runs: readonly RegExpExecArray[]): (number | undefined)[] {
  const next: (number | undefined)[] = Array.from({ length: runs.length });
  const nearest = new Map<number, number>();
  for (let index = runs.length - 1; index >= 0; index--) {
    const length = runs[index]?.[0].length ?? 0;
    next[index] = nearest.get(length);
    nearest.set(length, index);
  }
  return next;
}

function isEscaped(text: string, at: number): boolean {
  return text[at - 1] === '\\' && text[at - 2] !== '\\';
}
