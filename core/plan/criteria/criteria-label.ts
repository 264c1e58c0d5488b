import { withoutCodeSpans } from '../../markdown/code-spans.ts';
import { parseLabel, withoutSuffix } from '../../markdown/label.ts';
import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';

/** Whether a label or a heading is called as exit criteria are, without regard to numbers and suffixes around it. */
export type IsCriteriaName = (name: string) => boolean;

/** What stands behind a label that opens criteria, up to the next label on its line. Offsets in the line. */
export interface OpenedCriteria {
  readonly from: number;
  readonly to: number;
  /** The label is the head of a list item, which then holds the criteria. */
  readonly inItem: boolean;
}

/** Names for exit criteria, and those of `further`, which count only where the whole name is the same. */
export function criteriaNames(further: readonly string[]): IsCriteriaName {
  const others = new Set(further.map((name) => name.toLowerCase()));
  return (name) => {
    const bare = bareName(name);
    const withoutDash = bare.replace(/\s[—–-]\s.*$/, '');
    return (
      others.has(bare.toLowerCase()) || shortNames.test(bare) || fullNames.test(bare) || fullNames.test(withoutDash)
    );
  };
}

/**
 * The criteria that a line opens: `**Exit criteria (M1)**: all green`, `- _Acceptance:_ …`, or a bold label in the middle
 * of a line, as in `**Specs**: 10. **Exit**: all green`. The line is not indented deeper than `indent`.
 */
export function openedCriteria(line: Line, indent: number, isName: IsCriteriaName): OpenedCriteria | null {
  // Rows of tables are the greater part of a plan, and hold none.
  if (line.kind !== 'text' || line.heading || isBlank(line) || line.text.startsWith('|') || indentOf(line) > indent + 1)
    return null;
  const { text } = line;
  const [mark = '', bullet] = /^\s*((?:[-*+]|\d{1,3}[.)])\s+)?/.exec(text) ?? [];
  const inItem = bullet !== undefined;
  const from = labelEnd(text, mark.length, inItem, isName) ?? (inItem ? null : innerLabelEnd(text, isName));
  return from === null ? null : { from, to: endOfField(text, from), inItem };
}

/** Where the next field starts that stands on the same line behind a sentence; the end of the line if none does. */
export function endOfField(text: string, from: number): number {
  const next = innerLabels(text).find(
    ({ start }) => start > from && /[.;。；·|—–)]\s*$/.test(text.slice(Math.max(0, start - 10), start)),
  );
  return text.slice(0, next?.start).trimEnd().length;
}

/** Whether something begins that is no criterion although it stands among them, such as `Verification: …`. */
export function isOtherField(name: string, isName: IsCriteriaName): boolean {
  return !isName(name) && otherFields.test(bareName(name));
}

/** Whether a label below an empty one for criteria may name a group of these: it names nothing else that plans have. */
export function isGroupName(name: string, isName: IsCriteriaName): boolean {
  return !isName(name) && !isOtherField(name, isName) && !otherLists.test(bareName(name));
}

/** A name such as `Exit` is too common a word to open criteria in a list, unless it is bold. */
function labelEnd(text: string, start: number, inItem: boolean, isName: IsCriteriaName): number | null {
  const written = text
    .slice(start)
    .replace(/^([*_])([^*_]{1,100})\1(?![*_])/, '**$2**')
    .replace(/^([*_])\1\1([^*_]{1,100})\1{3}/, '**$2**')
    .replace(/^(\*\*|__)([^*_]{1,100})[.。]\1/, '$1$2:$1');
  const sentence = /^(?:\*\*|__)(?:done when|fertig,? wenn)(?:\*\*|__)\s{1,5}/i.exec(written);
  if (sentence) return start + sentence[0].length;
  const label = parseLabel(written);
  if (!label || !isName(label.name)) return null;
  if (inItem && !label.bold && shortNames.test(label.name)) return null;
  return text.trimEnd().length - label.rest.length;
}

function innerLabelEnd(text: string, isName: IsCriteriaName): number | null {
  const label = innerLabels(text).find(({ name }) => isName(name));
  if (!label) return null;
  const rest = text.slice(label.end);
  return label.end + rest.length - rest.trimStart().length;
}

interface InnerLabel {
  readonly name: string;
  readonly start: number;
  /** The first offset behind its colon. */
  readonly end: number;
}

