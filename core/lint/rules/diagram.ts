import type { Line } from '../../markdown/lines.ts';
import type { Task } from '../../plan/plan.ts';
import { linesOf, type CitedSpec, type LintContext } from '../context.ts';
import { defineRule } from '../rule.ts';

/**
 * What changes the architecture (a protocol, a life cycle, a pipeline, a shutdown …) is hard to tell in words alone: a
 * spec that such a task cites has a diagram, drawn in characters, in a language for diagrams, or as a picture. One of the
 * specs of a task is enough.
 *
 * @example A diagram in characters, and a task that changes nothing of the kind.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                   | Spec |
 *     | --- | ---------------------- | ---- |
 *     | 1.1 | Worker queue           | 10   |
 *     | 1.2 | Write the change log   | 20   |
 *     --- specs/10-queue.md
 *     ```text
 *     client ──▶ queue ──▶ worker
 *     ```
 *     --- specs/20-log.md
 *     It is a list.
 *
 * @example No diagram; a tree of files is none.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                    | Spec |
 *     | --- | ----------------------- | ---- |
 *     | 1.1 | Shutdown of the workers | 10   |
 *     | 1.2 | 状态机                  | 10   |
 *     --- specs/10-queue.md
 *     ```
 *     src/
 *     └── queue.ts
 *     ```
 *     === specs/91-impl-plan.md:5:35 Unexpected task 1.1 about "Shutdown" whose spec specs/10-queue.md has no diagram, expected one of the parts and how they talk; draw it in a fenced block
 */
export const diagram = defineRule({
  id: 'diagram',
  recommended: 'info',
  strict: 'warning',
  check(context, report) {
    const told = new Set<string>();
    for (const [task, [first, ...others]] of byTask(context)) {
      const [word] = architecture.exec(task.title) ?? [];
      const paths = pathsOf([first, ...others]);
      if (word === undefined || paths.length === 0 || paths.some((path) => hasDiagram(path, context))) continue;
      if (told.has(paths.join('\n'))) continue;
      told.add(paths.join('\n'));
      const message = `Unexpected task ${task.id} about "${word}" whose spec ${paths.join(', ')} has no diagram, expected one of the parts and how they talk; draw it in a fenced block`;
      report({ message, at: first.at });
    }
  },
});

const architecture =
  /\b(?:architectur\w{0,5}|protocols?|data[ -]?flow|life[ -]?cycles?|state machines?|shut(?:ting )?[ -]?down|pipelines?|queues?|workers?|schedulers?|handshakes?|event loop|message bus|failover|topology)\b|架构|架構|协议|協定|数据流|資料流|生命周期|生命週期|状态机|狀態機|停机|流水线|管线|队列|佇列|调度|アーキテクチャ|プロトコル|データフロー|ライフサイクル|状態遷移|パイプライン|キュー|ワーカー/i;

function byTask({ cited }: LintContext): Map<Task, readonly [CitedSpec, ...CitedSpec[]]> {
  const tasks = new Map<Task, readonly [CitedSpec, ...CitedSpec[]]>();
  for (const each of cited) {
    const [first, ...others] = tasks.get(each.task) ?? [each];
    tasks.set(each.task, first === each ? [each] : [first, ...others, each]);
  }
  return tasks;
}

function pathsOf(cited: readonly CitedSpec[]): string[] {
  const paths = cited.flatMap(({ resolution }) => ('ok' in resolution ? resolution.ok.map(({ path }) => path) : []));
  return [...new Set(paths)];
}

/** Anywhere in the file: a section may speak of a diagram at its top. */
function hasDiagram(path: string, { files }: LintContext): boolean {
  const file = files.find((each) => each.path === path);
  if (!file) return true;
  let language = '';
  return linesOf(file).some((line) => {
    if (line.kind === 'fence-start') language = /^[\s`~]*([\w-]*)/.exec(line.text)?.[1]?.toLowerCase() ?? '';
    return line.kind === 'fence-start' ? diagramLanguages.has(language) : drawsSomething(line, language);
  });
}

const diagramLanguages: ReadonlySet<string> = new Set([
  'mermaid',
  'plantuml',
  'puml',
  'dot',
  'graphviz',
  'd2',
  'ditaa',
  'svgbob',
  'bob',
  'nomnoml',
  'pikchr',
  'sequence',
]);
/** In other languages `->` is code. */
const plainLanguages: ReadonlySet<string> = new Set([
  '',
  'text',
  'txt',
  'ascii',
  'plain',
  'plaintext',
  'diagram',
  'none',
]);

function drawsSomething({ kind, text }: Line, language: string): boolean {
  if (kind === 'text')
    return /!\[[^\]]{0,300}\][([]|<(?:img|svg|picture)\b|\.(?:svg|drawio|excalidraw|puml|mmd)\b/i.test(text);
  return kind === 'code' && plainLanguages.has(language) && (boxes.test(text) || arrows.test(text));
}

/** Corners and heads of arrows; lines alone also draw trees of files. */
const boxes = /[┌┐┘┬┴┼╔╗╚╝╭╮╯╰▶▷►▸◀◁◄▲△▼▽→←↑↓↔⇒⇐⟶⟵]|\+-{2,}|-{2,}\+/;
const arrows = /(?:[-=]{1,20}>|<[-=]{1,20})(?:\s|$|\|)/;
