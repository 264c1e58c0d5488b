import type { Criterion } from '../../plan/plan.ts';
import { defineRule } from '../rule.ts';
import { eachCriterion, quoted } from './each-criterion.ts';

/**
 * An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of: a test, a
 * command, a number, a file, a named person, code that it speaks of, or something that can be seen to happen.
 *
 * @example A number, a command, a test, a file, a person.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**:
 *
 *     - P50 < 1 s
 *     - `npm test` passes
 *     - Tests for empty input pass
 *     - docs/limits.md is there
 *     - All gates pass
 *     - Approved by the owner
 *     - `Reader` knows empty input
 *     - Empty input is rejected
 *
 * @example Nothing to take hold of.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**: The cache works. All edge cases are handled. Input is read properly.
 *     === specs/91-impl-plan.md:3:20 Unexpected vague criterion "The cache works.", expected a test, a command, a number, a file or a named person; say how it can be checked
 *     === specs/91-impl-plan.md:3:37 Unexpected vague criterion "All edge cases are handled.", expected a test, a command, a number, a file or a named person; say how it can be checked
 *     === specs/91-impl-plan.md:3:65 Unexpected vague criterion "Input is read properly.", expected a test, a command, a number, a file or a named person; say how it can be checked
 */
export const observableCriterion = defineRule({
  id: 'observable-criterion',
  recommended: 'warning',
  strict: 'error',
  check: eachCriterion(({ criterion }) => {
    if (isObservable(criterion)) return null;
    const message = `Unexpected vague criterion ${quoted(criterion)}, expected a test, a command, a number, a file or a named person; say how it can be checked`;
    return { message };
  }),
});

function isObservable({ kind, text }: Criterion): boolean {
  if (someDocuments.test(text)) return false;
  if (kind === 'pointer') return !taste.test(text);
  return kind !== 'judgement' || ((hold.test(text) || behaviour.test(text)) && !taste.test(text));
}

/** Nobody knows which ones, and what they have to say. */
const someDocuments = /^(?:the )?(?:docs|documentation) (?:is|are) (?:complete|updated)\.?$/i;

/** A number that counts something, code, a path, words in quotation marks, an identifier, or what comes out of what. */
const hold = new RegExp(
  [
    String.raw`(?:[<>≤≥=~≈±]|\b(?:at (?:most|least)|under|within|below|above|over|exactly|only)\b)\s{0,2}\d`,
    String.raw`(?<![\p{L}\d.])\d[\d.,]{0,20}\s?(?:[%‰×°]|(?:[µmn]?s|min|h|d|x|[kKMGT]?i?B|rps)\b|\p{L}{3,30}|[个条项秒分次件行種天日])`,
    '`[^`]+`',
    String.raw`(?:^|[\s(])(?:\.{0,2}/|(?:apps|bin|config|core|crates|docs?|examples|lib|packages|scripts|specs?|src|tests?|tools)/)[\w./-]*\w`,
    String.raw`\b[\w-]+\.[a-z]{2,5}\b|["“„「]|\p{Ll}\p{Lu}|\w_\w|→|[\-=]>`,
  ].join('|'),
  'u',
);

/** What somebody who looks can see happen, or not happen. */
const behaviour = new RegExp(
  [
    String.raw`\b(?:users?|members?|clients?|visitors?|anyone|nobody) (?:can|cannot) `,
    `\\b(?:${[
      'accept|appear|absent|block|chang|compil|contain|creat|decod|delet|den(?:y|ie)|display|emit|encrypt|exclud|exit|expir',
      'export|extract|fail|generat|grant|hash|includ|install|launch|load|log|match|open|panic|pars|persist|play|print',
      'produc|publish|quer(?:y|ie)|read|receiv|redirect|reject|remov|render|replay|restor|resum|return|revok|scaffold|see|send',
      'show|shown|spool|start|stor|stream|surviv|throw|trigger|updat|validat|visible|warn|writ',
    ].join('|')})(?:e|s|es|ed|d|ing|ten)?\\b`,
    '返|看到|显示|拒绝|写入|读取|生成|包含|输出|创建|保存|表示|拒否|出力|作成|検出',
  ].join('|'),
  'i',
);

/** Words that leave open what would be enough. */
const taste =
  /\b(?:acceptabl[ey]|appropriate(?:ly)?|as (?:expected|needed|specified)|expectations|clear(?:ly)?|correct(?:ly)?|fully functional|good|gracefully|intuitive|minimal|nice(?:ly)?|proper(?:ly)?|reasonabl[ey]|reliabl[ey]|robust(?:ly)?|sufficient(?:ly)?|usable|user-friendly|well)\b/i;