/** Bold words with a colon inside or behind them, wherever they stand in the line. */
function innerLabels(text: string): InnerLabel[] {
  if (!/\*\*|__/.test(text)) return [];
  const prose = withoutCodeSpans(text);
  return [...prose.matchAll(/(\*\*|__)([^*_]{1,100})\1/g)].flatMap(({ 0: bold, 2: inside = '', index }) => {
    const after = index + bold.length;
    const behind = /^ {0,3}(?:\([^()]{0,80}\)|（[^（）]{0,80}）)? {0,3}[:：]/.exec(prose.slice(after, after + 100));
    const name = inside.trim().replace(/[:：]$/, '');
    if (name === inside.trim() && !behind) return [];
    return [{ name, start: index, end: after + (name === inside.trim() ? (behind?.[0].length ?? 0) : 0) }];
  });
}

/** Whether a heading has a word for criteria in it, although it is not called as they are. */
export function mentionsCriteria(heading: string): boolean {
  return /\b(?:criteri(?:a|on)|gates?)\b|(?:退出|出口|验收|驗收)(?:标准|標準|条件)/i.test(heading.slice(0, 200));
}

/** Without its section number, pictures, emphasis, colon and a suffix in parentheses. */
function bareName(name: string): string {
  const words = name
    .slice(0, 200)
    .replaceAll(/[*_]/g, '')
    .replace(/^(?:\p{Extended_Pictographic}|[\uFE0F\u200D\s])+/u, '')
    .trim();
  return withoutSuffix(words.replace(/[:：.。]$/, ''))
    .replace(/^\d[\d.]{0,10}[):]?\s/, '')
    .trim();
}

const shortNames = /^(?:exit|acceptance|checkpoint|退出|验收|驗收|检查点|チェックポイント)$/i;

const fullNames = new RegExp(
  `^(?:(?:phase|stage|step|milestone) (?:[\\w.-]{1,12} )?|M-?\\d{1,3} |(?:validation|verification) (?:and|&) )?(?:${[
    'exit[ -](?:criteri(?:a|on)|gates?|conditions?)',
    '(?:acceptance|success|completion|done|verification|validation)[ -](?:criteri(?:a|on)|conditions?)',
    '(?:quality|phase|stage|milestone) gates?',
    'done when',
    'definition of done',
    '(?:abnahme|akzeptanz|abschluss|erfolgs)kriteri(?:en|um)',
    'fertig,? wenn',
    '(?:退出|出口|准出)(?:标准|標準|条件|准则|準則|标志)',
    '(?:验收|驗收|完成|成功)(?:标准|標準|条件|准则|準則)',
    '(?:完了|終了|達成)(?:条件|基準)',
    '完了の定義',
    '(?:受け入れ|受入れ?|成功)(?:基準|条件)',
  ].join('|')})(?: checklist| (?:for|of) .{1,80})?$`,
  'i',
);

const otherFields = new RegExp(
  `^(?:${[
    'verif(?:ication|y|ied by)|validation|how to verify|independent test|evidence',
    'risks?|mitigations?|notes?|rationale|why|references?|see also|out of scope|non-goals|residual|follow-?ups?',
    'goals?|purpose|status|outcome|promise|specs?(?: touched)?|deliverables?|tasks?|plans?|files(?: changed)?|next(?: steps)?',
    'effort|estimate|duration|priority|depends on|dependenc(?:y|ies)',
    '验证|驗證|风险|說明|说明|备注|目标|依赖|任务|状态|交付物',
    '検証|リスク|備考|目的|目標|依存(?:関係)?|タスク|状態|成果物',
  ].join('|')})$`,
  'i',
);

/** What has lists of its own, and is too common among criteria to end them. */
const otherLists = new RegExp(
  `^(?:(?:key|open|known|main) )?(?:${[
    'questions?|issues?|decisions?|assumptions?|constraints?|requirements?|prerequisites?|blockers?|changes?',
    'scope|in scope|not in scope|deferred|future work|context|background|overview|motivation|summary|approach|design',
    'owners?|team|people|stakeholders?|timeline|schedule|milestones?|resources?|links|work(?: items)?|steps|todos?',
    '问题|决策|假设|约束|需求|前提|范围|背景|概述|负责人|时间表|步骤',
    '課題|質問|決定|前提(?:条件)?|制約|要件|範囲|背景|概要|担当|手順',
  ].join('|')})$`,
  'i',
);
