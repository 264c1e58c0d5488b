import { placeIn } from '../context.ts';
import { proseLines, type ProseLine } from '../prose-lines.ts';
import { defineRule } from '../rule.ts';

/**
 * A text says all that the task needs; an agent fills a gap with a guess, and takes what a template left behind for what
 * its author meant. Only marks that shout count, and in a code span the word is spoken about. HACK, TBC, PLACEHOLDER and
 * 待确认 may be words like any other: they count where they stand in place of a value or before a colon.
 *
 * @example A TODO app, a lint that looks for marks, a criterion about them, and brackets that are something else.
 *
 *     --- specs/10-input.md
 *     The limit of the TODO app is 4 KiB. The lint looks for `TODO` and `<placeholder>`. No TODO or FIXME is left.
 *     - [ ] [P] [US1] Read [a file](10-input.md), `Vec<Name>` [1] <br> Dates are written YYYY-MM-DD, at :host/<id>.
 *
 * @example Gaps.
 *
 *     --- specs/10-input.md
 *     The limit is TBD.
 *     Lorem ipsum ???
 *     TODO: the errors
 *     === specs/10-input.md:1:14 Unexpected "TBD", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:2:1 Unexpected "Lorem ipsum", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:2:13 Unexpected "???", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:3:1 Unexpected "TODO", expected what the task needs to know; write it, or move it out of the section
 *
 * @example More of them, and the same words as words.
 *
 *     --- specs/10-input.md
 *     超时时间待定。上限：待确认；待确认的订单不发货，待定义的接口没有。
 *     【待补充】【重要】 within XXX ms, call 555-XXX-XXXX
 *     Limit: TBC. The TBC link carries HACK games. HACK: sleep
 *     === specs/10-input.md:1:5 Unexpected "待定", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:1:11 Unexpected "待确认", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:2:1 Unexpected "【待补充】", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:2:18 Unexpected "XXX", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:3:8 Unexpected "TBC", expected what the task needs to know; write it, or move it out of the section
 *     === specs/10-input.md:3:46 Unexpected "HACK", expected what the task needs to know; write it, or move it out of the section
 *
 * @example What templates leave behind.
 *
 *     --- specs/10-input.md
 *     # [Feature name]
 *     Created: YYYY-MM-DD
 *     - TXXX <describe the task> in {{path}} for $ARGUMENTS
 *     === specs/10-input.md:1:3 Unexpected "[Feature name]" of a template, expected what belongs there; fill it in or take it out
 *     === specs/10-input.md:2:10 Unexpected "YYYY-MM-DD" of a template, expected what belongs there; fill it in or take it out
 *     === specs/10-input.md:3:3 Unexpected "TXXX" of a template, expected what belongs there; fill it in or take it out
 *     === specs/10-input.md:3:8 Unexpected "<describe the task>" of a template, expected what belongs there; fill it in or take it out
 *     === specs/10-input.md:3:31 Unexpected "{{path}}" of a template, expected what belongs there; fill it in or take it out
 *     === specs/10-input.md:3:44 Unexpected "$ARGUMENTS" of a template, expected what belongs there; fill it in or take it out
 *
 * @example A plan in TOML.
 *
 *     --- docs/implementation-plan.toml
 *     [meta]
 *     feature = "feature-name" # a comment
 *     [[commits]]
 *     id = 1
 *     title = "Read the input"
 *     acceptance = ["Criterion 1 (CC-N)"]
 *     === docs/implementation-plan.toml:2:12 Unexpected "feature-name" of a template, expected what belongs there; fill it in or take it out
 *     === docs/implementation-plan.toml:6:16 Unexpected "Criterion 1 (CC-N)" of a template, expected what belongs there; fill it in or take it out
 */
export const placeholder = defineRule({
  id: 'placeholder',
  recommended: 'warning',
  formats: { speckit: 'error', openspec: 'error', kiro: 'error', gsd: 'error' },
  check({ passages }, report) {
    for (const passage of passages) {
      const { path } = passage.file;
      for (const each of proseLines(passage)) {
        const gaps = gapsIn(each);
        for (const { text, index } of gaps) {
          const message = `Unexpected "${text}", expected what the task needs to know; write it, or move it out of the section`;
          report({ message, ...placeIn(path, each.line, index, index + text.length) });
        }
        for (const { text, index } of leftovers(each, path)) {
          if (gaps.some((gap) => gap.index >= index && gap.index < index + text.length)) continue;
          const message = `Unexpected "${text}" of a template, expected what belongs there; fill it in or take it out`;
          report({ message, ...placeIn(path, each.line, index, index + text.length) });
        }
      }
    }
  },
});

interface Found {
  readonly text: string;
  readonly index: number;
}

function gapsIn({ prose }: ProseLine): Found[] {
  const found = [...prose.matchAll(marks)].map(({ 0: text, index }) => ({ text, index }));
  return found.filter(({ text, index }) => {
    if (/lorem|[?【]/i.test(text)) return true;
    const before = prose.slice(Math.max(0, index - 40), index);
    const after = prose.slice(index + text.length, index + text.length + 40);
    if (isSpokenAbout(before) || isSubject(text, after)) return false;
    return !mayBeWord.test(text) || standsForValue(before, after) || (text === 'HACK' && /^\s?[:：]/.test(after));
  });
}

