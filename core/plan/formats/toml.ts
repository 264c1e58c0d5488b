import type { Diagnostic } from '../../lint/diagnostic.ts';
import type { PlanDraft, TaskDraft, WrittenDependencies } from '../draft.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { readToml, type TomlStatement, type TomlValue } from './toml-syntax.ts';

/** An `implementation-plan.toml`: each `[[commits]]` entry is a task of one implicit phase. */
export const toml: PlanReader = {
  format: 'toml',
  detect: ({ path }) => (/\.toml$/i.test(path) ? 'the name of the file' : null),
  read,
};

function read({ path, content }: PlanFile): PlanDraft {
  const { statements, errors } = readToml(content);
  const { meta, dependencies, entries } = group(statements);
  const problems: Diagnostic[] = errors.map(({ message, line, column }) => syntax(message, line, column));
  const tasks: TaskDraft[] = [];
  for (const entry of entries) {
    const task = readEntry(entry);
    if (task) tasks.push(task);
    else
      problems.push(
        syntax('Unexpected entry without an id, expected id = <number>; give the commit an id', entry.line, 1),
      );
  }
  const written = new Set(tasks.map((task) => task.id));
  for (const [id, { line, column }] of dependencies ?? []) {
    if (!written.has(id)) problems.push(unknownId(id, line, column));
  }
  const title = textOf(meta.get('feature')) ?? path.split('/').at(-2) ?? path;
  const phases =
    entries.length === 0 ? [] : [{ id: '1', title, written: { label: '', title: '' }, line: 1, tasks, criteria: [] }];
  return { phases, problems };

  function readEntry(entry: Entry): TaskDraft | null {
    const id = textOf(entry.values.get('id'));
    if (!id) return null;
    return {
      id,
      title: textOf(entry.values.get('title')) ?? id,
      line: entry.line,
      column: 1,
      text: content.slice(entry.start, entry.end),
      ticked: false,
      // Without the table, commits are in order; with it, a commit that it leaves out waits for nothing.
      dependsOn: dependencies && (dependencies.get(id) ?? { ids: [], line: entry.line, column: 1 }),
      spec: textOf(meta.get('feature_dir')) ?? '',
      files: textsOf(entry.values.get('files')),
    };
  }

  function syntax(message: string, line: number, column: number): Diagnostic {
    return { rule: 'plan-syntax', severity: 'error', message, at: { path, line, column } };
  }

  function unknownId(id: string, line: number, column: number): Diagnostic {
    const message = `Unexpected commit ${id} in [dependencies], expected the id of a [[commits]] entry; add it or remove the line`;
    return { rule: 'unknown-dependency', severity: 'error', message, at: { path, line, column } };
  }
}

interface Entry {
  readonly values: Map<string, TomlValue>;
  readonly line: number;
  readonly start: number;
  /** Where the last statement of the entry ends; a comment above the next entry is not part of this one. */
  end: number;
}

interface Groups {
  readonly meta: Map<string, TomlValue>;
  /** null where the plan has no such table. */
  readonly dependencies: Map<string, WrittenDependencies> | null;
  readonly entries: readonly Entry[];
}

function group(statements: readonly TomlStatement[]): Groups {
  const meta = new Map<string, TomlValue>();
  const entries: Entry[] = [];
  let dependencies: Map<string, WrittenDependencies> | null = null;
  let table: readonly string[] = [];
  for (const statement of statements) {
    if (statement.kind !== 'pair') table = statement.key;
    const [name, ...inner] = statement.kind === 'pair' ? [...table, ...statement.key] : table;
    const entry = name === 'commits' ? openEntry(statement) : undefined;
    if (entry) entry.end = statement.end;
    if (name === 'dependencies') {
      dependencies ??= new Map();
      for (const [id, value] of pairsOf(inner, statement.value)) {
        dependencies.set(id, { ids: textsOf(value), line: statement.line, column: 1 });
      }
    }
    for (const [key, value] of pairsOf(inner, statement.value)) {
      if (name === 'meta') meta.set(key, value);
      entry?.values.set(key, value);
    }
  }
  return { meta, dependencies, entries };

  function openEntry({ kind, key, line, start, end }: TomlStatement): Entry | undefined {
    if (kind === 'entry' && key.length === 1) entries.push({ values: new Map(), line, start, end });
    return entries.at(-1);
  }
}

/** `[meta] feature = …`, `meta.feature = …` and `meta = { feature = … }` say the same. */
function pairsOf(key: readonly string[], value: TomlValue | null): (readonly [string, TomlValue])[] {
  if (value === null) return [];
  if (key.length > 0) return [[key.join('.'), value]];
  return value.kind === 'table' ? value.pairs.map(([inner, item]) => [inner.join('.'), item]) : [];
}

function textOf(value: TomlValue | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}

function textsOf(value: TomlValue | undefined): string[] {
  if (value?.kind === 'text') return [value.text];
  return value?.kind === 'array' ? value.items.flatMap((item) => textOf(item) ?? []) : [];
}
