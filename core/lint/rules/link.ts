import { linksOf } from '../links.ts';
import { defineRule } from '../rule.ts';

/**
 * A link to a file of the repository leads to a file that is there, and its anchor to a heading, as GitHub shows them;
 * a reference has its definition. Addresses on the web are not looked at, and neither are links of a Spec cell, which
 * `spec-reference` looks at.
 *
 * @example A file, a heading of another file and of this one, a folder, a line that defines a reference.
 *
 *     --- specs/10-input.md
 *     # Input
 *     See [limits](./20-limits.md#size--depth), [below](#errors), [all](../specs/), [RFC][rfc] and `[no](link.md)`.
 *
 *     [rfc]: https://www.rfc-editor.org/rfc/rfc9110
 *
 *     Errors
 *     ------
 *     --- specs/20-limits.md
 *     ## Size & depth
 *
 * @example Nothing of it is there.
 *
 *     --- specs/10-input.md
 *     # Input
 *     See [limits](./20-limits.md#width), ![flow](flow.svg) and [the RFC][rfc].
 *     --- specs/20-limits.md
 *     ## Size
 *     === specs/10-input.md:2:5 Unexpected link to "./20-limits.md#width", expected a heading with the anchor #width in specs/20-limits.md; correct the anchor
 *     === specs/10-input.md:2:37 Unexpected link to "flow.svg", expected a file specs/flow.svg; correct the link or add the file
 *     === specs/10-input.md:2:59 Unexpected reference to "rfc", expected a line "[rfc]: …" that says where it leads; add it or write the link out
 */
export const link = defineRule({
  id: 'link',
  recommended: 'warning',
  check(context, report) {
    for (const { path, start, end, trouble } of linksOf(context).broken) {
      report({ message: `Unexpected ${trouble}`, at: { path, line: start.line, column: start.column }, end });
    }
  },
});
