import type { Line } from '../../markdown/lines.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { linesOf, placeIn } from '../context.ts';
import { proseOf } from '../prose.ts';
import { defineRule } from '../rule.ts';
import { looksAt } from './from-plan.ts';

/**
 * A plan that was renumbered still points at what is not there any more. Only what is certain counts: `Phase 7` where
 * no phase has so high a number, and `task 3.9` where tasks have such ids. A line that speaks of another document or of
 * a later time may mean a phase of those.
 *
 * @example Pointers that lead somewhere, and a phase of the future.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                       |
 *     | --- | -------------------------- |
 *     | 1.1 | Read input                 |
 *     | 1.2 | Log it, as task 1.1 reads  |
 *
 *     Phase 1 comes first. Scaling is left to Phase 4 in the future.
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
 *     Phase 4 needs it.
 *     === specs/91-impl-plan.md:6:20 Unexpected "task 1.9", expected a task of this plan; correct the number
 *     === specs/91-impl-plan.md:8:1 Unexpected "Phase 4", expected a phase of this plan; correct the number
 */
export const stalePointer = defineRule({
  id: 'stale-pointer',
  recommended: 'warning',
  check(context, report) {
    const { plan, files } = context;
    const file = files.find(({ path }) => path === plan?.path);
    if (!plan || !file || plan.format === 'toml') return;
    const lines = linesOf(file);
    const concerns = looksAt(context);
    const isStale = staleness(plan, lines);
    for (const [index, line] of lines.entries()) {
      if (line.heading || !concerns(line.number)) continue;
      if (elsewhere.test(line.text) || elsewhere.test(lines[index - 1]?.text ?? '')) continue;
      for (const pointer of pointersIn(proseOf(line)).filter(isStale)) {
        const message = `Unexpected "${pointer.text}", expected a ${pointer.to} of this plan; correct the number`;
        report({ message, ...placeIn(file.path, line, pointer.from, pointer.from + pointer.text.length) });
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
  [
    String.raw`(?<!\p{L})(?:Phase |阶段 ?|フェーズ ?)(?<phase>\d+)`,
    String.raw`(?<!\p{L})(?:[Tt]ask |任务 ?|タスク ?)(?<task>T\d+|\d+(?:\.\d+)+)`,
  ]
    .map((one) => `${one}${String.raw`(?![\p{L}\d+/–-]|\.\d| (?:of|in) )`}`)
    .join('|'),
  'gu',
);

function pointersIn(text: string): Pointer[] {
  return [...text.matchAll(pointer)].map(({ 0: whole, groups, index }) => {
    const { phase, task = '' } = groups ?? {};
    return {
      text: whole,
      from: index,
      ...(phase === undefined ? { to: 'task', id: task } : { to: 'phase', id: phase }),
    };
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
  const known = new Set([...tasks, ...phases.map(({ id }) => id), ...headings.flatMap(numbersIn)]);
  const greatest = greatestPhase(phases, headings);
  return ({ to, id }) => (to === 'phase' ? Number(id) > greatest : shapes.has(shapeOf(id)) && !known.has(id));
}

/** Infinity where the phases are not numbered. */
function greatestPhase(phases: readonly Phase[], headings: readonly string[]): number {
  const named = headings.flatMap(pointersIn).filter(({ to }) => to === 'phase');
  if (phases.some(({ id, written }) => written.label === '' || !/^\d+(?:\.\d+)*$/.test(id))) return Infinity;
  return [...phases, ...named].reduce((greatest, { id }) => Math.max(greatest, Number.parseInt(id, 10)), 0);
}

/** `1.10` and `2.4` have one shape, `T012` has another. */
function shapeOf(id: string): string {
  return id.replaceAll(/\d+/g, '0');
}

function numbersIn(heading: string): string[] {
  return heading.match(/T?\d+(?:\.\d+)*/g) ?? [];
}
