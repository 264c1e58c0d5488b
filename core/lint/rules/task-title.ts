import type { Phase, Task } from '../../plan/plan.ts';
import type { SpecFile } from '../../spec/section.ts';
import { defineRule, type Complaint } from '../rule.ts';
import { placeOfText } from './place-of-text.ts';

/**
 * A task is known by its title: on its branch, in its commit, in the report. So a title has words, and no other task of
 * the phase has the same. The name of a file or of a command is a title.
 *
 * @example Titles that differ; two Han characters say enough.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *     - [ ] Read input of version 1
 *     - [ ] `npm run build`
 *     - [ ] 输入
 *
 * @example One that says nothing, and two that nobody can tell apart.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task         |
 *     | --- | ------------ |
 *     | 1.1 | ?            |
 *     | 1.2 | Read input   |
 *     | 1.3 | *Read* input |
 *     === specs/91-impl-plan.md:5:9 Unexpected title "?" of task 1.1, expected words; say what is to be done
 *     === specs/91-impl-plan.md:7:9 Unexpected title of task 1.3, which task 1.2 has too, expected one that differs; say what is different
 *     ===   see also specs/91-impl-plan.md:6:9
 */
export const taskTitle = defineRule({
  id: 'task-title',
  recommended: 'warning',
  check({ plan, phases, files }, report) {
    const file = files.find(({ path }) => path === plan?.path);
    if (!file) return;
    for (const complaint of phases.flatMap((phase) => complaintsAbout(phase, file))) report(complaint);
  },
});

function complaintsAbout(phase: Phase, file: SpecFile): Complaint[] {
  const seen = new Map<string, Task>();
  return phase.tasks.flatMap((task) => {
    const words = wordsOf(task.title);
    const first = seen.get(words);
    seen.set(words, first ?? task);
    const place = placeOfText(file, task.line, task.title);
    if (!saysSomething(words)) {
      const message = `Unexpected title "${task.title}" of task ${task.id}, expected words; say what is to be done`;
      return [{ message, ...place }];
    }
    if (!first) return [];
    const message = `Unexpected title of task ${task.id}, which task ${first.id} has too, expected one that differs; say what is different`;
    return [{ message, ...place, other: placeOfText(file, first.line, first.title).at }];
  });
}

/** Without markup and punctuation, so that `*Read* input` and `Read input.` are one title. */
function wordsOf(title: string): string {
  const words = title.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  return words?.join(' ') ?? '';
}

function saysSomething(words: string): boolean {
  return /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{2}|(?:\p{L}[^\p{L}]*){3}/u.test(words);
}
