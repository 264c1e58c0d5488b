import { createHash } from 'node:crypto';
import { findingWords, plainLine, type Finding } from './finding.ts';

/**
 * What names an entry for code, whatever people do to its text: 12 hexadecimal digits. The line that is quoted belongs to
 * it: the same words about another line are another finding. `which` tells entries apart that are the same in all that.
 */
export function anchorHash(finding: Finding, which = 1): string {
  const words = findingWords(finding);
  const line = plainLine(finding.quote);
  const named = line === '' && which === 1 ? words : JSON.stringify([words, line, which]);
  return createHash('sha256').update(named).digest('hex').slice(0, 12);
}

/** How the hidden comment of an entry begins; facts may follow behind a semicolon. */
export function anchorStart(hash: string): string {
  return `<!-- finding ${hash}`;
}

/** The hash in the first anchor of a text; undefined where it has none. */
export function anchorIn(text: string): string | undefined {
  return /<!-- finding ([0-9a-f]{12})[ ;]/.exec(text)?.[1];
}
