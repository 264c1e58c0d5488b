import { findingId, findingWords, plainLine, type Finding } from './finding.ts';

/*
 * When are two findings one? Reviewers start from nothing each time, so the same thing comes back in other words, on a
 * line that has moved, from another reviewer. The rule goes by three facts, of which nobody has to be believed:
 *
 * - The path is the same. What moved to another file is another finding: the same line with the same fault in two files
 *   is two faults far more often than one that moved.
 * - The titles are alike: of the words that carry meaning, in whatever order and form, most are in both. Half of them
 *   suffice where the quoted line is the same as well; where it is not, or nobody quoted one, it takes more.
 * - The line's number says nothing.
 *
 * Its limits: words are compared as letters, so a title that says the same without sharing words is a new finding (it
 * costs a round), and two faults of one line in nearly the same words count as one when they come in different rounds.
 * Nothing is lost then: the newest words are the ones that are shown and fixed.
 */

/** How much two findings are alike, from 0 (they are two) to 2 (the same words about the same line). */
export function likeness(one: Finding, other: Finding): number {
  if (one.path !== other.path) return 0;
  const words = sharedPart(meaningIn(one.title), meaningIn(other.title));
  const isSameLine = quotesSameLine(one, other);
  return words >= (isSameLine ? 0.5 : 0.7) ? words + (isSameLine ? 1 : 0) : 0;
}

export function quotesSameLine(one: Finding, other: Finding): boolean {
  const line = plainLine(one.quote);
  return line !== '' && line === plainLine(other.quote);
}

/**
 * The raised findings as what they are: one that is known keeps its id, whatever its words; no two have the same id; what
 * was said twice in one breath is said once. Each known finding is raised at most once: two that were raised stay two.
 */
export function identify(raised: readonly Finding[], known: readonly Finding[]): Finding[] {
  const each = [...new Map(raised.map((finding) => [breath(finding), finding])).values()];
  const pairs = each
    .flatMap((finding) => known.map((before) => ({ finding, before, score: score(finding, before) })))
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
  for (const before of known) taken.add(findingId(before));
  return each.map((finding) => named(finding, names.get(finding), taken));
}

/** The findings of several reviewers as one list: what more than one of them raised is in it once, in its first words. */
export function gather(lists: readonly (readonly Finding[])[]): Finding[] {
  const all: Finding[] = [];
  for (const list of lists) {
    const known = new Set(all.map(findingId));
    all.push(...identify(list, all).filter((finding) => !known.has(findingId(finding))));
  }
  return all;
}

/** A reviewer who names the id of a finding has looked at that finding. */
function score(finding: Finding, before: Finding): number {
  const isNamed = finding.id !== undefined && finding.id === findingId(before) && finding.path === before.path;
  return isNamed ? 3 : likeness(finding, before);
}

function named(finding: Finding, known: string | undefined, taken: Set<string>): Finding {
  const { id: _, ...words } = finding;
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
