import { z } from 'zod';

/** One task goes after another, although it does not need what that one makes. Both by their ids. */
const orderingSchema = z.object({
  before: z.string(),
  after: z.string(),
  /** Where the two meet: what they touch, and whose it is. */
  reason: z.string(),
  /** At least one of the two does not declare its files; they were read out of its text. */
  guessed: z.boolean(),
});

/** What of a phase runs side by side and what does not, as it was expected before the run. */
export const forecastSchema = z.object({
  /** Never against a dependency, and none that follows from dependencies or from the others. */
  orderings: z.array(orderingSchema).default([]),
  /** Tasks that meet and run side by side all the same, because the plan says so. */
  together: z
    .array(
      z.object({
        tasks: z.tuple([z.string(), z.string()]),
        reason: z.string(),
        /** They are of one wave, both bear the mark `[P]`, or the plan's table of dependencies is its schedule. */
        by: z.enum(['wave', 'mark', 'dependencies']),
      }),
    )
    .default([]),
  /** Tasks that may run beside others, and of which nothing says what they touch. */
  unknown: z.array(z.string()).default([]),
});
export type Forecast = z.infer<typeof forecastSchema>;
export type Together = Forecast['together'][number];

export const noForecast: Forecast = { orderings: [], together: [], unknown: [] };
