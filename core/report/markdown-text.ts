import { count } from './wording.ts';
import { visibleLine, visibleText } from '../visible.ts';

/**
 * Text that came from an agent or a plan, as Markdown that shows exactly its characters on one line. It can start no
 * heading, list, table cell, link or HTML, it mentions nobody and refers to no issue on a forge.
 */
export function prose(text: string): string {
  const escaped = visibleLine(text)
    .replaceAll(/[\\`*_[\]~#$]/g, String.raw`\$&`)
    // At the start of a list item these would open another list, a rule or a heading.
    .replace(/^(\d+)(?=[.)](?:\s|$))/, '$1\\')
    .replace(/^[-+=]/, String.raw`\$&`);
  return inert(escaped);
}

/** A path, an id or a command. */
export function code(text: string): string {
  const line = visibleLine(text);
  // Backslashes do not escape inside backticks, and a pipe would still end a table cell there.
  return /^[^`|]+$/.test(line) ? `\`${line}\`` : `<code>${prose(line)}</code>`;
}

/** Several lines as they are, indented so that they can stay inside a list item. */
export function block(text: string, indent = ''): string {
  const body = visibleText(text).replace(/^\n+/, '').trimEnd();
  const ticks = Math.max(2, ...[...body.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(ticks + 1);
  return [`${fence}text`, ...body.split('\n'), fence].map((line) => `${indent}${line}`.trimEnd()).join('\n');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** A table whose first rows are shown and the rest folded away; `noun` names one of them: `more file`. */
export function foldedTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  noun: string,
): readonly string[] {
  const rest = rows.slice(mostRows);
  return [
    table(head, rows.slice(0, mostRows)),
    ...(rest.length > 0 ? [folded(count(rest.length, noun), table(head, rest))] : []),
  ];
}

const mostRows = 20;

/** Folds away `inner`, which must be Markdown of ours. The summary is text, in HTML, where backslashes are not escapes. */
export function folded(summary: string, inner: string): string {
  return `<details><summary>${inert(visibleLine(summary))}</summary>\n\n${inner}\n\n</details>`;
}

/**
 * No HTML, no table cell, and nothing of what forges look for when Markdown is done: mentions, issue numbers and
 * addresses. A backslash does not stop those, a character between does.
 */
function inert(line: string): string {
  return line
    .replaceAll(/[&<>|]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll(/@(?=\w)|(?<!&)#(?=\d)|\bgh(?=-\d)|:(?=\/\/)|\bwww(?=\.)/gi, '$&&#8203;');
}
