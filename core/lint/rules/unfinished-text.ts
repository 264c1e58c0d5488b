import { placeIn } from '../context.ts';
import { defineRule } from '../rule.ts';

/**
 * A cited text says all that the task needs; an agent fills a gap with a guess. Only marks that shout count, and in a
 * code span the word is spoken about.
 *
 * @example A todo app, and a lint that looks for marks.
 *
 *     --- specs/10-input.md
 *     The limit is 4 KiB for a todo. The lint looks for `TODO`.
 *
 * @example Gaps.
 *
 *     --- specs/10-input.md
 *     The limit is TBD.
 *     Lorem ipsum ???
 *     === specs/10-input.md:1:14 Unexpected "TBD", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:2:1 Unexpected "Lorem ipsum", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:2:13 Unexpected "???", expected what the task needs to know; write it, or move it out of the section
 */
export const unfinishedText = defineRule({
  id: 'unfinished-text',
  recommended: 'warning',
  check({ passages }, report) {
    for (const { file, lines } of passages) {
      for (const line of lines.filter(({ kind }) => kind === 'text')) {
        for (const { 0: mark, index } of withoutCodeSpans(line.text).matchAll(marks)) {
          if (mark !== mark.toUpperCase() && !/lorem/i.test(mark)) continue;
          const message = `Unexpected "${mark}", expected what the task needs to know; write it, or move it out of the section`;
          report({ message, ...placeIn(file.path, line, index, index + mark.length) });
        }
      }
    }
  },
});

const marks = /\b(?:TBD|TODO|FIXME)\b|\?\?\?|\blorem ipsum\b/gi;

/** Blanks keep the columns as they are. */
function withoutCodeSpans(text: string): string {
  return text.replaceAll(/`[^`]*`/g, (span) => ' '.repeat(span.length));
}
