import { z } from 'zod';

/** Why the loop cannot go on by itself, and what a person can choose. It holds its task and that task's dependants. */
export const questionSchema = z.object({
  /** Stable: the same question asked again has the same id. */
  id: z.string().min(1),
  reason: z.enum([
    'review-limit',
    'gate-limit',
    'scope-limit',
    'needs-clarification',
    'spec-wrong',
    'gate-wrong',
    'person-needed',
    'conflict',
    'criterion',
    'breakdown',
    'spec-defect',
  ]),
  /** The stage that asks: `task-1.1`, `review`, `exit-criteria`. */
  stage: z.string().min(1),
  text: z.string().min(1),
  /** What a person needs to know to answer: findings, red gates, conflicting paths. */
  context: z.array(z.string()),
  options: z.array(z.object({ name: z.string().min(1), does: z.string().min(1) })).min(1),
  /** The option that is safe to take when nobody answers; never one that lets unproven work through. */
  default: z.string().min(1),
});
export type Question = z.infer<typeof questionSchema>;

export const answerSchema = z.object({
  question: z.string().min(1),
  choice: z.string().min(1),
  /** Guidance or a reason in the person's words. */
  text: z.string(),
  by: z.string().min(1),
  /** ISO 8601. */
  at: z.string().min(1),
});
export type Answer = z.infer<typeof answerSchema>;
