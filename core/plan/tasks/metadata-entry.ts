import { bareRange } from '../../markdown/bare-range.ts';
import { startsBlock } from '../../markdown/items.ts';
import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';

export type MetadataKey = 'branch' | 'status' | 'files' | 'dependsOn' | 'effort' | 'criteria';

/** A line below an item such as "- **Branch**: `impl/x`". All offsets are those in the line's text. */
export interface MetadataEntry {
  readonly key: MetadataKey;
  readonly line: Line;
  /** Where the name starts and ends, without the marks around it. */
  readonly nameStart: number;
  readonly nameEnd: number;
  /** Where the value starts, with the blanks before it. */
  readonly from: number;
}

const keys: readonly (readonly [MetadataKey, RegExp])[] = [
  ['branch', /^(?:branch|分支|ブランチ)$/i],
  ['status', /^(?:status|state|状态|状態)$/i],
  ['files', /^(?:files?|paths?|文件|ファイル)$/i],
  ['dependsOn', /^(?:depends(?: on)?|deps?|dependenc(?:y|ies)|requires|blocked by|依赖(?:任务)?|前置(?:任务)?|依存)$/i],
  ['effort', /^(?:effort|estimate|工作量|工数|見積)$/i],
  [
    'criteria',
    /^(?:verify|verification|done when|(?:acceptance|exit|completion)(?: criteri(?:a|on))?|验证|验收(?:标准)?|完成条件|検証|完了条件)$/i,
  ],
];

/** The one reading of such lines, for whoever reads and whoever writes them. */
export function parseEntry(line: Line): MetadataEntry | null {
  if (line.kind !== 'text') return null;
  const [whole, lead = '', open = '', name = '', close = '', colon = '', late = ''] =
    /^(\s*(?:[-*+]\s+)?)([*_]{0,2})([\p{L}][\p{L} ]{1,30})([*_]{0,2})(\s?[:：])([*_]{0,2})/u.exec(
      line.text.slice(0, 400),
    ) ?? [];
  const key = keys.find(([, names]) => names.test(name.trim()))?.[0];
  if (whole === undefined || key === undefined) return null;
  const nameStart = lead.length + open.length;
  const nameEnd = nameStart + name.length;
  // In `状态：**open**` the marks belong to the value.
  const marks = open !== '' && close === '' ? late.length : 0;
  return { key, line, nameStart, nameEnd, from: nameEnd + close.length + colon.length + marks };
}

/** Whether the line is an entry without a bullet of its own. */
export function isBareEntry(line: Line): boolean {
  return !/^\s*[-*+]\s/.test(line.text) && parseEntry(line) !== null;
}

/**
 * For each line of an item, the entry that speaks of the item itself. What stands deeper than a detail above it belongs
 * to that one: `status: 404` may be a thing to build.
 */
export function ownEntries([, ...lines]: readonly Line[]): (MetadataEntry | null)[] {
  const entries = lines.map(parseEntry);
  const end = lines.findIndex((line, index) => isBlank(line) || startsBlock(line) || entries[index]);
  let level = Infinity;
  const own = lines.map((line, index) => {
    if (end < 0 || index < end) return null;
    if (line.kind === 'text' && !isBlank(line)) level = Math.min(level, indentOf(line));
    return indentOf(line) <= level ? (entries[index] ?? null) : null;
  });
  return [null, ...own];
}

/** Where the one word of a branch or a state stands. */
export interface MetadataWord {
  /** Empty where nothing is written yet. */
  readonly text: string;
  /** The quotes around it; empty where there are none. */
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

/** `complete`, with or without marks around it, or the first thing in quotes; null for a sentence, which is prose. */
export function wordOf({ line, from }: MetadataEntry): MetadataWord | null {
  const { text } = line;
  const at = text.length - text.slice(from).trimStart().length;
  const [quote = ''] = /^["'`]/.exec(text.slice(at, at + 1)) ?? [];
  const close = quote === '' ? -1 : text.indexOf(quote, at + 1);
  if (close > 0) return word(quote, at + 1, close);
  const range = bareRange(line, from);
  return range ? word('', range.column - 1, range.endColumn - 1) : word('', text.length, text.length);

  function word(marks: string, start: number, end: number): MetadataWord | null {
    const written = text.slice(start, end).trim();
    return /^(?:[^\s,;，；]+(?: [^\s,;，；]+)?)?$/u.test(written) ? { text: written, quote: marks, start, end } : null;
  }
}
