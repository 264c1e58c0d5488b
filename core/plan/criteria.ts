import { readItem, startsBlock } from '../markdown/items.ts';
import { parseLabel, withoutSuffix } from '../markdown/label.ts';
import { isBlank, isThematicBreak, type Line } from '../markdown/lines.ts';
import { rangeIn } from '../markdown/range.ts';
import { criterionKind } from './criterion-kind.ts';
import type { Criterion } from './plan.ts';

/**
 * The exit criteria among a phase's lines, and the numbers of the lines they take, whose boxes are not tasks. `further`
 * are labels that count as well.
 */
export function readCriteria(
  lines: readonly Line[],
  further: readonly string[] = [],
): { criteria: Criterion[]; taken: ReadonlySet<number> } {
  const criteria: Criterion[] = [];
  const taken = new Set<number>();
  for (let index = 0; index < lines.length;) {
    const body = readBody(lines, index, further);
    const next = body?.next ?? index + 1;
    for (const line of body ? lines.slice(index, next) : []) taken.add(line.number);
    if (body) criteria.push(...body.criteria);
    index = next;
  }
  return { criteria, taken };
}

interface Body {
  readonly criteria: readonly Criterion[];
  readonly next: number;
}

/** A piece of a paragraph with the line on which it stands. */
interface Piece {
  readonly text: string;
  readonly line: Line;
}

function readBody(lines: readonly Line[], index: number, further: readonly string[]): Body | null {
  const line = lines[index];
  if (line?.kind !== 'text') return null;
  if (line.heading) {
    const start = lines[index + 1]?.kind === 'underline' ? index + 2 : index + 1;
    return isCriteriaName(line.heading.text, further) ? readSection(lines, start) : null;
  }
  const label = parseLabel(line.text);
  return label && isCriteriaName(label.name, further) ? readBlock(lines, index + 1, { text: label.rest, line }) : null;
}

const names = new RegExp(
  `^(?:${[
    'exit(?: criteri(?:a|on)| gates?)?',
    '(?:acceptance|success|completion|done)(?: criteri(?:a|on))?',
    'done when',
    'definition of done',
    'checkpoint',
    '退出(?:标准|条件|準則|标志)?',
    '(?:验收|驗收|完成)(?:标准|標準|条件)?',
    '(?:完了|終了)(?:条件|基準)',
    '受け入れ基準',
  ].join('|')})$`,
  'i',
);

function isCriteriaName(name: string, further: readonly string[]): boolean {
  const bare = withoutSuffix(name.replace(/[:：]$/, '').replaceAll(/[*_]/g, '')).replace(/^\d[\d.]{0,10} /, '');
  return names.test(bare) || further.some((each) => each.toLowerCase() === bare.toLowerCase());
}

/** Under a label: one paragraph, or one list, or a paragraph that introduces a list. */
function readBlock(lines: readonly Line[], index: number, rest: Piece): Body {
  const written = rest.text === '' ? [] : [rest];
  const start = written.length === 0 ? skipBlank(lines, index) : index;
  const { pieces, next } = readParagraph(lines, start, written);
  const listStart = isIntroduction(pieces) ? skipBlank(lines, next) : next;
  const list = readList(lines, listStart);
  if (list.criteria.length === 0) return { criteria: split(pieces), next };
  return { criteria: [...(isIntroduction(pieces) ? [] : split(pieces)), ...list.criteria], next: list.next };
}

/** Under a heading: every paragraph and every list up to the next heading. */
function readSection(lines: readonly Line[], index: number): Body {
  const criteria: Criterion[] = [];
  let next = index;
  for (let line = lines[next]; line && !line.heading && !isThematicBreak(line.text); line = lines[next]) {
    const block = readBlock(lines, next, { text: '', line });
    criteria.push(...block.criteria);
    // What is neither paragraph nor list, such as a table, is passed over.
    next = Math.max(block.next, next + 1);
  }
  return { criteria, next };
}

function skipBlank(lines: readonly Line[], index: number): number {
  let next = index;
  for (let line = lines[next]; line && isBlank(line); line = lines[next]) next++;
  return next;
}

function readParagraph(
  lines: readonly Line[],
  index: number,
  first: readonly Piece[],
): { pieces: Piece[]; next: number } {
  const pieces = [...first];
  let next = index;
  for (let line = lines[next]; line && !isBlank(line) && !startsBlock(line); line = lines[++next]) {
    pieces.push({ text: line.text.trim(), line });
  }
  return { pieces, next };
}

function isIntroduction(pieces: readonly Piece[]): boolean {
  return pieces.length === 0 || /[:：]$/.test(pieces.at(-1)?.text ?? '');
}

function readList(lines: readonly Line[], index: number): { criteria: Criterion[]; next: number } {
  const criteria: Criterion[] = [];
  let next = index;
  for (let item = readItem(lines, next); item; item = readItem(lines, next)) {
    const [first, ...others] = item.lines;
    const text = [item.head, ...others.map((line) => line.text)].map((part) => part.trim()).join(' ');
    criteria.push(criterion(text.trim(), first));
    next = item.next;
  }
  return { criteria, next };
}

/** Splits a wrapped paragraph at its semicolons; one in a code span or in parentheses separates nothing. */
function split(pieces: readonly Piece[]): Criterion[] {
  const criteria: Criterion[] = [];
  let text = '';
  let line: Line | undefined;
  let depth = 0;
  let inCode = false;
  for (const piece of pieces) {
    add(' ', piece.line);
    for (let offset = 0; offset < piece.text.length; offset++) {
      const character = piece.text.charAt(offset);
      if (character === '`') inCode = !inCode;
      if (!inCode && /[(（]/.test(character)) depth++;
      if (!inCode && /[)）]/.test(character)) depth = Math.max(0, depth - 1);
      if (!inCode && depth === 0 && separates(piece.text, character, offset)) finish();
      else add(character, piece.line);
    }
  }
  finish();
  return criteria;

  function add(character: string, at: Line): void {
    if (text === '' && character.trim() === '') return;
    if (text === '') line = at;
    text += character;
  }

  function finish(): void {
    if (text.trim() !== '' && line) criteria.push(criterion(text.trim(), line));
    text = '';
  }
}

function separates(text: string, character: string, offset: number): boolean {
  if (character === '；') return true;
  return character === ';' && /^(?:\s|$)/.test(text.slice(offset + 1, offset + 2));
}

function criterion(text: string, line: Line): Criterion {
  return {
    text,
    line: line.number,
    kind: criterionKind(text),
    range: rangeIn(line, Math.max(0, line.text.indexOf(text.slice(0, 20)))),
  };
}
