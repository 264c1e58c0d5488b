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

/** Everything but the line break that has no shape of its own. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Default_Ignorable_Code_Point}]/gu;
