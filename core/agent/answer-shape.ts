import { z } from 'zod';

/**
 * The JSON schema of an answer in the strict form that some providers insist on: every property is required, nothing
 * beside them is allowed, and what may be left out may be null.
 */
export function strictSchema(answer: z.ZodType): object {
  return strict(z.toJSONSchema(answer) as Schema);
}

/** The answer, or what is wrong with it, for people and agents. */
export function answerProblems<Answer>(
  schema: z.ZodType<Answer>,
  given: { readonly value: unknown } | undefined,
): { readonly answer: Answer } | { readonly problems: string } {
  if (!given) return { problems: 'it ended without an answer' };
  const parsed = schema.safeParse(withoutNulls(given.value));
  if (parsed.success) return { answer: parsed.data };
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`);
  return { problems: `its answer has an unexpected shape: ${issues.join('; ')}` };
}

interface Schema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly [other: string]: unknown;
}

function strict(schema: Schema): Schema {
  const { $schema: _, ...rest } = schema;
  if (rest.items) return { ...rest, items: strict(rest.items) };
  if (!rest.properties) return rest;
  const required = new Set(rest.required);
  const properties = Object.entries(rest.properties).map(([name, property]) => [
    name,
    required.has(name) ? strict(property) : { anyOf: [strict(property), { type: 'null' }] },
  ]);
  return {
    ...rest,
    properties: Object.fromEntries(properties),
    required: Object.keys(rest.properties),
    additionalProperties: false,
  };
}

/** A property that is null is one that was left out. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutNulls(inner)]));
}
