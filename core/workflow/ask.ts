import { createHash } from 'node:crypto';
import type { ImplementerAnswer } from '../agent/answer.ts';
import { describeSighting, type Sighting } from '../cheat/sighting.ts';
import type { Failure } from '../failure.ts';
import type { Triaged, Verdict } from '../result/records.ts';
import { findingId, type Finding } from '../review/finding.ts';
import { mostAtOnce } from '../review/at-once.ts';
import { describeRejection } from '../review/triage.ts';
import { chunks } from './batches.ts';
import type { Answer, Question } from './question.ts';
import { clarifiedCommand, unshownIn } from './review-command.ts';
import type { CheckedReview, Command, Progress, ReviewCommand, State } from './state.ts';
import type { Workflow } from './workflow.ts';

type Asking = Extract<State, { at: 'asking' }>;

const guide = { name: 'guide', does: 'go on, with your words as guidance to the agent' };
const retry = { name: 'retry', does: 'let the agent try again, with the limits counted anew' };
const abandon = { name: 'abandon', does: 'give the task up; its branch and worktree stay' };
const clarify = {
  name: 'clarify',
  does: 'let the reviewer look again, with your words as the answer to its questions',
};
const skip = {
  name: 'skip',
  does: 'leave it undone and go on with what does not need it; the phase does not land',
};
const allow = {
  name: 'allow',
  does: 'allow exactly this for the task, with your words as the reason; the reviewer and the report are told',
};
const approve = { name: 'approve', does: 'take the work as it is; open findings go to the backlog' };

/** Every point at which a loop cannot go on by itself, and what each answer to it does. */
export const ask = {
  reviewLimit,
  contradiction,
  rejected,
  tooMany,
  specDefect,
  gateLimit,
  scopeLimit,
  clarification,
  changedDemands,
  agentStopped,
  agentFails,
  answered,
};

function reviewLimit(stage: string, progress: Progress, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'review-limit',
    text: `The reviewer still finds issues after ${progress.round - 1} rounds.`,
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
    context: again.map(inWords),
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

/** Before either side changes: which of them is wrong is nobody's to decide but a person's. */
function specDefect(stage: string, progress: Progress, defect: Finding, command: Command): State {
  return asking(stage, progress, command, {
    reason: 'spec-defect',
    text: `A spec is held to be wrong: ${defect.title}`,
    context: [inWords(defect), ...(defect.quote ? [`It says: ${defect.quote}`] : []), `Fix: ${defect.fix}`],
    options: [
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

function inWords({ severity, path, line, title }: Finding): string {
  return `${severity} ${path}:${line} ${title}`;
}

function gateLimit(stage: string, progress: Progress, verdict: Verdict, command: Command): State {
  const red = verdict.gates.filter((gate) => gate.outcome !== 'passed');
  return asking(stage, progress, command, {
    reason: 'gate-limit',
    text: `The gates are red after ${progress.attempt - progress.fixTurns - 1} attempts.`,
    context: [
      ...(verdict.trouble ? [verdict.trouble] : []),
      ...red.map((gate) => `${gate.project}:${gate.target} ${gate.outcome}\n${gate.output}`),
    ],
    options: [guide, retry, abandon],
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
  const shown = breaches.map((one) => `${describeSighting(one)}${one.quote === '' ? '' : `\n${one.quote}`}`);
  return asking(stage, progress, command, {
    reason: 'scope-limit',
    text: isOutside
      ? 'The agent keeps changing files that are not part of the task.'
      : 'The agent keeps changing what judges its work, or makes it look done in another way.',
    context: [...outside, ...shown],
    options: isOutside ? [guide, retry, abandon] : [allow, guide, retry, abandon],
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
    context: [answer.summary, answer.question ?? '', ...(isTradeOff ? [] : offered)].filter(Boolean),
    options: [...(isTradeOff ? offered.map(waysOn) : []), guide, retry, abandon],
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

function answered(workflow: Workflow, state: Asking, answer: Answer): State {
  const { progress, question, command } = state;
  const chosen = question.options.find((option) => option.name === answer.choice);
  if (!chosen) {
    throw new Error(`Internal error: "${answer.choice}" is not an option of question ${question.id}`);
  }
  if (answer.choice === 'abandon' || answer.choice === 'skip') {
    const what = answer.choice === 'skip' ? 'skipped' : 'abandoned';
    return { at: 'abandoned', progress, reason: answer.text || `${what} by ${answer.by}: ${question.text}` };
  }
  if (answer.choice === 'approve') {
    const deferred = [...progress.open, ...progress.defects].map((finding): Triaged => ({
      finding,
      outcome: 'deferred',
      reason: `taken as it is by ${answer.by}`,
    }));
    const taken = { ...progress, open: [], defects: [], settled: [...progress.settled, ...deferred] };
    return question.reason !== 'changed-demands' && changesDemands(taken)
      ? changedDemands(question.stage, taken, command)
      : { at: 'approved', progress: taken };
  }
  const maxRounds = workflow.steps[progress.step]?.review.maxRounds ?? 1;
  const counted = { attempt: 1, fixTurns: 0, scopeTries: 0, failures: 0 };
  const fresh = { ...progress, ...counted, roundLimit: progress.round + maxRounds - 1 };
  if (answer.choice === 'clarify' && command.do === 'review') {
    return { at: 'running', progress: fresh, command: clarifiedCommand(fresh, command, answer.text) };
  }
  if (answer.choice === 'guide' || chosen.guidance !== undefined) {
    const [findings = [], ...queue] = chunks(toFix(progress, command), mostAtOnce);
    const because = { why: 'guidance', text: guidanceOf(chosen, answer), findings } as const;
    const { round, commit: from } = fresh;
    return { at: 'running', progress: { ...fresh, queue }, command: { do: 'work', because, round, attempt: 1, from } };
  }
  if (answer.choice === 'allow' && command.do === 'work' && command.because.why === 'out-of-scope') {
    const { breaches = [] } = command.because;
    const allowed = breaches.map((one) => ({ ...one, by: answer.by, words: answer.text }));
    const next = { ...fresh, allowed: [...progress.allowed, ...allowed] };
    return { at: 'running', progress: next, command: { do: 'gate', commit: progress.commit } };
  }
  const again: Command = command.do === 'work' ? { ...command, attempt: 1 } : command;
  return { at: 'running', progress: fresh, command: again };
}

export function changesDemands({ verdict }: Progress): boolean {
  return (verdict?.demands ?? []).length > 0;
}

/**
 * Findings that no turn of this round has been about yet; in a round that has not begun, all that are open, but for those
 * that a reviewer who has questions was not shown.
 */
export function toFix(progress: Progress, command: Command): readonly Finding[] {
  const { open, queue } = progress;
  if (command.do === 'work' && command.because.why === 'findings')
    return [...command.because.findings, ...queue.flat()];
  if (command.do !== 'review') return open;
  const unshown = unshownIn(progress, command);
  const said = new Set(command.unsure);
  return open.filter((finding) => said.has(findingId(finding)) || !unshown.has(findingId(finding)));
}

function guidanceOf({ guidance }: Question['options'][number], { text }: Answer): string {
  return [guidance, text].filter(Boolean).join('\n\n');
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
