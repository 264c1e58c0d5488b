/** The start of `text` that fits into so many terminal columns, with `…` where something is missing. */
export function cutToWidth(text: string, columns: number): string {
  let used = 0;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    used += wide.test(segment) ? 2 : 1;
    if (used > columns) return `${kept}…`;
    // The last column is for the `…`, should one be needed.
    if (used < columns) kept += segment;
  }
  return text;
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** What terminals draw two columns wide: emoji and the scripts of East Asia. */
const wide = /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]/u;
