import type { ChangedFile, Source } from './change.ts';
import { testCases, type TestCase } from './test-cases.ts';

/**
 * The tests of a file at the head under the names that they had at the base: one that has another name now is known again
 * by its words, so that it cannot be skipped, or asked for less, by a new name.
 */
export function testsByOldName({ base, head }: Pick<ChangedFile, 'base' | 'head'>): readonly TestCase[] {
  if (!head) return [];
  const tests = testCases(head);
  if (!base || base.text === head.text) return tests;
  const names = namesBefore(base, head);
  return names.size === 0 ? tests : tests.map((test) => ({ ...test, name: names.get(test) ?? test.name }));
}

function namesBefore(base: Source, head: Source): Map<TestCase, string> {
  const [before, after] = [testCases(base), testCases(head)];
  const [had, has] = [new Set(before.map(({ name }) => name)), new Set(after.map(({ name }) => name))];
  const gone = before
    .filter(({ name }) => !has.has(name))
    .slice(0, most)
    .map((test) => ({ test, words: wordsOf(base, test) }));
  const came = after
    .filter(({ name }) => !had.has(name))
    .slice(0, most)
    .map((test) => ({ test, words: wordsOf(head, test) }));
  const alike = gone
    .flatMap((was) => came.map((is) => ({ was, is, share: shareOf(was.words, is.words) })))
    .filter(({ share }) => share >= enough)
    .toSorted((a, b) => b.share - a.share);
  const found = new Map<TestCase, string>();
  const taken = new Set<TestCase>();
  for (const { was, is } of alike) {
    if (taken.has(was.test) || found.has(is.test)) continue;
    taken.add(was.test);
    found.set(is.test, was.test.name);
  }
  return found;
}

/** Each is compared with each, so of very many only the first. */
const most = 200;

/** Of the words of the one that has fewer. */
const enough = 0.6;

function shareOf(some: ReadonlySet<string>, others: ReadonlySet<string>): number {
  const both = [...some].filter((word) => others.has(word)).length;
  return both / Math.max(1, Math.min(some.size, others.size));
}

function wordsOf({ syntax }: Source, { node }: TestCase): ReadonlySet<string> {
  return new Set(syntax?.textOf(node).match(/[\p{L}_][\p{L}\d_]*|\d+/gu));
}
