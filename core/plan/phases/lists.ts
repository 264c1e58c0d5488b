import { outerItems, readItem, type Item } from '../../markdown/items.ts';
import { parseLabel, withoutSuffix } from '../../markdown/label.ts';
import { isBlank, type Line } from '../../markdown/lines.ts';
import { splitNumber } from '../../markdown/outline.ts';
import { leadingId } from '../tasks/leading-id.ts';

/** The lines under a heading or label called Tasks. */
export function linesUnderTasks(lines: readonly Line[]): Line[] {
  return linesUnder(lines, (name) => /^(?:tasks(?: in order)?|任务(?:列表|清单)?|タスク(?:一覧)?)$/i.test(name));
}

/** The items under a heading or label called Tasks. */
export function itemsUnderTasks(lines: readonly Line[]): Item[] {
  return outerItems(linesUnderTasks(lines));
}

/** The lines under headings, or labels with nothing behind them, that name what is no work: risks, scope, questions. */
export function linesAside(lines: readonly Line[]): Line[] {
  return linesUnder(lines, (name, { heading, text }) => {
    return asideNames.test(name) && (heading !== null || parseLabel(text)?.rest === '');
  });
}

const asideNames = new RegExp(
  `^(?:(?:known|open|key|main|final|phase|release|review|quality) )?(?:${[
    'risks?|mitigations?|questions?|assumptions?|notes?|decisions?|references?|issues',
    'scope|out of scope|not in scope|in scope|non-goals|deferred|future work',
    'verification|validation|how to verify|(?:verification|validation) (?:steps|checklist)',
    'definition of done|dod|(?:[\\p{L}-]{1,20} )?check-?lists?',
    '(?:未决|开放|待定)?问题|风险|范围|超出范围|不在范围|假设|备注|说明|注意事项|验证|完成定义|检查清单|检查表',
    'リスク|範囲|対象外|スコープ外?|前提|備考|注意(?:事項)?|検証|質問|課題|完了の定義|チェックリスト',
  ].join('|')})(?: (?:and|&) [\\p{L}-]{1,20})?$`,
  'iu',
);

/** The items under a heading or label called Deliverables. */
export function itemsUnderDeliverables(lines: readonly Line[]): Item[] {
  return outerItems(linesUnder(lines, (name) => /^(?:deliverables|交付物|成果物)$/i.test(name)));
}

/**
 * The items of the one list that the lines consist of, beside prose; or else of the one numbered list with bold titles.
 * A list that some line introduces lists what that line says, and is no list of tasks for certain.
 */
export function onlyItems(lines: readonly Line[]): readonly Item[] {
  const lists = listsOf(lines);
  const [only, second] = lists;
  if (only && !second && !only.introduced && !only.belowHeading && !describesPhase(only) && looksLikeWork(only))
    return only.items;
  const [steps, others] = lists.filter(isNumbered);
  const isBold = steps?.items.every(({ head }) => head.startsWith('**'));
  return steps && !others && isBold && !steps.introduced ? steps.items : [];
}

/** A list of a phase; what is nested in it belongs to its items. */
export interface List {
  readonly items: readonly [Item, ...Item[]];
  /** Whether a line above it says what it lists, as `Processing order:` does. */
  readonly introduced: boolean;
  /** Whether a sentence stands directly above it, as `We rely on these.` does; `Goal: speed` and a quote are none. */
  readonly belowSentence: boolean;
  /** Whether a heading stands above it. */
  readonly belowHeading: boolean;
}

export function listsOf(lines: readonly Line[]): List[] {
  const lists: (List & { items: [Item, ...Item[]] })[] = [];
  let open: (typeof lists)[number] | null = null;
  let above: Line | null = null;
  let belowHeading = false;
  for (let index = 0; index < lines.length;) {
    const line = lines[index];
    const item = readItem(lines, index);
    if (item && open && isNumber(item) === isNumbered(open)) open.items.push(item);
    else if (item)
      lists.push(
        (open = {
          items: [item],
          introduced: above !== null && introduces(above),
          belowSentence: above !== null && isSentence(above),
          belowHeading,
        }),
      );
    else if (line && !isBlank(line) && line.kind !== 'comment') {
      open = null;
      above = line;
      belowHeading ||= line.heading !== null;
    }
    index = item?.next ?? index + 1;
  }
  return lists;
}

export function isNumbered(list: List): boolean {
  return isNumber(list.items[0]);
}

function isNumber(item: Item): boolean {
  return /^\d/.test(item.marker);
}

function introduces({ text }: Line): boolean {
  return /[:：][*_]{0,2}\s*$/.test(text) || parseLabel(text)?.rest === '';
}

function isSentence(line: Line): boolean {
  return (
    line.kind === 'text' && line.heading === null && !/^\s*[>|<]/.test(line.text) && parseLabel(line.text) === null
  );
}

/** Bullets below a sentence are what that sentence speaks of, unless they are numbered, in bold or have ids. */
function looksLikeWork(list: List): boolean {
  if (isNumbered(list) || !list.belowSentence) return true;
  return list.items.every(({ head }) => head.startsWith('**') || leadingId(head) !== null);
}

/** `- **Duration**: 2 weeks` says something about a phase. */
function describesPhase({ items }: List): boolean {
  return items.some(({ head }) => {
    return /^(?:goals?|duration|owner|status|effort|estimate|priority|risks?|depend(?:s on|encies)|specs?|scope|目标|负责人|目標|担当)$/i.test(
      parseLabel(head)?.name ?? '',
    );
  });
}

/** The lines below a heading or a label with such a name, to the next label or heading that is not below it. */
function linesUnder(lines: readonly Line[], isName: (name: string, line: Line) => boolean): Line[] {
  const under: Line[] = [];
  let level: number | null = null;
  for (const line of lines) {
    const opened = line.kind === 'text' ? openedBy(line) : null;
    if (opened && (level === null || opened.level <= level)) level = isName(opened.name, line) ? opened.level : null;
    else if (level !== null) under.push(line);
  }
  return under;
}

/** A label is as good as a heading of the lowest level; `1. Set up:` is an item. */
function openedBy(line: Line): { name: string; level: number } | null {
  const { heading, text } = line;
  if (heading)
    return { name: withoutSuffix(splitNumber(heading.text).text.replace(/[:：]$/, '')), level: heading.level };
  const label = readItem([line], 0) ? null : parseLabel(text);
  return label && (label.bold || label.rest === '') ? { name: withoutSuffix(label.name), level: 7 } : null;
}
