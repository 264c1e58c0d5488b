import type { Question } from '../core/workflow/question.ts';

/** A question as people see it, without its options: which, of what, since when, until when, and what to know. */
export function describeQuestion({
  question,
  askedAt,
  deadline,
  report,
}: {
  readonly question: Question;
  readonly askedAt: string | null;
  readonly deadline: string | null;
  readonly report: { readonly project: string; readonly phase: { readonly id: string } };
}): string[] {
  return [
    `${question.id}  (${report.project}, phase ${report.phase.id}, ${question.stage})`,
    `  ${question.text}`,
    ...question.context.map((line) => `    ${line.replaceAll('\n', '\n    ')}`),
    ...(askedAt === null ? [] : [`  asked ${askedAt}`]),
    ...(deadline === null ? [] : [`  without an answer, the first run after ${deadline} takes "${question.default}"`]),
  ];
}
