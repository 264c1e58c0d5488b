import { byteOfNoCharacter, hiddenCharacter } from '../../visible.ts';
import { placeIn } from '../context.ts';
import { defineRule } from '../rule.ts';

/**
 * Nothing may be said to an agent that a reader does not see. Bidirectional controls can show a line in another order
 * than it is read in, zero-width and control characters can hide text. What makes up an emoji is fine, and so is a joiner
 * between letters of a script that uses it. A byte that is no character of UTF-8 shows as U+FFFD, and nobody can tell
 * what was meant; in a file it stays as it is.
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
 *
 * @example A file in an older encoding. ⟦DCE9⟧ stands for the byte E9.
 *
 *     --- specs/10-input.md
 *     Un caf⟦DCE9⟧.
 *     === specs/10-input.md:1:7 Unexpected byte E9, expected UTF-8; save the file in that encoding
 */
export const invisibleCharacters = defineRule({
  id: 'invisible-characters',
  recommended: 'error',
  check({ passages }, report) {
    for (const { file, lines } of passages) {
      for (const line of lines) {
        for (const { 0: found, index } of line.text.matchAll(hiddenCharacter)) {
          const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
          const message = `Unexpected invisible character U+${code}, expected text that a reader can see; remove it`;
          report({ message, ...placeIn(file.path, line, index, index + found.length) });
        }
        for (const { 0: found, index } of line.text.matchAll(byteOfNoCharacter)) {
          const byte = (found.charCodeAt(0) - 0xdc00).toString(16).toUpperCase();
          const message = `Unexpected byte ${byte}, expected UTF-8; save the file in that encoding`;
          report({ message, ...placeIn(file.path, line, index, index + 1) });
        }
      }
    }
  },
});
