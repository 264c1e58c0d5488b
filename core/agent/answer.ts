import { z } from 'zod';
import { deviationSchema } from '../review/deviation.ts';
import { evidenceSchema } from '../review/evidence.ts';
import { findingSchema } from '../review/finding.ts';

/*
 * The answers that agents give, and the only way in which they are heard: what does not fit is not an answer. The
 * descriptions become part of the JSON schema that the agent is given.
 */

/** Of every role that writes. "The spec is wrong", "the gate is wrong" and "a person must decide" are answers like any other. */
export const writerAnswerSchema = z.object({
  status: z
    .enum(['done', 'spec-wrong', 'gate-wrong', 'person-needed'])
    .describe(
      'done: all of it is done. spec-wrong: the task or a spec is wrong or contradicts itself. gate-wrong: a gate is red for a reason that is not the change. person-needed: a person has to decide or supply something.',
    ),
  summary: z.string().min(1).describe('What was done and why, in a few sentences.'),
  question: z.string().optional().describe('What a person has to decide. Only when status is not done.'),
  options: z
    .array(z.string().min(1))
    .optional()
    .describe('The choices that the person has, one sentence each. Only with a question.'),
  defect: findingSchema
    .pick({ path: true, line: true, quote: true, title: true, fix: true })
    .optional()
    .describe('Where and how a spec is wrong. Only with spec-wrong.'),
  deviations: z
    .array(deviationSchema)
    .optional()
    .describe('Every place of the change that does not keep to a norm of the project.'),
});

export const implementerAnswerSchema = writerAnswerSchema.extend({
  disputes: z
    .array(
      z.object({
        finding: z.string().min(1).describe('The id of the finding, as it was given.'),
        reason: z.string().min(1).describe('Why it is invalid, for the next review to decide.'),
        evidence: evidenceSchema
          .optional()
          .describe('What shows it. It is looked up; a dispute without evidence that is there does not count.'),
      }),
    )
    .optional()
    .describe('Findings that you hold to be invalid.'),
  fixedFindings: z
    .array(z.string().min(1))
    .optional()
    .describe('Ids of open findings of the backlog that the change mends, as they were given.'),
});
export type ImplementerAnswer = z.infer<typeof implementerAnswerSchema>;

/** A verdict counts only for the commit it names, and only from the call that was given the nonce. */
const bound = {
  commit: z.string().min(1).describe('The commit that was judged, as it was given.'),
  nonce: z.string().min(1).describe('The nonce, as it was given.'),
};

const reviewerObject = z.object({
  verdict: z
    .enum(['APPROVED', 'ISSUES_FOUND', 'NEEDS_CLARIFICATION'])
    .describe(
      'APPROVED: nothing has to change. ISSUES_FOUND: at least one finding has to be fixed. NEEDS_CLARIFICATION: it depends on the answers to the questions.',
    ),
  ...bound,
  summary: z.string().describe('The judgement in a few sentences.'),
  findings: z.array(findingSchema).describe('May be empty.'),
  questions: z.array(z.string().min(1)).optional().describe('For a person. Only with NEEDS_CLARIFICATION.'),
});

/** A verdict that asks for changes says which: one that does not is no answer, and may be repaired. */
export const reviewerAnswerSchema = reviewerObject.refine(
  ({ verdict, findings }) => verdict !== 'ISSUES_FOUND' || findings.length > 0,
  { error: 'ISSUES_FOUND without a finding, expected at least one with path, line and fix' },
);
export type ReviewerAnswer = z.infer<typeof reviewerAnswerSchema>;

/** The same answer where there are places that may be a cheat: each of them is answered, once. */
export function withFlags(
  schema: z.ZodType<ReviewerAnswer>,
  ids: readonly string[],
): z.ZodType<ReviewerAnswer & { flags?: FlagAnswers }> {
  const flags = z
    .array(flagAnswerSchema)
    .refine((given) => ids.every((id) => given.filter((one) => one.id === id).length === 1), {
      error: `expected one answer for each of ${ids.join(', ')}`,
    })
    .describe('An answer for each place that was given to be answered.');
  const object = schema as unknown as typeof reviewerObject;
  return ids.length === 0 ? object : object.safeExtend({ flags });
}

