import { createHash } from 'node:crypto';
import type { Phase, Task } from '../plan/plan.ts';
import { taskLines } from '../plan/tasks/task-lines.ts';
import type { GatheredMemo } from '../spec/gather.ts';
import { readMemo } from '../spec/memo.ts';
import type { MemoName } from './brief.ts';

/**
 * For each task of a phase, the memos that bind it: those that the phase, the task or one of its specs names. A memo that
 * the task cites as a spec is told as one.
 */
export function memosIn(
  phase: Phase,
  planPath: string,
  memos: readonly GatheredMemo[],
): (task: Task, specs: ReadonlySet<string>) => MemoName[] {
  const owners = new Map(phase.tasks.flatMap((task) => taskLines(task).map((line) => [line, task])));
  const named = memos.map(({ path, content, by }) => {
    const inPlan = by.filter((one) => one.path === planPath).map(({ line }) => owners.get(line) ?? 'phase');
    return {
      name: { path, says: saidBy(path, content), digest: digestOf(content) },
      specs: [...new Set(by.map((one) => one.path))].filter((one) => one !== planPath),
      owners: new Set<Task | 'phase'>(inPlan),
    };
  });
  return (task, specs) =>
    named
      .filter((memo) => memo.owners.has('phase') || memo.owners.has(task) || memo.specs.some((one) => specs.has(one)))
      .map(({ name }) => name)
      .filter(({ path }) => !specs.has(path));
}

function saidBy(path: string, content: string): string {
  const { outcome, decision } = readMemo(path, content);
  return [outcome && `outcome ${outcome}`, decision && `decision ${decision}`].filter(Boolean).join(', ');
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
