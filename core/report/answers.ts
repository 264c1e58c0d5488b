import { z } from 'zod';
import { answerSchema, questionSchema, type Answer } from '../workflow/question.ts';
import { prose } from './markdown-text.ts';

/** A question of the phase that was answered, and by whom or by what. */
export const reportAnswerSchema = questionSchema.pick({ id: true, stage: true, reason: true, text: true }).extend({
  ...answerSchema.pick({ choice: true, by: true, at: true, how: true }).shape,
  /** What the choice does, as it was offered. */
  does: z.string(),
  /** What was said besides. */
  words: z.string(),
});
type ReportAnswer = z.infer<typeof reportAnswerSchema>;

/** Who decided what, so that nothing of it looks as if code had. */
export function answersSection({ answers = [] }: { readonly answers?: readonly ReportAnswer[] | undefined }): string[] {
  if (answers.length === 0) return [];
  return ['## Answers', answers.map(answerLine).join('\n')];
}

function answerLine({ stage, reason, text, choice, by, at, how, words }: ReportAnswer): string {
  const said = words === '' ? '' : `: “${prose(words)}”`;
  return `- **${prose(stage)}** (${reason}): ${prose(text)} → **${prose(choice)}**, ${howWords(how)} ${prose(by)}, ${at}${said}`;
}

function howWords(how: Answer['how']): string {
  return how === undefined || how === 'person' ? 'by' : 'not by a person but by';
}
