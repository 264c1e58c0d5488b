import { isConstant, literalsIn } from './branches.ts';
import type { Source } from './change.ts';
import { childrenOf } from './nodes.ts';
import { plainLiterals } from './plain-literals.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** Constants that are written down in rows. */
export interface Table {
  readonly line: number;
  readonly entries: readonly Entry[];
}

/** What is given, and the answer; a mere list has no keys. */
export interface Entry {
  readonly key: readonly string[];
  readonly value: readonly string[];
}

export function tablesOf({ syntax, lines }: Source): Table[] {
  return syntax ? tablesIn(syntax) : plainTables(lines);
}

function tablesIn(syntax: Syntax): Table[] {
  return syntax
    .nodes('ObjectExpression', 'DictionaryExpression', 'ArrayExpression', 'TupleExpression', 'SetExpression')
    .map((node) => ({ line: syntax.lineOf(node), entries: entriesOf(syntax, node) }));
}

function entriesOf(syntax: Syntax, node: SyntaxNode): Entry[] {
  switch (node.name) {
    case 'ObjectExpression':
      return node.getChildren('Property').flatMap((one) => entryOf(syntax, one.firstChild, one.lastChild));
    case 'DictionaryExpression': {
      const parts = childrenOf(node);
      return parts.flatMap(({ name }, index) =>
        name === ':' ? entryOf(syntax, parts[index - 1], parts[index + 1]) : [],
      );
    }
    default:
      return childrenOf(node).flatMap((one) => rowOf(syntax, one));
  }
}

/** A row of a list: a pair, an object, or a mere value. */
function rowOf(syntax: Syntax, node: SyntaxNode): Entry[] {
  const parts = childrenOf(node).filter(({ name }) => !/^[[\](){},]$/.test(name));
  switch (node.name) {
    case 'ArrayExpression':
    case 'TupleExpression':
      return parts.length > 1 ? entryOf(syntax, parts[0], parts.at(-1)) : [];
    case 'ObjectExpression': {
      const [first, last] = [parts[0]?.lastChild, parts.at(-1)?.lastChild];
      return parts.length > 1 ? entryOf(syntax, first, last) : [];
    }
    case 'Number':
    case 'String':
      return [{ key: [], value: literalsIn(syntax, node) }];
    default:
      return [];
  }
}

function entryOf(syntax: Syntax, key: SyntaxNode | null | undefined, value: SyntaxNode | null | undefined): Entry[] {
  if (!key || !value || !isConstant(syntax, value)) return [];
  const given = key.name === 'PropertyDefinition' ? [syntax.textOf(key)] : literalsIn(syntax, key);
  return given.length > 0 ? [{ key: given, value: literalsIn(syntax, value) }] : [];
}

/** Lines that hold pairs of constants, one after the other, in languages without a grammar: `"a" => 3,` or `{"a", 3},`. */
function plainTables(lines: readonly string[]): Table[] {
  const found: { line: number; entries: Entry[] }[] = [];
  let isOpen = false;
  for (const [index, text] of lines.entries()) {
    const entries = pairsOf(text);
    if (entries.length > 0) {
      if (!isOpen) found.push({ line: index + 1, entries: [] });
      found.at(-1)?.entries.push(...entries);
    }
    isOpen = entries.length > 0;
  }
  return found;
}

function pairsOf(text: string): Entry[] {
  const found: Entry[] = [];
  let key: { text: string; from: number; to: number } | undefined;
  for (const { text: literal, from, to } of plainLiterals(text)) {
    const between = key ? text.slice(key.to, Math.min(from, key.to + 40)) : '';
    const isRow = key !== undefined && /[([{]/.test(text.charAt(key.from - 1));
    const isValue = (isRow ? /^\s?,\s?[\w:(]*$/ : /^\s{0,9}(?::|=>)\s[\w:(]*$/).test(between);
    if (key && isValue) found.push({ key: [key.text], value: [literal] });
    key = isValue ? undefined : { text: literal, from, to };
  }
  return found;
}
