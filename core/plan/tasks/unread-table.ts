import { isBlank, type Line } from '../../markdown/lines.ts';
import { isDelimiterRow, splitRow } from '../../markdown/table.ts';
import type { Unparsed } from '../plan.ts';
import { columnNames, headers, openTable } from './task-table.ts';

/**
 * Tables that look like tasks and are not read as such: one of their first columns is for ids, or their first cells are
 * numbers. Tables of risks, findings or decisions say in their header what they list.
 */
export function unreadTables(lines: readonly Line[]): Unparsed[] {
  const unread: Unparsed[] = [];
  for (const { header, rows } of tablesIn(lines)) {
    if (openTable([header, ...rows], 0) || !looksLikeTasks(header, rows.slice(1))) continue;
    const names = columnNames(header.text).join(' | ').slice(0, 80);
    const reason = `The table with the header "${names}" may hold tasks, but nothing says so; call its columns "#" and "Task".`;
    unread.push({ line: header.number, endLine: rows.at(-1)?.number ?? header.number, reason });
  }
  return unread;
}

/** Task tables among lines that belong to no phase. */
export function tablesOutside(lines: readonly Line[]): Unparsed[] {
  return tablesIn(lines)
    .filter(({ header, rows }) => openTable([header, ...rows], 0))
    .map(({ header, rows }) => ({
      line: header.number,
      endLine: rows.at(-1)?.number ?? header.number,
      reason: 'This task table belongs to no phase.',
    }));
}

interface Table {
  readonly header: Line;
  /** The first is the row of marks. */
  readonly rows: readonly Line[];
}

function tablesIn(lines: readonly Line[]): Table[] {
  const tables: Table[] = [];
  for (let index = 0; index < lines.length;) {
    const header = lines[index];
    if (!header || !isHeader(lines, index)) {
      index++;
      continue;
    }
    let end = index + 2;
    while (isRow(lines[end])) end++;
    tables.push({ header, rows: lines.slice(index + 1, end) });
    index = end;
  }
  return tables;
}

function isHeader(lines: readonly Line[], index: number): boolean {
  return isRow(lines[index]) && isDelimiterRow(lines[index + 1]?.text ?? '');
}

function isRow(line: Line | undefined): boolean {
  return line?.kind === 'text' && !line.heading && !isBlank(line) && line.text.includes('|');
}

function looksLikeTasks(header: Line, rows: readonly Line[]): boolean {
  const names = columnNames(header.text);
  if (names.some((name) => otherThings.test(name))) return false;
  const hasIds = names.slice(0, 3).some((name) => headers.id.test(name));
  return hasIds || (rows.length > 0 && rows.every(({ text }) => /^[*_`~]*\d/.test(splitRow(text)[0]?.text ?? '')));
}

const otherThings =
  /^(?:risks?|mitigations?|likelihood|findings?|issues?|severity|decisions?|questions?|rationale|spikes?|assumptions?|verdict|风险|发现|决策|问题|リスク|課題|決定)(?![\p{L}])/iu;
