/** The words for what is finished. Shared by the cells of tables and by what phases claim, so that both mean the same. */
const doneWord =
  'done|completed?|squashed|shipped|closed|finished|implemented|merged|landed|met|released|delivered|erledigt|abgeschlossen';

const doneWordCjk =
  '已?完成|完了(?:済み?)?|已(?:合并|发布|上线|实现|关闭|交付|解决)|(?:実装|対応|リリース|マージ)?済み?';
const doneMarks = '✅☑✔✓';
const openMarks = '❌✗✘⏳🚧🔄⚠🔴🟡🟠';

/** What a text says about the state of something; `mixed` is never done. */
export type SaidState = 'open' | 'done' | 'mixed';

/** What a sentence says, wherever in it the words stand; null where it says nothing about a state. */
export function stateSaid(sentence: string): SaidState | null {
  const affirmed = sentence.replaceAll(denied, ' ');
  const isOpen = affirmed !== sentence || open.test(affirmed);
  const isDone = doneAnywhere.test(affirmed);
  if (!isOpen && !isDone) return null;
  return isOpen && isDone ? 'mixed' : isOpen ? 'open' : 'done';
}

/**
 * What the cell of a table says that starts with a word or mark for done: `✅ see memo`, `Done in #12`. It is mixed where
 * anything behind that takes some of it back: `Done 50%`, `closed (won't do)`. All other cells are null.
 */
export function cellState(cell: string): 'done' | 'mixed' | null {
  const text = plain(cell);
  const start = doneStart.exec(text)?.[0].length;
  if (start === undefined) return null;
  const rest = text.slice(start);
  return open.test(rest) || takenBack.test(rest) || isPartOfAll(rest) ? 'mixed' : 'done';
}

/** Whether the cell says done and nothing else: some authors write it in place of the effort that is left. */
export function isOnlyDone(cell: string): boolean {
  return onlyDone.test(plain(cell));
}

/** Without emphasis, targets of links, and what is struck out. */
function plain(cell: string): string {
  return cell
    .replaceAll(/~~[^~]{0,200}~~/g, '')
    .replaceAll(/\]\([^()\s]{0,300}\)/g, ']')
    .replaceAll(/[*_`]/g, '')
    .trim();
}

/** `50%`, `3/5`, `3 of 5`; not `100%`, `5/5`, or the date `2025/08`. */
function isPartOfAll(text: string): boolean {
  const percents = [...text.matchAll(/(?<!\d)(\d{1,3})(?:[.,]\d{1,3})?\s?[%％]/g)];
  const parts = [...text.matchAll(/(?<![\d/])(\d{1,3})\s?(?:\/|of|out of|von)\s?(\d{1,3})(?![\d/])/gi)];
  return percents.some(([, percent]) => percent !== '100') || parts.some(([, part, all]) => part !== all);
}

const open = new RegExp(
  String.raw`\b(?:open|in[ -]progress|in[ -]review|wip|to ?do|planned|pending|blocked|draft|partial(?:ly)?|ongoing|deferred|unmet|incomplete|not started)\b` +
    `|未完成|未完了|未着手|进行中|進行中|计划中|[${openMarks}]`,
  'iu',
);
const doneAnywhere = new RegExp(String.raw`\b(?:${doneWord})\b|完成|完了|[${doneMarks}]`, 'iu');
const denied = new RegExp(
  String.raw`\b(?:not|never|isn['’]t|hasn['’]t)(?: (?:yet|been|fully|all)){0,3} (?:${doneWord}|started)\b|未完[成了]`,
  'giu',
);

/** A word counts only where it stands alone, or before a mark, a number, a reference or somebody's name. */
const doneStart = new RegExp(
  String.raw`^(?:🟢|🎉|🚀|🏁)?\uFE0F?\s?(?:[${doneMarks}]\uFE0F?|\[[xX]\]|\[?(?:${doneWord}|${doneWordCjk})\]?` +
    String.raw`(?=\s*(?:$|[(（.,;:!。，；：！—–#@\[${doneMarks}🎉🚀-]|\d|于)|\s(?:in|by|on|at|via|with|since|as of|as part of|per|see)\s))`,
  'iu',
);
const onlyDone = new RegExp(
  String.raw`^(?:🟢\s?)?(?:[${doneMarks}]\uFE0F?|\[x\]|${doneWord}|${doneWordCjk})` +
    String.raw`(?:\s?(?:[${doneMarks}!.。！]\uFE0F?|(?<=[${doneMarks}]\uFE0F?\s?)(?:${doneWord}|${doneWordCjk})))?$`,
  'iu',
);

const date =
  'end|next|early|late|mid|the|q\\d|\\d|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|week|kw|eo[dwmy]|today|tomorrow|phase|sprint|m\\d|v\\d';
const takenBack = new RegExp(
  [
    String.raw`\b(?:no|not|never|none|cannot|without|except|but|only|still|almost|nearly|mostly|half|some|most|part|parts)\b|n['’]t\b|[?？]`,
    String.raw`\b(?:remain(?:s|ing)?|remainder|missing|needs?|awaiting|waiting|tbd|tba|untested|unverified|until|later|soon|follow-?up|fail(?:s|ed|ing)?|broken)\b`,
    String.raw`\b(?:wontfix|duplicate|rejected|cancell?ed|abandoned|dropped|superseded|obsolete|invalid|reopened|reverted|rolled back)\b`,
    String.raw`\b(?:by (?:${date})|in (?:q\d|next|the next|phase|sprint|\d{1,3} ))`,
    '[未待没沒不]|部分|一部|暂|取消|保留|中止',
  ].join('|'),
  'iu',
);
