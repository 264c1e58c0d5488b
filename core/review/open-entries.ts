import { createHash } from 'node:crypto';
import { markdownLines } from '../markdown/lines.ts';
import type { Finding } from '../plan/findings/finding.ts';
import { readPlan } from '../plan/read.ts';
import { anchorIn } from './backlog-anchor.ts';

/** An entry of a backlog that nobody has dealt with yet. */
export interface OpenEntry {
  /** The id that is written, if no other entry has it; else that of its comment; else a hash of its place and title. */
  readonly id: string;
  readonly finding: Finding;
  /** The files that its place names. */
  readonly paths: readonly string[];
}

/** The entries of a backlog that are open or deferred. What is fixed, or by design, is nobody's work. */
export function openEntries(content: string): OpenEntry[] {
  const { findings } = readPlan('', content, 'backlog');
  const lines = markdownLines(content);
  const counts = new Map<string, number>();
  for (const { id } of findings) counts.set(id, (counts.get(id) ?? 0) + 1);
  return findings.flatMap((finding, index) => {
    if (finding.state !== 'open' && finding.state !== 'deferred') return [];
    const end = findings[index + 1]?.line ?? lines.length + 1;
    const text = lines.slice(finding.line - 1, Math.max(end - 1, finding.line)).map((line) => line.text);
    const isUnique = finding.id !== '' && counts.get(finding.id) === 1;
    const id = isUnique ? finding.id : (anchorIn(text.join('\n')) ?? hashOf(finding));
    return [{ id, finding, paths: pathsIn(finding.location) }];
  });
}

/** The paths that a text names: `src/a.ts`, `src/a.ts:12`, `src/a.ts::name`; several apart from each other. */
export function pathsIn(text: string): string[] {
  const words = text.split(/[\s,;`'"()（），；、。]+/).map((word) => word.replace(/(?::|#).*$/, '').replace(/\.$/, ''));
  return [...new Set(words.filter((word) => /^[^/].*(?:\/|\.[A-Za-z]\w{0,7}$)/.test(word)))];
}

function hashOf({ location, title }: Finding): string {
  return createHash('sha256').update(`${location}\n${title}`).digest('hex').slice(0, 12);
}
