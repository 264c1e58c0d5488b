import { z } from 'zod';
import type { Line } from '../../markdown/lines.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn } from '../context.ts';
import { proseOf } from '../prose-lines.ts';
import { defineRule } from '../rule.ts';
import { looksAt } from './from-plan.ts';

const forTools = [
  'phasewright-',
  'finding ',
  'prettier-',
  'dprint-',
  'markdownlint-',
  'cspell:',
  'vale ',
  'toc',
  'omit in toc',
];

/**
 * An agent reads comments; a person who looks at the rendered page does not see them. What counts is written as text.
 * Comments for tools are fine (option `allow`: what such a comment starts with), and so is what stands above the first
 * heading of a file, such as a licence, or above the first phase of a plan.
 *
 * @example Comments for tools, a comment in a code span, a note above the first heading.
 *
 *     --- specs/91-impl-plan.md
 *     <!-- Copyright 2025 -->
 *     # Plan
 *
 *     <!-- prettier-ignore-start -->
 *     ## Phase 1: Input
 *
 *     - [ ] Read input, and keep `<!-- -->`
 *     <!-- phasewright-disable-next-line task-title -->
 *     - [ ] Log
 *
 * @example TOML has no such comments.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     title = "Read <!-- and -->"
 *
 * @example One beside a task, and one of several lines.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input <!-- the parser is done -->
 *
 *     <!-- Ask Ann
 *     before the release. -->
 *     === specs/91-impl-plan.md:3:18 Unexpected comment, expected text that a reader of the page sees; write it as text, or remove it
 *     === specs/91-impl-plan.md:5:1 Unexpected comment, expected text that a reader of the page sees; write it as text, or remove it
 */
export const htmlComment = defineRule({
  id: 'html-comment',
  recommended: 'warning',
  options: z.strictObject({ allow: z.array(z.string()).default(forTools) }),
  check(context, report, { allow }) {
    const concerns = looksAt(context);
    for (const { file, lines } of context.passages) {
      if (/\.(?:toml|jsonl?|ya?ml)$/i.test(file.path)) continue;
      const plan = file.path === context.plan?.path ? context.plan : null;
      const start = Math.max(firstHeading(file), plan?.phases[0]?.line ?? 0);
      for (const line of lines) {
        if ((line.kind === 'comment' && line.number < start) || (plan && !concerns(line.number))) continue;
        for (const { from, to } of comments(line, allow)) report({ message, ...placeIn(file.path, line, from, to) });
      }
    }
  },
});

const message = 'Unexpected comment, expected text that a reader of the page sees; write it as text, or remove it';

function firstHeading(file: SpecFile): number {
  return linesOf(file).find(({ heading }) => heading)?.number ?? 0;
}

/** The comments that start on the line and say something to a reader. */
function comments(line: Line, allow: readonly string[]): { from: number; to: number }[] {
  const text = line.kind === 'comment' ? line.text : proseOf(line);
  return [...text.matchAll(/<!--(?:(.*?)-->|.*$)/gs)].flatMap(({ 0: whole, 1: inside, index }) => {
    const said = inside?.trim().toLowerCase();
    const isFine = said === '' || (said !== undefined && allow.some((start) => said.startsWith(start.toLowerCase())));
    return isFine ? [] : [{ from: index, to: index + whole.length }];
  });
}