const marks = new RegExp(
  [
    String.raw`\b(?:TBD|TODO|FIXME|TBC|HACK|PLACEHOLDER)\b|\?\?\?|\b[Ll]orem [Ii]psum\b`,
    String.raw`(?<![\w/.#=@+-])XXX(?![\w/#=@+-]|\.\w)`,
    '待定(?=[\\s。，；、）)】\\]|,;]|$)|待确认|待確認|待补充|待補充|待填写|待完善',
    // Brackets like these may stand around any words.
    String.raw`【(?:[….]{1,6}|[Xx]{2,6}|(?:待(?:定|确认|確認|补|補|填|完善|写|续|明确|提供)|请|此处|填写|补充|输入|描述|占位|TODO|TBD)[^【】]{0,40})】`,
  ].join('|'),
  'g',
);

const mayBeWord = /^(?:TBC|HACK|PLACEHOLDER|待确认|待確認|待补充|待補充|待填写|待完善)$/;

/** `Limit: TBC`, `| 待确认 |`, `[PLACEHOLDER]`. */
function standsForValue(before: string, after: string): boolean {
  return (
    /(?:[:：|([（【=—–]|^\s{0,3}#{1,6}|\b(?:is|are|be|remains?))[\s*_"“]{0,5}$/.test(before) &&
    /^[\s*_"”]{0,5}(?:$|[.,;:|)\]）】。，；：!]|(?:with|by|in|after|before)\b)/.test(after)
  );
}

/** `no TODO or`, `without any`, `a TODO`, `没有待定`. */
function isSpokenAbout(before: string): boolean {
  return /\b(?:no|zero|any|without|every|each|remaining)\b[^.;:]{0,20}$|\b(?:an?|the)\s{1,3}$|[无無没沒不][^。；：]{0,8}$/i.test(
    before,
  );
}

/** A TODO API, a TODO作成 and TODO items are what a system is about. */
function isSubject(mark: string, after: string): boolean {
  const noun =
    /^(?: ?[\p{Lu}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[ -](?:apps?|comments?|entr|free|items?|lists?|mark|stubs?|tasks?)|\/)/u;
  return mark === 'TODO' && noun.test(after);
}

function leftovers({ prose, line }: ProseLine, path: string): Found[] {
  const found: Found[] = [];
  for (const pattern of templatePatterns) {
    for (const { 0: text, index } of prose.matchAll(pattern)) found.push({ text, index });
  }
  for (const { 0: text, 1: inside = '', index } of prose.matchAll(brackets)) {
    if (isFieldName(inside)) found.push({ text, index });
  }
  for (const { 0: text, 1: inside = '', index } of prose.matchAll(angles)) {
    if (!htmlTags.test(inside) && (inside.includes(' ') || isFieldName(inside, 'alone'))) found.push({ text, index });
  }
  if (/\.toml$/i.test(path)) found.push(...templateValues({ prose, line }));
  return found;
}

const templatePatterns: readonly RegExp[] = [
  /(?<!\$)\{\{[^{}]{1,80}\}\}/g,
  /\bN{3,4}-(?:feature|name|slug|title|short)[a-z-]{0,40}/g,
  /(?<![#\w])###-[a-z]+(?:-[a-z]+){0,5}/g,
  /\bTXXX\b/g,
  /(?<![\w$\\])\$ARGUMENTS\b/g,
  /\bCriterion \d{1,2} \(CC-N\)/g,
  /(?<=^[^:：]{0,20}(?:date|created|updated|due|日期|创建|更新|日付|作成日)[^:：]{0,9}[:：][ *_]{0,4})\[?YYYY-MM-DD\]?/gi,
];

/** Neither links nor indexes, boxes, references or wiki links. */
const brackets = /(?<![\w\])!\\[])\[([^[\]()<>:]{2,60})\](?![([:\w\]])/g;
const angles = /(?<![\w\\/:=.<-])<([\p{L}][\p{L}\d _.,-]{1,60})>(?![\w(])/gu;
const htmlTags =
  /^(?:a|audio|button|details|div|form|iframe|img|input|link|ol|option|script|select|summary|table|td|title|textarea|th|video)\b/i;

/** Whether it says what is to be filled in. One lower-case word in brackets is more often a part of a grammar. */
function isFieldName(text: string, lowerCase?: 'alone'): boolean {
  if (/^(?:your|insert|describe|fill in|brief|short|placeholder)\b/i.test(text)) return true;
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{2,12}$/u.test(text)) return cjkFields.test(text);
  if (
    !/[ -](?:name|title|description|summary|date|author)$|^(?:name|title|description|summary|date|author|link|owner)$/i.test(
      text,
    )
  )
    return false;
  return lowerCase === 'alone' ? /[ -]|^(?:description|author)$/.test(text) : /^[A-Z]/.test(text);
}

const cjkFields = /描述|名称|功能名|标题|日期|作者|负责人|占位|填写|输入|待填|待定|说明|名前|タイトル|日付|説明|記入/;

/** What is a leftover only where it is the whole value. */
function templateValues({ prose, line }: ProseLine): Found[] {
  return [...prose.matchAll(/(?<=^|\s)(?:feature-name|What NOT to do|Criterion \d{1,2}|YYYY-MM-DD)(?=\s|$)/g)]
    .map(({ 0: text, index }) => ({ text, index }))
    .filter(({ text, index }) => `${line.text[index - 1]}${line.text[index + text.length]}` === '""');
}
