import { z } from 'zod';
import { findingSchema } from '../review/finding.ts';

/**
 * The answers that agents give, and the only way in which they are heard: what does not fit is not an answer.
 * "The spec is wrong", "the gate is wrong" and "a person must decide" are answers like any other.
 */
export const implementerAnswerSchema = z.object({
  status: z.enum(['done', 'spec-wrong', 'gate-wrong', 'person-needed']),
  summary: z.string().min(1),
  /** What a person has to decide, when `status` is not `done`. */
  question: z.string().optional(),
  options: z.array(z.string().min(1)).optional(),
  /** Findings that the implementer holds to be invalid, with the reason. The next review decides. */
  disputes: z.array(z.object({ finding: z.string().min(1), reason: z.string().min(1) })).optional(),
});
export type ImplementerAnswer = z.infer<typeof implementerAnswerSchema>;

/** A verdict counts only for the commit it names, and only from the call that was given the nonce. */
export const reviewerAnswerSchema = z.object({
  verdict: z.enum(['APPROVED', 'ISSUES_FOUND', 'NEEDS_CLARIFICATION']),
  commit: z.string().min(1),
  nonce: z.string().min(1),
  summary: z.string(),
  findings: z.array(findingSchema),
  questions: z.array(z.string().min(1)).optional(),
});
export type ReviewerAnswer = z.infer<typeof reviewerAnswerSchema>;
