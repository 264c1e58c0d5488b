import type { Question } from '../core/workflow/question.ts';

/** A question as people see it, without its options: which, of what, since when, until when, and what to know. */
export function describeQuestion({
  question,
  askedAt,
  deadline,
  about,
}: {
  readonly question: Question;
  readonly askedAt: string;
  readonly deadline: string | null;
  readonly about: { readonly project: string; readonly phase: string };
}): string[] {
  return [
    `${question.id}  (${about.project}, phase ${about.phase}, ${question.stage})`,
    `  ${question.text}`,
    ...question.context.map((line) => `    ${line.replaceAll('\n', '\n    ')}`),
    `  asked ${askedAt}`,
    ...(deadline === null ? [] : [`  without an answer, the first run after ${deadline} takes "${question.default}"`]),
  ];
}
