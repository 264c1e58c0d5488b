import { z } from 'zod';

/**
 * What a red gate is put down to. `real`: the change. `pre-existing`: it is red on the base in the same way. `flaky`: red
 * and green on the same tree. `environment`: the machine lacks something, on the base as well.
 */
export const chargeSchema = z.enum(['real', 'pre-existing', 'flaky', 'environment']);
export type Charge = z.infer<typeof chargeSchema>;

/** What was found out about the gates on a tree, beside what they say themselves. */
export const complaintSchema = z.object({
  /**
   * `base-tests`: tests of the base fail on the new source. `fewer-tests`: tests that ran on the base do not run any more.
   * Both make a verdict red. `tests-gone`: as many run, and some have other names. `unproven`: nobody could find out.
   * The rest is as a gate is put down to.
   */
  kind: z.enum(['base-tests', 'fewer-tests', 'tests-gone', 'unproven', 'pre-existing', 'flaky', 'environment']),
  message: z.string(),
  /** Their names, as far as they are known; a gate's where they are not. */
  tests: z.array(z.string()),
  /** How many fewer tests a gate has run, where its name is all that is known; absent in records of older releases. */
  fewer: z.number().int().positive().optional(),
});
export type Complaint = z.infer<typeof complaintSchema>;

/** Whether the new and changed tests of a task fail on the base without the rest of the change, and pass with it. */
export const redGreenSchema = z.object({
  outcome: z.enum(['shown', 'not-shown', 'no-tests']),
  /** Names of tests that have shown it, as far as runners tell; else the gates. */
  tests: z.array(z.string()),
  detail: z.string(),
});
export type RedGreen = z.infer<typeof redGreenSchema>;
