import { anchorHash, anchorStart } from './backlog-anchor.ts';
import { isPlacedAt } from './backlog-entry.ts';
import { isAtLeast, type Finding } from './finding.ts';
import { writtenEntries, type WrittenEntry } from './written-entries.ts';

/** A finding that is left for later. */
export interface Left {
  readonly finding: Finding;
  /** Whether the line that it quotes stands in no other place of its file. Without it: nobody knows. */
  readonly isOnly?: boolean;
}

/** A finding that a backlog has no entry for. */
export interface NewFinding<T> {
  readonly of: T;
  readonly anchor: string;
  /** The entry of the same finding that is marked as fixed, by its id or anchor; undefined where there is none. */
  readonly after: string | undefined;
}

/**
 * Those of the findings that are to be added to a backlog. An entry stands for one finding of its path, words and quoted
 * line, by its comment: on the line that it names, or wherever the only such line of the file has gone, and no worse than
 * it says. In doubt a finding is added: an entry too many is read and closed, and one that another stands for is never
 * seen. One that is marked as fixed stands for nothing: what is found after that is found anew. `known` is the backlog as
 * it was when they were found: what was open there stands for its finding, whatever has become of it since.
 */
export function newFindings<T extends Left>(content: string, deferred: readonly T[], known = ''): NewFinding<T>[] {
  const [now, then] = [byAnchor(content), byAnchor(known)];
  const added = new Map<T, NewFinding<T>>();
  for (const same of families(deferred)) {
    const { open, fixed, next } = whatIsThere(same[0].finding);
    const unheld = same.filter((one) => !isTaken(open, one));
    for (const [index, of] of unheld.entries()) {
      const after = fixed.findLast((entry) => isAbout(entry, of));
      const anchor = anchorHash(of.finding, next + index);
      added.set(of, { of, anchor, after: after && (after.finding.id || after.anchor) });
    }
  }
  return deferred.flatMap((one) => added.get(one) ?? []);

  /** The entries of such findings: by anchor those that may stand for one, and those that are fixed; the first free number. */
  function whatIsThere(finding: Finding): { open: WrittenEntry[][]; fixed: WrittenEntry[]; next: number } {
    const open: WrittenEntry[][] = [];
    const fixed: WrittenEntry[] = [];
    for (let next = 1; ; next++) {
      const hash = anchorHash(finding, next);
      if (![content, known].some((text) => text.includes(anchorStart(hash)))) return { open, fixed, next };
      const [here, before] = [now.get(hash) ?? [], then.get(hash) ?? []];
      const standing = [...here, ...before].filter((entry) => entry.finding.state !== 'fixed');
      if (standing.length > 0) open.push(standing);
      else fixed.push(...here);
    }
  }
}

/** Whether one of the entries stands for a finding; it then stands for no other. */
function isTaken(open: WrittenEntry[][], one: Left): boolean {
  const holding = (is: (entry: WrittenEntry) => boolean): number =>
    open.findIndex((entries) => entries.some((entry) => is(entry) && isAsBad(entry, one)));
  const there = holding((entry) => isPlacedAt(entry.finding, one.finding));
  const at = there < 0 ? holding((entry) => isAbout(entry, one)) : there;
  if (at >= 0) open.splice(at, 1);
  return at >= 0;
}

/** Whether an entry of a finding's path, words and quoted line is about the same line. */
function isAbout(entry: WrittenEntry, { finding, isOnly }: Left): boolean {
  return isOnly === true || isPlacedAt(entry.finding, finding);
}

function isAsBad({ finding: { severity } }: WrittenEntry, { finding }: Left): boolean {
  return severity !== null && isAtLeast(severity, finding.severity);
}

function byAnchor(content: string): Map<string, WrittenEntry[]> {
  const found = new Map<string, WrittenEntry[]>();
  for (const entry of writtenEntries(content)) {
    if (entry.anchor !== undefined) found.set(entry.anchor, [...(found.get(entry.anchor) ?? []), entry]);
  }
  return found;
}

/** Findings that share an anchor; what was said twice in the same words about the same line is said once, at its worst. */
function families<T extends Left>(deferred: readonly T[]): [T, ...T[]][] {
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
