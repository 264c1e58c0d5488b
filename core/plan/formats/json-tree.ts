import { getNodeValue, parseTree, type Node, type ParseError } from 'jsonc-parser';
import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { Line } from '../../markdown/lines.ts';
import { rangeIn, type Range } from '../../markdown/range.ts';
import type { PlanFile } from '../read.ts';

/** A JSON file as a tree with places, and what is asked of it. */
export interface JsonTree {
  readonly root: Node;
  /** The value of a key of an object; of a key that is there twice the last one counts, as everywhere in JSON. */
  readonly get: (object: Node, key: string) => Node | undefined;
  /** Key → value, of an object; empty of anything else. */
  readonly pairs: (object: Node | undefined) => ReadonlyMap<string, { readonly key: Node; readonly value: Node }>;
  /** As it stands in the file. */
  readonly textOf: (node: Node) => string;
  /** Of a node in several lines: of the first of them. */
  readonly rangeOf: (node: Node) => Range;
}

/** Reads a file by the letter of JSON: no comments, no commas at the end. */
export function parseJson({ path, content, lines }: PlanFile): JsonTree | { readonly problem: Diagnostic } {
  // Whoever adds a byte order mark means nothing by it; offsets stay as they are.
  const text = content.replace(/^\uFEFF/, ' ');
  const tooDeep = tooDeepAt(text);
  if (tooDeep !== undefined) return refused(tooDeep, `nesting, expected at most ${deepest} levels`);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false });
  const [error] = errors.toSorted((a, b) => a.offset - b.offset);
  if (error || !root || !isJson(text)) return refused(error?.offset ?? 0, 'text, expected JSON');
  return {
    root,
    get: (object, key) => pairsOf(object).get(key)?.value,
    pairs: (object) => (object ? pairsOf(object) : new Map()),
    textOf: ({ offset, length }) => content.slice(offset, offset + length),
    rangeOf({ offset, length }) {
      const line = lineAt(lines, offset);
      if (!line) throw new Error(`Internal error: ${path} has nothing at ${offset}`);
      const from = offset - line.start;
      return rangeIn(line, from, Math.min(from + length, line.text.length));
    },
  };

  function refused(offset: number, what: string): { problem: Diagnostic } {
    const line = lineAt(lines, offset);
    const at = { path, line: line?.number ?? 1, column: line ? offset - line.start + 1 : 1 };
    return { problem: { rule: 'plan-syntax', severity: 'error', message: `Unexpected ${what}; correct it`, at } };
  }
}

/** The text of a string; undefined of anything else. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? (getNodeValue(node) as string) : undefined;
}

/** The items of a list; none of anything else. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.type === 'array' ? (node.children ?? []) : [];
}

function lineAt(lines: readonly Line[], offset: number): Line | undefined {
  let [from, to] = [0, lines.length];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if ((lines[middle]?.start ?? Infinity) <= offset) from = middle;
    else to = middle;
  }
  return lines[from];
}

/** The parser descends into nested values, which needs stack. */
const deepest = 100;

function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|[[\]{}]/g)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > deepest) return index;
  }
  return undefined;
}

/** The parser lets pass what is in no JSON, such as control characters in a string. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function pairsOf(object: Node): ReadonlyMap<string, { readonly key: Node; readonly value: Node }> {
  const pairs = new Map<string, { readonly key: Node; readonly value: Node }>();
  if (object.type !== 'object') return pairs;
  for (const { children: [key, value] = [] } of object.children ?? [])
    if (key && value) pairs.set(key.value as string, { key, value });
  return pairs;
}
