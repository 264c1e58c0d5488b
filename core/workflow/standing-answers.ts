import { z } from 'zod';
import type { Question } from './question.ts';

/**
 * What is answered without a person, by the reason of the question. Only what gives up, tries again or takes a way that
 * an agent offers: work still has to pass its gates and its review. Each counts once for a stage; then a person is asked.
 */
export const standingAnswersSchema = z.strictObject({
  'review-limit': z.enum(['abandon']).optional(),
  'gate-limit': z.enum(['retry', 'abandon']).optional(),
  'scope-limit': z.enum(['retry', 'abandon']).optional(),
  'needs-clarification': z.enum(['abandon']).optional(),
  'spec-wrong': z.enum(['retry', 'abandon']).optional(),
  'gate-wrong': z.enum(['retry', 'abandon']).optional(),
  'person-needed': z.enum(['retry', 'abandon']).optional(),
  'trade-off': z.enum(['option-1', 'retry', 'abandon']).optional(),
  'agent-failed': z.enum(['retry', 'skip']).optional(),
  conflict: z.enum(['retry', 'abandon']).optional(),
  deletion: z.enum(['keep', 'abandon']).optional(),
  claimed: z.enum(['skip']).optional(),
  'failed-elsewhere': z.enum(['resume', 'fresh', 'skip']).optional(),
  criterion: z.enum(['not-met']).optional(),
  breakdown: z.enum(['abandon']).optional(),
  'spec-gap': z.enum(['abandon']).optional(),
  'spec-defect': z.enum(['abandon']).optional(),
  'changed-demands': z.enum(['abandon']).optional(),
} satisfies Record<Question['reason'], z.ZodType>);
