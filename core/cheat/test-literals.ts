import type { Change, ChangedFile, Source } from './change.ts';
import { literalNames, literalOf } from './nodes.ts';
import { plainLiterals } from './plain-literals.ts';
import { testPart } from './test-part.ts';

/** The numbers and texts that the tests of a change write down. */
export interface TestLiterals {
  has(literal: string): boolean;
  /** Whether two stand together in a test, as what is given and what is expected do. */
  together(one: string, other: string): boolean;
  /** Whether it is written down by itself, or is made of two that stand together: `A500` of `A` and `500`. */
  hasAllOf(literal: string): boolean;
  /** Whether it is the beginning or the end of a text. */
  hasPart(part: string): boolean;
}

/** Lines between two that still belong together. */
const reach = 3;
/** Longer ones are not taken apart. */
const longest = 200;

export function literalsOfTests({ files }: Change): TestLiterals {
  const lines = new Map<string, Set<number>>();
  let first = 0;
  for (const file of files) {
    for (const { text, line } of writtenIn(file)) {
      const known = lines.get(text) ?? new Set();
      lines.set(text, known.add(first + line));
    }
    first += (file.head?.lines.length ?? 0) + reach + 1;
  }
  const texts = [...lines.keys()];
  const has = (literal: string) => lines.has(literal);
  const together = (one: string, other: string): boolean => {
    const [few, many] = [lines.get(one), lines.get(other)].toSorted((a, b) => (a?.size ?? 0) - (b?.size ?? 0));
    if (!few || !many) return false;
    for (const line of few) if (isNear(many, line)) return true;
    return false;
  };
  return {
    has,
    together,
    hasAllOf: (literal) => has(literal) || halves(literal).some(([one, other]) => together(one, other)),
    hasPart: (part) => texts.some((text) => text.startsWith(part) || text.endsWith(part)),
  };
}

function isNear(lines: ReadonlySet<number>, line: number): boolean {
  for (let at = line - reach; at <= line + reach; at += 1) if (lines.has(at)) return true;
  return false;
}

/** All ways to cut it in two, with a mark between them or without. */
function halves(literal: string): [string, string][] {
  if (literal.length < 4 || literal.length > longest) return [];
  return Array.from({ length: literal.length - 1 }, (_, index): [string, string][] => {
    const [start, end] = [literal.slice(0, index + 1), literal.slice(index + 1)];
    return /^\W./.test(end) ? [[start, end.slice(1)]] : [[start, end]];
  }).flat();
}

export interface Literal {
  readonly text: string;
  readonly line: number;
}

function writtenIn({ path, isTest, head }: ChangedFile): Literal[] {
  if (!head) return [];
  if (isTest) return head.syntax || /\.(?:rs|go|json)$/.test(path) ? literalsOf(head) : [];
  const start = testPart(path, head);
  return start === undefined ? [] : literalsOf(head).filter(({ line }) => line >= start);
}

/** All of a file: by its grammar, or by what looks like one. */
function literalsOf({ syntax, lines }: Source): Literal[] {
  if (!syntax)
    return lines.flatMap((line, index) => plainLiterals(line).map(({ text }) => ({ text, line: index + 1 })));
  return syntax.nodes(...literalNames).flatMap((node) => {
    const text = literalOf(syntax, node);
    return text === undefined ? [] : [{ text, line: syntax.lineOf(node) }];
  });
}
