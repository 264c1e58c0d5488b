import type { Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parseRefusal, type Refusal } from './parse-limits.ts';

/** A file as CommonMark and GFM see it, or why it was not looked at. */
export type Tree = { readonly ok: Root } | { readonly refused: Refusal };

/**
 * Reads a file with a real Markdown parser. That is slow, so a line scan goes first wherever it can tell. Lines and
 * columns of the tree are those of `markdownLines`.
 */
export function markdownTree(file: { readonly content: string }): Tree {
  const tree = known.get(file) ?? read(file.content);
  known.set(file, tree);
  return tree;
}

/** Several rules ask for the same files. */
const known = new WeakMap<object, Tree>();

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).freeze();

function read(content: string): Tree {
  const refused = parseRefusal(content);
  if (refused) return { refused };
  // A byte order mark has no column, and a lone carriage return ends no line.
  return { ok: parser.parse(content.replace(/^\uFEFF/, '').replaceAll(/\r(?!\n)/g, ' ')) };
}