const flagAnswerSchema = z.object({
  id: z.string().min(1).describe('The id of the place, as it was given.'),
  answer: z.enum(['honest', 'not']).describe('honest: the work needs it so. not: it makes the work look done.'),
  why: z.string().min(1).describe('In a sentence.'),
});
type FlagAnswers = z.infer<typeof flagAnswerSchema>[];

const gapSchema = z.object({
  path: z.string().min(1).describe('The document, from the root of the repository.'),
  line: z.number().int().positive().describe('Where it should stand, or where it contradicts itself, from 1.'),
  missing: z
    .string()
    .min(1)
    .describe('What cannot be built because of it, in one sentence. The same words when it is said again.'),
  fix: z.string().min(1).describe('What would have to be written, in a sentence or two.'),
  decision: z
    .boolean()
    .describe(
      'Whether only a person can say it: a decision on the product or its architecture that no document makes.',
    ),
});

/** Whether another engineer could build the phase from its documents. */
export const readerAnswerSchema = z.object({
  ready: z
    .boolean()
    .describe('true: an engineer who has nothing but these documents can build it. Then there are no gaps.'),
  ...bound,
  summary: z.string().describe('The judgement in a few sentences.'),
  gaps: z.array(gapSchema).describe('What stands in the way. Empty when it is ready.'),
});
export type ReaderAnswer = z.infer<typeof readerAnswerSchema>;

/** How a phase without tasks could be divided. A person, or an option, accepts it. */
export const breakdownAnswerSchema = z.object({
  tasks: z
    .array(
      z.object({
        title: z.string().min(1).max(200).describe('What the task makes, in one line.'),
        dependsOn: z
          .array(z.number().int().positive())
          .describe('Numbers of earlier tasks of this list, from 1, that it builds on.'),
      }),
    )
    .min(1)
    .max(40)
    .refine((tasks) => tasks.every(({ dependsOn }, index) => dependsOn.every((number) => number <= index)), {
      error: 'expected each task to build only on tasks before it',
    })
    .describe('In the order in which they can be done.'),
  summary: z.string().min(1).describe('Why it is divided like this, in a few sentences.'),
});

/** The same answer for one call: with another commit or nonce it does not fit. */
export function boundTo<Shape extends typeof bound>(
  schema: z.ZodObject<Shape>,
  to: { readonly commit: string; readonly nonce: string },
): z.ZodObject<Shape> {
  const error = 'the verdict names another commit or nonce than the one under review';
  return (schema as unknown as z.ZodObject<typeof bound>).safeExtend({
    commit: z.literal(to.commit, { error }).describe(bound.commit.description ?? ''),
    nonce: z.literal(to.nonce, { error }).describe(bound.nonce.description ?? ''),
  }) as unknown as z.ZodObject<Shape>;
}

const violationSchema = z.object({
  path: z.string().min(1).describe('From the root of the repository.'),
  line: z.number().int().positive().describe('As it is in the commit, from 1.'),
  rule: z.string().min(1).describe("The rule, in its guide's words."),
  fix: z.string().min(1).describe('The shape of a fix, in a sentence.'),
});

export const styleAnswerSchema = z
  .object({
    verdict: z.enum(['accept', 'violations']).describe('accept: no written rule is broken. violations: at least one.'),
    ...bound,
    violations: z.array(violationSchema).describe('Empty with accept.'),
  })
  .refine(({ verdict, violations }) => (verdict === 'violations') === violations.length > 0, {
    error: 'expected violations with the verdict violations, and none with accept',
  });

export type StyleAnswer = z.infer<typeof styleAnswerSchema>;

export const arbiterAnswerSchema = z.object({
  proceed: z.boolean().describe('Whether the change goes on as it is.'),
  reasoning: z
    .string()
    .min(1)
    .describe('Each violation in turn, and which of them are accepted as they are, to be mended later.'),
  ...bound,
});
export type ArbiterAnswer = z.infer<typeof arbiterAnswerSchema>;
