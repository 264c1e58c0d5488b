import { createHash } from 'node:crypto';
import { z } from 'zod';
import { withoutHidden } from '../visible.ts';

export const severities = ['P0', 'P1', 'P2', 'P3'] as const;
export type Severity = (typeof severities)[number];

/** What a reviewer found: how bad, where, and the shape of a fix. Those of an older release lack what is optional. */
export const findingSchema = z.object({
  id: z
    .string()
    .min(1)
    .optional()
    .describe(
      'Of a finding that you were told of and that still stands: its id, as it was given. Nothing for a new one.',
    ),
  severity: z.enum(severities).describe('P0 is the worst, P3 is small.'),
  /** Relative to the repository root. */
  path: z.string().min(1).describe('From the root of the repository.'),
  /** 1-based. */
  line: z.number().int().positive().describe('As it is in the commit, from 1.'),
  quote: z
    .string()
    .optional()
    .describe(
      'That line, copied as it stands in the commit; of a file that the change removes, as it stood there. It is looked up: what does not stand there does not count.',
    ),
  title: z.string().min(1).describe('What is wrong, in one sentence. The same words when it is said again.'),
  fix: z.string().min(1).describe('The shape of a fix, in a sentence or two.'),
  kind: z
    .enum(['in-phase', 'out-of-phase', 'spec-defect'])
    .optional()
    .describe(
      'in-phase: it is for this change to mend. out-of-phase: it holds, but is no part of this work. spec-defect: a spec or the plan is wrong, and a person has to say which side changes.',
    ),
});
export type Finding = z.infer<typeof findingSchema>;

/** For sorting. */
export function worstFirst(a: Pick<Finding, 'severity'>, b: Pick<Finding, 'severity'>): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}

/** A finding that was looked up in the code. */
export type Founded = Finding & {
  /** Whether its quote stands in no other line of the file. Journals of an older release do not tell. */
  readonly isOnly?: boolean;
};

/** Is `severity` at least as bad as `limit`? P0 is the worst. */
export function isAtLeast(severity: Severity, limit: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(limit);
}

/**
 * Short and stable: where it is and what it says, without its line and severity, which drift while code is fixed around
 * it. One that is known by other words has the id that it had at first.
 */
export function findingId({ id, path, title, quote }: Finding): string {
  return (
    id ??
    `F-${createHash('sha256')
      .update(JSON.stringify([path, title, plainLine(quote)]))
      .digest('hex')
      .slice(0, 8)}`
  );
}

/** The path and the words: how entries of the backlog were told apart before findings had ids. */
export function findingWords({ path, title }: Finding): string {
  return `${path}: ${title}`;
}

/** `F-1f2e3d4c P1 src/a.ts:3 off by one`. */
export function describeFinding(finding: Finding): string {
  const { severity, path, line, title } = finding;
  return `${findingId(finding)} ${severity} ${path}:${line} ${title}`;
}

/** A line as it is compared: indentation and blanks do not count, nor what no reader sees. */
export function plainLine(line = ''): string {
  return withoutHidden(line).text.replaceAll(/\s+/g, ' ').trim();
}
