import type { Result } from '../../failure.ts';
import { markdownLines } from '../../markdown/lines.ts';
import { edited, endingOf, openEnd, type Edit } from './edit.ts';

/** A spec with its accepted breakdown as a section of boxes at the end. Titles are text, each on one line. */
export function addBreakdown(path: string, content: string, titles: readonly string[]): Result<Edit> {
  const lines = markdownLines(content);
  const last = lines.at(-1);
  const open = openEnd(path, lines);
  if (open) return open;
  const ending = last ? endingOf(content, last) : '';
  const newline = /\r?\n/.exec(content)?.[0] ?? '\n';
  const section = ['## Tasks', '', ...titles.map((title) => `- [ ] ${oneLine(title)}`), ''].join(newline);
  if (!last) return edited(path, content, [{ line: 1, before: '', after: section }]);
  const gap = last.text.trim() === '' ? newline : newline.repeat(2);
  return edited(path, content, [{ line: last.number, before: last.text + ending, after: last.text + gap + section }]);
}

/** A row of a phase's task table. */
export interface TaskRow {
  readonly id: string;
  readonly title: string;
  /** Ids. */
  readonly dependsOn: readonly string[];
}

/** A plan with a table of tasks right below the heading of a phase that had none. */
export function addTaskTable(
  path: string,
  content: string,
  phase: { line: number },
  rows: readonly TaskRow[],
): Result<Edit> {
  const lines = markdownLines(content);
  const heading = lines[phase.line - 1];
  const below = lines[phase.line];
  const place = below?.kind === 'underline' ? below : heading;
  if (!place) throw new Error(`Internal error: ${path} has no line ${phase.line}`);
  const ending = endingOf(content, place);
  const newline = ending || (/\r?\n/.exec(content)?.[0] ?? '\n');
  const table = [
    '| # | Task | Depends on | Status |',
    '| --- | --- | --- | --- |',
    ...rows.map(({ id, title, dependsOn }) => `| ${id} | ${cell(title)} | ${dependsOn.join(', ') || '—'} | open |`),
  ];
  const after = [place.text, '', ...table].join(newline) + newline;
  return edited(path, content, [{ line: place.number, before: place.text + ending, after }]);
}

function cell(title: string): string {
  return oneLine(title).replaceAll(/\\?\|/g, String.raw`\|`);
}

function oneLine(title: string): string {
  return title.replaceAll(/\s+/g, ' ').trim();
}
