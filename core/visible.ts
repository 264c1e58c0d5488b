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
 * One character without a shape of its own, as the source of a pattern with the flag `u`: what a reader does not see.
 * Some signs that are written below or around numbers are format characters too, but have a shape.
 */
export const unseenCharacter = String.raw`(?![\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}])[\p{Cc}\p{Cf}\p{Co}\p{Default_Ignorable_Code_Point}\u2800]`;

const unseen = new RegExp(String.raw`(?!\n)${unseenCharacter}`, 'gu');
