import { indentOf, markdownLines, type Line } from './lines.ts';
import { isDelimiterRow, splitRow } from './table.ts';

/** Why a file is not given to the Markdown parser. */
export interface Refusal {
  /** 1-based. */
  readonly line: number;
  /** What is there and what is allowed, for a sentence: `600 KiB, expected at most 256 KiB`. */
  readonly reason: string;
  /** What its author can do about it: `make the text simpler`. */
  readonly advice: string;
}

/** About how many milliseconds of a processor the parser needs for a file, or why it is not given the file. */
export type ParseCost = { readonly milliseconds: number } | { readonly refused: Refusal };

/**
 * Looks for what the parser needs too long for, without parsing. Its time grows with the length of a file, its lines, the
 * cells of its tables, and how deep lists and quotes are in each other; and with the square of the marks in one
 * paragraph, of its lines in an item, of headings that are underlined, and of ends of lists and quotes. What is allowed takes less than two
 * seconds, whatever is in it.
 */
export function parseCost(content: string): ParseCost {
  if (content.length > longest) return refusal(1, `${Math.ceil(content.length / 1024)} KiB`, '256 KiB');
  const lines = markdownLines(content);
  const written = lines.filter(({ kind, text }) => !code.has(kind) && text.trim() !== '');
  const tooFar = written[mostLines];
  if (tooFar) return refusal(tooFar.number, `${written.length} lines of text`, `${mostLines}`);
  let effort = 0;
  let allMarks = 0;
  for (const block of textBlocks(lines)) {
    allMarks += block.marks;
    if (block.marks > fewMarks) effort += block.marks ** 2;
    if (effort > mostMarks ** 2) {
      return refusal(block.line, `${block.marks} marks such as * [ \` in one paragraph`, `${mostMarks}`);
    }
  }
  const containers = containersOf(lines);
  const deep = containers.find(({ nesting }) => nesting > deepest);
  if (deep) return refusal(deep.line.number, `${deep.nesting} quotes and lists in each other`, `${deepest}`);
  const many = tooMany('underlined headings', underlines(lines)) ?? tooMany('ends of lists', containerEnds(containers));
  if (many) return many;
  const bars = written.reduce((sum, { text }) => sum + (text.match(/\|/g)?.length ?? 0), 0);
  const inner = containers.reduce((sum, { depth }) => sum + Math.max(0, depth - 1), 0);
  const milliseconds =
    content.length * perCharacter +
    written.length * perLine +
    bars * perCell +
    allMarks * perMark +
    inner * perContainer +
    lazyEffort(containers) * perLazyPair +
    (effort / mostMarks ** 2) * perEffort;
  if (milliseconds <= mostMilliseconds) return { milliseconds };
  const found = [
    `${Math.ceil(content.length / 1024)} KiB`,
    `${written.length} lines of text`,
    ...(bars > 0 ? [`${bars} cells`] : []),
    ...(inner > 0 ? [`${inner} quotes and lists in others`] : []),
  ];
  return refusal(1, `work for the Markdown parser (${found.join(', ')})`, 'less than about 1.5 s');
}

const longest = 256 * 1024;
/** Each may start a heading, a definition, an item or a row; that many take about a second. */
const mostLines = 8000;
/** In one paragraph, or in several whose squares add up to its square. */
const mostMarks = 2000;
/** Paragraphs with no more marks cost no more than the marks in them. */
const fewMarks = 64;
const deepest = 100;
/** Underlined headings, and ends of lists and quotes. */
const mostTimes = 700;

/** Measured on what is worst of each kind, in milliseconds. */
const perCharacter = 0.004;
const perLine = 0.15;
const perCell = 0.03;
const perContainer = 0.14;
/** For two lines of one paragraph that goes on with an item or a quote without their marks. */
const perLazyPair = 0.00004;
const perMark = 0.003;
/** For as many marks in one paragraph as are allowed. */
const perEffort = 300;
/** The rest of two seconds is for what is worse than was measured. */
const mostMilliseconds = 1500;

interface TextBlock {
  readonly line: number;
  /** How many characters of it may start or end something. */
  marks: number;
}

/**
 * The paragraphs, headings and table rows. Where in doubt, two of them are taken for one: that can only make a file look
 * more difficult than it is.
 */
