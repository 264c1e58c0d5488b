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
 * Order implies dependency, the graph of waves says more than that, else `(P)`: those with it in a row wait for what the first of
 * them waits for. `_Depends: 1.2_` adds to this, or stands alone where the task has `(P)`.
 */
export function kiroDependencies(path: string, lines: readonly Line[], tasks: readonly Numbered[]): KiroDependencies {
  const ids = new Set(tasks.map(({ id }) => id));
  const children = Map.groupBy(tasks, ({ major }) => major ?? '');
  const majors = new Map([...new Set(tasks.map(({ id, major }) => major ?? id))].map((id, index) => [id, index]));
  const known: Known = { ids, children, order: (major) => majors.get(major) ?? Infinity };
  const graph = wavesIn(path, lines, ids);
  const waves = graph.waves.size > 0 ? graph.waves : rowsOf(tasks);
  return {
    problems: [...graph.problems, ...tasks.flatMap((one) => unclear(path, one))],
    of: (one) => {
      const wave = waves.get(one.id);
      return { dependsOn: dependsIn(one, known), ...(wave !== undefined && { wave }) };
    },
  };
}

/** A number with children that comes before is done by then. */
function dependsIn(one: Numbered, known: Known): TaskDraft['dependsOn'] {
  const written = writtenIn(one);
  if (!written) return null;
  const { ids, line, column, isUnclear } = written;
  const own = one.major ?? one.id;
  const all = ids.flatMap((id) => {
    const [first] = known.children.get(id) ?? [];
    if (!first) return isUnclear && !known.ids.has(id) ? [] : [id];
    return id === own || known.order(id) < known.order(own) ? [] : [first.id];
  });
  return { ids: all.filter((id) => id !== one.id), line: line.number, column, ...(!one.isApart && { adds: true }) };
}

interface Known {
  readonly ids: ReadonlySet<string>;
  readonly children: ReadonlyMap<string, readonly Numbered[]>;
  /** Where a number of the first level comes among all of them. */
  readonly order: (major: string) => number;
}

interface Written {
  readonly ids: readonly string[];
  readonly line: Line;
  readonly column: number;
  /** Whether something stands there that is no number, no remark in brackets and no word for nothing. */
  readonly isUnclear: boolean;
}

/** `_Depends: 1.1 (the contract), 1.2_` */
function writtenIn({ item }: Numbered): Written | null {
  for (const line of item.lines.slice(1)) {
    const [whole, before = '', text = ''] = /^(\s+[-*+]\s+_Depends(?: on)?:\s*)([^_]*)/i.exec(line.text) ?? [];
    if (whole === undefined) continue;
    const plain = text.replaceAll(/\([^()]*\)/g, ' ');
    const ids = plain.match(/(?<![\w.])\d{1,4}(?:\.\d{1,4}[a-z]?)?(?![\w.]*\w)/g) ?? [];
    const others = plain.replaceAll(/\d+(?:\.\d+[a-z]?)?|\b(?:tasks?|and|none|nothing)\b|[,;&.\s/–-]/gi, '');
    const isRange = /\d\s*[–-]\s*\d/.test(plain);
    return { ids, line, column: before.length + 1, isUnclear: others !== '' || isRange };
  }
  return null;
}

function unclear(path: string, one: Numbered): Diagnostic[] {
  const written = writtenIn(one);
  if (!written?.isUnclear) return [];
  const message = `Unexpected words in what ${one.id} waits for, expected the ids of tasks, such as "_Depends: 1.1, 1.2_"; name them one by one`;
  const at = { path, line: written.line.number, column: written.column };
  return [{ rule: 'dependency', severity: 'warning', message, at }];
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
  /** Task → the number of its wave. */
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
