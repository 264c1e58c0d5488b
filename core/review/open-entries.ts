import { createHash } from 'node:crypto';
import { codeSpans, withoutCodeSpans } from '../markdown/code-spans.ts';
import type { Finding } from '../plan/findings/finding.ts';
import { writtenEntries } from './written-entries.ts';

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
  const entries = writtenEntries(content);
  const counts = new Map<string, number>();
  for (const { finding } of entries) counts.set(finding.id, (counts.get(finding.id) ?? 0) + 1);
  return entries.flatMap(({ finding, text, anchor }) => {
    if (finding.state !== 'open' && finding.state !== 'deferred') return [];
    const isUnique = finding.id !== '' && counts.get(finding.id) === 1;
    const id = isUnique ? finding.id : (anchor ?? hashOf(finding));
    return [{ id, finding, paths: pathsIn(placeIn(text, finding)) }];
  });
}

/** The place as it is written: one that is nothing but a code span is read without its marks. */
function placeIn(text: string, { location }: Finding): string {
  const marked = `\`${location}\``;
  return text.includes(marked) ? marked : location;
}

/**
 * The paths that a text names: `src/a.ts`, `src/a.ts:12`, `src/a.ts::name`; several apart from each other. What stands in
 * backticks is one path, whatever signs are in it, and needs none of its marks.
 */
export function pathsIn(text: string): string[] {
  const marked = codeSpans(text).map(({ code }) => withoutPlace(code));
  const words = withoutCodeSpans(text)
    .split(/[\s,;`'"()（），；、。]+/)
    .map(withoutPlace);
  const bare = words.filter((word) => /(?:\/|\.[A-Za-z]\w{0,7}$)/.test(word));
  return [...new Set([...marked, ...bare])].filter((path) => path !== '' && !path.startsWith('/'));
}

/** Without the line, name or part behind the path. A folder may be called `C#`. */
function withoutPlace(word: string): string {
  const [path = ''] = word.split(':', 1);
  const part = path.indexOf('#', path.lastIndexOf('/') + 1);
  return (part < 0 ? path : path.slice(0, part)).replace(/\.$/, '');
}

function hashOf({ location, title }: Finding): string {
  return createHash('sha256').update(`${location}\n${title}`).digest('hex').slice(0, 12);
}
