import { isBlank, markdownLines, type Line } from '../markdown/lines.ts';
import { isDelimiterRow, splitRow } from '../markdown/table.ts';
import { decisionId, decisionKey } from './decision-id.ts';
import { decisionState, statusHeading, type DecisionState } from './decision-state.ts';
import type { SpecFile } from './section.ts';

/** One decision of a decision log, or of a file of its own. */
export interface Decision extends DecisionState {
  /** As written: `D1`, `D6-2`, `ADR-0003`. */
  readonly id: string;
  readonly title: string;
  readonly path: string;
  /** 1-based line of its heading or table row. */
  readonly line: number;
  /** 1-based column of the id. */
  readonly column: number;
}

/** The decisions of a file in its order, and twice those that are written twice. A file that is read again is not parsed again. */
export function readDecisions(file: SpecFile): readonly Decision[] {
  const decisions = known.get(file) ?? read(file);
  known.set(file, decisions);
  return decisions;
}

const known = new WeakMap<SpecFile, readonly Decision[]>();

function read(file: SpecFile): readonly Decision[] {
  const lines = markdownLines(file.content);
  const number = /(?:^|\/)(?:decisions|adrs?)\/(\d{3,4})-[^/]*$/i.exec(file.path)?.[1];
  if (number !== undefined) return [ownFile(file, lines, `ADR-${number}`)];
  const headings = headingDecisions(file, lines);
  return headings.length > 0 ? headings : tableDecisions(file, lines);
}

function ownFile({ path }: SpecFile, lines: readonly Line[], own: string): Decision {
  const heading = lines.find((line) => line.heading !== null);
  const title = (heading?.heading?.text ?? '').replace(/^(?:ADR[- ]?)?\d{1,4}[.:：]?\s+(?:[—–-]\s+)?/i, '');
  const line = heading?.number ?? 1;
  return { id: own, title, path, line, column: 1, ...decisionState(own, lines, { title, line }) };
}

/** `## D1 — …`. A deeper heading that names the same decision belongs to it. */
function headingDecisions({ path }: SpecFile, lines: readonly Line[]): Decision[] {
  const decisions: Decision[] = [];
  const headings = lines.flatMap((line, index) => (line.heading ? [{ line, index, ...line.heading }] : []));
  let around = { key: '', level: 0 };
  for (const [at, { line, index, level, text }] of headings.entries()) {
    const [whole, written] = headingPattern.exec(text) ?? [];
    if (level <= around.level) around = { key: '', level: 0 };
    if (whole === undefined || written === undefined || decisionKey(written) === around.key) continue;
    around = { key: decisionKey(written), level };
    const end = headings.slice(at + 1).find((next) => next.level <= level || headingPattern.test(next.text));
    const body = lines.slice(index + 1, end?.index);
    const title = text.slice(whole.length).trim();
    const column = line.text.indexOf(written) + 1;
    const state = decisionState(written, body, { title, line: line.number });
    decisions.push({ id: written, title, path, line: line.number, column, ...state });
  }
  return decisions;
}

const headingPattern = new RegExp(
  String.raw`^(?:\[?~{0,2}|Decision |决策 ?|決定 ?)(${decisionId})(?![\w.-]*\w)~{0,2}\]?\s*(?:[—–:：.、-]\s*)?`,
);

/** Rows of tables whose first cell is an id and nothing else. */
function tableDecisions({ path }: SpecFile, lines: readonly Line[]): Decision[] {
  let statusColumn = -1;
  return lines.flatMap((line, index) => {
    if (line.kind !== 'text' || !line.text.trimStart().startsWith('|') || isDelimiterRow(line.text)) return [];
    const cells = splitRow(line.text).map(({ text }) => text);
    if (isDelimiterRow(lines[index + 1]?.text ?? ''))
      statusColumn = cells.findIndex((cell) => statusHeading.test(cell.replaceAll(/[*_]/g, '')));
    const [first = '', ...others] = cells;
    const [, written] = cellPattern.exec(first) ?? [];
    if (written === undefined || others.length === 0) return [];
    const column = line.text.indexOf(written) + 1;
    const cell = (cells[statusColumn] ?? '').replaceAll(/[*_]/g, '').trim();
    const state = decisionState(written, [line], { title: '', line: line.number, cell });
    return [{ id: written, title: others[0] ?? '', path, line: line.number, column, ...state }];
  });
}

const cellPattern = new RegExp(String.raw`^[*~[]{0,4}(${decisionId})[*~\]]{0,4}(?:\([^()]{0,200}\))?$`);

/** The ids that the lines of the file define in any other way: in a heading, at the start of a row or of an item. */
export function definedIds(file: SpecFile): string[] {
  return markdownLines(file.content)
    .filter((line) => line.kind === 'text' && !isBlank(line))
    .flatMap(({ text }) => definition.exec(text)?.[1] ?? []);
}

const definition = new RegExp(
  String.raw`^\s{0,20}(?:#{1,6}\s|\||[-*+]\s|\d{1,3}[.)]\s|>|\*\*)[\s*~[_]{0,6}(${decisionId})(?![\w-])[\s*~\]_]{0,6}(?:\||[—–:：.-]|$|\()`,
);
