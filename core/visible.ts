import { stripVTControlCharacters } from 'node:util';

/**
 * What a person sees is what is there: text of agents, plans and gates without escape sequences, control characters and
 * invisible or direction-changing characters, which could hide words or show them in another order. Line breaks stay, and a byte that
 * was no character shows as U+FFFD.
 */
export function visibleText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', '  ')
    .replaceAll(unseen, '');
}

/** The same on one line, with single blanks between words. */
export function visibleLine(text: string): string {
  return visibleText(text).replaceAll(/\s+/g, ' ').trim();
}

/**
 * The same with what no reader would see told by its code point, such as `⟨U+202E⟩`: where text is shown to a person who
 * judges it, a character that was hidden in it is a fact about it. Colours of terminals are not told.
 */
export function revealedText(text: string): string {
  return stripVTControlCharacters(text.toWellFormed())
    .replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', '  ')
    .replaceAll(hiddenCharacter, (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
    });
}

/** The text without what no reader sees, and how many characters that were. Tabs, emoji and joined letters stay as they are. */
export function withoutHidden(text: string): { readonly text: string; readonly hidden: number } {
  const lines = text.toWellFormed().replaceAll(/\r\n?|[\u0085\u2028\u2029]/g, '\n');
  const plain = stripVTControlCharacters(lines);
  let hidden = lines.length - plain.length;
  const shown = plain.replaceAll(hiddenCharacter, () => {
    hidden += 1;
    return '';
  });
  return { text: shown, hidden };
}

/**
 * One character without a shape of its own, as the source of a pattern with the flag `u`: what a reader does not see.
 * Some signs that are written below or around numbers are format characters too, but have a shape.
 */
const unseenCharacter = String.raw`(?![\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}])[\p{Cc}\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]`;

const unseen = new RegExp(String.raw`(?!\n)${unseenCharacter}`, 'gu');

const pictograph = String.raw`\p{Extended_Pictographic}`;

const joined = String.raw`[[\p{L}\p{M}]&&[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]]`;

/** A flag of a region is a black flag, the letters of the region as tags, and a tag that ends it. */
const flagTags = String.raw`[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]`;

/** As files are read, a byte that belongs to no character: a lone surrogate. */
export const byteOfNoCharacter = /[\uDC80-\uDCFF]/gu;

/** Every character that no reader sees and that does nothing for those next to it. */
export const hiddenCharacter = new RegExp(
  [
    String.raw`(?![\t\r\n])`,
    String.raw`(?!(?<=${pictograph})[\uFE0E\uFE0F])(?!(?<=[\d#*])\uFE0F\u20E3)`,
    // A joiner with an emoji on one side only joins nothing.
    String.raw`(?!(?<=${pictograph}|\uFE0F|\p{Emoji_Modifier})\u200D${pictograph})`,
    String.raw`(?!(?<=${joined})[\u200C\u200D]${joined})`,
    String.raw`(?!(?<=\u{1F3F4}${flagTags}{0,6})(?:${flagTags}{0,6}\u{E007F}))`,
    unseenCharacter,
  ].join(''),
  'gv',
);
