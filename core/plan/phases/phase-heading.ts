import type { Line } from '../../markdown/lines.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { Phase } from '../plan.ts';

/** What authors call a phase. Only the first is one for certain; the others have to show that they hold work. */
export const phaseWords = ['phase', 'stage', 'step', 'epic', 'milestone', 'track', 'sprint'] as const;
export type PhaseWord = (typeof phaseWords)[number];

/** A heading that names a phase: `4. Phase 1 — foundation`, `第2阶段：收尾`. */
export interface PhaseHeading {
  readonly word: PhaseWord;
  readonly id: string;
  readonly title: string;
  /** `9.3 Steps (in order)`: the number of the section stands for the whole list. */
  readonly isPlural: boolean;
  readonly ranges: Phase['ranges'];
}

/** A heading that starts like one and is prose: `Phase 1 is unblocked`. */
export interface PhaseMention {
  readonly word: PhaseWord;
  readonly id: null;
  /** The label of the phase that it speaks of. */
  readonly of: string;
}

/**
 * Reads a heading. A leading number counts sections; the phase's own number follows the word. `Phase 1 is unblocked`
 * and `Phase 1–3: overview` are prose: they start like a phase and only mention one.
 */
export function parsePhaseHeading(line: Line): PhaseHeading | PhaseMention | null {
  const bare = (line.heading?.text ?? '').replaceAll('**', '');
  const start = startOf(bare);
  if (!start) return null;
  const title = titleIn(bare.slice(start.end));
  if (title === null) return { word: start.word, id: null, of: start.id };
  return { word: start.word, id: start.id, title, isPlural: start.isPlural, ranges: rangesIn(line, start, title) };
}

/** A heading that is a phase's for certain, by the word itself. */
export function phaseHeading(line: Line): PhaseHeading | null {
  const heading = parsePhaseHeading(line);
  return heading?.word === 'phase' && heading.id !== null ? heading : null;
}

interface Start {
  readonly word: PhaseWord;
  readonly id: string;
  /** Where the label stands. */
  readonly at: number;
  /** Where what follows word and label starts. */
  readonly end: number;
  readonly isPlural: boolean;
}

const sectionNumber = String.raw`(?:§ ?)?(?:\d[\d.]{0,20}[):]?\s{1,5})?`;
const labelPattern = String.raw`[A-Z]{0,2}\d+(?:\.\d+)*[A-Z]?|[IVX]{1,5}|[A-Z]`;
const wordFirst = new RegExp(
  String.raw`^${sectionNumber}(?:(${phaseWords.join('|')})(?:\s{1,5}|(?=\d))|(阶段|階段|フェーズ|ステージ|步骤|ステップ|里程碑|マイルストーン)\s{0,5})(${labelPattern})(?![\p{L}\p{N}])`,
  'iu',
);
const labelFirst = new RegExp(
  String.raw`^${sectionNumber}第\s?(\d+|[一二三四五六七八九十]{1,3})\s?(阶段|階段|フェーズ|ステージ|步|ステップ)(?![\p{L}\p{N}])`,
  'u',
);
const translations: Readonly<Record<string, PhaseWord>> = {
  阶段: 'phase',
  階段: 'phase',
  フェーズ: 'phase',
  ステージ: 'stage',
  步骤: 'step',
  步: 'step',
  ステップ: 'step',
  里程碑: 'milestone',
  マイルストーン: 'milestone',
};

function startOf(text: string): Start | null {
  const [first = '', latin = '', other = '', id = ''] = wordFirst.exec(text) ?? [];
  const word = translations[other] ?? phaseWords.find((each) => each === latin.toLowerCase());
  if (word) return { word, id, at: first.length - id.length, end: first.length, isPlural: false };
  const [second = '', number = '', name = ''] = labelFirst.exec(text) ?? [];
  const named = translations[name];
  if (named) return { word: named, id: number, at: second.lastIndexOf(number), end: second.length, isPlural: false };
  const [plural = '', section = ''] =
    /^(?:§ ?)?(\d{1,4}(?:\.\d{1,4}){1,8})[.):]?\s{1,5}steps(?=\s|[:：(（]|$)/i.exec(text) ?? [];
  return plural === ''
    ? null
    : { word: 'step', id: section, at: plural.indexOf(section), end: plural.length, isPlural: true };
}

/** The title behind the label; null where what follows makes the heading prose. */
function titleIn(rest: string): string | null {
  const [, title] =
    /^\s{0,5}[:：]\s*(.*)$/s.exec(rest) ??
    /^\s{0,5}[—–](?!\s{0,5}\d+\s{0,5}(?:[:：—–(（]|$))\s*(.*)$/s.exec(rest) ??
    /^(?:\s{1,5}-|\.)\s+(.*)$/s.exec(rest) ??
    /^\s{0,5}([(（].*)?$/s.exec(rest) ??
    [];
  if (title === undefined && rest.trim() !== '') return null;
  return title?.trim() ?? '';
}

function rangesIn(line: Line, { id, at }: Start, title: string): Phase['ranges'] {
  const text = line.heading?.text ?? '';
  const label = line.text.indexOf(id, line.text.indexOf(text) + withMarks(text, at));
  const from = title === '' ? -1 : line.text.lastIndexOf(title);
  return {
    ...(label < 0 ? {} : { label: rangeIn(line, label, label + id.length) }),
    ...(from < 0 ? {} : { title: rangeIn(line, from, from + title.length) }),
  };
}

/** Where a place of the text without bold marks stands in the text with them. */
function withMarks(text: string, at: number): number {
  let index = 0;
  for (let left = at; index < text.length;) {
    if (text.startsWith('**', index)) index += 2;
    else if (left-- === 0) break;
    else index++;
  }
  return index;
}
