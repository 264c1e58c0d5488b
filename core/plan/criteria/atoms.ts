import { codeSpans } from '../../markdown/code-spans.ts';

/** Where an atom stands in its paragraph. Offsets in UTF-16 code units; `end` is the first behind it. */
export interface Atom {
  readonly start: number;
  readonly end: number;
}

/**
 * Cuts a paragraph into statements that are true or not on their own: at semicolons and at the ends of sentences, not
 * inside code, parentheses or quotes. Where it is in doubt whether a sentence ends, it goes on.
 */
export function atoms(text: string): Atom[] {
  const shields = shieldedParts(text);
  const found: Atom[] = [];
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    const shieldEnd = shields.get(at);
    if (shieldEnd !== undefined) at = shieldEnd - 1;
    else if (isSemicolon(text, at)) finish(at, at + 1);
    else if (isSentenceEnd(text, at, start)) {
      const end = endOfClosingMarks(text, at + 1);
      finish(end, end);
    }
  }
  finish(text.length, text.length);
  return found;

  function finish(end: number, next: number): void {
    const atom = trimmed(text, start, end);
    if (/[\p{L}\p{N}]/u.test(text.slice(atom.start, atom.end))) found.push(atom);
    start = next;
  }
}

/** Without blanks around it, and without the word that only ties it to the one before. */
function trimmed(text: string, start: number, end: number): Atom {
  const written = text.slice(start, end);
  const lead = /^\s*(?:(?:and|und)\s{1,10})?/i.exec(start === 0 ? '' : written)?.[0].length ?? 0;
  const body = written.slice(lead);
  return { start: start + lead + body.length - body.trimStart().length, end: start + lead + body.trimEnd().length };
}

function isSemicolon(text: string, at: number): boolean {
  if (text[at] === '；') return true;
  if (text[at] !== ';' || !/^\s?$/.test(text.charAt(at + 1))) return false;
  const isEntity = /&#?[A-Za-z\d]{1,10}$/.test(text.slice(Math.max(0, at - 12), at));
  // An alternative belongs to what it is the alternative of.
  const isAlternative = /^;\s{1,10}(?:or|oder)\s/i.test(text.slice(at, at + 20));
  return !isEntity && !isAlternative;
}

function isSentenceEnd(text: string, at: number, start: number): boolean {
  const mark = text.charAt(at);
  if (/[。！？]/.test(mark)) return true;
  if (!/[.!?]/.test(mark) || !startsSentence(text, endOfClosingMarks(text, at + 1))) return false;
  return mark !== '.' || !isPartOfWord(text, at, start);
}

/** A small letter goes on with a sentence, and a parenthesis belongs to the one before it. */
function startsSentence(text: string, at: number): boolean {
  return /^\s{1,20}(?:[\p{Lu}\p{Lt}\p{Lo}\p{N}`"“„«「『[*_~]|\p{Extended_Pictographic})/u.test(text.slice(at, at + 24));
}

/** Whether the full stop ends no sentence but an abbreviation, a version, an initial, an ordinal or an ellipsis. */
function isPartOfWord(text: string, at: number, start: number): boolean {
  if (text[at - 1] === '.') return true;
  const from = Math.max(start, at - 20);
  const [word = ''] = /[\p{L}\p{N}.]*$/u.exec(text.slice(from, at)) ?? [];
  const isOrdinal = /^\d+$/.test(word) && text.slice(start, at).trim() === word;
  const isVersion = /^(?:v\d.*|\d+(?:\.\d+)+)$/is.test(word);
  const isInitial = /^\p{L}(?:\.\p{L})*$/u.test(word);
  const isNumbered = /^\s*\d/.test(text.slice(at + 1, at + 4)) && beforeNumbers.has(word.toLowerCase());
  return isOrdinal || isVersion || isInitial || isNumbered || abbreviations.has(word.toLowerCase());
}

/** `i.e.`, `z. B.` and the like are told by their single letters. */
const abbreviations = new Set(
  'etc vs cf approx no nos incl excl resp ca bzw usw ggf inkl evtl vgl sog al dr mr mrs ms prof'.split(' '),
);
const beforeNumbers = new Set('fig figs sec eq ch art p pp vol ver min max nr tab line lines'.split(' '));

function endOfClosingMarks(text: string, at: number): number {
  let end = at;
  while (/^[*_”’»」』]$/.test(text.charAt(end))) end++;
  return end;
}

/** Where code, parentheses and quotes start, each with where it ends. What is never closed shields nothing. */
function shieldedParts(text: string): ReadonlyMap<number, number> {
  const ends = new Map(codeSpans(text).map(({ start, end }) => [start, end]));
  const open: { readonly at: number; readonly closers: string }[] = [];
  const awaited = new Map<string, number>();
  for (let at = 0; at < text.length; at++) {
    const codeEnd = ends.get(at);
    const character = text.charAt(at);
    if (codeEnd !== undefined) at = codeEnd - 1;
    else if (awaits(character)) close(at, character);
    else if (closersOf.has(character)) push(at, closersOf.get(character) ?? '');
  }
  return ends;

  function awaits(character: string): boolean {
    return (awaited.get(character) ?? 0) > 0;
  }

  function push(at: number, closers: string): void {
    open.push({ at, closers });
    for (const closer of closers) awaited.set(closer, (awaited.get(closer) ?? 0) + 1);
  }

  /** What was opened since and not closed is no pair. */
  function close(at: number, character: string): void {
    for (let last = open.pop(); last; last = open.pop()) {
      for (const closer of last.closers) awaited.set(closer, (awaited.get(closer) ?? 0) - 1);
      if (!last.closers.includes(character)) continue;
      ends.set(last.at, at + 1);
      return;
    }
  }
}

const closersOf: ReadonlyMap<string, string> = new Map([
  ['(', ')）'],
  ['（', '）)'],
  ['[', ']'],
  ['【', '】'],
  ['「', '」'],
  ['『', '』'],
  ['《', '》'],
  ['«', '»'],
  ['“', '”'],
  ['„', '“”'],
  ['"', '"'],
]);
