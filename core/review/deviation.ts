import { z } from 'zod';

/** A place where a change does not keep to a norm of the project, on purpose. It is named, or it is a defect. */
export const deviationSchema = z.object({
  path: z.string().min(1).describe('From the root of the repository.'),
  line: z.number().int().positive().describe('As it is in the change, from 1.'),
  norm: z.string().min(1).describe('The norm, in the words of its rule or decision.'),
  reason: z.string().min(1).describe('Why this place cannot keep to it.'),
});
export type Deviation = z.infer<typeof deviationSchema>;

/** One line: where, which norm, and why. */
export function describeDeviation({ path, line, norm, reason }: Deviation): string {
  return `${path}:${line} ${norm}: ${reason}`;
}

/** The paragraph of a commit's message: a deviation is named where its commit is read. Empty when there is none. */
export function deviationsText(deviations: readonly Deviation[]): string {
  if (deviations.length === 0) return '';
  return `Deviates on purpose:\n${deviations.map((one) => `- ${describeDeviation(one)}`).join('\n')}`;
}

/** Those of before and the new ones; one that is named again at the same place is told in its new words. */
export function addDeviations(before: readonly Deviation[], named: readonly Deviation[]): Deviation[] {
  const all = [...before, ...named].map((one) => [`${one.path}: ${one.norm}`, one] as const);
  return [...new Map(all).values()];
}
