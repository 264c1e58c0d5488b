import { z } from 'zod';
import { failureReasons, type Failure } from '../failure.ts';
import { reportSchema, type Report } from './report.ts';

/** What came of a run, for a program that has started it. Published as `phasewright/told.schema.json`. */
export const toldSchema = z.object({
  version: z.literal(1),
  /** Null where the run was refused before that was known. */
  about: z
    .object({
      project: z.string(),
      plan: reportSchema.shape.plan,
      phase: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
    })
    .nullable(),
  /** Of a whole phase as in its report; of a part `done`, or as in the report on what keeps it from that. */
  outcome: z.enum(['done', 'refused', 'nothing-to-do', ...reportSchema.shape.outcome.options]),
  /** Why it was refused. */
  failure: z.object({ reason: z.enum(failureReasons), message: z.string() }).nullable(),
  /** Tasks without a result that have all they need, in plan order. */
  ready: z.array(z.object({ task: z.string(), title: z.string() })),
  /** Of the report in Markdown, relative to the workspace; JSON and HTML lie beside it. Null where there is none. */
  report: z.string().nullable(),
});
export type Told = z.infer<typeof toldSchema>;

/** What is told of a run that did not begin. */
export function toldRefusal({ reason, message }: Failure): Told {
  const outcome = reason === 'nothing-to-do' ? reason : 'refused';
  return { version: 1, about: null, outcome, failure: { reason, message }, ready: [], report: null };
}

/** What is told of a run with a report. */
export function toldReport(
  about: NonNullable<Told['about']>,
  run: { readonly report: Pick<Report, 'outcome'>; readonly reportPath: string },
  ready: Told['ready'] = [],
): Told {
  return { version: 1, about, outcome: run.report.outcome, failure: null, ready, report: run.reportPath };
}
