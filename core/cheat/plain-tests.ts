import type { ChangedFile, Source } from './change.ts';
import { gained } from './gained.ts';
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

interface Line {
  readonly text: string;
  readonly line: number;
}

/**
 * What tests that stay asked for and do not ask for any more, and what has come for it. What has all its values in lines
 * that are new is only written in another way.
 */
export function plainLossesOf({
  base,
  head,
  language,
}: ChangedFile): { test: PlainTest; gone: Line; came: Line | undefined }[] {
  if (!base || !head) return [];
  const before = new Map(plainTests(base, language).map((one) => [one.name, one]));
  if (before.size === 0) return [];
  const added = gained(base.lines, head.lines, (text) => text.trim());
  const anew = new Set(added.flatMap(valuesIn));
  return plainTests(head, language).flatMap((test) => {
    const was = before.get(test.name)?.assertions ?? [];
    const came = gained(was, test.assertions, ({ text }) => text);
    const gone = gained(test.assertions, was, ({ text }) => text).filter(({ text }) => !isKept(text, anew));
    return gone.map((one, index) => ({ test, gone: one, came: came[index] }));
  });
}

/** One without values may have another name now: nothing is said of it. */
function isKept(text: string, anew: ReadonlySet<string>): boolean {
  return valuesIn(text).every((one) => anew.has(one));
}

/** The values that are written down in a text. */
function valuesIn(text: string): string[] {
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
    assertion: /^\s*(?:\} else )?if .*\{$|\b(?:assert|require)\.\w+\(|^\s*\{.*\},?$/,
  },
  rust: {
    start: /^\s*(?:pub )?(?:async )?fn (\w+)/,
    attribute: /^\s*#\[(?:\w+::)*(?:test|rstest|test_case|quickcheck|wasm_bindgen_test)\b/,
    off: /^\s*#\[(?:ignore\b|cfg\((?!test\)\])|cfg_attr\(.*\bignore\b)/,
    assertion: /\b(?:debug_|prop_)?assert\w*!\s*\(|#\[should_panic|#\[case\b/,
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
        assertion.test(one) && !/^\s*\/[/*]/.test(one) ? [{ text: one.trim(), line: first + index + 1 }] : [],
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
