import type { FindingState } from './finding.ts';

/** What is said about a finding, beside its own words. */
export interface Circumstances {
  /** Its id or all of its title is struck through. */
  readonly struck: boolean;
  /** The text of a status column; empty where there is none. */
  readonly status: string;
  /** What the section it stands in says of all its entries. */
  readonly section: FindingState | null;
}

/**
 * The state of a finding. The nearer word counts: a state in parentheses behind its own words, then strike-through,
 * its status cell, how its words end, and at last the section.
 */
export function findingState(words: readonly string[], { struck, status, section }: Circumstances): FindingState {
  for (const text of words) {
    const marked = firstWord(lastParenthesis(text));
    if (marked) return marked;
  }
  if (struck) return 'fixed';
  return firstWord(status) ?? words.map(ending).find((state) => state !== null) ?? section ?? 'open';
}

/** The state that a section's heading gives to its entries: `Fixed in this pass`, `Invalid finding (closed)`. */
export function sectionState(heading: string): FindingState | null {
  return firstWord(heading);
}

/** How a state is written behind the words of an entry. */
export const marks: Readonly<Record<FindingState, string>> = {
  open: 'OPEN',
  fixed: 'FIXED',
  deferred: 'DEFERRED',
  'by-design': 'by design',
};

/** A mark, which may name the commit that has made it so: `(FIXED in 1a2b3c4)`. */
export const markPattern = String.raw`\((?:${Object.values(marks).join('|')})(?: in [0-9a-f]{7,40})?\)`;
const markAtEnd = new RegExp(` ${markPattern}$`);

/** The words without the mark that `withMark` puts behind them. */
export function withoutMark(words: string): string {
  return words.replace(markAtEnd, '');
}

export function withMark(words: string, state: FindingState, commit?: string): string {
  return `${withoutMark(words)} (${marks[state]}${commit === undefined ? '' : ` in ${commit}`})`;
}

const states: readonly (readonly [FindingState, RegExp])[] = [
  ['by-design', /^(?:by[ -]design\b|invalid\b|won['’]?t fix\b|设计如此|按设计|无效)/i],
  ['fixed', /^(?:(?:fixed|resolved|closed|done)\b|已修复|已解决|已关闭)/i],
  ['deferred', /^(?:deferred\b|推迟|延期|延后|暂缓)/i],
  ['open', /^(?:(?:still )?open\b|reopened\b|not fixed\b|未修复|未解决)/i],
];

function firstWord(text: string): FindingState | null {
  const bare = text.replace(/^[\s*_`~\p{So}\p{M}]+/u, '');
  return states.find(([, pattern]) => pattern.test(bare))?.[0] ?? null;
}

/** What stands in the parentheses at the end; empty where there are none. */
function lastParenthesis(text: string): string {
  const bare = withoutClosingMarks(text);
  if (!/[)）]$/.test(bare)) return '';
  return bare.slice(Math.max(bare.lastIndexOf('('), bare.lastIndexOf('（')) + 1, -1);
}

/** `… — FIXED`, `… ✅ done`, and titles that end with the word `deferred`. */
function ending(text: string): FindingState | null {
  const bare = withoutParenthesis(withoutClosingMarks(text));
  if (/\sdeferred$/i.test(bare)) return 'deferred';
  const separator = Math.max(...['—', '–', '✅'].map((sign) => bare.lastIndexOf(sign)));
  const last = bare.slice(separator + 1).trim();
  return separator > 0 && /^\S+$|^by design$/i.test(last) ? firstWord(last) : null;
}

function withoutParenthesis(text: string): string {
  const open = Math.max(text.lastIndexOf('('), text.lastIndexOf('（'));
  return /[)）]$/.test(text) && open > 0 ? text.slice(0, open).trim() : text;
}

/** Without the bold marks, strike-through and full stop at the end. */
function withoutClosingMarks(text: string): string {
  let end = text.length;
  while (end > 0 && /[\s*_~.。]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
