import { withoutCodeSpans } from '../markdown/code-spans.ts';
import { isBlank, type Line } from '../markdown/lines.ts';
import { decisionId, decisionIds, decisionKey } from './decision-id.ts';

/** What the lines of a decision say about its state, and about that of others. */
export interface DecisionState {
  /** What a status line or cell says; empty where there is none. */
  readonly status: string;
  /** The line of the status; that of the decision where there is none. */
  readonly statusLine: number;
  /** The decision that holds instead. */
  readonly supersededBy: Named | null;
  /** The decisions that this one takes the place of, as far as it is in force itself. */
  readonly supersedes: readonly Named[];
}

/** A decision that a line names. */
interface Named {
  readonly id: string;
  readonly line: number;
}

/** Reads the lines below a heading with a title, or the one line of a row, whose status stands in a cell. */
export function decisionState(
  own: string,
  lines: readonly Line[],
  { title, line, cell = '' }: { readonly title: string; readonly line: number; readonly cell?: string },
): DecisionState {
  const texts = [
    { text: title, number: line },
    ...lines.flatMap((each) =>
      each.kind === 'text' ? [{ text: withoutCodeSpans(each.text), number: each.number }] : [],
    ),
  ];
  const { text: status, number: statusLine } = cell === '' ? statusOf(lines, line) : { text: cell, number: line };
  const isOther = ({ id }: Named): boolean => decisionKey(id) !== decisionKey(own);
  const named = (find: (text: string) => string[]): Named[] =>
    texts.flatMap(({ text, number }) => find(text).map((id) => ({ id, line: number }))).filter(isOther);
  return {
    status,
    statusLine,
    supersededBy: named(supersededBy)[0] ?? null,
    supersedes: notInForce.test(status) ? [] : named((text) => superseded(text, own)),
  };
}

/** Whether a status says that nothing holds, and nothing instead of it. */
export function isGivenUp(status: string): boolean {
  return givenUp.test(status) && !inPart.test(status);
}

/** `Rejected alternatives` is no state. */
const givenUp =
  /^[^\p{L}\p{N}]{0,6}(?:withdrawn|rejected|deprecated|abandoned|revoked|已?(?:废弃|撤回|弃用|否决|拒绝|撤销)|却下|取り下げ|廃止)(?![\p{L}\p{N}]|\s+(?!(?:in|on|by|since|because|as|after|due|with)\b)[a-z])/iu;
/** Not yet, or not any more: what such a decision replaces still holds. */
const notInForce = new RegExp(
  String.raw`${givenUp.source}|^[^\p{L}\p{N}]{0,6}(?:proposed|draft|pending|open|提议|提案|草案|待定)`,
  'iu',
);
const inPart = /\b(?:partly|partially|in part|parts? of)\b|部分/i;

/** `Status: …`, or what stands below a heading that says no more than that. */
function statusOf(lines: readonly Line[], line: number): { text: string; number: number } {
  for (const [index, { kind, text, heading, number }] of lines.entries()) {
    if (kind !== 'text') continue;
    const written = statusPattern.exec(withoutCodeSpans(text))?.[1]?.trim() ?? '';
    if (written !== '') return { text: written, number };
    if (!heading || !statusHeading.test(heading.text)) continue;
    const below = lines.slice(index + 1).find((each) => !isBlank(each));
    if (below && !below.heading && below.kind === 'text')
      return { text: below.text.replace(/^[\s>*_-]{1,8}/, '').trim(), number: below.number };
  }
  return { text: '', number: line };
}

const statusWord = 'Status|状态|狀態|ステータス';
const statusPattern = new RegExp(String.raw`^[\s>*_-]{0,8}(?:${statusWord})[*_]{0,3}\s?[:：][*_]{0,3}\s?(.*)$`, 'i');
export const statusHeading = new RegExp(`^(?:${statusWord})$`, 'i');

/** `superseded by D9`, `被 D9 取代`; not where it says that only a part is. */
function supersededBy(text: string): string[] {
  if (inPart.test(text)) return [];
  const [, english, chinese] = supersededPattern.exec(text) ?? [];
  const by = english ?? chinese;
  return by === undefined ? [] : [by];
}

const supersededPattern = new RegExp(
  String.raw`\b(?:superseded|replaced)\s+(?:\w+\s+)?(?:by|with)[\s:*_[]{1,6}(${decisionId})|(?:由|被|已被)\s{0,2}\[?(${decisionId})\]?(?:\([^()]{0,200}\))?\s{0,2}(?:取代|替代|代替|废弃|置き換え)`,
  'i',
);

/** `Supersedes D1 and D2`, `本决策取代 D1`; not where another decision does it, or only for a part. */
function superseded(text: string, own: string): string[] {
  const found = supersedesPattern.exec(text);
  if (!found || inPart.test(text)) return [];
  const before = text.slice(0, found.index);
  const isOfOther = decisionIds(before).some(({ id }) => decisionKey(id) !== decisionKey(own));
  if (isOfOther || denied.test(before)) return [];
  return decisionIds(found[1] ?? '').map(({ id }) => id);
}

const one = String.raw`[[*_]{0,3}${decisionId}(?![\w-])[\]*_]{0,3}(?:\([^()]{0,200}\))?`;
/** With a comma, an end or an aside behind it: `Supersedes D1 for readers` and `取代 D1 的缓存` speak of a part. */
const supersedesPattern = new RegExp(
  String.raw`(?:\b(?:supersedes|replaces)\b|(?:取代|替代|代替)了?)[\s:：*_]{0,6}(?:decisions?\s)?(${one}(?:(?:\s?[,，、&]|\s(?:and|和|与))\s{0,2}${one}){0,20})(?=\s{0,3}(?:$|[.,;:|)\]。，；：）（(])|\s[—–-]\s)`,
  'i',
);
const denied = /\b(?:not|never|neither|would|could|may|might)\b|n't\b|[不未]|[由被]/i;
