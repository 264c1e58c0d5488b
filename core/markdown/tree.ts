import type { Root } from 'mdast';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parseCost, type ParseCost, type Refusal } from './parse-limits.ts';

/** A file as CommonMark and GFM see it, or why it was not looked at. */
export type Tree = { readonly ok: Root } | { readonly refused: Refusal };

/** The same answer for the same file, however often it is asked for. */
export type ReadTree = (file: MarkdownFile) => Tree;

interface MarkdownFile {
  readonly content: string;
}

/**
 * Reads files with a real Markdown parser. That is slow, so a line scan goes first wherever it can tell; and what all
 * files of one run take together is limited, so that the last of a thousand files are refused. Lines and columns of the
 * tree are those of `markdownLines`.
 */
export function markdownTrees(seconds = mostSeconds): ReadTree {
  const answers = new Map<MarkdownFile, Tree>();
  let spent = 0;
  return (file) => {
    const answer = answers.get(file) ?? read(file);
    answers.set(file, answer);
    return answer;
  };

  function read(file: MarkdownFile): Tree {
    const cost = known(costs, file, ({ content }) => parseCost(content));
    if ('refused' in cost) return cost;
    const sum = spent + cost.milliseconds / 1000;
    if (sum > seconds) return { refused: overBudget(sum, seconds) };
    spent = sum;
    return { ok: known(trees, file, parse) };
  }
}

/** Of all files of a run. */
const mostSeconds = 30;

function overBudget(sum: number, seconds: number): Refusal {
  const reason = `work for the Markdown parser in one run (about ${sum.toFixed(1)} s), expected at most ${seconds} s`;
  return { line: 1, reason, advice: 'lint fewer files at once' };
}

/** Several runs may ask for the same files, such as after each fix. What they cost is counted as if they were read again. */
const costs = new WeakMap<MarkdownFile, ParseCost>();
const trees = new WeakMap<MarkdownFile, Root>();

function known<T>(memory: WeakMap<MarkdownFile, T>, file: MarkdownFile, make: (file: MarkdownFile) => T): T {
  const value = memory.get(file) ?? make(file);
  memory.set(file, value);
  return value;
}

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkFrontmatter).freeze();

function parse({ content }: MarkdownFile): Root {
  // A byte order mark has no column, and a lone carriage return ends no line.
  return parser.parse(content.replace(/^\uFEFF/, '').replaceAll(/\r(?!\n)/g, ' '));
}
