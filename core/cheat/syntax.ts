import type { SyntaxNode, Tree } from '@lezer/common';
import type { Language } from './language.ts';

export type { SyntaxNode } from '@lezer/common';

/**
 * A file as its grammar reads it. The grammars go on after errors, so a file that does not compile has a tree too. Names
 * of nodes are those of `@lezer/javascript` and `@lezer/python`.
 */
export interface Syntax {
  readonly grammar: 'script' | 'python';
  readonly text: string;
  readonly top: SyntaxNode;
  /** All nodes of these names, in the order of the text. */
  nodes(...names: readonly string[]): SyntaxNode[];
  /** The same, within one node, without that node. */
  within(node: SyntaxNode, ...names: readonly string[]): SyntaxNode[];
  textOf(node: { readonly from: number; readonly to: number }): string;
  /** Counted from 1. */
  lineOf(node: { readonly from: number }): number;
}

type Parse = (text: string) => Tree;

/** Loads the grammars, and only those that are needed; answers with what reads a file, or undefined where none can. */
export async function loadGrammars(
  languages: ReadonlySet<Language>,
): Promise<(path: string, text: string, language: Language) => Syntax | undefined> {
  const isScript = languages.has('typescript') || languages.has('javascript');
  const script = isScript ? (await import('@lezer/javascript')).parser : undefined;
  const python = languages.has('python') ? (await import('@lezer/python')).parser : undefined;
  const typed = script?.configure({ dialect: 'ts' });
  const typedMarkup = script?.configure({ dialect: 'ts jsx' });
  const markup = script?.configure({ dialect: 'jsx' });
  return (path, text, language) => {
    const parse = parserFor(path, language);
    const tree = parse && readable(text, parse);
    return tree && syntaxOf(text, tree, language === 'python' ? 'python' : 'script');
  };

  function parserFor(path: string, language: Language): Parse | undefined {
    switch (language) {
      case 'typescript': {
        const parser = path.endsWith('x') ? typedMarkup : typed;
        return parser && ((text) => parser.parse(text));
      }
      case 'javascript':
        return markup && ((text) => markup.parse(text));
      case 'python':
        return python && ((text) => python.parse(text));
      case 'rust':
      case 'go':
        return undefined;
    }
  }
}

/**
 * The tree, or undefined where the grammar itself fails, which text that no program is made of can bring about: such a
 * file is judged by its lines alone.
 */
function readable(text: string, parse: Parse): Tree | undefined {
  try {
    const tree = parse(text);
    tree.iterate({ enter: () => undefined });
    return tree;
  } catch {
    return undefined;
  }
}

function syntaxOf(text: string, { topNode }: Tree, grammar: Syntax['grammar']): Syntax {
  const starts = lineStarts(text);
  return {
    grammar,
    text,
    top: topNode,
    nodes: (...names) => within(topNode, names),
    within: (node, ...names) => within(node, names),
    textOf: ({ from, to }) => text.slice(from, to),
    lineOf: ({ from }) => lineAt(starts, from),
  };
}

function within(node: SyntaxNode, names: readonly string[]): SyntaxNode[] {
  const wanted = new Set(names);
  const found: SyntaxNode[] = [];
  node.cursor().iterate((at) => {
    const isSelf = at.from === node.from && at.to === node.to && at.name === node.name;
    if (wanted.has(at.name) && !isSelf) found.push(at.node);
  });
  return found;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** By halving: the last line that starts at or before the place. */
function lineAt(starts: readonly number[], place: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
