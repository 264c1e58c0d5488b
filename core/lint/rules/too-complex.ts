import { linksOf } from '../links.ts';
import { defineRule } from '../rule.ts';

/**
 * Where a link may be broken, a real Markdown parser has the last word. It needs minutes for some small files, so a file
 * that is too large, too deep or too full of marks is not given to it, and its links are not checked, nor links to its headings.
 * Nor are files after those that take half a minute together.
 *
 * @example Deep, but nobody needs the parser.
 *
 *     --- specs/10-input.md
 *     > > > > > > > > > > See [limits](20-limits.md).
 *     --- specs/20-limits.md
 *
 * @example Quotes in quotes, and a link that may be broken.
 *
 *     --- specs/10-input.md
 *     See [limits](20-limits.md).
 *     > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > a
 *     === specs/10-input.md:2:1 Unexpected 101 quotes and lists in each other, expected at most 100; make the text simpler, its links were not checked
 */
export const tooComplex = defineRule({
  id: 'too-complex',
  recommended: 'warning',
  check(context, report) {
    for (const { path, refusal, unchecked } of linksOf(context).unread) {
      const message = `Unexpected ${refusal.reason}; ${refusal.advice}, ${unchecked} were not checked`;
      report({ message, at: { path, line: refusal.line, column: 1 } });
    }
  },
});
