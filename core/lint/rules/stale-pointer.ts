import type { Line } from '../../markdown/lines.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { linesOf, placeIn } from '../context.ts';
import { proseOf } from '../prose-lines.ts';
import { defineRule } from '../rule.ts';
import { looksAt } from './from-plan.ts';

/**
 * A plan that was renumbered still points at what is not there any more. Only what is certain counts: `Phase 7` where
 * no phase has so high a number, and `task 3.9` where tasks have such ids. A line that speaks of another document or of
 * a later time may mean a phase of those.
 *
 * @example Pointers that lead somewhere, a phase of the future, and one of another plan.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                      |
 *     | --- | ------------------------- |
 *     | 1.1 | Read input                |
 *     | 1.2 | Log it, as task 1.1 reads |
 *
 *     ## Phase 2: Output
 *
 *     - [ ] Write what Phase 1 has read
 *
 *     Scaling is left to Phase 4, in the future.
 *
 *     Phase 5 of the server's plan needs this.
 *
 * @example Pointers that lead nowhere.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                      |
 *     | --- | ------------------------- |
 *     | 1.1 | Read input                |
 *     | 1.2 | Log it, as task 1.9 reads |
 *
 *     ## Phase 2: Output
 *
 *     - [ ] Write what Phase 4 needs
 *     === specs/91-impl-plan.md:6:20 Unexpected "task 1.9", expected a task of this plan; correct the number
 *     === specs/91-impl-plan.md:10:18 Unexpected "Phase 4", expected a phase of this plan; correct the number
 */
export const stalePointer = defineRule({
  id: 'stale-pointer',
  recommended: 'warning',
  check(context, report) {
    const { plan, files } = context;
    const file = files.find(({ path }) => path === plan?.path);
    if (!plan || !file) return;
    const lines = linesOf(file);
    const concerns = looksAt(context);
    const isStale = staleness(plan, lines);
    for (const [index, line] of lines.entries()) {
      if (!concerns(line.number)) continue;
      const stale = pointersIn(proseOf(line)).filter(isStale);
      if (stale.length === 0 || elsewhere.test(line.text) || elsewhere.test(lines[index - 1]?.text ?? '')) continue;
      for (const { text, from, to } of stale) {
        const message = `Unexpected "${text}", expected a ${to} of this plan; correct the number`;
        report({ message, ...placeIn(file.path, line, from, from + text.length) });
      }
    }
  },
});

interface Pointer {
  readonly text: string;
  readonly from: number;
  readonly to: 'phase' | 'task';
  readonly id: string;
}

const pointer = new RegExp(
  String.raw`(?<![A-Za-z])(?:(?:Phase |阶段 ?|フェーズ ?)(?<phase>\d+)|(?:[Tt]ask |任务 ?|タスク ?)(?<task>T\d+|\d+(?:\.\d+)+))(?![A-Za-z\d+/–-]|\.\d| (?:of|in) | ?[:：—])`,
  'gu',
);

function pointersIn(text: string): Pointer[] {
  return [...text.matchAll(pointer)].map(({ 0: whole, groups, index }) => {
    const phase = groups?.['phase'];
    return { text: whole, from: index, to: phase ? 'phase' : 'task', id: phase ?? groups?.['task'] ?? '' };
  });
}

/** Other documents, quotes, and times that are not planned yet. */
const elsewhere =
  /^\s*>|\]\(|\.md\b|\b(?:roadmap|backlog|future|later|eventually|deferred|postponed|out of scope|v\d)\b|将来|未来|以后|后续|今後|路线图|ロードマップ/iu;

/** Whether a pointer leads to nothing: neither to what was read from the plan, nor to one of its headings. */
function staleness({ phases }: Plan, lines: readonly Line[]): (pointer: Pointer) => boolean {
  const headings = lines.flatMap(({ heading }) => heading?.text ?? []);
  const tasks = phases.flatMap((phase) => phase.tasks.map(({ id }) => id));
  const shapes = new Set(tasks.map(shapeOf));
  const known = new Set([...tasks, ...headings.flatMap(numbersIn)]);
  const greatest = greatestPhase(phases, lines);
  return ({ to, id }) => (to === 'phase' ? Number(id) > greatest : shapes.has(shapeOf(id)) && !known.has(id));
}

/** Infinity unless there are several phases, and all of them are called `Phase` and numbered. */
function greatestPhase(phases: readonly Phase[], lines: readonly Line[]): number {
  const isNumbered = ({ id, line }: Phase): boolean =>
    /^\d+(?:\.\d+)*$/.test(id) && /phase|阶段|フェーズ/i.test(lines[line - 1]?.text ?? '');
  if (phases.length < 2 || !phases.every(isNumbered)) return Infinity;
  const named = lines.flatMap(({ heading }) => pointersIn(heading?.text ?? '')).filter(({ to }) => to === 'phase');
  return [...phases, ...named].reduce((greatest, { id }) => Math.max(greatest, Number.parseInt(id, 10)), 0);
}

/** `1.10` and `2.4` have one shape, `T012` has another. */
function shapeOf(id: string): string {
  return id.replaceAll(/\d+/g, '0');
}

function numbersIn(heading: string): string[] {
  return heading.match(/T?\d+(?:\.\d+)*/g) ?? [];
}
