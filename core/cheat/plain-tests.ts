import type { Source } from './change.ts';
import type { Language } from './language.ts';

/** A test in a language without a grammar here, by its lines. */
export interface PlainTest {
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
  /** With its attributes. */
  readonly lines: readonly string[];
  readonly isOff: boolean;
  readonly assertions: readonly { readonly text: string; readonly line: number }[];
}

/** The tests of a file in Go or Rust, in its order; none in other languages. */
export function plainTests(source: Source, language: Language | undefined): readonly PlainTest[] {
  if (language !== 'go' && language !== 'rust') return [];
  const known = read.get(source) ?? readTests(source.lines, forms[language]);
  read.set(source, known);
  return known;
}

/** The values that are written down in a text. */
export function plainValues(text: string): string[] {
  return text.match(/"(?:[^"\\]|\\.)*"|\b\d[\w.]*/g) ?? [];
}

const read = new WeakMap<Source, readonly PlainTest[]>();

interface Form {
  readonly start: RegExp;
  /** What has to stand above the start; none where the name says it. */
  readonly attribute: RegExp | undefined;
  readonly off: RegExp;
  readonly assertion: RegExp;
}

const forms: Readonly<Record<'go' | 'rust', Form>> = {
  go: {
    start: /^func ((?:Test|Fuzz|Example)\w*)\(/,
    attribute: undefined,
    off: /\b[tbf]\.Skip(?:f|Now)?\(/,
    assertion: /^\s*if .*\{$|\b[tb]\.(?:Error|Fatal|Fail)\w*\(|\b(?:assert|require)\.\w+\(/,
  },
  rust: {
    start: /^\s*(?:pub )?(?:async )?fn (\w+)/,
    attribute: /^\s*#\[(?:\w+::)*(?:test|rstest|test_case|quickcheck|wasm_bindgen_test)\b/,
    off: /^\s*#\[(?:ignore\b|cfg\(any\(\)\)|cfg_attr\(.*\bignore\b)/,
    assertion: /\b(?:assert\w*|panic|prop_assert\w*)!\s*[(]|#\[should_panic/,
  },
};

function readTests(lines: readonly string[], { start, attribute, off, assertion }: Form): PlainTest[] {
  const found: PlainTest[] = [];
  let above = 0;
  for (let at = 0; at < lines.length; at += 1) {
    const text = lines[at] ?? '';
    const name = start.exec(text)?.[1];
    if (name === undefined) {
      if (!/^\s*(?:#\[|\/\/)/.test(text)) above = at + 1;
      continue;
    }
    const attributes = lines.slice(above, at);
    above = at + 1;
    if (attribute && !attributes.some((one) => attribute.test(one))) continue;
    const end = endOf(lines, at);
    const all = [...attributes, ...lines.slice(at, end)];
    const first = at - attributes.length;
    found.push({
      name,
      line: at + 1,
      lines: all,
      isOff: all.some((one) => off.test(one)),
      assertions: all.flatMap((one, index) =>
        assertion.test(one) ? [{ text: one.trim(), line: first + index + 1 }] : [],
      ),
    });
    at = end - 1;
    above = end;
  }
  return found;
}

/** The line after the one that closes what begins here: a brace that stands as far to the left. */
function endOf(lines: readonly string[], start: number): number {
  const indent = /^\s*/.exec(lines[start] ?? '')?.[0] ?? '';
  for (let at = start; at < lines.length; at += 1)
    if (lines[at] === `${indent}}` || (at === start && /\}\s*$/.test(lines[at] ?? ''))) return at + 1;
  return lines.length;
}
