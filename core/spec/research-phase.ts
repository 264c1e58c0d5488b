import { posix } from 'node:path';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import { taskLines } from '../plan/tasks/task-lines.ts';
import { saysOf } from './entry-gate.ts';
import type { GatheredMemo } from './gather.ts';
import { spikeNames } from './spike-names.ts';

/** The phase of a plan whose tasks are questions, with the memos that answer them. */
export interface Research {
  readonly phase: Phase;
  readonly memos: readonly GatheredMemo[];
}

/**
 * Phase 0, if it is called research. In any other phase a memo says how to work, and not that something is done.
 */
export function researchPhase(plan: Plan): Phase | undefined {
  return plan.phases.find(({ id, title }) => /^P?0$/i.test(id) && researchTitle.test(title));
}

const researchTitle =
  /\b(?:risks?|spikes?|research|stud(?:y|ies)|surveys?|feasibility|unknowns|validation)\b|研究|调研|調研|调查|調査|预研|可行性|风险|リスク/i;

/** Whether memos have answered all that nobody has ticked; without tasks, whether all of them have an outcome. */
export function isResearched(research: Research): boolean {
  const { phase, memos } = research;
  if (phase.tasks.length === 0) return memos.length > 0 && memos.every((memo) => saysOf(memo) !== 'open');
  const outcomeOf = outcomesIn(research);
  return phase.tasks.some((task) => outcomeOf(task) === 'answered') && openQuestions(research).length === 0;
}

/** The tasks that are left. A tick counts, unless the memo is there and does not say what the phase's criteria ask for. */
export function openQuestions(research: Research): readonly Task[] {
  const outcomeOf = outcomesIn(research);
  return research.phase.tasks.filter((task) => {
    const outcome = outcomeOf(task);
    return outcome === 'unanswered' || (outcome === 'unknown' && !task.ticked);
  });
}

/** What has become of the memos that a task names. */
function outcomesIn({ phase, memos }: Research): (task: Task) => 'answered' | 'unanswered' | 'unknown' {
  const namings = memos.flatMap((memo) => {
    const says = saysOf(memo);
    return memo.by.map(({ line }) => ({ line, says }));
  });
  const byLine = Map.groupBy(namings, ({ line }) => line);
  const names = new Set(memos.map(({ path }) => posix.basename(path, '.md')));
  const asksForOutcome = phase.criteria.some(({ text }) => /\b(?:PASS|GO)\b|通过/.test(text));
  return (task) => {
    const named = taskLines(task).flatMap((line) => byLine.get(line) ?? []);
    if (named.length === 0 || spikeNames(task.text).some(({ name }) => !names.has(name))) return 'unknown';
    if (named.every(({ says }) => says !== 'open')) return 'answered';
    return asksForOutcome ? 'unanswered' : 'unknown';
  };
}
