import { fail, type Result } from '../failure.ts';
import { addBreakdown, addTaskTable } from './edit/breakdown.ts';
import type { Undivided } from './choose-phase.ts';
import type { Edit } from './edit/edit.ts';
import { markdownLines, type Line } from '../markdown/lines.ts';
import type { Phase, Plan } from './plan.ts';
import { readPlan } from './read.ts';

/** A task that is proposed for a phase that has none. */
export interface ProposedTask {
  readonly title: string;
  /** Numbers of tasks in the same list, from 1. */
  readonly dependsOn: readonly number[];
}

/** A plan as it is worked on, where phases may have no tasks yet. */
export interface WorkedOn {
  /** A spec in which no phase can be read is one phase, if it says enough. */
  readonly plan: Plan;
  readonly undivided: Undivided;
}

/** Looks for what could be divided into tasks: phases of the plan, or the whole of a spec that has none. */
export function asWorkedOn(plan: Plan, text: string): WorkedOn {
  const { phases, path } = plan;
  if (!/\.md$/i.test(path)) return { plan, undivided: new Map() };
  const lines = markdownLines(text);
  if (phases.length === 0) {
    const whole = saysEnough(lines) ? wholeOf(path, text) : undefined;
    if (!whole) return { plan, undivided: new Map() };
    const problems = plan.problems.filter(({ rule }) => rule !== 'no-phases');
    return { plan: { ...plan, phases: [whole], problems }, undivided: new Map([[whole.id, 'work']]) };
  }
  const starts = phases.map(({ line }) => line).toSorted((a, b) => a - b);
  const ends = new Map(starts.map((line, index) => [line, starts[index + 1]]));
  const empty = phases.filter(({ tasks }) => tasks.length === 0);
  const undivided = new Map<string, 'work' | 'prose'>();
  for (const phase of empty) {
    const own = lines.slice(phase.line, (ends.get(phase.line) ?? Infinity) - 1);
    const isWork = phase.criteria.length > 0 || own.some(isItem);
    if (isWork) undivided.set(phase.id, 'work');
    else if (saysEnough(own)) undivided.set(phase.id, 'prose');
  }
  return { plan, undivided };
}

function wholeOf(path: string, text: string): Phase | undefined {
  const tried = addBreakdown(path, text, ['Task']);
  const [phase] = tried.ok ? readPlan(path, tried.value.content).phases : [];
  return phase && { ...phase, tasks: [] };
}

/** "To be written." is nothing that could be divided: there has to be a list, or a few sentences. In a plan a list is tasks. */
export function saysEnough(lines: readonly Line[]): boolean {
  const texts = lines.filter((line) => line.kind === 'text' && line.heading === null).map(({ text }) => text);
  const words = texts.join(' ').match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
  return lines.some(isItem) || words.length >= fewWords;
}

function isItem({ kind, heading, text }: Line): boolean {
  return kind === 'text' && heading === null && /^\s*(?:[-*+]|\d+[.)])\s/.test(text);
}

const fewWords = 12;

/** The plan with these tasks in a phase that had none; refused if they would not be read as what they are. */
export function divide(plan: Plan, text: string, phase: Phase, tasks: readonly ProposedTask[]): Result<Edit> {
  const { path } = plan;
  const idOf = (number: number): string => `${phase.id}.${number}`;
  const rows = tasks.map(({ title, dependsOn }, index) => ({
    id: idOf(index + 1),
    title,
    dependsOn: dependsOn.map(idOf),
  }));
  // A spec that is one phase has no heading for it.
  const isOfPlan = readPlan(path, text).phases.length > 0;
  const made = isOfPlan
    ? addTaskTable(path, text, phase, rows)
    : addBreakdown(
        path,
        text,
        tasks.map(({ title }) => title),
      );
  if (!made.ok) return made;
  const read = readPlan(path, made.value.content).phases.find(({ id }) => id === phase.id);
  if (read?.tasks.length === tasks.length) return made;
  const message = `Unexpected form of phase ${phase.id}, expected a place where ${tasks.length} tasks are read as its own; write its tasks by hand`;
  return fail('broken-plan', message, { path, line: phase.line, column: 1 });
}
