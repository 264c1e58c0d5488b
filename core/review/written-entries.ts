import { markdownLines } from '../markdown/lines.ts';
import type { Finding } from '../plan/findings/finding.ts';
import { readPlan } from '../plan/read.ts';
import { anchorIn } from './backlog-anchor.ts';

/** An entry of a backlog, and the lines that it has there. */
export interface WrittenEntry {
  readonly finding: Finding;
  readonly text: string;
  /** The hash in its comment; undefined where it has none. */
  readonly anchor: string | undefined;
}

/** All entries of a backlog, in their order. */
export function writtenEntries(content: string): WrittenEntry[] {
  // The path says nothing here: the file is known to be a backlog.
  const { findings } = readPlan('', content, 'backlog');
  const lines = markdownLines(content);
  return findings.map((finding, index) => {
    const end = findings[index + 1]?.line ?? lines.length + 1;
    const own = lines.slice(finding.line - 1, Math.max(end - 1, finding.line));
    const text = own.map((line) => line.text).join('\n');
    return { finding, text, anchor: anchorIn(text) };
  });
}
