import type { Task } from '../plan/plan.ts';
import { linesOf, placeIn, placeOf, type LintContext } from './context.ts';
import type { Complaint } from './rule.ts';

type Places = Pick<Complaint, 'at' | 'end'>;

/** Where the lines of a task say these words, in quotes at best; where they do not, its id. */
export function placeInTask({ plan, files }: LintContext, task: Task, words: string): Places {
  const path = plan?.path ?? '';
  const file = files.find((each) => each.path === path);
  const first = task.line - 1;
  const lines = file ? linesOf(file).slice(first, first + task.text.split('\n').length) : [];
  for (const quote of ['"', "'", '']) {
    for (const line of lines) {
      const at = line.text.indexOf(quote + words + quote);
      if (at >= 0) return placeIn(path, line, at + quote.length, at + quote.length + words.length);
    }
  }
  return placeOfTask(path, task);
}

export function placeOfTask(path: string, task: Task): Places {
  return task.ranges.id ? placeOf(path, task.ranges.id) : { at: { path, line: task.line, column: 1 } };
}
