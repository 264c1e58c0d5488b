import { findingWords, isAtLeast, type Finding } from './finding.ts';
import { isAlike } from './same-finding.ts';

/** A finding of one of several reviews. */
export interface Placed {
  readonly finding: Finding;
  /** Where its quote stands, in a text that is the same for all of them; undefined unless that is the only such line. */
  readonly only: number | undefined;
}

/**
 * The findings of several reviews as one list. What another review has raised as well is in it once, as what it is worst
 * held to be; what one review has told apart stays apart.
 */
export function gather<T extends Placed>(lists: readonly (readonly T[])[]): T[] {
  let all: readonly T[] = [];
  for (const list of lists) {
    const next = [...all];
    const joined = new Set<number>();
    for (const one of list) {
      const at = all.findIndex((other, index) => !joined.has(index) && areSurelyOne(one, other));
      if (at < 0) next.push(one);
      else next[at] = worse(all[at]!, one);
      joined.add(at);
    }
    all = next;
  }
  return [...all];
}

/**
 * Whether findings of two reviews are one for certain: much the same words about a line that no other could be. Their ids
 * say nothing, since each review counts its own. In doubt they are two: an entry too many is read and closed, and one that
 * went into another is never seen again.
 */
export function areSurelyOne(one: Placed, other: Placed): boolean {
  const [a, b] = [one.finding, other.finding];
  if (a.path !== b.path) return false;
  if (a.quote === undefined && b.quote === undefined) return findingWords(a) === findingWords(b);
  return one.only !== undefined && one.only === other.only && isAlike(a, b);
}

function worse<T extends Placed>(one: T, other: T): T {
  return isAtLeast(one.finding.severity, other.finding.severity) ? one : other;
}
