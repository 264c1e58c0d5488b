import { decisionId } from '../spec/decision-id.ts';

/**
 * Whether an id in a text is meant as that of a decision. Vitamin D3 and a D1 database look like one, too: a letter with
 * one number has to be called one by what stands around it.
 */
export function isDecisionReference(text: string, id: string, index: number): boolean {
  if (!/^D\d+$/.test(id)) return true;
  const before = text.slice(Math.max(0, index - 80), index).replace(listBefore, '');
  const after = text.slice(index + id.length, index + id.length + 80);
  if (ofOther.test(after)) return false;
  return cueBefore.test(before) || saysAfter.test(after);
}

/** `D1, D2 and` before the next one: what is said of the first is said of all. */
const listBefore = new RegExp(
  String.raw`(?:[*_[]{0,3}${decisionId}[\]*_]{0,3}(?:\([^()]{0,60}\))?(?:\s?[,，、/&–—-]\s?|\s?(?:and|or|和|与|及|或)\s?)){1,9}[*_[]{0,3}$`,
);
const cueBefore =
  /[([（【]$|(?:\b(?:decisions?|see|cf\.?|per|as in|(?:said|decided|required|mandated|settled) (?:by|in)|according to|following|follows?|violates?|contradicts?|against|honou?rs?)|decision[*_]{0,2}[:：]|决策|決定|决定|见|見|参见|参照|依据|根据|依照|按照|按|遵循|符合|违反)\s{0,2}[*_[]{0,3}$/i;
const saysAfter =
  /^[\]*_]{0,3}(?:\([^()]{0,60}\))?(?:\s(?:says?|said|requires?|mandate[sd]?|decide[sd]?|forbids?|allows?|calls for|hinges?|holds|applies|wants|states|rules out|demands?)\b|\s?(?:规定|要求|决定|禁止|に従|の通り))/i;
/** `D3 of RFC 9110`, but not `D3 of the log`; and `see D3 charts`. */
const ofOther =
  /^\s(?:(?:api|charts?|databases?|docs|documentation|examples?|graphs?|librar(?:y|ies)|tutorials?|visuali[sz]ations?)\b|(?:of|in|from)\s(?!\[?(?:the|our|this)\b.{0,40}(?:decision|log)|\[?99|.{0,40}decision))/i;
