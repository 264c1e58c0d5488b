import type { Column } from '../plan/findings/finding-table.ts';
import type { Finding as Entry } from '../plan/findings/finding.ts';
import { anchorStart } from './backlog-anchor.ts';
import type { Form } from './backlog-form.ts';
import type { Finding } from './finding.ts';

/** Where a finding comes from. */
export interface Origin {
  readonly plan: string;
  readonly phase: string;
  /** The task whose review raised it; null: the review of the phase. */
  readonly task: string | null;
  /** The commit that it was found in, and that commit's day, `2026-05-01`. */
  readonly commit: string;
  readonly date: string;
  /** The agent that found it. */
  readonly reviewer: string;
}

export interface NewEntry {
  readonly finding: Finding;
  /** The finding's, which may need a mark so that it does not speak for the state of the entry. */
  readonly title: string;
  readonly from: Origin;
  /** Empty: the backlog's entries have none. */
  readonly id: string;
  /** The hash that names the entry for code. */
  readonly anchor: string;
  /** An entry of the same finding that is marked as fixed. */
  readonly after: string | undefined;
}

/** One entry in the form of a backlog, with an end of line; the facts that have no place there are in its comment. */
export function writeEntry(entry: NewEntry, form: Form): string {
  switch (form.kind) {
    case 'heading':
      return headingEntry(entry, form.level);
    case 'bullet':
      return bulletEntry(entry, form.marker);
    case 'table':
      return tableRow(entry, form);
  }
}

function headingEntry(entry: NewEntry, level: number): string {
  const { finding, title, id, anchor } = entry;
  const { severity, fix } = finding;
  return [
    `${'#'.repeat(level)} ${id || severity} — ${oneLine(title)}`,
    '',
    `**Citation**: ${placeOf(finding)}`,
    `**Found**: ${originOf(entry)}`,
    `**Fix shape**: ${oneLine(fix)}`,
    `${anchorStart(anchor)} -->`,
    '',
  ].join('\n');
}

function bulletEntry(entry: NewEntry, marker: string): string {
  const { finding, title, id } = entry;
  const { severity, fix } = finding;
  const words = `${sentence(title)} Fix shape: ${sentence(fix)}`;
  return `${marker} **${id || severity}** — ${placeOf(finding)}. ${words} ${hiddenOrigin(entry)}\n`;
}

function tableRow(entry: NewEntry, { table }: Extract<Form, { kind: 'table' }>): string {
  const { finding, title, id } = entry;
  const { columns } = table;
  const has = (column: Column): boolean => columns[column] >= 0;
  const words = has('title') ? 'title' : 'fix';
  const saysFix = has('fix') && words !== 'fix';
  const comment = hiddenOrigin(entry);
  const texts: Partial<Record<Column, string>> = {
    id,
    severity: finding.severity,
    place: placeOf(finding),
    status: 'open',
    fix: `${oneLine(finding.fix)} ${comment}`,
    [words]: [
      ...(has('place') ? [] : [`${placeOf(finding)}:`]),
      ...(saysFix ? [oneLine(title)] : [sentence(title), `Fix shape: ${oneLine(finding.fix)}`, comment]),
    ].join(' '),
  };
  const cells = Array.from({ length: columns.width }, () => '—');
  for (const [column, text] of Object.entries(texts) as [Column, string][]) {
    if (has(column)) cells[columns[column]] = cell(text);
  }
  return `| ${cells.join(' | ')} |\n`;
}

/** A bar would begin another cell, and a lone backtick could pair with that of another one. */
function cell(text: string): string {
  const isPaired = (text.match(/`/g) ?? []).length % 2 === 0;
  return (isPaired ? text : text.replaceAll('`', "'")).replaceAll('\\|', '|').replaceAll('|', String.raw`\|`);
}

function placeOf({ path, line }: Finding): string {
  return `\`${oneLine(path).replaceAll('`', "'")}:${line}\``;
}

/** Whether an entry, as it is read, is about the line of a finding. */
export function isPlacedAt({ location, title }: Entry, finding: Finding): boolean {
  const place = placeOf(finding);
  return location === '' ? title.startsWith(place) : place === `\`${location}\``;
}

function originOf({ from, after }: NewEntry): string {
  const { plan, phase, task, commit, date, reviewer } = from;
  const again = after === undefined ? '' : `, again after ${after} was marked as fixed`;
  const where = `review of phase ${phase} of ${plan}${task === null ? '' : `, task ${task}`}`;
  return oneLine(`${where}, in ${commit.slice(0, 10)} of ${date}, by ${reviewer}${again}`);
}

function hiddenOrigin(entry: NewEntry): string {
  return `${anchorStart(entry.anchor)}; ${originOf(entry).replaceAll('--', '- -')} -->`;
}

function sentence(text: string): string {
  const line = oneLine(text);
  return /[.!?。！？]$/.test(line) ? line : `${line}.`;
}

/** Text of an agent becomes text of a document: it may not open headings, comments or tags there. */
export function oneLine(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
    .trim();
}