function textBlocks(lines: readonly Line[]): TextBlock[] {
  const blocks: TextBlock[] = [];
  let open = false;
  let inTable = false;
  let item = -Infinity;
  let fence = 0;
  for (const [index, line] of lines.entries()) {
    const { text, indent } = prefixOf(line.text);
    if (line.kind === 'fence-start') fence = indentOf(line);
    // A fence in a list item ends with the item, and one that is indented further than its item is none.
    const isCode = code.has(line.kind) && fence <= Math.max(item + 5, 3) && indentOf(line) >= fence;
    if (text === '' || isCode) {
      open = inTable = false;
      continue;
    }
    const marker = markerOf(text);
    const startsItem = marker !== null && indent <= Math.max(item + 5, 3) && (marker.interrupts || item >= 0);
    if (startsItem) item = indent;
    else if (!open && indent === 0) item = -Infinity;
    inTable = (inTable && !startsItem) || isTableHeader(text, lines[index + 1]);
    if (!open || startsItem || inTable || line.heading) blocks.push({ line: line.number, marks: 0 });
    const block = blocks.at(-1);
    if (block) block.marks += text.match(marks)?.length ?? 0;
    open = !line.heading;
  }
  return blocks;
}

const marks = /[*_~[\]`<>!]/g;
const code: ReadonlySet<string> = new Set(['fence-start', 'code', 'fence-end', 'comment']);

/** A line without the marks of the quotes that it stands in. */
function prefixOf(line: string): { text: string; indent: number } {
  const quotes = /^(?:[ \t]*>)*/.exec(line)?.[0].length ?? 0;
  const rest = line.slice(quotes);
  const text = rest.trim();
  return { text, indent: rest.length - rest.trimStart().length };
}

/** A number other than 1 starts an item only where a list is open. */
function markerOf(text: string): { interrupts: boolean } | null {
  const marker = /^(?:[-*+]|\d{1,9}[.)])(?=[ \t]+\S)/.exec(text)?.[0];
  return marker === undefined ? null : { interrupts: !/^\d/.test(marker) || /^0*1[.)]/.test(marker) };
}

function isTableHeader(text: string, next: Line | undefined): boolean {
  const delimiters = next ? prefixOf(next.text).text : '';
  return text.includes('|') && isDelimiterRow(delimiters) && splitRow(text).length === splitRow(delimiters).length;
}

/** How often something happens that the parser takes long for, and the first line too many. */
function tooMany(what: string, found: readonly Line[]): { refused: Refusal } | null {
  const first = found[mostTimes];
  return first ? refusal(first.number, `${found.length} ${what}`, `${mostTimes}`) : null;
}

function underlines(lines: readonly Line[]): Line[] {
  return lines.filter(
    ({ text }, index) => /^[ \t>]*(?:=+|-+)[ \t]*$/.test(text) && lines[index - 1]?.text.trim() !== '',
  );
}

/** The lines where a list, quote or footnote may end, or where one starts that ends before the next starts. */
function containerEnds(containers: readonly Container[]): Line[] {
  return containers
    .filter(({ starts, depth, width }, index) => starts || depth > 1 || width < (containers[index - 1]?.width ?? 0))
    .map(({ line }) => line);
}

/** The squares of the numbers of lines without a mark that follow each other behind an item or a quote. */
function lazyEffort(containers: readonly Container[]): number {
  let effort = 0;
  let run = 0;
  let open = false;
  for (const [index, { line, depth }] of containers.entries()) {
    const goesOn = containers[index - 1]?.line.number === line.number - 1;
    if (depth > 0 || !goesOn) run = 0;
    else if (open) effort += 2 * run++ + 1;
    open = depth > 0 || (open && goesOn);
  }
  return effort;
}

interface Container {
  readonly line: Line;
  /** How many quotes and lists the line can stand in at most: an item is indented by two blanks or more. */
  readonly nesting: number;
  /** Whether it starts a quote or a footnote. */
  readonly starts: boolean;
  /** How many marks of quotes and items it has itself, and where its text starts. */
  readonly depth: number;
  readonly width: number;
}

function containersOf(lines: readonly Line[]): Container[] {
  const found: Container[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.text.trim() === '' || code.has(line.kind)) continue;
    const prefix = /^(?:[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))*[ \t]*/.exec(line.text)?.[0] ?? '';
    const depth = prefix.match(/[>*+.)-]/g)?.length ?? 0;
    const blanks = prefix.match(/[ \t]/g)?.length ?? 0;
    const nesting = depth + Math.max(0, Math.floor((blanks - depth) / 2));
    const goesOn = isQuote(lines[index - 1]?.text ?? '');
    const starts = (isQuote(line.text) && !goesOn) || line.text.startsWith('[^');
    found.push({ line, starts, depth, width: prefix.length, nesting });
  }
  return found;
}

function isQuote(text: string): boolean {
  return text.trimStart().startsWith('>');
}

function refusal(line: number, found: string, allowed: string): { refused: Refusal } {
  const limit = /^\d/.test(allowed) ? `at most ${allowed}` : allowed;
  return { refused: { line, reason: `${found}, expected ${limit}`, advice: 'make the text simpler' } };
}
