import type { Criterion } from '../../plan/plan.ts';
import { defineRule } from '../rule.ts';
import { eachCriterion, quoted } from './each-criterion.ts';
import { isHollow, isTaste } from './vague-words.ts';

/**
 * An exit criterion is proven by a probe or judged by a person, and either needs something to take hold of. Words of
 * taste, such as "properly" or "robust", leave open what would be enough; and "works" or "is handled", with nothing
 * beside it, what to look at.
 *
 * @example A number, a command, a test, a file, a person, and what can be seen to happen.
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
 *     - `Reader` works
 *     - Empty input is rejected
 *     - A reset link presents the form for a new password
 *     - No cached answers are observed
 *     - Correct owner passwords open the file, as specified in 10
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
  formats: { gsd: 'error' },
  check: eachCriterion(({ criterion }) => {
    if (!isVague(criterion)) return null;
    const message = `Unexpected vague criterion ${quoted(criterion)}, expected a test, a command, a number, a file or a named person; say how it can be checked`;
    return { message };
  }),
});

/** Words of taste leave it open whatever stands beside them; a bare "works" only where nothing does. */
function isVague({ kind, text }: Criterion): boolean {
  if (someDocuments.test(text)) return true;
  if (kind !== 'judgement' && kind !== 'pointer') return false;
  return isTaste(text) || (kind === 'judgement' && isHollow(text) && !hold.test(text));
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
