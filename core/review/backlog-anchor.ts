import { createHash } from 'node:crypto';
import { findingWords, type Finding } from './finding.ts';

/** What names an entry for code, whatever people do to its text: 12 hexadecimal digits. */
export function anchorHash(finding: Finding): string {
  return createHash('sha256').update(findingWords(finding)).digest('hex').slice(0, 12);
}

/** How the hidden comment of an entry begins; facts may follow behind a semicolon. */
export function anchorStart(finding: Finding): string {
  return `<!-- finding ${anchorHash(finding)}`;
}

/** The hash in the first anchor of a text; undefined where it has none. */
export function anchorIn(text: string): string | undefined {
  return /<!-- finding ([0-9a-f]{12})[ ;]/.exec(text)?.[1];
}
