import { readItem } from '../../markdown/items.ts';
import type { Line } from '../../markdown/lines.ts';
import type { Phase, Task } from '../../plan/plan.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn, placeOf } from '../context.ts';
import { defineRule, type Complaint } from '../rule.ts';
import { placeOfText } from './place-of-text.ts';
import { statusSays } from './status-says.ts';
import { isOpenMark, titleMarks, type TitleMark } from './title-mark.ts';

/**
 * Boxes, words and marks such as ✅ and 🚧 say what is done, and they must say the same: what is taken for done is not
 * worked on. Where words leave room, as in "shipped but not measured", nothing is complained about; nor where a phase has
 * nothing to tick.
 *
 * @example A box with its status, and a phase without boxes that is said to be complete.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     Status: complete.
 *
 *     | #   | Task       |
 *     | --- | ---------- |
 *     | 1.1 | Read input |
 *
 *     ## Phase 2: Output
 *
 *     - [ ] Write it
 *       status: claimed
 *     - [x] Send it
 *       status: complete
 *     - [ ] Show errors as ❌
 *
 * @example An open box of a task that is said to be complete.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *       status: complete
 *     === specs/91-impl-plan.md:3:3 Unexpected open box of a task that is done by its status, expected that both say the same; correct one of them
 *
 * @example Marks that say something else than the boxes.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input ✅
 *
 *     - [ ] Read input ✅
 *     - [x] 🚧 Log it
 *
 *     ## Phase 2: Output 🚧
 *
 *     - [x] Write it
 *     === specs/91-impl-plan.md:1:19 Unexpected claim that phase 1 is done with open tasks in it (1), expected that both say the same; tick what is done, or correct the claim
 *     ===   see also specs/91-impl-plan.md:3:1
 *     === specs/91-impl-plan.md:3:18 Unexpected mark ✅ of a task that is not ticked, expected that both say the same; correct one of them
 *     === specs/91-impl-plan.md:4:7 Unexpected mark 🚧 of a task that is ticked or struck through, expected that both say the same; correct one of them
 *     === specs/91-impl-plan.md:6:20 Unexpected mark 🚧 of phase 2 with all of its tasks ticked (1), expected that both say the same; correct one of them
 */
export const statusContradiction = defineRule({
  id: 'status-contradiction',
  recommended: 'warning',
  check({ plan, phases, files }, report) {
    const file = files.find(({ path }) => path === plan?.path);
    if (!file) return;
    for (const complaint of phases.flatMap((phase) => complaintsAbout(phase, file))) report(complaint);
  },
});

function complaintsAbout(phase: Phase, file: SpecFile): Complaint[] {
  const standings = phase.tasks.flatMap((task) => standingOf(task, linesOf(file)[task.line - 1]));
  const marks = titleMarks(phase.tasks);
  return [
    ...standings.flatMap((standing) => boxAgainstWords(file, standing)),
    ...standings.flatMap((standing) => boxAgainstMark(file, standing, marks.get(standing.task))),
    ...markAgainstTasks(file, phase),
    ...claimsAgainstTasks(file, phase, standings.filter(isOpen)),
    ...claimAgainstClaim(file, phase),
  ];
}

/** What the plan says on whether a task is done. */
interface Standing {
  readonly task: Task;
  readonly line: Line;
  /** Where its box starts in the line, if it has one that is open; -1 otherwise. */
  readonly openBox: number;
  readonly says: 'done' | 'open' | null;
}

function standingOf(task: Task, line: Line | undefined): Standing[] {
  if (!line) return [];
  const box = readItem([line], 0)?.box;
  const openBox = box === ' ' || box === '/' ? line.text.indexOf('[') : -1;
  return [{ task, line, openBox, says: statusSays(task.status) }];
}

/** A star behind the box marks an optional task: the phase can be done without it. */
function isOpen({ task, line, openBox, says }: Standing): boolean {
  return openBox < 0 ? says === 'open' && !task.ticked : !line.text.startsWith('*', openBox + emptyBox.length);
}

const emptyBox = '[ ]';

function boxAgainstWords(file: SpecFile, { task, line, openBox, says }: Standing): Complaint[] {
  if (openBox >= 0 && (task.ticked || says === 'done')) {
    const message =
      'Unexpected open box of a task that is done by its status, expected that both say the same; correct one of them';
    return [{ message, ...placeIn(file.path, line, openBox, openBox + emptyBox.length) }];
  }
  if (!task.ticked || says !== 'open') return [];
  const message =
    `Unexpected status "${task.status}" of a task that is ticked or struck through, expected that both say the same; ` +
    'correct one of them';
  const place = task.ranges.status ? placeOf(file.path, task.ranges.status) : placeIn(file.path, line);
  return [{ message, ...place }];
}

function boxAgainstMark(file: SpecFile, { task, openBox }: Standing, mark: TitleMark | undefined): Complaint[] {
  const contradicts = mark?.says === 'done' ? openBox >= 0 && !task.ticked : mark !== undefined && task.ticked;
  if (!mark || !contradicts) return [];
  const box = task.ticked ? 'ticked or struck through' : 'not ticked';
  const message = `Unexpected mark ${mark.mark} of a task that is ${box}, expected that both say the same; correct one of them`;
  return [{ message, ...placeOfText(file, task.line, mark.mark) }];
}

/** Words may say why a phase is not done though its tasks are; a mark alone does not. */
function markAgainstTasks(file: SpecFile, { id, claims, tasks }: Phase): Complaint[] {
  if (tasks.length === 0 || !tasks.every(({ ticked }) => ticked)) return [];
  return claims
    .filter(({ text, says }) => says === 'open' && isOpenMark(text))
    .map(({ text, line }) => {
      const message = `Unexpected mark ${text} of phase ${id} with all of its tasks ticked (${tasks.length}), expected that both say the same; correct one of them`;
      return { message, ...placeOfText(file, line, text) };
    });
}

function claimsAgainstTasks(file: SpecFile, { id, claims }: Phase, open: readonly Standing[]): Complaint[] {
  const [first] = open;
  if (!first) return [];
  const message =
    `Unexpected claim that phase ${id} is done with open tasks in it (${open.length}), expected that both say the same; ` +
    'tick what is done, or correct the claim';
  const other = placeIn(file.path, first.line).at;
  return claims
    .filter(({ says }) => says === 'done')
    .map((claim) => ({ message, ...placeOfText(file, claim.line, claim.text), other }));
}

function claimAgainstClaim(file: SpecFile, { id, claims }: Phase): Complaint[] {
  const done = claims.find(({ says }) => says === 'done');
  const open = claims.find(({ says }) => says === 'open');
  if (!done || !open) return [];
  const message = `Unexpected claims that phase ${id} is done and that it is not, expected one of them; remove the other`;
  const [first, second] = done.line < open.line ? [done, open] : [open, done];
  const other = placeOfText(file, first.line, first.text).at;
  return [{ message, ...placeOfText(file, second.line, second.text), other }];
}
