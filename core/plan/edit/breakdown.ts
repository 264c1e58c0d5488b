import { fail, type Result } from '../../failure.ts';
import { markdownLines, type Line } from '../../markdown/lines.ts';
import { edited, endingOf, type Edit } from './edit.ts';

/** A spec with its accepted breakdown as a section of boxes at the end. Titles are text, each on one line. */
export function addBreakdown(path: string, content: string, titles: readonly string[]): Result<Edit> {
  const lines = markdownLines(content);
  const last = lines.at(-1);
  if (last && isInside(last)) {
    const message =
      'Unexpected end of file inside a code fence or a comment, expected its closing marks; close it, because no task below it can be seen';
    return fail('broken-plan', message, { path, line: last.number, column: 1 });
  }
  const ending = last ? endingOf(content, last) : '';
  const newline = /\r?\n/.exec(content)?.[0] ?? '\n';
  const section = ['## Tasks', '', ...titles.map((title) => `- [ ] ${oneLine(title)}`), ''].join(newline);
  if (!last) return edited(path, content, [{ line: 1, before: '', after: section }]);
  const gap = last.text.trim() === '' ? newline : newline.repeat(2);
  return edited(path, content, [{ line: last.number, before: last.text + ending, after: last.text + gap + section }]);
}

function isInside({ kind, text }: Line): boolean {
  return kind === 'fence-start' || kind === 'code' || (kind === 'comment' && !text.includes('-->'));
}

function oneLine(title: string): string {
  return title.replaceAll(/\s+/g, ' ').trim();
}
