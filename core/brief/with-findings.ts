import picomatch from 'picomatch';
import { openEntries, pathsIn, type OpenEntry } from '../review/open-entries.ts';
import type { Brief } from './brief.ts';

/** The briefs with the open findings of the backlog that lie in files of their task. */
export function withFindings(briefs: readonly Brief[], backlog: string | undefined): Brief[] {
  const entries = backlog === undefined ? [] : openEntries(backlog);
  if (entries.length === 0) return [...briefs];
  return briefs.map((brief) => {
    const isIn = filesOf(brief);
    return { ...brief, findings: entries.filter(({ paths }) => paths.some(isIn)).map(told) };
  });
}

/** The files that a task names as its own; of one that names none, those of which it and its sections speak. */
function filesOf({ files, sections, text }: Brief): (path: string) => boolean {
  if (files.length > 0) return picomatch([...files], { dot: true });
  const named = new Set([text, ...sections.map((section) => section.text)].flatMap(pathsIn));
  return (path) => named.has(path);
}

function told({ id, finding: { severity, title, location } }: OpenEntry): Brief['findings'][number] {
  return { id, severity, title, location };
}
