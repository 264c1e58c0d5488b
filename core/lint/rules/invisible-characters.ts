import { hiddenCharacter } from '../../visible.ts';
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
        for (const { 0: found, index } of line.text.matchAll(hiddenCharacter)) {
          const code = (found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
          const message = `Unexpected invisible character U+${code}, expected text that a reader can see; remove it`;
          report({ message, ...placeIn(file.path, line, index, index + found.length) });
        }
      }
    }
  },
});
