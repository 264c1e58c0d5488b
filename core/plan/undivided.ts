import { fail, type Result } from '../failure.ts';
import { addBreakdown, addTaskTable } from './edit/breakdown.ts';
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

/**
 * The phase that is meant where it has no tasks yet: one of the plan's, or the whole of a spec in which no phase can be
 * read. Undefined where nothing there could be divided into tasks.
 */
export function undividedPhase(plan: Plan, text: string, asked: string | undefined): Phase | undefined {
  const { phases, path } = plan;
  const wanted = asked?.replace(/^phase[\s:-]*/i, '').toLowerCase();
  const lines = markdownLines(text);
  const named = phases.find(({ id, tasks }) => id.toLowerCase() === wanted && tasks.length === 0);
  if (phases.length > 0) return named && saysEnough(linesOf(lines, plan, named)) ? named : undefined;
  if (!/\.md$/i.test(path) || !saysEnough(lines)) return undefined;
  const tried = addBreakdown(path, text, ['Task']);
  const [phase] = tried.ok ? readPlan(path, tried.value.content).phases : [];
  return phase && { ...phase, tasks: [] };
}

/** "To be written." is nothing that could be divided: there has to be a list, or a few sentences. In a plan a list is tasks. */
function saysEnough(lines: readonly Line[]): boolean {
  const texts = lines.filter((line) => line.kind === 'text' && line.heading === null).map(({ text }) => text);
  const words = texts.join(' ').match(/\p{Script=Han}|[\p{L}\p{N}]+/gu) ?? [];
  return texts.some((text) => /^\s*(?:[-*+]|\d+[.)])\s/.test(text)) || words.length >= fewWords;
}

const fewWords = 12;

function linesOf(lines: readonly Line[], { phases }: Plan, phase: Phase): readonly Line[] {
  const next = Math.min(...phases.map(({ line }) => line).filter((line) => line > phase.line), Infinity);
  const criteria = new Set(phase.criteria.map(({ line }) => line));
  return lines.filter(({ number }) => number > phase.line && number < next && !criteria.has(number));
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
