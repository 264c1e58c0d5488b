import type { ChangedFile } from './change.ts';
import { plainTests } from './plain-tests.ts';
import { isOff, testCases } from './test-cases.ts';

/** Tests of a file by the names that runners have for them. */
export interface WrittenTests {
  /** Whether there are means to read tests in this language. */
  readonly isRead: boolean;
  /**
   * Whether a test of exactly this name stands there, by itself and not off. Rows of tables, names that are worked out and
   * tests that are made by others are not known to.
   */
  readonly has: (name: string) => boolean;
}

/** The tests that surely stand in a file as it is now. */
export function writtenTests({ head, language }: Pick<ChangedFile, 'head' | 'language'>): WrittenTests {
  if (!head) return { isRead: true, has: () => false };
  const plain = plainTests(head, language).filter((one) => !one.isOff);
  const cases = testCases(head).filter(({ modifiers }) => !modifiers.some((one) => isOff(one) || ofRows.test(one)));
  const names = new Set([...plain, ...cases].map(({ name }) => joined(name)));
  return {
    isRead: language !== undefined,
    has: (name) => names.has(joined(language === 'rust' ? (name.split('::').at(-1) ?? '') : name)),
  };
}

const ofRows = /(?:^|\.)(?:each|for|parametrize)$/;

/** Jest has nothing but a blank between a suite and its test. */
function joined(name: string): string {
  return name.replaceAll(' > ', ' ');
}
