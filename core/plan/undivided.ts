import { fail, type Result } from '../failure.ts';
import { addBreakdown, addTaskTable } from './edit/breakdown.ts';
import type { Edit } from './edit/edit.ts';
import type { Phase, Plan } from './plan.ts';
import { readPlan } from './read.ts';

/** A task that is proposed for a phase that has none. */
export interface ProposedTask {
  readonly title: string;
  /** Numbers of tasks in the same list, from 1. */
  readonly dependsOn: readonly number[];
}

/**
 * The phase that is meant where it has no tasks yet: one of the plan's, or the whole of a spec in which no phase can be
 * read. Undefined where nothing there could be divided into tasks.
 */
export function undividedPhase(plan: Plan, text: string, asked: string | undefined): Phase | undefined {
  const { phases, path } = plan;
  const wanted = asked?.replace(/^phase[\s:-]*/i, '').toLowerCase();
  if (phases.length > 0) return phases.find(({ id, tasks }) => id.toLowerCase() === wanted && tasks.length === 0);
  if (text.trim() === '' || !/\.md$/i.test(path)) return undefined;
  const tried = addBreakdown(path, text, ['Task']);
  const [phase] = tried.ok ? readPlan(path, tried.value.content).phases : [];
  return phase && { ...phase, tasks: [] };
}

/** The plan with these tasks in a phase that had none; refused if they would not be read as what they are. */
export function divide(plan: Plan, text: string, phase: Phase, tasks: readonly ProposedTask[]): Result<Edit> {
  const { path, phases } = plan;
  const idOf = (number: number): string => `${phase.id}.${number}`;
  const rows = tasks.map(({ title, dependsOn }, index) => ({
    id: idOf(index + 1),
    title,
    dependsOn: dependsOn.map(idOf),
  }));
  const isOfPlan = phases.some(({ id }) => id === phase.id);
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
