/** A code span with its backticks. Offsets in the text, in UTF-16 code units; `end` is the first behind it. */
export interface CodeSpan {
  readonly start: number;
  readonly end: number;
  /** What stands between the backticks, without blanks around it. */
  readonly code: string;
}

/** What stands between two runs of equally many backticks. A run without a partner is text. */
export function codeSpans(text: string): CodeSpan[] {
  const runs = [...text.matchAll(/`+/g)];
  const partners = nextOfSameLength(runs);
  const spans: CodeSpan[] = [];
  for (let open = 0; open < runs.length; open++) {
    const close = partners[open] ?? -1;
    const [first, last] = [runs[open], runs[close]];
    if (!first || !last) continue;
    const start = first.index;
    const code = text.slice(start + first[0].length, last.index).trim();
    spans.push({ start, end: last.index + last[0].length, code });
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
