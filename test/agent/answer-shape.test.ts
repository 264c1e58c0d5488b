import { expect, test } from 'vitest';
import { z } from 'zod';
import { implementerAnswerSchema, reviewerAnswerSchema } from '../../core/agent/answer.ts';
import { answerProblems, strictSchema } from '../../core/agent/answer-shape.ts';

test('In the strict form every property is required, nothing else is allowed, and what may be left out may be null.', () => {
  const schema = z.object({ a: z.string(), b: z.array(z.object({ c: z.number().optional() })).optional() });
  expect(strictSchema(schema)).toEqual({
    type: 'object',
    properties: {
      a: { type: 'string' },
      b: {
        anyOf: [
          {
            type: 'array',
            items: {
              type: 'object',
              properties: { c: { anyOf: [{ type: 'number' }, { type: 'null' }] } },
              required: ['c'],
              additionalProperties: false,
            },
          },
          { type: 'null' },
        ],
      },
    },
    required: ['a', 'b'],
    additionalProperties: false,
  });
});

test.each([implementerAnswerSchema, reviewerAnswerSchema])('No object of an answer is left open.', (schema) => {
  const open: unknown[] = [];
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('type' in node && node.type === 'object' && !('additionalProperties' in node)) open.push(node);
    Object.values(node).forEach(look);
  };
  look(strictSchema(schema));
  expect(open).toEqual([]);
});

test('A null stands for what was left out.', () => {
  const answer = { status: 'done', summary: 'x', question: null, options: null, deviations: null, disputes: null };
  expect(answerProblems(implementerAnswerSchema, { value: answer })).toEqual({
    answer: { status: 'done', summary: 'x' },
  });
});

test('What is wrong with an answer is said with its path.', () => {
  expect(answerProblems(reviewerAnswerSchema, { value: { verdict: 'FINE', findings: [{ line: 0 }] } })).toEqual({
    problems: expect.stringMatching(/verdict: .*findings\.0\.path: /),
  });
  expect(answerProblems(reviewerAnswerSchema, undefined)).toEqual({ problems: 'it ended without an answer' });
});
