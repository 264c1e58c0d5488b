import { positions } from '../../markdown/position.ts';

/**
 * Reads as much TOML as a plan needs, statement by statement, with the place of each, which TOML libraries do not
 * give. After an error it goes on with the next statement, so that an author sees all errors at once. Numbers, dates
 * and booleans stay text: the ids of a plan are never calculated with.
 */
export function readToml(text: string): { statements: TomlStatement[]; errors: TomlError[] } {
  const place = positions(text);
  const statements: TomlStatement[] = [];
  const errors: TomlError[] = [];
  let at = skip(text, text.startsWith('\uFEFF') ? 1 : 0, /\s+|#[^\n]*/y);
  while (at < text.length) {
    const read = readStatement(text, at);
    const closed = 'trouble' in read ? read : endOfStatement(text, read);
    if ('trouble' in closed) {
      errors.push({ message: closed.trouble, ...place(closed.at) });
      at = closed.resume ?? nextLine(text, at, closed.at);
    } else {
      statements.push({ ...closed, start: at, line: place(at).line });
      at = closed.end;
    }
    at = skip(text, at, /\s+|#[^\n]*/y);
  }
  return { statements, errors };
}

export interface TomlStatement {
  /** `table` for `[name]`, `entry` for `[[name]]`, `pair` for `name = value`. */
  readonly kind: 'table' | 'entry' | 'pair';
  readonly key: readonly string[];
  readonly value: TomlValue | null;
  readonly start: number;
  readonly end: number;
  readonly line: number;
}

export type TomlValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'array'; readonly items: readonly TomlValue[] }
  | { readonly kind: 'table'; readonly pairs: readonly (readonly [key: readonly string[], value: TomlValue])[] };

export interface TomlError {
  /** Worded "Unexpected X, expected Y, do Z". */
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** What a reader answers where the text is not TOML; `resume` is set where the next line is no good place to go on. */
interface Trouble {
  readonly trouble: string;
  readonly at: number;
  readonly resume?: number;
}

interface Read<T> {
  readonly value: T;
  readonly end: number;
}

type Statement = Pick<TomlStatement, 'kind' | 'key' | 'value' | 'end'>;

function readStatement(text: string, at: number): Statement | Trouble {
  if (text[at] !== '[') {
    const pair = readPair(text, at, 0);
    return 'trouble' in pair ? pair : { kind: 'pair', key: pair.value[0], value: pair.value[1], end: pair.end };
  }
  const kind = text.startsWith('[[', at) ? 'entry' : 'table';
  const close = kind === 'entry' ? ']]' : ']';
  const key = readKey(text, at + close.length);
  if ('trouble' in key) return key;
  if (!text.startsWith(close, key.end)) return unexpected(text, key.end, `${close} after the name of the table`);
  return { kind, key: key.value, value: null, end: key.end + close.length };
}

function endOfStatement(text: string, statement: Statement): Statement | Trouble {
  const end = skip(text, statement.end, /[ \t]+|#[^\n]*/y);
  return end >= text.length || /[\r\n]/.test(text[end] ?? '')
    ? statement
    : unexpected(text, end, 'the end of the line; write one statement per line');
}

function readPair(text: string, at: number, depth: number): Read<readonly [string[], TomlValue]> | Trouble {
  const key = readKey(text, at);
  if ('trouble' in key) return key;
  if (text[key.end] !== '=') return unexpected(text, key.end, '= after the key');
  const value = readValue(text, skip(text, key.end + 1, /[ \t]+/y), depth);
  return 'trouble' in value ? value : { value: [key.value, value.value], end: value.end };
}

/** `a`, `"a b"`, `a.'b'`; blanks around it are skipped. */
function readKey(text: string, at: number): Read<string[]> | Trouble {
  const key: string[] = [];
  for (let next = at; ; next++) {
    const start = skip(text, next, /[ \t]+/y);
    const quoted = text[start] === '"' || text[start] === "'";
    const part = quoted ? readString(text, start) : readBare(text, start, /[A-Za-z0-9_-]+/y);
    if (part === null) return unexpected(text, start, 'a key');
    if ('trouble' in part) return part;
    key.push(part.value);
    next = skip(text, part.end, /[ \t]+/y);
    if (text[next] !== '.') return { value: key, end: next };
  }
}

/** Deeper nesting is no plan, and would only exhaust the stack. */
const deepest = 50;

function readValue(text: string, at: number, depth: number): Read<TomlValue> | Trouble {
  const first = text[at];
  if (depth > deepest) return unexpected(text, at, `at most ${deepest} arrays or tables in each other`);
  if (first === '[') return readArray(text, at, depth);
  if (first === '{') return readInlineTable(text, at, depth);
  const read = first === '"' || first === "'" ? readString(text, at) : readBare(text, at, /[\w.:+-]+/y);
  if (read === null || (!('trouble' in read) && first !== '"' && first !== "'" && !isScalar(read.value))) {
    return unexpected(text, at, 'a value; put text in quotes');
  }
  return 'trouble' in read ? read : { value: { kind: 'text', text: read.value }, end: read.end };
}

function isScalar(text: string): boolean {
  return /^(?:true|false|[+-]?(?:inf|nan|\d[\w.:+-]*))$/.test(text);
}

function readArray(text: string, at: number, depth: number): Read<TomlValue> | Trouble {
  const items: TomlValue[] = [];
  let next = at + 1;
  for (;;) {
    next = skip(text, next, /\s+|#[^\n]*/y);
    if (text[next] === ']') return { value: { kind: 'array', items }, end: next + 1 };
    if (next >= text.length) return { trouble: 'Unexpected end of file inside an array, expected ]; close it', at };
    const item = readValue(text, next, depth + 1);
    if ('trouble' in item) return item;
    items.push(item.value);
    next = skip(text, item.end, /\s+|#[^\n]*/y);
    if (text[next] === ',') next++;
    else if (text[next] !== ']') return unexpected(text, next, ', or ] in the array; separate its values or close it');
  }
}

function readInlineTable(text: string, at: number, depth: number): Read<TomlValue> | Trouble {
  const pairs: (readonly [string[], TomlValue])[] = [];
  let next = at + 1;
  for (;;) {
    next = skip(text, next, /\s+|#[^\n]*/y);
    if (text[next] === '}') return { value: { kind: 'table', pairs }, end: next + 1 };
    if (next >= text.length) return { trouble: 'Unexpected end of file inside a table, expected }; close it', at };
    const pair = readPair(text, next, depth + 1);
    if ('trouble' in pair) return pair;
    pairs.push(pair.value);
    next = skip(text, pair.end, /\s+|#[^\n]*/y);
    if (text[next] === ',') next++;
    else if (text[next] !== '}') return unexpected(text, next, ', or } in the table; separate its pairs or close it');
  }
}

function readString(text: string, at: number): Read<string> | Trouble {
  const quote = text.charAt(at);
  const marks = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  const end = closingQuote(text, at + marks.length, marks);
  if (end === null) {
    const trouble = `Unexpected string without an end, expected ${marks}; close it`;
    // All that follows is inside a string of several lines; reading it as statements would only add noise.
    return marks.length === 3 ? { trouble, at, resume: text.length } : { trouble, at };
  }
  const raw = text.slice(at + marks.length, end);
  const value = marks.length === 3 ? raw.replace(/^\r?\n/, '') : raw;
  return quote === "'" ? { value, end: end + marks.length } : unescape(value, at, end + marks.length);
}

function closingQuote(text: string, from: number, marks: string): number | null {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\n' && marks.length === 1) return null;
    if (text[at] === '\\' && marks.startsWith('"')) at++;
    else if (text.startsWith(marks, at)) {
      // Up to two more quotes at the end belong to the text.
      while (marks.length === 3 && text[at + 3] === marks[0]) at++;
      return at;
    }
  }
  return null;
}

const escapes: Readonly<Record<string, string>> = { b: '\b', t: '\t', n: '\n', f: '\f', r: '\r', e: '\u001B' };

function unescape(raw: string, at: number, end: number): Read<string> | Trouble {
  let unknown: string | null = null;
  const value = raw.replaceAll(
    /\\(?:(["\\btnfre])|x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|([ \t]*\r?\n\s*)|(.?))/gs,
    (whole, short?: string, x?: string, u?: string, long?: string, folded?: string) => {
      if (short !== undefined) return escapes[short] ?? short;
      if (folded !== undefined) return '';
      const code = Number.parseInt(x ?? u ?? long ?? '', 16);
      if (code <= 0x10_ff_ff) return String.fromCodePoint(code);
      unknown = whole;
      return whole;
    },
  );
  if (unknown === null) return { value, end };
  return { trouble: `Unexpected escape ${unknown as string}, expected one of TOML; write \\\\ for a backslash`, at };
}

function readBare(text: string, at: number, pattern: RegExp): Read<string> | null {
  pattern.lastIndex = at;
  const value = pattern.exec(text)?.[0];
  return value === undefined ? null : { value, end: at + value.length };
}

function skip(text: string, at: number, pattern: RegExp): number {
  let end = at;
  for (pattern.lastIndex = end; pattern.test(text); end = pattern.lastIndex);
  return end;
}

function unexpected(text: string, at: number, expected: string): Trouble {
  const [found = ''] = /^[\w-]{1,40}|^./su.exec(text.slice(at, at + 40)) ?? [];
  const name = found === '' ? 'end of file' : /\s/.test(found) ? 'end of line' : `"${found}"`;
  return { trouble: `Unexpected ${name}, expected ${expected}`, at };
}

/** The line after the statement's first one, or the trouble's own line if that is further down. */
function nextLine(text: string, start: number, trouble: number): number {
  const after = text.indexOf('\n', start);
  if (after < 0) return text.length;
  const ownLine = text.lastIndexOf('\n', trouble - 1);
  return Math.max(after, trouble > start ? ownLine : 0) + 1;
}
