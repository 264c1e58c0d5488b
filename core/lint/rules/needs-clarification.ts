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
 *
 * @example Questions.
 *
 *     --- specs/10-input.md
 *     Files are kept for [NEEDS CLARIFICATION: how long?].
 *     保留时间 [需要澄清：多久？]
 *     === specs/10-input.md:1:20 Unexpected open question "how long?", expected its answer; ask who can decide, and write the answer in its place
 *     === specs/10-input.md:2:6 Unexpected open question "多久？", expected its answer; ask who can decide, and write the answer in its place
 */
export const needsClarification = defineRule({
  id: 'needs-clarification',
  recommended: 'error',
  check({ passages }, report) {
    for (const passage of passages) {
      for (const { line, prose } of proseLines(passage)) {
        for (const { 0: mark, 1: question = '', index } of prose.matchAll(marks)) {
          const asked = question.trim() === '' ? '' : ` "${question.trim()}"`;
          const message = `Unexpected open question${asked}, expected its answer; ask who can decide, and write the answer in its place`;
          report({ message, ...placeIn(passage.file.path, line, index, index + mark.length) });
        }
      }
    }
  },
});

/** Without a question it is only spoken about where markers follow. */
const marks =
  /[[【](?:NEEDS CLARIFICATION|需要澄清|待澄清|要確認)(?:\s{0,3}[:：]([^[\]【】]{1,500}))?(?:[\]】](?!\s{0,3}(?:mark|tag|item|标记|マーカー))|$)/gi;
