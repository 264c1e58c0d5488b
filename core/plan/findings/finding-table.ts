import { isBlank, type Line } from '../../markdown/lines.ts';
import { rangeIn, type Range } from '../../markdown/range.ts';
import { isDelimiterRow, splitRow, type Cell } from '../../markdown/table.ts';
import { severityOf, withoutCode } from './finding-label.ts';
import { findingState } from './finding-state.ts';
import type { Finding, FindingState } from './finding.ts';
import type { Unparsed } from '../plan.ts';

export interface FindingTable {
  readonly header: Line;
  readonly delimiter: Line;
  /** The last row; the delimiter where there is none. */
  readonly last: Line;
  readonly columns: Columns;
  /** The table says which finding is how bad and how much work it is: it is a list of work. */
  readonly plansWork: boolean;
  readonly rows: readonly FindingRow[];
  readonly unparsed: readonly Unparsed[];
}

export interface FindingRow {
  readonly finding: Finding;
  readonly line: Line;
  readonly id: Field;
  readonly place: Field;
  readonly effort: Field;
}

/** A cell's text, and where it stands; null where the table has no such column. */
export interface Field {
  readonly text: string;
  readonly range: Range | null;
}

/** The tables of findings among the lines. Other tables (verdicts, risks, legends) are none. */
export function findingTables(lines: readonly Line[], section: FindingState | null): FindingTable[] {
  const tables: FindingTable[] = [];
  for (let index = 0; index < lines.length; index++) {
    const columns = readHeader(lines[index], lines[index + 1]);
    const [header, delimiter] = [lines[index], lines[index + 1]];
    if (!columns || !header || !delimiter) continue;
    const rows: FindingRow[] = [];
    const unparsed: Unparsed[] = [];
    index += 2;
    let last = delimiter;
    for (let line = lines[index]; line && isRow(line); line = lines[++index]) {
      last = line;
      const row = readRow(line, columns, section);
      if (typeof row === 'string') unparsed.push({ line: line.number, endLine: line.number, reason: row });
      else rows.push(row);
    }
    index--;
    const plansWork = columns.severity >= 0 && columns.effort >= 0;
    tables.push({ header, delimiter, last, columns, plansWork, rows, unparsed });
  }
  return tables;
}

/** Whether a table of findings that has a column for their severity starts here. */
export function isSeverityTable(header: Line | undefined, delimiter: Line | undefined): boolean {
  return (readHeader(header, delimiter)?.severity ?? -1) >= 0;
}

export type Column = 'id' | 'severity' | 'title' | 'place' | 'fix' | 'status' | 'effort';
/** Index of each column, from 0; -1 where the table has none of its kind. */
export type Columns = Readonly<Record<Column | 'width', number>>;

const names: Readonly<Record<Column, RegExp>> = {
  id: /^(?:#|id|no\.?|№|编号|序号)$/i,
  severity: /^(?:severity|sev\.?|严重(?:程度|性|级别)|级别|重要度)$/i,
  title: /^(?:findings?|titles?|items?|issues?|issue \/ fix|description|发现|问题|标题|描述)$/i,
  place: /^(?:citations?|locations?|where|code|files?|places?|spec|§|位置|出处)$/i,
  fix: /^(?:(?:recommended |suggested )?fix(?: shape)?|recommendation|修复(?:方案|建议)?|建议)$/i,
  status: /^(?:status|state|状态)$/i,
  effort: /^(?:effort|estimate|工作量)$/i,
};

function readHeader(header: Line | undefined, delimiter: Line | undefined): Columns | null {
  if (header?.kind !== 'text' || !header.text.includes('|') || !delimiter || !isDelimiterRow(delimiter.text))
    return null;
  const cells = splitRow(header.text).map((cell) => cell.text.replaceAll(/[*_`]/g, '').trim());
  const find = (column: Column): number => cells.findIndex((name) => names[column].test(name));
  const columns = {
    id: find('id'),
    severity: find('severity'),
    title: find('title'),
    place: find('place'),
    fix: find('fix'),
    status: find('status'),
    effort: find('effort'),
    width: cells.length,
  };
  const says = columns.title >= 0 || columns.fix >= 0;
  const isFindings = columns.severity >= 0 ? says : columns.id === 0 && columns.title >= 0 && columns.place >= 0;
  return isFindings ? columns : null;
}

function isRow(line: Line): boolean {
  return line.kind === 'text' && !line.heading && !isBlank(line) && line.text.includes('|');
}

/** The row, or why it cannot be read. */
function readRow(line: Line, columns: Columns, section: FindingState | null): FindingRow | string {
  const cells = splitRow(line.text, columns.width);
  if (cells.length !== columns.width) {
    return `a row with ${cells.length} cells below a header with ${columns.width}; write a | inside a cell as \\|`;
  }
  const field = (column: Column): Field => fieldOf(line, cells[columns[column]]);
  const [id, severity, place, status, effort] = [
    field('id'),
    field('severity'),
    field('place'),
    field('status'),
    field('effort'),
  ];
  const title = columns.title >= 0 ? field('title') : field('fix');
  if (title.text === '' || !title.range) return 'a row without words for its finding; write what was found';
  const struck = isStruck(id.text) || isStruck(title.text);
  const finding: Finding = {
    id: bare(id.text),
    severity: severityOf(columns.severity >= 0 ? bare(severity.text) : bare(id.text)),
    title: withoutComments(title.text),
    location: withoutCode(place.text),
    state: findingState([title.text], { struck, status: status.text, section }),
    line: line.number,
    range: title.range,
  };
  return { finding, line, id: { ...id, text: finding.id }, place, effort };
}

function fieldOf(line: Line, cell: Cell | undefined): Field {
  if (!cell) return { text: '', range: null };
  const from = cell.column - 1;
  const to = from + line.text.slice(from, cell.span.end).trimEnd().length;
  return { text: cell.text, range: rangeIn(line, from, to) };
}

/** Without bold marks, strike-through and code span; an underscore may belong to the id. */
function bare(text: string): string {
  return text.replaceAll(/[*`~]/g, '').trim();
}

/** Code finds an entry again by a comment beside its words. */
function withoutComments(text: string): string {
  const from = text.indexOf('<!--');
  const to = text.indexOf('-->', from);
  return from < 0 || to < 0 ? text : `${text.slice(0, from).trimEnd()}${text.slice(to + '-->'.length)}`.trim();
}

/** Whether all of the text is struck through. */
export function isStruck(text: string): boolean {
  const inside = text.replace(/^[*_]{1,3}(?=~)/, '').replace(/(?<=~)[*_]{1,3}$/, '');
  return inside.length > 4 && inside.startsWith('~~') && inside.indexOf('~~', 2) === inside.length - 2;
}
