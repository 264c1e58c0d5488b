/** Whether a statement has words that leave open what would be enough, such as `properly`, wherever they stand. */
export function isTaste(text: string): boolean {
  return taste.test(text) || praise.test(text) || tasteCjk.test(text);
}

/** Whether a short statement says no more than that something is there or works: `The cache works`, `缓存可用`. */
export function isHollow(text: string): boolean {
  return text.length <= longestHollow && (hollow.test(text) || hollowCjk.test(text));
}

/** Longer statements name what works, or where. In UTF-16 code units. */
const longestHollow = 50;

/** Each with what it is not: `as specified in 10`, `as well`, `known-good`, `correct passwords`, which others are not. */
const taste = new RegExp(
  `(?<![\\w-])(?:${[
    'acceptabl[ey]|appropriate(?:ly)?|as (?:expected|needed|intended|desired)|as specified(?! (?:in|by)\\b)',
    '(?:matches|meets) expectations|correct(?:ly|ness)|(?:is|are|be) correct|good|gracefully|intuitive(?:ly)?|nice(?:ly)?',
    'correct(?! (?:the|their|its|an?)\\b| (?:[\\w-]+ ){0,3}(?:passwords?|credentials?|keys?|pins?|tokens?|signatures?)\\b)',
    'clearly|(?:is|are|be|has|have|with|an?|shows?|returns?|prints?) (?:\\w+ )?clear(?! text\\b)|proper(?:ly)?|reasonabl[ey]|reliabl[ey]',
    'robust(?:ly)?|sufficiently|(?:is|are) sufficient|user-friendly|seamless(?:ly)?|smoothly|(?<!as )well',
    'usable(?! (?:on|from|by|in|with|via|without|as)\\b)',
  ].join('|')})(?![\\w-])`,
  'i',
);

/** `is fast`, `looks fine` at the end of a clause; a fast path is called so. */
const praise =
  /\b(?:is|are|be|looks?|feels?|seems?|runs?) (?:\w+ )?(?:ok(?:ay)?|fine|great|solid|polished|fast|efficient|performant|scalable|maintainable|extensible|flexible|minimal|easy|production[ -]ready)(?= enough\b| and\b|\s?[.,;!]|$)/i;

const tasteCjk =
  /良好|合理|适当|適切|友好|流畅|没有问题|問題な[いく]|(?:正常|正确)(?:工作|运行|运作|使用)?[。.！]?$|正しく動(?:く|作する)|正常に動作/;

const hollow = new RegExp(
  `\\b(?:${[
    'works?|working|functional|operational|in place|up and running',
    '(?:handled|addressed|considered|taken care of|tracked|improved|optimi[sz]ed|implemented|completed?|done|finished|ready)',
    '[a-z]{3,}(?:ing|ility|ation) (?:is|are) (?:there|present)',
  ].join('|')})(?: now| again| \\w{3,20}ly)?[.!]?$`,
  'i',
);

const hollowCjk =
  /^[^，,。；;]{1,14}(?:(?<!不)可用|可以使用|能用|完善|完成|完了|已实现|已处理|対応済み|使える)[。.！]?$/;
