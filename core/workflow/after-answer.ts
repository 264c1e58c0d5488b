import type { Triaged } from '../result/records.ts';
import { mostAtOnce } from '../review/at-once.ts';
import { findingId, type Finding } from '../review/finding.ts';
import { afterReview } from './after-review.ts';
import { allowed } from './after-scope.ts';
import { ask, changesDemands } from './ask.ts';
import { chunks } from './batches.ts';
import { approve, work } from './next.ts';
import type { Answer, Question } from './question.ts';
import { clarifiedCommand, unshownIn } from './review-command.ts';
import { reopenTests, testsWrong } from './reopen.ts';
import { decide } from './spec-defect.ts';
import type { Command, Progress, State } from './state.ts';
import type { Workflow } from './workflow.ts';

type Asking = Extract<State, { at: 'asking' }>;

/** Wrong specs that came with the question wait for their own before anything is changed. */
export function answerGiven(workflow: Workflow, stage: string, state: Asking, answer: Answer): State {
  const next = answered(workflow, state, answer);
  const [defect] = next.progress.defects;
  if (next.at !== 'running' || next.command.do !== 'work' || !defect) return next;
  return ask.specDefect(stage, next.progress, defect, next.command);
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
      ? ask.changedDemands(question.stage, taken, command)
      : approve(workflow, taken);
  }
  const maxRounds = workflow.steps[progress.step]?.review.maxRounds ?? 1;
  const counted = { attempt: 1, fixTurns: 0, scopeTries: 0, formatTries: 0, failures: 0 };
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
  if (answer.choice === testsWrong.name) return reopenTests(workflow, progress, question, answer);
  const letPass = allowed(fresh, command, answer);
  if (letPass) return letPass;
  const again: Command = command.do === 'work' ? { ...command, attempt: 1 } : command;
  return { at: 'running', progress: fresh, command: again };
}

function guidanceOf({ guidance }: Question['options'][number], { text }: Answer): string {
  return [guidance, text].filter(Boolean).join('\n\n');
}

/** A person has said which side of a wrong spec changes. */
export function decisionMade(workflow: Workflow, stage: string, state: Asking, answer: Answer): State {
  const { command } = state;
  if (answer.choice === 'abandon') return answered(workflow, state, answer);
  if (answer.choice === 'allow') {
    const kept = decide(state.progress, { ...answer, choice: 'defer' });
    return answerGiven(workflow, stage, { ...state, progress: kept }, answer);
  }
  const decided = decide(state.progress, answer);
  if (command.do === 'review') return afterReview(workflow, stage, decided, command);
  const due = decided.open.slice(state.progress.open.length);
  const progress = { ...decided, queue: [...decided.queue, ...chunks(due, mostAtOnce)] };
  const [defect] = progress.defects;
  if (defect) return ask.specDefect(stage, progress, defect, command);
  const all = toFix(progress, command);
  const [findings = [], ...queue] = chunks(all, mostAtOnce);
  const text = command.do === 'work' && command.because.why === 'guidance' ? command.because.text : '';
  return work(
    { ...progress, queue, attempt: 1, fixTurns: 0 },
    { why: 'guidance', text, findings, decided: decidedOf(progress, all) },
  );
}

/** What was decided last, and about what is to be done now. */
function decidedOf({ decided }: Progress, findings: readonly Finding[]): Progress['decided'] {
  const ids = new Set(findings.map(findingId));
  return decided.filter((one, index) => index === decided.length - 1 || ids.has(one.finding));
}

/**
 * Findings that no turn of this round has been about yet; in a round that has not begun, all that are open, but for those
 * that a reviewer who has questions was not shown. What was ordered before and not shown since may be fixed by now.
 */
function toFix(progress: Progress, command: Command): readonly Finding[] {
  const { open, queue } = progress;
  if (command.do === 'work') {
    // Work that was refused was about what is open, and no more of it is told than one turn can be about.
    const told = 'findings' in command.because ? command.because.findings : open.slice(0, mostAtOnce);
    return [...new Set([...told, ...queue.flat()])];
  }
  if (command.do !== 'review') return open;
  const unshown = unshownIn(progress, command);
  const said = new Set(command.unsure);
  return open.filter((finding) => said.has(findingId(finding)) || !unshown.has(findingId(finding)));
}
