import type { Finding, Founded } from './finding.ts';
import { lineOfQuote } from './quoted-place.ts';

/** A finding that does not stand where it says, and why it is not believed. */
export interface Unfounded {
  readonly finding: Finding;
  readonly problem: string;
}

/** The text of a file as the change leaves it, or as it stood before a change that removes it; undefined: never there. */
export type TextOf = (path: string) => Promise<string | undefined>;

/** Looks every finding up in the code: those that stand there, at the line where they do, and those that do not. */
export async function lookUp(
  findings: readonly Finding[],
  textOf: TextOf,
): Promise<{ readonly founded: Founded[]; readonly unfounded: Unfounded[] }> {
  const founded: Founded[] = [];
  const unfounded: Unfounded[] = [];
  for (const finding of findings) {
    const place = lineOfQuote(finding, await textOf(finding.path));
    if ('problem' in place) unfounded.push({ finding, problem: place.problem });
    else founded.push({ ...finding, ...place });
  }
  return { founded, unfounded };
}

/** What a reviewer is told of findings that do not stand where they say. */
export function doubtsOf(unfounded: readonly Unfounded[]): string {
  return unfounded
    .map(({ finding, problem }) => `the finding "${finding.title}" does not stand where it says: ${problem}`)
    .join('; ');
}
