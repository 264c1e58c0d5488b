import { numberText } from './nodes.ts';

/** Numbers and texts of a line in a language without a grammar, each with where it begins and ends. */
export function plainLiterals(line: string): { text: string; from: number; to: number }[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(?<![\w.])-?\d[\w.]*/g)].map((match) => ({
    text: match[1] ?? numberText(match[0]),
    from: match.index,
    to: match.index + match[0].length,
  }));
}
