import type { Failure } from '../failure.ts';
import type { Report } from '../report/report.ts';
import type { Begun } from './begin.ts';
import type { Landing } from './land/landing.ts';
import { recordAsked } from './questions/asked.ts';
import { writeReport } from './report/report.ts';
import { shareSpending } from './share-spending.ts';

/** One run of a phase, from the request to the report. */
export interface PhaseRun {
  readonly report: Report;
  /** Of the Markdown report, relative to the workspace. */
  readonly reportPath: string;
}

/** Reports on a run, whatever has come of it, and writes down what it leaves open. */
export async function end({ walk, soFar }: Begun, came: Landing): Promise<PhaseRun> {
  const { landed, failure, hooks, merge, questions } = came;
  // A run that was refused has no worktree to ask git in.
  const inCheckout = { ...walk.context, repository: walk.decision.repository };
  const ended = { ...soFar(), landed, failure: failure && whyNot(failure), hooks, merge, questions };
  await shareSpending(inCheckout);
  const { report, path } = await writeReport(walk.decision, inCheckout, ended);
  await recordAsked(inCheckout, report.questions);
  const { outcome, summary } = report;
  const next = report.landed?.merge ?? report.next;
  walk.context.emit({ type: 'phase-finished', outcome, summary, agentCalls: ended.agentCalls, report: path, next });
  return { report, reportPath: path };
}

/** That a stage left no result is told by that stage's own record, and better. */
function whyNot(failure: Failure): Failure | undefined {
  return failure.reason === 'missing-result' ? undefined : failure;
}
