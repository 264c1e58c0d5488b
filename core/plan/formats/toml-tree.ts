import { ParseError, parseTOML, type AST } from 'toml-eslint-parser';
import { positions } from '../../markdown/position.ts';
import { tomlLimits, type TomlTrouble } from './toml-limits.ts';

/** Where something stands: `range` in UTF-16 code units, lines from 1, columns from 0. */
export type TomlPlace = AST.HasLocs;

export type TomlValue = TomlTable | TomlArray | TomlScalar;

export interface TomlTable {
  readonly kind: 'table';
  /** With all that belongs to it. */
  readonly at: TomlPlace;
  /** A map, so that a key such as `__proto__` is a key like any other. */
  readonly pairs: Map<string, TomlPair>;
}

export interface TomlPair {
  readonly key: TomlPlace;
  readonly value: TomlValue;
}

export interface TomlArray {
  readonly kind: 'array';
  readonly at: TomlPlace;
  readonly items: TomlValue[];
}

export interface TomlScalar {
  readonly kind: 'text' | 'integer' | 'float' | 'boolean' | 'date';
  /** What the string says, or the number as people count; all else as written. */
  readonly text: string;
  /** Without the quotes, where it stands on one line. */
  readonly at: TomlPlace;
}

export interface TomlError {
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  readonly column: number;
}

/** Reads TOML 1.1 (which takes all of 1.0), in whatever way its tables are spelled. The first error is the only one. */
export function parseToml(content: string): { root: TomlTable; text: string } | { error: TomlError } {
  // Editors hide a byte order mark, and the lines of a plan are counted without it.
  const text = content.replace(/^\uFEFF/, '');
  const parsed = parse(text);
  if ('message' in parsed) return { error: { message: parsed.message, ...positions(text)(parsed.offset) } };
  return { root: treeOf(parsed), text };
}

function parse(text: string): AST.TOMLProgram | TomlTrouble {
  const trouble = tomlLimits(text);
  if (trouble) return trouble;
  try {
    return parseTOML(text, { tomlVersion: '1.1' });
  } catch (error) {
    if (error instanceof ParseError) return { message: messageOf(error, text), offset: error.index };
    // Such as a number of 200,000 digits.
    return { message: 'Unexpected value somewhere, expected TOML that can be parsed; shorten the file', offset: 0 };
  }
}

function messageOf(error: ParseError, text: string): string {
  const [found = ''] = /^[\w-]{1,40}|^./su.exec(text.slice(error.index, error.index + 40)) ?? [];
  const name = found === '' ? 'end of file' : found === '\n' || found === '\r' ? 'end of line' : JSON.stringify(found);
  // That it is unexpected is said already.
  const reason = /^Unexpected (?:character|token)$/.test(error.message) ? '' : ` (${lowerFirst(error.message)})`;
  return `Unexpected ${name}, expected TOML${reason}; correct it, no commit is read until then`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function treeOf({ range, loc, body: [top] }: AST.TOMLProgram): TomlTable {
  const root: TomlTable = { kind: 'table', at: { range, loc }, pairs: new Map() };
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') add(root, node);
    else {
      const table = open(root, node);
      for (const pair of node.body) add(table, pair);
    }
  }
  return root;
}

/** The table of a header. What stands below `[[commits]]` or `[commits.more]` belongs to the last entry of `commits`. */
function open(root: TomlTable, node: AST.TOMLTable): TomlTable {
  let table = root;
  for (const [index, key] of node.key.keys.entries()) {
    const isLast = index === node.key.keys.length - 1;
    table = isLast && node.kind === 'array' ? append(table, key, node) : child(table, key, node);
    table.at.range[1] = Math.max(table.at.range[1], node.range[1]);
  }
  return table;
}

function append(table: TomlTable, key: AST.TOMLBare | AST.TOMLQuoted, at: TomlPlace): TomlTable {
  const item: TomlTable = { kind: 'table', at: copy(at), pairs: new Map() };
  const known = table.pairs.get(nameOf(key))?.value;
  if (known?.kind === 'array') known.items.push(item);
  else table.pairs.set(nameOf(key), { key, value: { kind: 'array', at: copy(at), items: [item] } });
  return item;
}

function child(table: TomlTable, key: AST.TOMLBare | AST.TOMLQuoted, at: TomlPlace): TomlTable {
  const known = table.pairs.get(nameOf(key))?.value;
  const inside = known?.kind === 'array' ? known.items.at(-1) : known;
  if (inside?.kind === 'table') return inside;
  const made: TomlTable = { kind: 'table', at: copy(at), pairs: new Map() };
  table.pairs.set(nameOf(key), { key, value: made });
  return made;
}

/** `a.b = 1` in a table says the same as `b = 1` in the table `a` inside it. */
function add(table: TomlTable, { key, value }: AST.TOMLKeyValue): void {
  let inner = table;
  for (const part of key.keys.slice(0, -1)) inner = child(inner, part, part);
  const last = key.keys.at(-1);
  if (last) inner.pairs.set(nameOf(last), { key: last, value: valueOf(value) });
}

function valueOf(node: AST.TOMLContentNode): TomlValue {
  if (node.type === 'TOMLArray') return { kind: 'array', at: node, items: node.elements.map(valueOf) };
  if (node.type === 'TOMLInlineTable') {
    const table: TomlTable = { kind: 'table', at: node, pairs: new Map() };
    for (const pair of node.body) add(table, pair);
    return table;
  }
  if (node.kind === 'string')
    return { kind: 'text', text: node.value, at: node.multiline ? node : withoutQuotes(node) };
  if (node.kind === 'integer') return { kind: 'integer', text: String(node.bigint), at: node };
  if (node.kind === 'float') return { kind: 'float', text: node.number, at: node };
  if (node.kind === 'boolean') return { kind: 'boolean', text: String(node.value), at: node };
  return { kind: 'date', text: node.datetime, at: node };
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function withoutQuotes({ range, loc }: TomlPlace): TomlPlace {
  const start = { ...loc.start, column: loc.start.column + 1 };
  const end = { ...loc.end, column: loc.end.column - 1 };
  return { range: [range[0] + 1, range[1] - 1], loc: { start, end } };
}

function copy({ range, loc }: TomlPlace): TomlPlace {
  return { range: [...range], loc };
}
