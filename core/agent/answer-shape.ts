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
  const { issues } = parsed.error;
  const told = issues.slice(0, mostTold).map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`);
  const more = issues.length > mostTold ? `; and ${issues.length - mostTold} more` : '';
  return { problems: `its answer has an unexpected shape: ${told.join('; ').slice(0, longestTold)}${more}` };
}

/** Why nobody should work with a value that an agent gave as its answer; undefined when there is no reason. */
export function whyUnreadable(value: unknown): string | undefined {
  if (!isWithin(value, deepest)) return `its answer is nested deeper than ${deepest} levels`;
  if ((JSON.stringify(value) ?? '').length > longest) return `its answer is longer than ${longest} characters`;
  return undefined;
}

/** Of what is wrong with an answer: enough to mend it. */
const mostTold = 20;
const longestTold = 4000;
/** No answer of ours goes beyond a few levels, and whatever reads one goes down them by calls within calls. */
const deepest = 100;
const longest = 1024 * 1024;

function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
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
