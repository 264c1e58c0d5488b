import { codeSpans } from '../../markdown/code-spans.ts';
import type { Line } from '../../markdown/lines.ts';
import { placeIn } from '../context.ts';
import { defineRule } from '../rule.ts';
import type { Fix } from '../diagnostic.ts';

/**
 * Letters of two alphabets can look the same, and so can quotes and dashes: what a reader sees is then not what an agent
 * copies. Words that mix Latin letters with Cyrillic or Greek ones of the same look are found everywhere, full-width
 * letters and marks of typesetting in code only. Words of one alphabet, and units such as µs and kΩ, are fine.
 *
 * @example Words and units of other alphabets, and typesetting outside code.
 *
 *     --- specs/10-input.md
 *     Пароль и λ, π, 5 µs, 3 kΩ, Δt, β-test: don’t use `don't` – ever. The sign is `’`, and the label `“Don’t save”`.
 *
 * @example Cyrillic а in a word, typesetting in code. ⟦0430⟧ is U+0430, ⟦00A0⟧ a no-break space.
 *
 *     --- specs/10-input.md
 *     The p⟦0430⟧ssword.
 *     Run `git –force`, `echo ‘a’`, `ｎpm` and `npm⟦00A0⟧ci`.
 *     === specs/10-input.md:1:5 Unexpected word "p⟦0430⟧ssword" with U+0430, which looks like "a", expected letters of one alphabet; type the word anew
 *     === specs/10-input.md:2:10 Unexpected "–" (U+2013) in code, expected "--" or "-" as in "–force"; type it anew
 *     === specs/10-input.md:2:25 Unexpected "‘" (U+2018) in code, expected "'"; type it anew
 *     === specs/10-input.md:2:27 Unexpected "’" (U+2019) in code, expected "'"; type it anew
 *     === specs/10-input.md:2:32 Unexpected "ｎ" (U+FF4E) in code, expected "n"; type it anew
 *     === specs/10-input.md:2:45 Unexpected no-break space (U+00A0) in code, expected a blank; type it anew
 */
export const lookAlike = defineRule({
  id: 'look-alike',
  recommended: 'error',
  check({ passages }, report) {
    for (const { file, lines } of passages) {
      let isCommand = false;
      for (const line of lines) {
        if (line.kind === 'fence-start')
          isCommand = /^[\s`~]*(?:ba|z|fi)?sh\b|^[\s`~]*(?:console|shell|powershell)\b/.test(line.text);
        const found = [...mixedWords(line.text), ...typesetIn(line, isCommand)];
        for (const { index, length, trouble, blank } of found.toSorted((a, b) => a.index - b.index)) {
          const fix: Fix = { path: file.path, start: line.start + index, end: line.start + index + length, text: ' ' };
          report({
            message: `Unexpected ${trouble}`,
            ...placeIn(file.path, line, index, index + length),
            ...(blank ? { fix } : {}),
          });
        }
      }
    }
  },
});

interface Found {
  readonly index: number;
  readonly length: number;
  readonly trouble: string;
  /** Whether a blank in its place means the same. */
  readonly blank?: true;
}

/** Letters with the look of a Latin one, each above the other. Lower-case Greek is left out: it stands in formulas. */
const twins = {
  cyrillic: ['АВЕЅІЈКМНОРСТУХҮԌԚԜаеосрхуіјѕһԁԛԝ', 'ABESIJKMHOPCTYXYGQWaeocpxyijshdqw'],
  greek: ['ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο', 'ABEZHIKMNOPTYXo'],
} as const;

const latinTwin = new Map(
  Object.values(twins).flatMap(([letters, latin]) =>
    letters.split('').map((letter, at) => [letter, latin[at] ?? ''] as const),
  ),
);

function mixedWords(text: string): Found[] {
  // Nearly all lines have no such letter.
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(text)) return [];
  return [...text.matchAll(/[\p{L}\p{M}\p{N}_]+/gu)].flatMap(({ 0: word, index }) => {
    const others = word.match(/[\p{Script=Cyrillic}\p{Script=Greek}]/gu) ?? [];
    const [first] = others;
    if (first === undefined || !/[a-z]/i.test(word) || isInflected(word)) return [];
    if (!others.every((letter) => latinTwin.has(letter))) return [];
    const code = codeOf(first);
    const trouble = `word "${word}" with ${code}, which looks like "${latinTwin.get(first)}", expected letters of one alphabet; type the word anew`;
    return [{ index, length: word.length, trouble }];
  });
}

/** `URLа`: Russian puts its endings on foreign abbreviations. */
function isInflected(word: string): boolean {
  return /^[A-Z\d]{2,}\p{Script=Cyrillic}{1,3}$/u.test(word);
}

function typesetIn({ kind, text }: Line, isCommand: boolean): Found[] {
  if (kind === 'code') return isCommand ? typeset(text) : blanks(text);
  if (kind !== 'text') return [];
  return codeSpans(text).flatMap(({ code, codeStart }) => {
    // A mark on its own, and words in such quotes, are spoken about.
    if (!/[\p{L}\p{N}]/u.test(code) || /^[“‘«].*[”’»]$/su.test(code)) return blanks(code, codeStart);
    return [...typeset(code, codeStart), ...fullWidth(code, codeStart)];
  });
}

function typeset(code: string, start = 0): Found[] {
  const quotes = [...code.matchAll(/(?<=^|[\s=([{,:])([“‘])[^“”‘’]{0,200}([”’])/g)].flatMap(({ 0: whole, index }) => [
    mark(whole[0] ?? '', start + index, `"${plainQuote(whole[0])}"`),
    mark(whole.at(-1) ?? '', start + index + whole.length - 1, `"${plainQuote(whole.at(-1))}"`),
  ]);
  const dashes = [...code.matchAll(/(?<=^|\s)([–—])[a-z][\w-]{0,40}/gi)].map(({ 0: option, 1: dash = '', index }) =>
    mark(dash, start + index, `"--" or "-" as in "${option}"`),
  );
  return [...quotes, ...dashes, ...blanks(code, start)];
}

function plainQuote(quote: string | undefined): string {
  return quote === '‘' || quote === '’' ? "'" : '"';
}

function fullWidth(code: string, start: number): Found[] {
  return [...code.matchAll(/[Ａ-Ｚａ-ｚ０-９]/g)].map(({ 0: letter, index }) =>
    mark(letter, start + index, `"${letter.normalize('NFKC')}"`),
  );
}

function blanks(code: string, start = 0): Found[] {
  return [...code.matchAll(/\u00A0/g)].map(({ index }) => ({
    index: start + index,
    length: 1,
    trouble: 'no-break space (U+00A0) in code, expected a blank; type it anew',
    blank: true,
  }));
}

function mark(character: string, index: number, expected: string): Found {
  const trouble = `"${character}" (${codeOf(character)}) in code, expected ${expected}; type it anew`;
  return { index, length: character.length, trouble };
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
