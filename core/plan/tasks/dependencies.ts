import { bareText } from '../../markdown/bare-range.ts';

/**
 * What a dependency column or line names, each once: `1.1, 1.2`, `Tasks 1.1–1.4 (schema)`, `T001 and T003`. A range is
 * one of them, always with a dash as in `1.1–1.4`; what is no id stays as it is, so that it can be told to whoever wrote it.
 */
export function parseIds(text: string): string[] {
  const plain = text.replaceAll(/(?<!\])[(（][^()（）]{0,300}[)）]/g, ' ');
  const ids = new Set<string>();
  for (const part of plain.split(separator)) {
    const [, word = '', written = ''] = /^\s*(tasks?\s|タスク|任务|任務)?(.*)$/is.exec(part) ?? [];
    const id = bareId(written);
    if (id === '' || isNone(id)) continue;
    const range = idRange(id, word !== '');
    ids.add(range ? `${idAt(range, range.first)}–${idAt(range, range.last)}` : id);
  }
  return [...ids];
}

/**
 * Writes the ranges out. The first part with which there would be too many stays as it is, and what stands behind that
 * one is left out.
 */
export function withoutRanges(parts: readonly string[]): string[] {
  const ids = new Set<string>();
  for (const part of parts) {
    for (const id of idsOf(part)) ids.add(id);
    if (parts.length > 1 && ids.size > mostIds) return [...[...ids].slice(0, mostIds), `${part} and more`];
  }
  return [...ids];
}

/** How many ids the ranges stand for. */
export function sizeOfRanges(parts: readonly string[]): number {
  let size = 0;
  for (const part of parts) {
    const range = idRange(part, false);
    if (range) size += range.last - range.first + 1;
  }
  return size;
}

/** The two ids that a range is written with; the id itself where it is none. */
export function endsOf(part: string): readonly string[] {
  const range = idRange(part, false);
  return range ? [idAt(range, range.first), idAt(range, range.last)] : [part];
}

/** An id without bold, strike-through, link and tick; an underscore inside belongs to the id. */
export function bareId(text: string): string {
  const [, linked = text] = /^\s*\[([^\]]{1,200})\]\([^)]{0,500}\)\s*$/.exec(text) ?? [];
  const plain = linked.replaceAll(/✅|☑|✔|\uFE0F/gu, '').trim();
  return bareText(plain.replace(/[.。]$/, ''));
}

/** Whether a text can only be an id, as prose cannot: `1.2`, `4A.1`, `T001`, `P0-3`. */
export function isId(text: string): boolean {
  return /^(?:[A-Za-z]{1,4}\d{0,3}-?)?\d{1,6}[A-Za-z]?(?:\.\d{1,6}[A-Za-z]?)*$/.test(text);
}

export function isNone(text: string): boolean {
  return /^(?:[-–—]+|none|nothing|n\/a|无|無|なし)$/i.test(text);
}

const separator = /[,;，；、]|<br\s{0,5}\/?>|\s(?:and|und|&|和|と)\s/i;

/** A longer range is a slip. */
const longestRange = 1000;
const mostIds = longestRange + 1;

/** The ids from `1.1` to `1.4`: equal up to their last number. */
interface IdRange {
  readonly prefix: string;
  readonly first: number;
  readonly last: number;
  /** How many digits the numbers have at least. */
  readonly width: number;
}

/**
 * A hyphen between plain numbers is a range only behind a word for tasks, because ids such as `1-2` exist. Null for what
 * is no range.
 */
function idRange(text: string, named: boolean): IdRange | null {
  const [, prefix = '', from = '', dash = '', otherPrefix, to = ''] =
    /^([A-Za-z]{0,4}-?(?:\d{1,6}[A-Za-z]?\.){0,8})(\d{1,6})\s{0,5}([–—~〜～-]|\.\.|to|through|から)\s{0,5}([A-Za-z]{0,4}-?(?:\d{1,6}[A-Za-z]?\.){0,8})(\d{1,6})$/i.exec(
      text,
    ) ?? [];
  if (otherPrefix !== prefix || (dash === '-' && prefix === '' && !named)) return null;
  const [first, last] = [Number(from), Number(to)];
  return last <= first || last - first > longestRange ? null : { prefix, first, last, width: from.length };
}

function idAt({ prefix, width }: IdRange, number: number): string {
  return prefix + String(number).padStart(width, '0');
}

function idsOf(part: string): string[] {
  const range = idRange(part, false);
  if (!range) return [part];
  return Array.from({ length: range.last - range.first + 1 }, (_, offset) => idAt(range, range.first + offset));
}
