import { z } from 'zod';

/** Every point at which work cannot go on without a person. What each asks and offers: docs/questions.md. */
const questionReasons = [
  'review-limit',
  'gate-limit',
  'scope-limit',
  'needs-clarification',
  'spec-wrong',
  'gate-wrong',
  'person-needed',
  'trade-off',
  'agent-failed',
  'conflict',
  'deletion',
  'claimed',
  'failed-elsewhere',
  'criterion',
  'breakdown',
  'spec-gap',
  'spec-defect',
  'changed-demands',
] as const;

const choiceSchema = z.object({
  name: z.string().min(1),
  does: z.string().min(1),
  /** What the agent is told when it is chosen: one of several ways to go on, in the words in which it was offered. */
  guidance: z.string().min(1).optional(),
});

/** Why the loop cannot go on by itself, and what a person can choose. It holds its task and that task's dependants. */
export const questionSchema = z.object({
  /** Stable: the same question asked again has the same id. */
  id: z.string().min(1),
  reason: z.enum(questionReasons),
  /** The stage that asks: `task-1.1`, `review`, `exit-criteria`. */
  stage: z.string().min(1),
  text: z.string().min(1),
  /** What a person needs to know to answer: findings, red gates, conflicting paths. */
  context: z.array(z.string()),
  /**
   * Ids of the tasks whose results conflict, in plan order: the last one does with those before it, and comes after them if
   * it is done again. One alone is done again as it is.
   */
  tasks: z.array(z.string()).optional(),
  options: z.array(choiceSchema).min(1),
  /** The option that is safe to take when nobody answers; never one that lets unproven work through. */
  default: z.string().min(1),
});
export type Question = z.infer<typeof questionSchema>;

/** Whether two questions ask the same and offer the same, whatever else is told with them. */
export function asksTheSame(one: Question, other: Question): boolean {
  const [first, second] = [one, other].map(({ reason, text, options }) =>
    JSON.stringify([reason, text, options.map(({ name, does, guidance }) => [name, does, guidance])]),
  );
  return first === second;
}

export const answerSchema = z.object({
  question: z.string().min(1),
  choice: z.string().min(1),
  /** Guidance or a reason in the person's words. */
  text: z.string(),
  by: z.string().min(1),
  /** ISO 8601. */
  at: z.string().min(1),
  /** Who chose: a person, or what was laid down for the case that nobody does. Answers of an older release lack it. */
  how: z.enum(['person', 'default after deadline', 'option']).optional(),
});
export type Answer = z.infer<typeof answerSchema>;

/** Choices by which work counts that nothing has proven: they are for a person, never for a default or an option. */
const lettingThrough: ReadonlySet<string> = new Set(['approve', 'met', 'accept', 'allow']);

/** Whether a choice may be taken when no person has made it. */
export function isSafe(question: Question, choice: string): boolean {
  return !lettingThrough.has(choice) && question.options.some((option) => option.name === choice);
}
