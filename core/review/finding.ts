import { z } from 'zod';

export const severities = ['P0', 'P1', 'P2', 'P3'] as const;
export type Severity = (typeof severities)[number];

/** What a reviewer found: how bad, where, and the shape of a fix. */
export const findingSchema = z.object({
  severity: z.enum(severities).describe('P0 is the worst, P3 is small.'),
  /** Relative to the repository root. */
  path: z.string().min(1).describe('From the root of the repository.'),
  /** 1-based. */
  line: z.number().int().positive().describe('As it is in the commit, from 1.'),
  title: z.string().min(1).describe('What is wrong, in one sentence. The same words when it is said again.'),
  fix: z.string().min(1).describe('The shape of a fix, in a sentence or two.'),
});
export type Finding = z.infer<typeof findingSchema>;

/** Is `severity` at least as bad as `limit`? P0 is the worst. */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(limit);
}

/** The same finding in another round has the same id: its line and severity drift while code is fixed around it. */
export function findingId(finding: Finding): string {
  return `${finding.path}: ${finding.title}`;
}
