import { describe, expect, test } from 'vitest';
import {
  arbiterAnswerSchema,
  boundTo,
  implementerAnswerSchema,
  reviewerAnswerSchema,
  styleAnswerSchema,
  writerAnswerSchema,
} from '../../core/agent/answer.ts';
import { answerProblems, strictSchema } from '../../core/agent/answer-shape.ts';

const schemas = {
  writer: writerAnswerSchema,
  implementer: implementerAnswerSchema,
  reviewer: reviewerAnswerSchema,
  'style reviewer': styleAnswerSchema,
  arbiter: arbiterAnswerSchema,
};

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
}

/** Paths of the fields that say nothing about themselves. */
function silent(schema: Schema, path = 'answer'): string[] {
  const inner = schema.anyOf?.[0] ?? schema;
  const fields = Object.entries(inner.properties ?? inner.items?.properties ?? {});
  return fields.flatMap(([name, field]) => {
    const said = field.description ?? field.anyOf?.[0]?.description;
    return [...(said ? [] : [`${path}.${name}`]), ...silent(field, `${path}.${name}`)];
  });
}

test.each(Object.entries(schemas))('Each field of the answer of a %s says what it is.', (_, schema) => {
  expect(Object.keys((strictSchema(schema) as Schema).properties ?? {})).not.toEqual([]);
  expect(silent(strictSchema(schema))).toEqual([]);
});

test.each([writerAnswerSchema, implementerAnswerSchema])('Whoever writes may stop with a question.', (schema) => {
  for (const status of ['spec-wrong', 'gate-wrong', 'person-needed'])
    expect(schema.safeParse({ status, summary: 'no', question: 'Which?' }).success).toBe(true);
});

describe('a verdict', () => {
  const answer = { commit: 'c', nonce: 'n', summary: '', findings: [] };

  test.each([
    ['asks for changes without a finding', { ...answer, verdict: 'ISSUES_FOUND' }, 'ISSUES_FOUND without a finding'],
    ['is for another commit', { ...answer, verdict: 'APPROVED', commit: 'd' }, 'another commit or nonce'],
  ])('that %s is no answer, and may be repaired.', (_, given, problems) => {
    const schema = boundTo(reviewerAnswerSchema, { commit: 'c', nonce: 'n' });
    expect(answerProblems(schema, { value: given })).toEqual({ problems: expect.stringContaining(problems) });
  });

  test('is asked for with the commit and the nonce that it is bound to.', () => {
    const schema = strictSchema(boundTo(reviewerAnswerSchema, { commit: 'c', nonce: 'n' }));
    expect(schema).toMatchObject({ properties: { commit: { const: 'c' }, nonce: { const: 'n' } } });
  });
});

describe('a style verdict', () => {
  const bound = { commit: 'c', nonce: 'n' };
  const violation = { path: 'a.ts', line: 1, rule: 'No default exports.', fix: 'Name it.' };

  test('names violations, or none.', () => {
    expect(styleAnswerSchema.safeParse({ verdict: 'accept', violations: [], ...bound }).success).toBe(true);
    expect(styleAnswerSchema.safeParse({ verdict: 'violations', violations: [violation], ...bound }).success).toBe(
      true,
    );
  });

  test.each([
    ['violations without one', { verdict: 'violations', violations: [] }],
    ['an approval with one', { verdict: 'accept', violations: [violation] }],
  ])('that contradicts itself is no answer, and may be repaired: %s.', (_, answer) => {
    expect(answerProblems(styleAnswerSchema, { value: { ...answer, ...bound } })).toEqual({
      problems:
        'its answer has an unexpected shape: answer: expected violations with the verdict violations, and none with accept',
    });
  });
});
