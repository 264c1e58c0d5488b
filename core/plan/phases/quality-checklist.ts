import { parseLabel } from '../../markdown/label.ts';
import type { Line } from '../../markdown/lines.ts';

/**
 * Whether the boxes of a file say that requirements were reviewed, as in the `checklists/*.md` of spec-kit: the title
 * says so, or the three lines of such a file's head do.
 */
export function isQualityChecklist(lines: readonly Line[]): boolean {
  const labels = new Set<string>();
  for (const { heading, text } of lines) {
    if (heading?.level === 1 && /quality checklist/i.test(heading.text)) return true;
    if (heading && heading.level > 1) break;
    const label = parseLabel(text);
    if (label?.bold) labels.add(label.name.toLowerCase());
  }
  return ['purpose', 'created', 'feature'].every((name) => labels.has(name));
}
