import { anchorHash, anchorStart } from './backlog-anchor.ts';
import { isAtLeast, type Finding } from './finding.ts';
import { writtenEntries, type WrittenEntry } from './written-entries.ts';

/** A finding that a backlog has no entry for. */
export interface NewFinding<T> {
  readonly of: T;
  readonly anchor: string;
  /** The entry of the same finding that is marked as fixed, by its id or anchor; undefined where there is none. */
  readonly after: string | undefined;
}

/**
 * Those of the findings that are to be added to a backlog. Each entry that is there, by its comment, stands for one
 * finding of the same path, words and quoted line. One that is marked as fixed stands for nothing: what is found after
 * that is found anew. One that code cannot read any more may still stand for something. `known` is the backlog as it was
 * when they were found: what was open there stands for its finding, whatever has become of it since.
 */
export function newFindings<T extends { readonly finding: Finding }>(
  content: string,
  deferred: readonly T[],
  known = '',
): NewFinding<T>[] {
  const [now, then] = [byAnchor(content), byAnchor(known)];
  const added = new Map<T, NewFinding<T>>();
  for (const same of families(deferred)) {
    const { held, fixed, next } = whatIsThere(same[0].finding);
    for (const [index, of] of same.slice(held).entries())
      added.set(of, { of, anchor: anchorHash(of.finding, next + index), after: fixed });
  }
  return deferred.flatMap((one) => added.get(one) ?? []);

  /** How many entries of such a finding count, one that does not, and the first number that is free. */
  function whatIsThere(finding: Finding): { held: number; fixed: string | undefined; next: number } {
    let held = 0;
    let next = 1;
    let fixed: string | undefined;
    for (; ; next++) {
      const hash = anchorHash(finding, next);
      const [isThere, wasThere] = [content, known].map((text) => text.includes(anchorStart(hash)));
      if (!isThere && !wasThere) return { held, fixed, next };
      const isOpen = isThere && !areFixed(now.get(hash));
      const wasOpen = wasThere && !areFixed(then.get(hash));
      if (isOpen || wasOpen) held += 1;
      else if (isThere) fixed = now.get(hash)?.[0]?.finding.id || hash;
    }
  }
}

function byAnchor(content: string): Map<string, WrittenEntry[]> {
  const found = new Map<string, WrittenEntry[]>();
  for (const entry of writtenEntries(content)) {
    if (entry.anchor !== undefined) found.set(entry.anchor, [...(found.get(entry.anchor) ?? []), entry]);
  }
  return found;
}

function areFixed(entries: readonly WrittenEntry[] = []): boolean {
  return entries.length > 0 && entries.every((entry) => entry.finding.state === 'fixed');
}

/** Findings that share an anchor; what was said twice in the same words about the same line is said once, at its worst. */
function families<T extends { readonly finding: Finding }>(deferred: readonly T[]): [T, ...T[]][] {
  const found = new Map<string, [T, ...T[]]>();
  for (const one of deferred) {
    const anchor = anchorHash(one.finding);
    const family = found.get(anchor);
    const twin = family?.findIndex(({ finding }) => finding.line === one.finding.line) ?? -1;
    if (!family) found.set(anchor, [one]);
    else if (twin < 0) family.push(one);
    else if (!isAtLeast(family[twin]!.finding.severity, one.finding.severity)) family[twin] = one;
  }
  return [...found.values()];
}
