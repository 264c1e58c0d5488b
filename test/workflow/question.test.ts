import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isSafe, questionSchema, type Question } from '../../core/workflow/question.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/questions.md'), 'utf8');

test.each(questionSchema.shape.reason.options)('docs/questions.md says when %s is asked.', (reason) => {
  expect(page).toMatch(new RegExp(`^\\| \`${reason}\` +\\|`, 'm'));
});

test.each([
  ['abandon', true],
  ['guide', true],
  ['approve', false],
  ['met', false],
  ['accept', false],
  ['no option of it', false],
])('That nobody chose "%s" may be taken for an answer: %s.', (choice, expected) => {
  const question: Question = {
    id: 'q',
    reason: 'review-limit',
    stage: 'review',
    text: 'And now?',
    context: [],
    options: ['abandon', 'guide', 'approve', 'met', 'accept'].map((name) => ({ name, does: 'something' })),
    default: 'abandon',
  };
  expect(isSafe(question, choice)).toBe(expected);
});
