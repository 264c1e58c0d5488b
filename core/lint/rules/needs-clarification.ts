import { placeIn } from '../context.ts';
import { proseLines } from '../prose-lines.ts';
import { defineRule } from '../rule.ts';

/**
 * `[NEEDS CLARIFICATION: …]` is a question to a person. As long as nobody has answered it, an agent must not guess.
 *
 * @example It is spoken about.
 *
 *     --- specs/10-input.md
 *     - [x] No [NEEDS CLARIFICATION] markers remain
 *     - `[NEEDS CLARIFICATION: why]` is what spec-kit writes.
 *     - Issues are blocked, stale or labelled (needs clarification). All [NEEDS CLARIFICATION] are resolved.
 *
 * @example Questions.
 *
 *     --- specs/10-input.md
 *     Files are kept for [NEEDS CLARIFICATION: how long?].
 *     保留时间 [需要澄清：多久？]
 *     Kept for (NEEDS CLARIFICATION: a day?), by [NEEDS CLARIFICATION: see [limits](20.md) or ask].
 *     **Storage**: NEEDS CLARIFICATION
 *     **Language**: [e.g. Rust or NEEDS CLARIFICATION]
 *     === specs/10-input.md:1:20 Unexpected open question "how long?", expected its answer; ask who can decide, and write the answer in its place
 *     === specs/10-input.md:2:6 Unexpected open question "多久？", expected its answer; ask who can decide, and write the answer in its place
 *     === specs/10-input.md:3:10 Unexpected open question "a day?", expected its answer; ask who can decide, and write the answer in its place
 *     === specs/10-input.md:3:44 Unexpected open question "see [limits](20.md) or ask", expected its answer; ask who can decide, and write the answer in its place
 *     === specs/10-input.md:4:14 Unexpected open question, expected its answer; ask who can decide, and write the answer in its place
 *     === specs/10-input.md:5:15 Unexpected open question, expected its answer; ask who can decide, and write the answer in its place
 */
export const needsClarification = defineRule({
  id: 'needs-clarification',
  recommended: 'error',
  check({ passages }, report) {
    for (const passage of passages) {
      for (const { line, prose } of proseLines(passage)) {
        for (const { 0: mark, 1: inSquare = '', 2: inRound = '', index } of prose.matchAll(marks)) {
          const question = (inSquare + inRound).trim();
          if (question === '' && spokenAbout.test(prose.slice(Math.max(0, index - 40), index))) continue;
          const asked = question === '' ? '' : ` "${question}"`;
          const message = `Unexpected open question${asked}, expected its answer; ask who can decide, and write the answer in its place`;
          report({ message, ...placeIn(passage.file.path, line, index, index + mark.length) });
        }
      }
    }
  },
});

const words = 'NEEDS CLARIFICATION|需要澄清|待澄清|要確認';
const questionText = String.raw`((?:[^[\]【】]|\[[^[\]]{0,200}\]){1,500})`;
const notOfMarks = String.raw`(?!\s{0,3}(?:mark|tag|item|标记|マーカー))`;

/**
 * Without a question it is only spoken about where markers follow. In round brackets and without any, only what shouts
 * counts; without any, as a value.
 */
const marks = new RegExp(
  [
    String.raw`[[【](?:[Nn]eeds [Cc]larification|${words})(?:\s{0,3}[:：]${questionText})?(?:[\]】]${notOfMarks}|$)`,
    String.raw`[(（](?:${words})(?:\s{0,3}[:：]([^()（）]{1,500}))?(?:[)）]${notOfMarks}|$)`,
    String.raw`\[[^[\]]{1,80} or NEEDS CLARIFICATION\](?!\()`,
    String.raw`(?<=[:：|][\s*_]{0,5})NEEDS CLARIFICATION(?=[\s*_]{0,5}(?:$|[|.:：]))`,
  ].join('|'),
  'g',
);

const spokenAbout = /\b(?:no|any|all|every|each|without|resolved?)\b[^.;:]{0,20}$|[无無没沒][^。；：]{0,8}$/i;
