import { unreachable, type Failure, type FailureReason } from '../../failure.ts';
import type { Report } from '../../report/report.ts';
import type { KnownResults } from '../decide/known.ts';
import type { MergeRecord } from '../../result/records.ts';
import type { Question } from '../../workflow/question.ts';
import type { HooksTold, Landed } from '../land/landing.ts';
import type { Left } from './left.ts';

/** How the run came out, beside what its stages have left. */
export interface Ending {
  /** Results that were there before the run. */
  readonly known: KnownResults;
  /** Whether the polish was there before the run as well. */
  readonly reusesPolish?: boolean | undefined;
  readonly landed: Landed | undefined;
  /** Why it did not land where it was to land, if no stage's record says so. */
  readonly failure?: Failure | undefined;
  /** What hooks said, where nothing was moved. */
  readonly hooks?: HooksTold | undefined;
  /** Conflicts with main that were not resolved. */
  readonly merge?: MergeRecord | undefined;
  /** What landing asks. */
  readonly questions?: readonly Question[] | undefined;
  readonly agentCalls: number;
}

/** Why a run ends before its work is done although nothing is wrong with the work: it goes on where it was. */
export const endsEarly: ReadonlySet<FailureReason> = new Set([
  'stopped',
  'waiting',
  'remote',
  'disk',
  'agent-quota',
  'budget',
]);

/** What went wrong goes before what was only put off. */
export function failureOf(left: Left, ending: Ending): Failure | undefined {
  const records = [
    left.breakdown,
    left.polish,
    left.lint,
    ...left.tasks.values(),
    left.squash,
    left.review,
    left.gates,
    left.proof,
  ];
  const failures = records.map((record) => record?.failure).filter((failure) => failure !== undefined);
  const first = failures.find(({ reason }) => !endsEarly.has(reason)) ?? failures[0];
  return ending.failure ?? first ?? crashFailure(left.crashes);
}

function crashFailure(crashes: ReadonlyMap<string, string>): Failure | undefined {
  const [first] = crashes;
  return first && { reason: 'stage-failed', message: `${first[0]}: ${first[1]}` };
}

export function outcomeOf(
  { proof }: Left,
  about: { ending: Ending; failure: Failure | undefined; questions: number },
): Report['outcome'] {
  const { ending, failure, questions } = about;
  if (ending.landed && !ending.failure) return 'landed';
  if (failure && endsEarly.has(failure.reason)) return 'stopped';
  return questions > 0 && proof?.outcome !== 'failed' ? 'waiting' : 'failed';
}

export function summaryOf(
  outcome: Report['outcome'],
  about: { tasks: Report['tasks']; failure: Failure | undefined; questions: number; ending: Ending },
): string {
  const done = about.tasks.filter((task) => task.outcome === 'done').length;
  const count = `${done} of ${about.tasks.length} tasks done`;
  switch (outcome) {
    case 'landed':
      return `${count}, reviewed, judged and proven; landed on ${about.ending.landed?.branch}.${about.ending.landed?.note ? ` ${about.ending.landed.note}` : ''}`;
    case 'waiting':
      return `${count}; ${about.questions} question${about.questions === 1 ? ' is' : 's are'} open.`;
    case 'stopped':
      return about.failure && about.failure.reason !== 'stopped'
        ? `${count}. ${about.failure.message}`
        : `${count} when the run was stopped; nothing is lost.`;
    case 'failed':
      return `${count}; ${about.failure?.message ?? 'a stage failed'}`;
    default:
      return unreachable(outcome);
  }
}
