import type { Diagnostic } from '../../lint/diagnostic.ts';
import { rangeIn, type Range } from '../../markdown/range.ts';
import type { PlanFile } from '../read.ts';
import type { TomlPlace, TomlScalar, TomlTable, TomlValue } from './toml-tree.ts';

/** Takes typed fields out of tables. What is of another type is a problem at its place, and then is not there. */
export interface TomlFields {
  /** Grows while fields are read. */
  readonly problems: readonly Diagnostic[];
  readonly complain: (rule: string, message: string, at: TomlPlace) => void;
  readonly table: (parent: TomlTable, key: string) => TomlTable | null;
  readonly text: (table: TomlTable, key: string) => TomlScalar | null;
  readonly texts: (table: TomlTable, key: string) => TomlTexts | null;
  /** An integer or a string, as text. */
  readonly id: (table: TomlTable, key: string) => TomlScalar | null;
  readonly ids: (table: TomlTable, key: string) => TomlTexts | null;
  readonly unknownKeys: (table: TomlTable, name: string, known: readonly string[]) => void;
  /** What spans several lines has the range of its first one. */
  readonly rangeOf: (at: TomlPlace) => Range;
}

export interface TomlTexts {
  readonly items: readonly TomlScalar[];
  readonly at: TomlPlace;
}

export function tomlFields({ path, lines }: PlanFile): TomlFields {
  const problems: Diagnostic[] = [];
  return { problems, complain, table, text, texts, id, ids, unknownKeys, rangeOf };

  function complain(rule: string, message: string, at: TomlPlace): void {
    const { line, column, endColumn } = rangeOf(at);
    const severity = rule === 'unknown-key' ? 'info' : 'error';
    problems.push({ rule, severity, message, at: { path, line, column }, end: { line, column: endColumn } });
  }

  function table(parent: TomlTable, key: string): TomlTable | null {
    const value = parent.pairs.get(key)?.value;
    if (value === undefined || value.kind === 'table') return value ?? null;
    wrong(value, key, `a table; write [${key}] and its keys below`);
    return null;
  }

  function text(parent: TomlTable, key: string): TomlScalar | null {
    const value = parent.pairs.get(key)?.value;
    if (value === undefined || value.kind === 'text') return value ?? null;
    wrong(value, key, 'a string; put it in quotes');
    return null;
  }

  function texts(parent: TomlTable, key: string): TomlTexts | null {
    return list(parent, key, ({ kind }) => kind === 'text', 'strings; write ["…", "…"]');
  }

  function id(parent: TomlTable, key: string): TomlScalar | null {
    const value = parent.pairs.get(key)?.value;
    if (value === undefined || isId(value)) return value ?? null;
    wrong(value, key, 'an integer or a string that is not empty; put an id such as "9a" in quotes');
    return null;
  }

  function ids(parent: TomlTable, key: string): TomlTexts | null {
    return list(parent, key, isId, 'ids of commits; write [1, "9a"], or [] for none');
  }

  function list(
    parent: TomlTable,
    key: string,
    fits: (item: TomlScalar) => boolean,
    expected: string,
  ): TomlTexts | null {
    const value = parent.pairs.get(key)?.value;
    if (value === undefined) return null;
    if (value.kind !== 'array') {
      wrong(value, key, `an array of ${expected}`);
      return null;
    }
    const items: TomlScalar[] = [];
    for (const item of value.items) {
      if (isScalar(item) && fits(item) && item.text.trim() !== '') items.push(item);
      else wrong(item, key, `only ${expected}`);
    }
    return { items, at: value.at };
  }

  function unknownKeys(parent: TomlTable, name: string, known: readonly string[]): void {
    for (const [key, { key: at }] of parent.pairs) {
      if (known.includes(key)) continue;
      const message = `Unexpected key ${shortened(key)} in ${name}, expected one of ${known.join(', ')}; correct it if one of them is meant, else it says nothing`;
      complain('unknown-key', message, at);
    }
  }

  function wrong(value: TomlValue, key: string, expected: string): void {
    complain('plan-syntax', `Unexpected ${describe(value)} as ${shortened(key)}, expected ${expected}`, value.at);
  }

  function rangeOf({ loc: { start, end } }: TomlPlace): Range {
    const line = lines[start.line - 1];
    if (!line) throw new Error(`Internal error: ${path} has no line ${start.line}`);
    return rangeIn(line, start.column, end.line === start.line ? end.column : line.text.length);
  }
}

function isScalar(value: TomlValue): value is TomlScalar {
  return value.kind !== 'table' && value.kind !== 'array';
}

function isId(value: TomlValue): value is TomlScalar {
  return value.kind === 'integer' || (value.kind === 'text' && value.text.trim() !== '');
}

function describe(value: TomlValue): string {
  if (!isScalar(value)) return value.kind === 'table' ? 'table' : 'array';
  if (value.kind === 'text') return value.text.trim() === '' ? 'empty string' : `string ${shortened(value.text)}`;
  return `${value.kind} ${shortened(value.text)}`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return JSON.stringify(line.length > 40 ? `${line.slice(0, 39)}…` : line);
}
