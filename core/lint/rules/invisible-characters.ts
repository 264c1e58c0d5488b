import { unseenCharacter } from '../../visible.ts';
import { placeIn } from '../context.ts';
import { defineRule } from '../rule.ts';

/**
 * Nothing may be said to an agent that a reader does not see. Bidirectional controls can show a line in another order
 * than it is read in, zero-width and control characters can hide text. What makes up an emoji is fine, and so is a joiner
 * between letters of a script that uses it.
 *
 * @example An emoji that is joined of two.
 *
 *     --- specs/10-input.md
 *     Thanks 👩‍💻
 *
 * @example An override of the direction of writing. ⟦202E⟧ stands for U+202E.
 *
 *     --- specs/10-input.md
 *     Delete ⟦202E⟧nothing.
 *     === specs/10-input.md:1:8 Unexpected invisible character U+202E, expected text that a reader can see; remove it
 */
export const invisibleCharacters = defineRule({
  id: 'invisible-characters',
  recommended: 'error',
  check({ passages }, report) {
    for (const { file, lines } of passages) {
      for (const line of lines) {
        for (const { 0: found, index } of line.text.matchAll(invisible)) {
          const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
          const message = `Unexpected invisible character U+${code}, expected text that a reader can see; remove it`;
          report({ message, ...placeIn(file.path, line, index, index + found.length) });
        }
      }
    }
  },
});

const pictograph = String.raw`\p{Extended_Pictographic}`;

const joined = String.raw`[[\p{L}\p{M}]&&[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}]]`;

/** A flag of a region is a black flag, the letters of the region as tags, and a tag that ends it. */
const flagTags = String.raw`[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]`;

/** Every character that no reader sees and that does nothing for those next to it. */
const invisible = new RegExp(
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
