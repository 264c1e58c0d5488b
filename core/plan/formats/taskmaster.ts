import type { Node } from 'jsonc-parser';
import type { Diagnostic } from '../../lint/diagnostic.ts';
import { criterionKind } from '../criteria/criterion-kind.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from '../draft.ts';
import { formatOfPlace } from '../find.ts';
import type { Criterion, Unparsed } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { withWaiting } from '../tasks/put-off.ts';
import { itemsOf, parseJson, stringOf, type JsonTree } from './json-tree.ts';

/**
 * `.taskmaster/tasks/tasks.json` of Task Master: each tag is a phase, each of its tasks a task, whose subtasks are part of its
 * text. The form before tags, one list, is a phase of its own.
 */
export const taskmaster: PlanReader = {
  format: 'taskmaster',
  detect: ({ path, content }) => {
    if (formatOfPlace(path) === 'taskmaster') return 'its place, .taskmaster/tasks/tasks.json';
    return /\.json$/i.test(path) && /"tasks"\s*:/.test(content) ? 'a JSON file with "tasks"' : null;
  },
  read,
};

/** The tag of all that was there before there were tags. */
const untagged = 'master';

function read(file: PlanFile): PlanDraft {
  const tree = parseJson(file);
  return 'problem' in tree ? { phases: [], problems: [tree.problem] } : readTags(file, tree);
}

function readTags({ path }: PlanFile, tree: JsonTree): PlanDraft {
  const problems: Diagnostic[] = [];
  const unparsed: Unparsed[] = [];
  const top = tree.pairs(tree.root);
  const list = top.get('tasks');
  if (list?.value.type === 'array')
    return { phases: [phaseOf(untagged, { at: list.key, tasks: list.value })], problems, unparsed };
  const phases: PhaseDraft[] = [];
  for (const [tag, { key, value }] of top) {
    const tasks = tree.get(value, 'tasks');
    if (tasks?.type === 'array') phases.push(phaseOf(tag, { at: key, tasks, tag: value }));
    else unparsed.push({ ...linesOf(value), reason: `"${tag.slice(0, 40)}" has no list of tasks, so it is no tag.` });
  }
  return { phases, problems, unparsed };

  function phaseOf(
    tag: string,
    { at, tasks, tag: value }: { readonly at: Node; readonly tasks: Node; readonly tag?: Node },
  ): PhaseDraft {
    const metadata = value && tree.get(value, 'metadata');
    const described = metadata && stringOf(tree.get(metadata, 'description'))?.trim();
    return {
      id: tag,
      title: described ?? tag,
      written: { label: tag, title: described ?? '' },
      line: tree.rangeOf(at).line,
      tasks: withoutPutOff(itemsOf(tasks).flatMap((node) => taskOf(node) ?? [])),
      criteria: [],
      // Tags are lists beside each other.
      after: [],
      ranges: { label: tree.rangeOf(at) },
    };
  }

  function taskOf(node: Node): TaskDraft | null {
    const id = idOf(tree, tree.get(node, 'id'));
    const title = tree.get(node, 'title');
    const { line, column } = tree.rangeOf(node);
    if (id === null) {
      const message = 'Unexpected task without an id, expected "id": 1 or the like; give it one of its own';
      problems.push({ rule: 'plan-syntax', severity: 'error', message, at: { path, line, column } });
      return null;
    }
    const status = tree.get(node, 'status');
    const word = stringOf(status) ?? '';
    const dependencies = tree.get(node, 'dependencies');
    const at = tree.rangeOf(dependencies ?? node);
    return {
      id,
      title: stringOf(title)?.trim() || id,
      line,
      column,
      text: tree.textOf(node),
      ticked: isDone(word),
      status: word,
      spec: '',
      files: itemsOf(tree.get(node, 'relevantFiles')).flatMap((one) => stringOf(tree.get(one, 'path')) ?? []),
      dependsOn: { ...dependenciesOf(tree, node, id), line: at.line, column: at.column },
      criteria: criteriaOf(tree, node),
      // To Task Master what waits for it may begin all the same.
      ...(word === 'cancelled' && { isOptional: true as const }),
      ranges: {
        ...(title && { title: tree.rangeOf(title) }),
        ...(status && { status: tree.rangeOf(status) }),
        ...(dependencies && { dependsOn: tree.rangeOf(dependencies) }),
      },
    };
  }

  function linesOf({ offset, length }: Node): { line: number; endLine: number } {
    const { line } = tree.rangeOf({ type: 'null', offset, length: 1 });
    return { line, endLine: tree.rangeOf({ type: 'null', offset: offset + length - 1, length: 1 }).line };
  }
}

export function isDone(status: string): boolean {
  return status === 'done' || status === 'completed';
}

/** In review, somebody has done it, and nobody has said yet that it is done. */
const isLater = new Set(['deferred', 'blocked', 'review']);

/** What is to be done later, and what waits for it, is optional: nobody does it now. */
function withoutPutOff(tasks: readonly TaskDraft[]): TaskDraft[] {
  const open = tasks.filter(({ ticked }) => !ticked);
  const putOff = withWaiting(
    open.filter(({ status }) => isLater.has(status ?? '')).map(({ id }) => id),
    open.flatMap(({ id, dependsOn }) =>
      [...(dependsOn?.ids ?? []), ...(dependsOn?.also ?? [])].map((to) => ({ from: id, to })),
    ),
  );
  return tasks.map((task) => (putOff.has(task.id) && !task.ticked ? { ...task, isOptional: true } : task));
}

/** An id, as text: `1`, `"2"`, `"TM-12"`. */
function idOf(tree: JsonTree, node: Node | undefined): string | null {
  if (node?.type === 'number') return tree.textOf(node);
  return stringOf(node)?.trim() || null;
}

/**
 * Whole tasks: one that waits for a subtask waits for the task that it is of, and also waits for what its own open subtasks wait for.
 * These name each other by their numbers, and those of other tasks as `5.2`.
 */
function dependenciesOf(tree: JsonTree, task: Node, own: string): { ids: string[]; also: string[] } {
  const subtasks = itemsOf(tree.get(task, 'subtasks'));
  const siblings = new Set(subtasks.map((one) => idOf(tree, tree.get(one, 'id'))));
  const named = (one: Node): string[] =>
    itemsOf(tree.get(one, 'dependencies')).flatMap((each) => idOf(tree, each) ?? []);
  const open = subtasks.filter((one) => !isDone(stringOf(tree.get(one, 'status')) ?? ''));
  const ids = new Set(named(task).map(wholeTask));
  const also = new Set(
    open
      .flatMap(named)
      .filter((id) => !siblings.has(id))
      .map(wholeTask),
  );
  return { ids: [...ids].filter((id) => id !== own), also: [...also].filter((id) => id !== own && !ids.has(id)) };
}

function wholeTask(id: string): string {
  return /^\d+\.\d+$/.test(id) ? id.slice(0, id.indexOf('.')) : id;
}

function criteriaOf(tree: JsonTree, task: Node): Criterion[] {
  const listed = itemsOf(tree.get(task, 'acceptanceCriteria'));
  const strategy = tree.get(task, 'testStrategy');
  return [...listed, ...(strategy ? [strategy] : [])].flatMap((node) => {
    const text = stringOf(node)?.trim() ?? '';
    const range = tree.rangeOf(node);
    return text === '' ? [] : [{ text, line: range.line, kind: criterionKind(text), range }];
  });
}
