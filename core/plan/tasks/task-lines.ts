import type { Task } from '../plan.ts';

/** The numbers of the lines that are a task's own. */
export function taskLines({ line, text }: Pick<Task, 'line' | 'text'>): number[] {
  return text
    .trimEnd()
    .split('\n')
    .map((_, index) => line + index);
}
