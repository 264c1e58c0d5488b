import { withoutCodeSpans } from '../markdown/code-spans.ts';
import { isBlank, markdownLines, type Line } from '../markdown/lines.ts';
import { isDelimiterRow, splitRow } from '../markdown/table.ts';
import type { SpecFile } from './section.ts';

/** One decision of a decision log, or of a file of its own. */
export interface Decision {
  /** As written: `D1`, `D6-2`, `ADR-0003`. */
  readonly id: string;
  readonly title: string;
  readonly path: string;
  /** 1-based line of its heading or table row. */
  readonly line: number;
  /** 1-based column of the id. */
  readonly column: number;
  /** The id of the decision that holds instead; null where this one holds, if only in part. */
  readonly supersededBy: { readonly id: string; readonly line: number } | null;
  /** What a status line or cell says; empty where there is none. */
  readonly status: string;
}

/** The decisions of a file in its order, and twice those that are written twice. A file that is read again is not parsed again. */
export function readDecisions(file: SpecFile): readonly Decision[] {
  const decisions = known.get(file) ?? read(file);
  known.set(file, decisions);
  return decisions;
}

const known = new WeakMap<SpecFile, readonly Decision[]>();

/** The same for two spellings of one id, such as `ADR-3` and `ADR 0003`. */
export function decisionKey(written: string): string {
  return written.replace(/^([A-Z]{2,3})[- ]?/, '$1-').replaceAll(/(?<!\d)0+(?=\d)/g, '');
}

/** How ids of this kind look, such as `D1-1`. What looks otherwise is no reference to a decision. */
export function decisionForm(written: string): string {
  return decisionKey(written).replaceAll(/\d+/g, '1');
}

/** The ids that a text names. Part of a longer word or path, such as `D3.js`, is none. */
export function decisionIds(text: string): { readonly id: string; readonly index: number }[] {
  return [...text.matchAll(idPattern)].map(({ 0: id, index }) => ({ id, index }));
}

const id = String.raw`(?:(?:ADR|DEC|KD|AD)[- ]?|D)\d{1,4}(?:-\d{1,4})?`;
const idPattern = new RegExp(String.raw`(?<![\w/.#$-])${id}(?![\w/-]|\.\w)`, 'g');

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
  return { id: own, title, path, line, column: 1, ...stateOf(lines, title, own) };
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
    decisions.push({ id: written, title, path, line: line.number, column, ...stateOf(body, title, written) });
  }
  return decisions;
}

const headingPattern = new RegExp(
  String.raw`^(?:\[?~{0,2}|Decision |决策 ?|決定 ?)(${id})(?![\w.-]*\w)~{0,2}\]?\s*(?:[—–:：.、-]\s*)?`,
);

/** Rows of tables whose first cell is an id and nothing else. */
function tableDecisions({ path }: SpecFile, lines: readonly Line[]): Decision[] {
  return lines.flatMap((line) => {
    if (line.kind !== 'text' || !line.text.trimStart().startsWith('|') || isDelimiterRow(line.text)) return [];
    const [first, ...others] = splitRow(line.text);
    const [, written] = cellPattern.exec(first?.text ?? '') ?? [];
    if (!first || written === undefined || others.length === 0) return [];
    const column = line.text.indexOf(written) + 1;
    const title = others[0]?.text ?? '';
    return [{ id: written, title, path, line: line.number, column, ...stateOf([line], '', written) }];
  });
}

const cellPattern = new RegExp(String.raw`^[*~[]{0,4}(${id})[*~\]]{0,4}(?:\([^()]{0,200}\))?$`);

/** What a decision's own lines say about its state. */
function stateOf(lines: readonly Line[], title: string, own: string): Pick<Decision, 'supersededBy' | 'status'> {
  const [first] = lines;
  const texts = lines
    .filter(({ kind }) => kind === 'text')
    .map((line) => ({ text: withoutCodeSpans(line.text), line }));
  const status = texts.map(({ text }) => statusPattern.exec(text)?.[1] ?? '').find((text) => text !== '') ?? '';
  const told = [
    { text: title, number: (first?.number ?? 2) - 1 },
    ...texts.map(({ text, line }) => ({ text, number: line.number })),
  ];
  for (const { text, number } of told) {
    const by = supersededBy(text);
    if (by !== null && decisionKey(by) !== decisionKey(own))
      return { status: status.trim(), supersededBy: { id: by, line: number } };
  }
  return { status: status.trim(), supersededBy: null };
}

const statusPattern = /^[\s>*_-]{0,8}(?:Status|状态|狀態|ステータス)[*_]{0,3}\s?[:：][*_]{0,3}\s?(.*)$/i;

/** `superseded by D9`, `被 D9 取代`; not where it says that only a part is. */
function supersededBy(text: string): string | null {
  if (/\b(?:partly|partially|in part|parts? of)\b|部分/i.test(text)) return null;
  const [, english, chinese] = supersededPattern.exec(text) ?? [];
  return english ?? chinese ?? null;
}

const supersededPattern = new RegExp(
  String.raw`\b(?:superseded|replaced)\s+(?:\w+\s+)?(?:by|with)[\s:*_[]{1,6}(${id})|(?:由|被|已被)\s{0,2}\[?(${id})\]?(?:\([^()]{0,200}\))?\s{0,2}(?:取代|替代|代替|废弃|置き換え)`,
  'i',
);

/** The ids that the lines of the file define in any other way: in a heading, at the start of a row or of an item. */
export function definedIds(file: SpecFile): string[] {
  return markdownLines(file.content)
    .filter((line) => line.kind === 'text' && !isBlank(line))
    .flatMap(({ text }) => definition.exec(text)?.[1] ?? []);
}

const definition = new RegExp(
  String.raw`^\s{0,20}(?:#{1,6}\s|\||[-*+]\s|\d{1,3}[.)]\s|>|\*\*)[\s*~[_]{0,6}(${id})(?![\w-])[\s*~\]_]{0,6}(?:\||[—–:：.-]|$|\()`,
);
