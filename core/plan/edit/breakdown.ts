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

function oneLine(title: string): string {
  return title.replaceAll(/\s+/g, ' ').trim();
}
