import { findingId, findingWords, plainLine, type Finding, type Founded } from './finding.ts';
import { isTelling } from './quoted-place.ts';

/*
 * When are two findings one? Reviewers start from nothing each time, so the same thing comes back in other words, on a
 * line that has moved, from another reviewer. There are two rules, since a wrong "yes" costs more for some findings.
 *
 * For one that the reviewer was shown, that was fixed or was not there, `likeness` goes by three facts, of which nobody has to be believed:
 *
 * - The path is the same. What moved to another file is another finding: the same line with the same fault in two files
 *   is two faults far more often than one that moved.
 * - The titles are alike: of the words that carry meaning, in whatever order and form, most are in both. Half of them
 *   suffice where the quoted line is the same as well, if it tells one place from another; else it takes more.
 * - The line's number says nothing.
 *
 * Its limits: words are compared as letters, so a title that says the same without sharing words is a new finding (it
 * costs a round), and two faults of one line in nearly the same words count as one when they come in different rounds.
 * The newest words are the ones that are shown and fixed.
 *
 * One that was rejected or left for later is not fixed when it is raised again, and one that is open and that the reviewer
 * was not shown is not in its answer, so a wrong "yes" would hide something: `isSurely` takes the reviewer's own word, by
 * the id, or the same words about a line that no other could be. So does `gather` with what several reviews left for later.
 */

/** How much two findings are alike, from 0 (they are two) to 2 (the same words about the same line). */
export function likeness(one: Founded, other: Finding): number {
  if (one.path !== other.path) return 0;
  const words = sharedWords(one, other);
  const isSameLine = quotesSameLine(one, other) && isTelling(one.quote) && one.isOnly !== false;
  return words >= (isSameLine ? 0.5 : alike) ? words + (isSameLine ? 1 : 0) : 0;
}

/** How much of their words two titles share that say the same. */
const alike = 0.7;

/** Lines between a finding and the same one later: what was fixed around it moves it, but not anywhere. */
const drift = 50;

/** Whether a finding is, for certain, one that was there before. */
export function isSurely(finding: Founded, before: Finding): boolean {
  if (isNamed(finding, before)) return true;
  if (finding.path !== before.path) return false;
  if (finding.quote === undefined && before.quote === undefined) return findingWords(finding) === findingWords(before);
  const isThere = finding.isOnly === true && Math.abs(finding.line - before.line) <= drift;
  return isThere && quotesSameLine(finding, before) && isAlike(finding, before);
}

/** Whether two titles say the same, by themselves. */
export function isAlike(one: Finding, other: Finding): boolean {
  return sharedWords(one, other) >= alike;
}

export function quotesSameLine(one: Finding, other: Finding): boolean {
  const line = plainLine(one.quote);
  return line !== '' && line === plainLine(other.quote);
}

/**
 * The raised findings as what they are: one that is known keeps its id, whatever its words; no two have the same id; what
 * was said twice in one breath is said once. Each known finding is raised at most once: two that were raised stay two.
 * Those that are `hidden` from the reviewer are known only for certain.
 */
export function identify(
  raised: readonly Founded[],
  known: readonly Finding[],
  hidden: readonly Finding[] = [],
): Finding[] {
  const each = [...new Map(raised.map((finding) => [breath(finding), finding])).values()];
  const pairs = each
    .flatMap((finding) => [
      ...known.map((before) => ({ finding, before, score: score(finding, before) })),
      ...hidden.map((before) => ({ finding, before, score: isSurely(finding, before) ? 3 : 0 })),
    ])
    .filter((pair) => pair.score > 0)
    .toSorted((a, b) => b.score - a.score);
  const names = new Map<Finding, string>();
  const taken = new Set<string>();
  for (const { finding, before } of pairs) {
    const id = findingId(before);
    if (names.has(finding) || taken.has(id)) continue;
    names.set(finding, id);
    taken.add(id);
  }
  for (const before of [...known, ...hidden]) taken.add(findingId(before));
  return each.map((finding) => named(finding, names.get(finding), taken));
}

/** A reviewer who names the id of a finding has looked at that finding. */
function score(finding: Founded, before: Finding): number {
  return isNamed(finding, before) ? 4 : likeness(finding, before);
}

function isNamed(finding: Finding, before: Finding): boolean {
  return finding.id !== undefined && finding.id === findingId(before) && finding.path === before.path;
}

function sharedWords(one: Finding, other: Finding): number {
  return sharedPart(meaningIn(one.title), meaningIn(other.title));
}

function named(finding: Founded, known: string | undefined, taken: Set<string>): Finding {
  const { id: _, isOnly: __, ...words } = finding;
  const own = findingId(words);
  const id = known ?? free(own, taken);
  taken.add(id);
  return id === own ? words : { id, ...words };
}

function free(id: string, taken: ReadonlySet<string>): string {
  let count = 1;
  while (taken.has(count === 1 ? id : `${id}-${count}`)) count++;
  return count === 1 ? id : `${id}-${count}`;
}

/** What makes two entries of one answer the same: all but the severity and the fix. */
function breath(finding: Finding): string {
  return JSON.stringify([findingWords(finding), finding.line, plainLine(finding.quote)]);
}

/** How much of two sets is in both, from 0 to 1: Dice's coefficient. */
function sharedPart(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size + other.size === 0) return 0;
  let shared = 0;
  for (const word of one) if (other.has(word)) shared++;
  return (2 * shared) / (one.size + other.size);
}

/** The words that carry meaning, without their endings; of scripts without blanks, each two signs that follow each other. */
function meaningIn(title: string): Set<string> {
  const found = plainLine(title).toLowerCase().match(word) ?? [];
  const telling = found.filter((one) => !fillers.has(one));
  const parts = telling.length > 0 ? telling : found;
  return new Set(parts.flatMap((one) => (unspaced.test(one) ? pairsOf(one) : [stem(one)])));
}

const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+|[[\p{L}\p{N}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]]+/gv;

function pairsOf(text: string): string[] {
  const signs = Array.from(text);
  return signs.length === 1 ? signs : signs.slice(1).map((sign, index) => `${signs[index]}${sign}`);
}

/** `refused`, `refuses` and `refusing` are one word. Short words and numbers stay as they are. */
function stem(one: string): string {
  return one.length > 4 ? one.replace(/(?:ing|ed|es|s|e)$/, '') : one.length > 3 ? one.replace(/s$/, '') : one;
}

const fillers: ReadonlySet<string> = new Set(
  'a an and are as at be been but by can do does for from has have in into is it its no not of on or so than that the their then there they this to was were when where which while will with without would'.split(
    ' ',
  ),
);
