/** A code span. Offsets in the text, in UTF-16 code units; ends are the first behind. */
export interface CodeSpan {
  /** The backticks are inside. */
  readonly start: number;
  readonly end: number;
  /** What stands between the backticks, without blanks around it, and where it starts. */
  readonly code: string;
  readonly codeStart: number;
}

/** What stands between two runs of equally many backticks. A run without a partner is text. */
export function codeSpans(text: string): CodeSpan[] {
  const runs = [...text.matchAll(/`+/g)];
  const partners = nextOfSameLength(runs);
  const spans: CodeSpan[] = [];
  for (let open = 0; open < runs.length; open++) {
    const close = partners[open] ?? -1;
    const [first, last] = [runs[open], runs[close]];
    if (!first || !last || isEscaped(text, first.index)) continue;
    const inner = text.slice(first.index + first[0].length, last.index);
    const codeStart = first.index + first[0].length + (inner.length - inner.trimStart().length);
    spans.push({ start: first.index, end: last.index + last[0].length, code: inner.trim(), codeStart });
    open = close;
  }
  return spans;
}

/** Blanks in place of the code spans, so that only prose is left and every offset stays as it is. */
export function withoutCodeSpans(text: string): string {
  let prose = '';
  let from = 0;
  for (const { start, end } of codeSpans(text)) {
    prose += text.slice(from, start) + ' '.repeat(end - start);
    from = end;
  }
  return prose + text.slice(from);
}

/** Looked up from the end, once for all runs: a search for each of them would take quadratic time. */
function nextOfSameLength(runs: readonly RegExpExecArray[]): (number | undefined)[] {
  const nearest = new Map<number, number>();
  const partners: (number | undefined)[] = [];
  for (let at = runs.length - 1; at >= 0; at--) {
    const length = runs[at]?.[0].length ?? 0;
    partners[at] = nearest.get(length);
    nearest.set(length, at);
  }
  return partners;
}

function isEscaped(text: string, at: number): boolean {
  return text[at - 1] === '\\' && text[at - 2] !== '\\';
}
