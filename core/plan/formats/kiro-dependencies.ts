import { jsonObject } from '../../json.ts';
import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { Line } from '../../markdown/lines.ts';
import type { TaskDraft } from '../draft.ts';
import type { Numbered } from './kiro.ts';

/** What tasks of a Kiro plan wait for. */
export interface KiroDependencies {
  readonly of: (one: Numbered) => Pick<TaskDraft, 'dependsOn' | 'wave'>;
  /** Of a graph of waves that cannot be read, or does not fit the tasks. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Order implies dependency. `_Depends: 1.2_` says more than that, then the graph of waves, then `(P)`: those with it wait
 * for what the first of them in a row waits for.
 */
export function kiroDependencies(path: string, lines: readonly Line[], tasks: readonly Numbered[]): KiroDependencies {
  const graph = wavesIn(path, lines, new Set(tasks.map(({ id }) => id)));
  const rows = rowsOf(tasks);
  return {
    problems: graph.problems,
    of: (one) => {
      const written = dependsIn(one);
      if (written) return { dependsOn: written };
      const wave = graph.waves.get(one.id) ?? rows.get(one.id);
      return wave === undefined ? { dependsOn: null } : { dependsOn: null, wave };
    },
  };
}

function dependsIn({ item }: Numbered): TaskDraft['dependsOn'] {
  for (const line of item.lines.slice(1)) {
    const [whole, before = '', ids = ''] = /^(\s+[-*+]\s+_Depends(?: on)?:\s*)([\d.,\s]+)_/i.exec(line.text) ?? [];
    if (whole === undefined) continue;
    const named = ids.split(',').map((id) => id.trim());
    return { ids: named.filter(Boolean), line: line.number, column: before.length + 1 };
  }
  return null;
}

/** Where some may be done side by side, each task has a wave: its own, or that of its row. */
function rowsOf(tasks: readonly Numbered[]): ReadonlyMap<string, string> {
  if (!tasks.some(({ isApart }) => isApart)) return new Map();
  const rows = new Map<string, string>();
  let row = 0;
  let before: Numbered | undefined;
  for (const task of tasks) {
    if (!(task.isApart && before?.isApart && before.major === task.major)) row += 1;
    rows.set(task.id, String(row));
    before = task;
  }
  return rows;
}

interface Graph {
  /** Task → its wave, in words that sort nowhere: they are told apart, and appear in order. */
  readonly waves: ReadonlyMap<string, string>;
  readonly problems: readonly Diagnostic[];
}

/** The JSON below a heading such as `Task Dependency Graph`. */
function wavesIn(path: string, lines: readonly Line[], known: ReadonlySet<string>): Graph {
  const heading = lines.findIndex((line) => /^task dependency graph$/i.test(line.heading?.text ?? ''));
  if (heading < 0) return none;
  const start = lines.findIndex(({ kind }, index) => index > heading && kind === 'fence-start');
  const isBelow = start > 0 && !lines.slice(heading + 1, start).some((line) => line.heading);
  const first = lines[start + 1];
  if (!isBelow || !first || !/^\s*(?:```|~~~)\s*json\b/i.test(lines[start]?.text ?? '')) return none;
  const end = lines.findIndex(({ kind }, index) => index > start && kind !== 'code');
  const body = lines.slice(start + 1, end < 0 ? undefined : end);
  const written = wavesOf(jsonObject(body.map(({ text }) => text).join('\n'))?.['waves']);
  if (!written) {
    const words = 'an object with "waves", each a list of ids of tasks or an object with "tasks"';
    return { ...none, problems: [problem(path, first, `Unexpected graph of waves, expected ${words}`)] };
  }
  const waves = new Map<string, string>();
  const problems: Diagnostic[] = [];
  const placeOf = placesIn(body);
  for (const [index, tasks] of written.entries())
    for (const id of tasks) {
      const line = placeOf.get(id) ?? first;
      const name = JSON.stringify(id.slice(0, 40));
      if (!known.has(id))
        problems.push(problem(path, line, `Unexpected task ${name} in a wave, expected one of the list`));
      else if (waves.has(id))
        problems.push(problem(path, line, `Unexpected task ${name} in a second wave, expected one`));
      else waves.set(id, String(index + 1));
    }
  return { waves, problems };
}

/** Where each string or number first stands. */
function placesIn(body: readonly Line[]): Map<string, Line> {
  const places = new Map<string, Line>();
  for (const line of body)
    for (const [word, text = word] of line.text.matchAll(/"([^"]*)"|[\d.]+/g))
      if (!places.has(text)) places.set(text, line);
  return places;
}

/** The ids of each wave: a list, or an object with `tasks`. Plans are read whenever Nx asks, so it is done by hand. */
function wavesOf(value: unknown): string[][] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const waves = value.map((wave: unknown) => (isObject(wave) ? wave['tasks'] : wave));
  return waves.every((wave) => Array.isArray(wave) && wave.every(isId))
    ? waves.map((wave) => (wave as unknown[]).map(String))
    : undefined;
}

function isId(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const none: Graph = { waves: new Map(), problems: [] };

function problem(path: string, { number }: Line, message: string): Diagnostic {
  return { rule: 'dependency', severity: 'warning', message, at: { path, line: number, column: 1 } };
}
