import { z } from 'zod';
import type { Verdict } from '../result/records.ts';
import type { TextOf } from './look-up.ts';
import { isTelling, lineOfQuote } from './quoted-place.ts';
import { isTestPath } from './test-file.ts';

/** What shows that a finding is invalid: a place that code can look up. */
export const evidenceSchema = z.object({
  kind: z
    .enum(['spec', 'code', 'test', 'gate'])
    .describe(
      'spec: a line of a spec or the plan that asks for it. code: a line of the code that shows it. test: a line of a test that proves it. gate: a gate that has passed and proves it.',
    ),
  path: z.string().optional().describe('From the root of the repository. Nothing for a gate.'),
  line: z.number().int().positive().optional().describe('From 1. Nothing for a gate.'),
  quote: z.string().min(1).describe('That line, copied as it stands; of a gate its name, `project:target`.'),
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** `spec docs/a.md:12 "Zero is a duration."` */
export function describeEvidence({ kind, path, line, quote }: Evidence): string {
  return `${kind} ${path === undefined ? '' : `${path}:${line ?? 1} `}"${quote}"`;
}

/** What an implementer says against a finding. */
export interface Dispute {
  /** Id of the finding. */
  readonly finding: string;
  readonly reason: string;
  /** Disputes of an older release have none, and counted. */
  readonly evidence?: Evidence | undefined;
}

/** A dispute that does not count, and why. */
export interface Unproven {
  readonly finding: string;
  readonly problem: string;
}

interface Facts {
  readonly textOf: TextOf;
  readonly isSpec: (path: string) => boolean;
  /** The last that the gates have said. */
  readonly verdict: Verdict | null;
}

/** The disputes that do not count: without evidence, or with evidence that is not there. */
export async function unprovenOf(disputes: readonly Dispute[], facts: Facts): Promise<Unproven[]> {
  const unproven: Unproven[] = [];
  for (const { finding, evidence } of disputes) {
    const problem = await problemOf(evidence, facts);
    if (problem !== undefined) unproven.push({ finding, problem });
  }
  return unproven;
}

async function problemOf(evidence: Evidence | undefined, facts: Facts): Promise<string | undefined> {
  if (!evidence) return 'it has no evidence';
  const { kind, path, line = 1, quote } = evidence;
  const gates = facts.verdict?.gates ?? [];
  if (kind === 'gate') {
    const isPassed = gates.some((gate) => `${gate.project}:${gate.target}` === quote && gate.outcome === 'passed');
    return isPassed ? undefined : `no gate "${quote}" has passed`;
  }
  if (path === undefined) return `its evidence of kind ${kind} names no path`;
  if (kind === 'spec' && !facts.isSpec(path)) return `${path} is neither the plan nor a spec`;
  if (kind === 'test' && !isTestPath(path)) return `${path} is no file of tests by its name`;
  if (kind === 'test' && !gates.some((gate) => gate.outcome === 'passed'))
    return 'no gate that would run a test has passed';
  const place = lineOfQuote({ path, line, quote }, await facts.textOf(path));
  if ('problem' in place) return place.problem;
  return isTelling(quote) ? undefined : `the line "${quote}" says too little to show anything`;
}

/** What an implementer is told of disputes that do not count. */
export function doubtsOfDisputes(unproven: readonly Unproven[]): string {
  return unproven.map(({ finding, problem }) => `the dispute of ${finding} does not count: ${problem}`).join('; ');
}
