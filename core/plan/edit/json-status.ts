import type { Node } from 'jsonc-parser';
import type { Result } from '../../failure.ts';
import { markdownLines } from '../../markdown/lines.ts';
import { itemsOf, parseJson, stringOf, type JsonTree } from '../formats/json-tree.ts';
import { isDone } from '../formats/taskmaster.ts';
import type { Plan, Task } from '../plan.ts';
import { changedMeanwhile, type LineChange } from './change.ts';
import { edited, endingOf, type Edit } from './edit.ts';

/**
 * Tasks of Task Master done, or not done any more, all or none: the word of their `status` changes, and as by its own command
 * that of no subtask. Every other byte stays as it is.
 */
export function setJsonStatus(content: string, plan: Plan, tasks: readonly Task[], done: boolean): Result<Edit> {
  const lines = markdownLines(content);
  const tree = parseJson({ path: plan.path, content, lines });
  const [first] = tasks;
  if ('problem' in tree) return first ? gone(first) : edited(plan.path, content, []);
  const noPlace: string[] = [];
  const find = tasksIn(tree);
  const words: { readonly line: number; readonly offset: number; readonly length: number; readonly word: string }[] =
    [];
  for (const task of tasks) {
    const node = find(task);
    if (!node) return gone(task);
    const status = tree.get(node, 'status');
    if (!status) noPlace.push(task.id);
    else if (isDone(stringOf(status) ?? '') !== done)
      words.push({ ...status, line: tree.rangeOf(status).line, word: done ? '"done"' : '"pending"' });
  }
  const change: LineChange[] = [];
  for (const [line, own] of Map.groupBy(words, (word) => lines[word.line - 1]!)) {
    const ending = endingOf(content, line);
    let after = line.text;
    for (const { offset, length, word } of own.toSorted((a, b) => b.offset - a.offset))
      after = after.slice(0, offset - line.start) + word + after.slice(offset - line.start + length);
    change.push({ line: line.number, before: line.text + ending, after: after + ending });
  }
  return edited(
    plan.path,
    content,
    change.toSorted((a, b) => a.line - b.line),
    noPlace,
  );

  function gone(task: Task): Result<never> {
    const [read = ''] = task.text.split('\n', 1);
    return changedMeanwhile(plan.path, task.line, read, lines[task.line - 1]?.text ?? null);
  }
}

/** Finds the object of a task, if it stands where and as it was read: a file of one line may have the same task in several tags. */
function tasksIn(tree: JsonTree): (task: Task) => Node | undefined {
  const lists = [tree.root, ...[...tree.pairs(tree.root).values()].map(({ value }) => value)];
  const nodes = Map.groupBy(
    lists.flatMap((one) => itemsOf(tree.get(one, 'tasks'))),
    (node) => `${tree.rangeOf(node).line} ${tree.textOf(node)}`,
  );
  return ({ line, text, ranges }) =>
    nodes.get(`${line} ${text}`)?.find((node) => {
      const title = tree.get(node, 'title');
      return !title || tree.rangeOf(title).column === ranges.title?.column;
    });
}
