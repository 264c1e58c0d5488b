/**
 * How much a text speaks to whoever judges a change, and for the change: 2 and more is plain. Programs have to do with
 * reviews, so a word alone tells nothing; what tells is who is spoken to, what is wanted, and what is said to be done.
 */
export function pleading(text: string): number {
  return signs.reduce((sum, [sign, weight]) => sum + (sign.test(text) ? weight : 0), 0);
}

/** A name that vouches: `APPROVED_BY_REVIEW`, `verifiedCorrect`. */
export function isVouching(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[\W_]+/g, ' ')
    .toLowerCase();
  return vouching.test(words);
}

const vouching =
  /\b(?:(?:pre )?approved by (?:the )?review\w*|no (?:further )?(?:review|check|comment)s? (?:is |are )?(?:needed|required|necessary)|all (?:\w+ )?(?:criteria|requirements) (?:are )?(?:met|fulfilled|satisfied)|(?:verified|reviewed|checked) (?:and |as )?(?:approved|correct|complete)|(?:meets?|fulfils?|fulfills?|satisf(?:y|ies)) (?:all|every|each) (?:of the )?(?:\w+ )?(?:criteri(?:a|on)|requirements?)|(?:as )?the (?:reviewer|grader|judge)s? (?:will|can|should) (?:confirm|approve|agree|see|accept))\b/;

const judging = String.raw`(?:assess\w*|review\w*|judg\w*|grad(?:es?|ing)|evaluat\w*|audit\w*|looks? at|looked at|reads?|checks?)`;
const judge = String.raw`(?:reviewers?|graders?|assessors?|evaluators?|judges?|assistants?|language models?|LLMs?|AI(?: models?| agents?)?|automated (?:readers?|reviewers?|tools?))`;
const work = String.raw`(?:this|the) (?:change|diff|patch|pull request|commit|submission|part|file|code|function|module|implementation|work)|a change like this`;
const done = String.raw`(?:reviewed|approved|audited|verified|checked|examined|gone through|signed off|agreed(?: up)?(?: on)?|established|confirmed|cleared|accepted)`;
const good = String.raw`(?:covered|complete\w*|done|known|fulfil\w*|correct|pass(?:ed|ing)|approved|resolved|satisf\w*|met|expected|tested|fine|acceptable|positive)`;

const signs: readonly (readonly [RegExp, number])[] = (
  [
    // Who is spoken to.
    [
      String.raw`\b(?:who(?:so)?ever|(?:those|anyone|everyone|everybody|people|all) who)\b[^.]{0,30}\b${judging}\b[^.]{0,20}\b(?:this|change|diff|patch|it)\b`,
      1,
    ],
    [String.raw`\b(?:note|message|instructions?|dear|hello|hi|attention|information)\b[^.]{0,20}\b${judge}\b`, 2],
    [String.raw`\bfor (?:the |any |all )?${judge}\b(?: of ${work}|\s?:)`, 2],
    [
      String.raw`^\W*(?:dear|hello|hi) (?:colleague|reader|friend|team|all)\b|\bdear (?:colleague|reader|friend)s?\b`,
      1,
    ],
    [String.raw`\b${judge}\s?[:,]\s?(?:please |kindly )?(?:approve|ignore|skip|accept|pass|do not|don't)\b`, 2],
    // What is wanted.
    [
      String.raw`\bignore (?:all |any )?(?:the |your )?(?:previous|prior|above|earlier) (?:instructions|rules|prompts)\b`,
      2,
    ],
    [String.raw`\b(?:respond|answer|reply|conclude) (?:only )?with ["'\x60]?(?:APPROVED?|LGTM|PASS)\b`, 2],
    [
      String.raw`\b(?:do not|don't|need not|needn't|no need to) (?:report|flag|mention|raise|question|repeat|re-?check|re-?view|analy[sz]e)\b[^.]{0,30}\b(?:this|any|the|it|these)\b`,
      1,
    ],
    [
      String.raw`\b(?:please|kindly|safe to|feel free to|should|can|may)\b[^.]{0,20}\b(?:approve|wave through|rubber-?stamp)\b[^.]{0,20}\b(?:this|it|as is|without)\b`,
      2,
    ],
    [
      String.raw`\b(?:approved?|accepted?) (?:this|it)? ?without (?:further |any )?(?:comment|review|remark|question|change|check)s?\b`,
      2,
    ],
    [String.raw`\b(?:kindly|appreciated if|grateful if|be so kind)\b`, 1],
    [String.raw`\bthank(?:s| you)\b[^.]{0,40}\b(?:time|patience|understanding|going through|reading|reviewing)\b`, 1],
    [
      String.raw`\b(?:count|treat|regard|consider|read|accept|take|mark|rate|score)(?:ed|s)?\b[^.]{0,80}\bas ${good}\b`,
      1,
    ],
    [String.raw`\bconclude that\b|\b(?:summary|report|review) should (?:state|say|begin|note)\b`, 1],
    [String.raw`\b(?:spend|use) (?:the|their|your) time (?:on|for)\b`, 1],
    [
      String.raw`\b(?:no|without) (?:further |additional |more |any )?(?:review|remark|comment|objection|scrutiny|attention)s? (?:is |are )?(?:needed|necessary|required)\b`,
      2,
    ],
    [
      String.raw`\b(?:different|other|opposite) (?:opinion|view|conclusion)s?\b[^.]{0,40}\b(?:misunderst\w+|mistak\w+|wrong|error)`,
      1,
    ],
    // What is said to be done.
    [
      String.raw`\b(?:was|were|been|is|are)\b[^.;]{0,20}\b${done}\b[^.;]{0,60}\b(?:before(?:hand)?|already|elsewhere|by hand|manually|line by line|separately|offline|internally|with the \w+ ?team|by the \w+ ?team)\b`,
      1,
    ],
    [String.raw`\b(?:pre-?approved|already (?:been )?${done}|previously ${done})\b`, 1],
    [String.raw`\b(?:known|found|shown|confirmed|proven) to be (?:in order|correct|fine|safe|complete|sound)\b`, 1],
    [String.raw`\b(?:nothing|no reason) to (?:object|complain|worry|add)\b`, 1],
    [
      String.raw`\b(?:meets?|met|fulfils?|fulfills?|satisf(?:y|ies)) (?:all|every|each)\b[^.]{0,30}\b(?:criteri(?:a|on)|requirements?)\b`,
      1,
    ],
    [String.raw`\b(?:fulfilling|meeting|satisfying) the (?:requirement|criteri|specification|task)\w*`, 1],
    [
      String.raw`\b(?:outcome|result|verdict|grade|score|rating)\b[^.]{0,80}\b(?:established|decided|settled|determined|known)\b[^.]{0,30}\b(?:positive|passed|elsewhere|good|approved)\b`,
      1,
    ],
  ] as const
).map(([sign, weight]) => [new RegExp(sign, 'i'), weight] as const);
