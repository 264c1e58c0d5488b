import { markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { conflictWords } from '../wording.ts';
import { commitCode, recordLink } from './link.ts';
import type { Section } from './section.ts';

/** Pieces of work that git could not bring together. Absent where there were none. */
export function conflictsSection(report: Report): Section | null {
  const { merges } = report;
  if (merges.length === 0) return null;
  const open = merges.filter(({ isResolved }) => !isResolved).length;
  return {
    id: 'conflicts',
    title: 'Conflicts',
    says: open === 0 ? 'resolved' : `${open} of ${merges.length} open`,
    tone: open === 0 ? 'good' : 'open',
    content: markup`<ul>${merges.map(
      (one) =>
        markup`<li>${conflictWords(one)}: ${one.paths.map((path) => markup`<code>${path}</code> `)}${one.commit !== null && commitCode(one.commit)} ${recordLink(report, one.stage)}</li>`,
    )}</ul>`,
  };
}
