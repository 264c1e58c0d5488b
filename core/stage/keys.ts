import { identityOf } from '../agent/option.ts';
import { agentOf } from '../agent/role.ts';
import { keyOfGate } from '../gate/option.ts';
import type { Brief } from '../brief/brief.ts';
import type { CriterionText } from '../plan/plan.ts';
import type { SquashRecord, TaskRecord } from '../result/records.ts';
import { keyOf } from '../result/result.ts';
import type { Answer } from '../workflow/question.ts';
import type { PhaseRecord } from './phase-record.ts';
import { workflowName } from './task/task-workflow.ts';

/** Raised when a stage begins to make something else of the same input; stored results of the old kind then do not count. */
const generation = 1;
/** Since there are proofs, what passed without one does not count. */
const proofGeneration = 2;

/**
 * A task: its brief, the base, the results it builds on, the workflow and the agents. No clock, no path, no Nx hash, and
 * not how often something may be tried: what was approved is, and what is at work goes on within the new limits. What
 * its siblings say is there to find one's way: no work is done again because another task has a new title. Nor because the
 * backlog has another entry: a task may mend one along the way, and an entry that it did not waits for the next task. What a
 * person wants done again, since it does not go with the polished commit any more, is something else.
 */
export function taskKey(phase: PhaseRecord, brief: Brief, upstream: readonly TaskRecord[]): string {
  const { slug: _slug, siblings: _siblings, findings: _findings, ...content } = brief;
  const results = upstream.map((record) => ({ id: record.id, tree: record.tree }));
  const how = workflowName(phase) === 'tdd' ? { testFirst: testFirst(phase) } : {};
  const again = phase.tasks.find(({ id }) => id === brief.id)?.again;
  const wanted = again ? { again } : {};
  return keyOf({
    stage: 'task',
    generation,
    brief: content,
    base: phase.base,
    results,
    ...work(phase),
    ...how,
    ...wanted,
  });
}

/** What there is beside that to the workflow of that name. */
function testFirst({ options, formatters }: PhaseRecord) {
  const { compileGates, testGates, styleGuides } = options;
  const agents = testFirstRoles.map((role) => [role, identityOf(agentOf(options, role))] as const);
  return { agents: Object.fromEntries(agents), compileGates, testGates, styleGuides, formatters };
}

const testFirstRoles = ['designer', 'tester', 'styleReviewer', 'arbiter'] as const;

/** The combination of exactly these results on exactly this commit. */
export function squashKey(phase: PhaseRecord, tasks: readonly TaskRecord[]): string {
  const results = tasks.map((record) => ({
    id: record.id,
    title: record.title,
    spec: record.spec,
    start: record.start,
    commit: record.commit,
    ...messageOf(phase, record.id),
  }));
  return keyOf({
    stage: 'squash',
    generation,
    polished: phase.polished,
    results,
    gates: phase.options.gates.map(keyOfGate),
  });
}

function messageOf({ tasks }: PhaseRecord, id: string): { message?: string } {
  const message = tasks.find((task) => task.id === id)?.message;
  return message === undefined ? {} : { message };
}

export function reviewKey(phase: PhaseRecord, squash: SquashRecord, criteria: readonly CriterionText[]): string {
  return keyOf({
    stage: 'review',
    generation,
    squashed: squash.commit,
    criteria: criteria.map((one) => one.text),
    ...work(phase),
  });
}

export function gatesKey(phase: PhaseRecord, commit: string): string {
  return keyOf({ stage: 'gates', generation, base: phase.base, commit, gates: phase.options.gates.map(keyOfGate) });
}

export function exitCriteriaKey(
  commit: string,
  criteria: readonly CriterionText[],
  answers: readonly Answer[],
): string {
  return keyOf({
    stage: 'exit-criteria',
    generation: proofGeneration,
    commit,
    criteria: criteria.map((one) => one.text),
    answers,
  });
}

/** The conflicts of a merge, by what stands on both sides there: however else the sides differ, they are the same ones. */
export function mergeKey(phase: PhaseRecord, stages: readonly string[]): string {
  return keyOf({ stage: 'merge', generation, stages, ...work(phase) });
}

/** The judgement of a merge with main; its criteria and answers count as they do for the phase alone. */
export function landKey(phase: PhaseRecord, commit: string, criteria: string): string {
  return keyOf({
    stage: 'land',
    generation,
    base: phase.base,
    commit,
    criteria,
    gates: phase.options.gates.map(keyOfGate),
  });
}

/** What these hooks say about these commits on that one; of a push, also where it goes. */
export function hooksKey(
  stage: string,
  hooks: readonly { readonly name: string; readonly digest: string }[],
  about: { readonly onto: string | undefined; readonly commits: readonly string[]; readonly remote?: string },
): string {
  const digests = hooks.map(({ name, digest }) => ({ name, digest }));
  return keyOf({ stage, generation, hooks: digests, ...about });
}

/** These commits, made anew with these messages. */
export function commitsKey(
  commits: readonly string[],
  about: { readonly messages: Readonly<Record<string, string>>; readonly sign: boolean },
): string {
  return keyOf({ stage: 'commits', generation, commits, ...about });
}

/** The options that results of tasks, reviews and merges depend on, each by its name. */
export function keyedOptions(phase: PhaseRecord): Readonly<Record<string, unknown>> {
  if (workflowName(phase) !== 'tdd') return work(phase);
  const { agents, ...rest } = testFirst(phase);
  return { ...work(phase), ...agents, ...rest };
}

function work(phase: PhaseRecord) {
  const { implementer, reviewer, gates } = phase.options;
  return {
    implementer: identityOf(implementer),
    reviewer: identityOf(reviewer),
    gates: gates.map(keyOfGate),
  };
}
