import { createHash } from 'node:crypto';
import type { ImplementerAnswer } from '../agent/answer.ts';
import { describeSighting, type Sighting } from '../cheat/sighting.ts';
import type { Failure } from '../failure.ts';
import type { Complaint } from '../result/charges.ts';
import type { Triaged, Verdict } from '../result/records.ts';
import type { Finding } from '../review/finding.ts';
import { mostAtOnce } from '../review/at-once.ts';
import { describeRejection } from '../review/triage.ts';
import type { Question } from './question.ts';
import { isMissed } from '../verdict/missed.ts';
import { breachesOf } from './breaches.ts';
import { abandon, allowing, approve, clarify, guide, mending, retry, shownOf, skip } from './choices.ts';
import type { CheckedReview, Command, FormatFailure, Progress, ReviewCommand, State } from './state.ts';

/** Every point at which a loop cannot go on by itself. */
export const ask = {
  reviewLimit,
  contradiction,
  arbiterRejects,
  rejected,
  tooMany,
  tooManyFlags,
  specDefect,
  gateLimit,
  formatLimit,
  scopeLimit,
  clarification,
  changedDemands,
  agentStopped,
  agentFails,
};

function reviewLimit(stage: string, progress: Progress, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'review-limit',
    text: `The reviewer still finds issues after ${rounds(progress.round - 1)}.`,
    context: progress.open.map(inWords),
    options: [guide, approve, abandon],
    default: 'abandon',
  });
}

/** Findings that come back on code that did not change, again and again, are for a person, however many rounds are left. */
function contradiction(stage: string, progress: Progress, again: readonly Finding[], command: Command): State {
  return asking(stage, progress, command, {
    reason: 'review-limit',
    text: 'The reviewer raises again what it had let pass before, on lines that have not changed since.',
    context: [...again.map(inWords), ...besides(progress, again)],
    options: [guide, approve, abandon],
    default: 'abandon',
  });
}

function arbiterRejects(stage: string, progress: Progress, reasoning: string, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'review-limit',
    text: 'The arbiter does not let the change go on as it is.',
    context: [reasoning, ...progress.open.map(inWords)],
    options: [guide, approve, abandon],
    default: 'abandon',
  });
}

/** What one reviewer has let be rejected, and the next one finds again and nothing else. */
function rejected(stage: string, progress: Progress, again: readonly Triaged[], command: Command): State {
  return asking(stage, progress, command, {
    reason: 'review-limit',
    text: 'The reviewer raises again what was rejected, and nothing else.',
    context: again.map((one) => `${inWords(one.finding)}\nrejected: ${describeRejection(one)}`),
    options: [guide, approve, abandon],
    default: 'abandon',
  });
}

/** Turn after turn is no way to mend a change like that, and its cost is a person's to allow. */
function tooMany(stage: string, progress: Progress, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'review-limit',
    text: `The review has found ${progress.open.length} things to be fixed now, more than ${mostAtOnce}.`,
    context: progress.open.map(inWords),
    options: [guide, approve, abandon],
    default: 'abandon',
  });
}

/** Review after review of what may be honest says little about a change that has so much of it. */
function tooManyFlags(stage: string, progress: Progress, unasked: number, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'review-limit',
    text: `So many places of the change may be honest or not that ${unasked} are left after one review.`,
    context: [...progress.flags.map(describeSighting), ...progress.open.map(inWords)],
    options: [guide, approve, abandon],
    default: 'abandon',
  });
}

/** Before either side changes: which of them is wrong is nobody's to decide but a person's. */
function specDefect(stage: string, progress: Progress, defect: Finding, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'spec-defect',
    text: `A spec is held to be wrong: ${defect.title}`,
    context: [
      inWords(defect),
      ...(defect.quote ? [`It says: ${defect.quote}`] : []),
      `Fix: ${defect.fix}`,
      ...shownOf(breachesOf(command)),
    ],
    options: [
      ...allowing(command),
      {
        name: 'fix-spec',
        does: 'have the spec corrected, with your words as guidance, and the code follow it; the plan itself you correct by hand',
      },
      { name: 'fix-code', does: 'keep the spec, and have the code brought to it, with your words as guidance' },
      { name: 'defer', does: 'leave both as they are; the finding goes to the backlog' },
      abandon,
    ],
    default: 'abandon',
  });
}

/** What else is open: who takes the work as it is takes that as well. */
function besides({ open }: Progress, named: readonly Finding[]): string[] {
  return open.filter((finding) => !named.includes(finding)).map((finding) => `also open: ${inWords(finding)}`);
}

function inWords({ severity, path, line, title }: Finding): string {
  return `${severity} ${path}:${line} ${title}`;
}

function gateLimit(stage: string, progress: Progress, verdict: Verdict, command: Command): State {
  const red = verdict.gates.filter((gate) => gate.outcome !== 'passed' && gate.charge !== 'pre-existing');
  const missed = (verdict.complaints ?? []).filter(({ kind }) => isMissed(kind));
  if (red.length === 0 && missed.length > 0) return testsChanged(stage, progress, missed, command);
  return asking(stage, progress, command, {
    reason: 'gate-limit',
    text: `${verdict.red ? 'The tests are not red for the right reason' : 'The gates are red'} after ${progress.attempt - progress.fixTurns - 1} attempts.`,
    context: [
      ...(verdict.trouble ? [verdict.trouble] : []),
      ...(verdict.red && !verdict.red.isRight ? [verdict.red.why] : []),
      ...red.map((gate) => `${gate.project}:${gate.target} ${gate.outcome}\n${gate.output}`),
    ],
    options: [guide, ...mending(progress), retry, abandon],
    default: 'abandon',
  });
}

