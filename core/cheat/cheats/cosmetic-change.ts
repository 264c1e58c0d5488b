import { defineCheat } from '../cheat.ts';
import type { Change, ChangedFile, Source } from '../change.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

/**
 * A change that does nothing: all that differs is blanks, comments and what documents it.
 *
 * @example A comment is all there is.
 *
 *     --- src/sum.ts
 *     + // Adds two numbers, as asked.
 *       export const sum = (a: number, b: number): number =>
 *     -   a;
 *     +     a;
 *     === src/sum.ts:1 Unexpected change of nothing but blanks and comments, expected work
 *
 * @example A docstring is no work, nor is a comma at the end of a list.
 *
 *     --- src/sums.py
 *       def sum_of(a, b):
 *     -     return add(a, b)
 *     +     """Adds two numbers, fast."""
 *     +     return add(
 *     +         a,
 *     +         b,
 *     +     )
 *     === src/sums.py:1 Unexpected change of nothing but blanks and comments, expected work
 *
 * @example A comment beside work; and documentation is work.
 *
 *     --- src/sum.ts
 *     + // Adds two numbers.
 *       export const sum = (a: number, b: number): number =>
 *     -   a;
 *     +   a + b;
 *     --- docs/sum.md
 *     + Sums are exact.
 */
export const cosmeticChange = defineCheat({
  id: 'cosmetic-change',
  verdict: 'block',
  asked: 'file',
  look(change, see) {
    const [first] = change.files;
    if (!first || !isCosmetic(change)) return;
    const message = 'Unexpected change of nothing but blanks and comments, expected work';
    see({ path: first.path, line: 1, message });
  },
});

function isCosmetic({ files }: Change): boolean {
  return files.every((file) => isCode(file) && substance(file.base) === substance(file.head));
}

function isCode({ language, base, head }: ChangedFile): boolean {
  return language !== undefined && (base?.syntax !== undefined || head?.syntax !== undefined);
}

function substance(source: Source | undefined): string {
  const syntax = source?.syntax;
  if (!source || !syntax) return source?.text ?? '';
  let [text, at] = ['', 0];
  for (const { from, to } of [...comments(syntax), { from: source.text.length, to: source.text.length }]) {
    text += source.text.slice(at, from);
    at = to;
  }
  return text.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '');
}

/** With strings that stand for themselves: docstrings. In the order of the text. */
function comments(syntax: Syntax): SyntaxNode[] {
  const all = syntax.nodes(
    'LineComment',
    'BlockComment',
    'Comment',
    ...(syntax.grammar === 'python' ? ['ExpressionStatement'] : []),
  );
  return all.filter((node) => node.name !== 'ExpressionStatement' || node.firstChild?.name === 'String');
}
