import type { OpenEntry } from './open-entries.ts';
import type { Finding } from './finding.ts';

/**
 * Whether a review speaks of an entry of the backlog: in a file that the entry names, with its id, or with at least half
 * of the words that either has. In doubt it does, and the entry stays open.
 */
export function isRaisedAgain({ id, finding, paths }: OpenEntry, raised: readonly Finding[]): boolean {
  const words = wordsOf(finding.title);
  return raised.some((one) => {
    if (!paths.includes(one.path)) return false;
    if (`${one.title} ${one.fix}`.includes(id)) return true;
    const others = wordsOf(one.title);
    const common = [...words].filter((word) => others.has(word)).length;
    return common * 2 >= Math.min(words.size, others.size);
  });
}

function wordsOf(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}_]+/gu));
}