/** Which tests stay is what the plan says, and nobody's to decide but a person's. */
function testsChanged(stage: string, progress: Progress, missed: readonly Complaint[], command: Command): State {
  return asking(stage, progress, command, {
    reason: 'scope-limit',
    text: 'The change is green only by its own tests: those of the base fail on it, or do not run any more.',
    context: missed.flatMap(({ message, tests }) => [message, ...tests]),
    options: [...allowing(command), guide, retry, abandon],
    default: 'abandon',
  });
}

function formatLimit(stage: string, progress: Progress, failures: readonly FormatFailure[], command: Command): State {
  return asking(stage, progress, command, {
    reason: 'gate-limit',
    text: `The project's formatters and fixers fail after ${progress.formatTries} attempts.`,
    context: failures.map(({ name, output }) => `${name}\n${output}`),
    options: [guide, ...mending(progress), retry, abandon],
    default: 'abandon',
  });
}

/** Files outside the task are allowed by the plan, which names them; what looks like a cheat a person can allow. */
function scopeLimit(
  stage: string,
  progress: Progress,
  { outside, breaches }: { readonly outside: readonly string[]; readonly breaches: readonly Sighting[] },
  command: Command,
): State {
  const isOutside = outside.length > 0;
  return asking(stage, progress, command, {
    reason: 'scope-limit',
    text: isOutside
      ? 'The agent keeps changing files that are not part of the task.'
      : 'The agent keeps changing what judges its work or is for another step, or makes it look done in another way.',
    context: [...outside, ...shownOf(breaches)],
    options: [...allowing(command), guide, ...mending(progress), retry, abandon],
    default: 'abandon',
  });
}

function clarification(stage: string, progress: Progress, answer: CheckedReview, command: ReviewCommand): State {
  return asking(stage, progress, command, {
    reason: 'needs-clarification',
    text: 'The reviewer needs a clarification.',
    context: [
      answer.summary,
      ...(answer.questions ?? []),
      ...[...progress.open, ...progress.defects].map(inWords),
    ].filter(Boolean),
    options: [clarify, guide, approve, abandon],
    default: 'abandon',
  });
}

/** Whatever the reading role finds, and whatever else a person lets pass: what is demanded is a question of its own. */
function changedDemands(stage: string, progress: Progress, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'changed-demands',
    text: 'The polish changes what is demanded or decided.',
    context: [...(progress.verdict?.demands ?? [])],
    options: [guide, { name: 'approve', does: 'take the new words: the phase is held to them from here on' }, abandon],
    default: 'abandon',
  });
}

function agentStopped(stage: string, progress: Progress, answer: ImplementerAnswer, command: Command): State {
  const said = {
    'spec-wrong': 'the spec is wrong',
    'gate-wrong': 'a gate is wrong',
    'person-needed': 'a person must decide',
    done: 'done',
  };
  const offered = answer.options ?? [];
  const isTradeOff = answer.status === 'person-needed' && offered.length > 0;
  return asking(stage, progress, command, {
    reason: isTradeOff ? 'trade-off' : answer.status === 'done' ? 'person-needed' : answer.status,
    text: `The agent stopped: ${said[answer.status]}.`,
    context: [
      ...[answer.summary, answer.question ?? '', ...(isTradeOff ? [] : offered)].filter(Boolean),
      ...shownOf(breachesOf(command)),
    ],
    options: [
      ...(isTradeOff ? offered.map(waysOn) : []),
      ...allowing(command),
      guide,
      ...mending(progress),
      retry,
      abandon,
    ],
    default: 'abandon',
  });
}

/** What an agent offers is a choice of its own, and the agent is told of it in the words that it was offered in. */
function waysOn(guidance: string, index: number): Question['options'][number] {
  return { name: `option-${index + 1}`, does: guidance, guidance };
}

function agentFails(stage: string, progress: Progress, failure: Failure, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'agent-failed',
    text: `The agent has failed ${progress.failures} times in a row.`,
    context: [failure.message],
    options: command.do === 'work' ? [retry, guide, skip] : [retry, skip],
    default: 'skip',
  });
}

export function changesDemands({ verdict }: Progress): boolean {
  return (verdict?.demands ?? []).length > 0;
}

function asking(stage: string, progress: Progress, command: Command, about: Omit<Question, 'id' | 'stage'>): State {
  // An agent that is let go on may come back with the same words: that is a question of its own, not answered yet.
  const identity = JSON.stringify([
    stage,
    about.reason,
    progress.commit,
    progress.agentCalls,
    about.text,
    about.context,
  ]);
  const id = `${stage}-${createHash('sha256').update(identity).digest('hex').slice(0, 6)}`;
  return { at: 'asking', progress, question: { id, stage, ...about }, command };
}

function rounds(many: number): string {
  return `${many} round${many === 1 ? '' : 's'}`;
}
