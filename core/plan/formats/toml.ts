import { criterionKind } from '../criteria/criterion-kind.ts';
import type { PlanDraft, TaskDraft, WrittenDependencies } from '../draft.ts';
import type { Criterion } from '../plan.ts';
import type { PlanFile, PlanReader } from '../read.ts';
import { tomlFields, type TomlFields, type TomlTexts } from './toml-fields.ts';
import { parseToml, type TomlTable } from './toml-tree.ts';

/**
 * An `implementation-plan.toml`: each `[[commits]]` entry is a task of one implicit phase. `meta.workspace` says where
 * commands run; the paths in `files` are relative to the repository root whatever it is, so nothing here depends on it.
 */
export const toml: PlanReader = {
  format: 'toml',
  detect: ({ path }) => (/\.toml$/i.test(path) ? 'the name of the file' : null),
  read,
};

const metaKeys = ['feature', 'feature_dir', 'workspace'] as const;
const commitKeys = [
  'id',
  'title',
  'message',
  'files',
  'acceptance',
  'anti_patterns',
  'tests',
  'requirements',
  'constraints',
] as const;

function read(file: PlanFile): PlanDraft {
  const parsed = parseToml(file.content);
  if ('error' in parsed) {
    const { message, line, column } = parsed.error;
    const at = { path: file.path, line, column };
    return { phases: [], problems: [{ rule: 'plan-syntax', severity: 'error', message, at }] };
  }
  const { root, text } = parsed;
  const fields = tomlFields(file);
  fields.unknownKeys(root, 'the plan', ['meta', 'dependencies', 'commits']);
  const meta = readMeta(root, fields);
  const dependencies = readDependencies(root, fields);
  const tasks: TaskDraft[] = [];
  const entries = commitsOf(root, fields);
  for (const entry of entries) {
    const task = readCommit(entry, fields);
    if (!task) continue;
    tasks.push({
      ...task,
      text: text.slice(...entry.at.range),
      spec: meta.spec,
      // Without the table, commits are in order; with it, a commit that it leaves out waits for nothing.
      dependsOn: dependencies && (dependencies.get(task.id)?.written ?? { ids: [], line: task.line, column: 1 }),
      ranges: { ...task.ranges, ...dependencies?.get(task.id)?.ranges },
    });
  }
  complainAboutUnknown(dependencies, tasks, fields);
  const title = meta.feature || file.path.split('/').at(-2) || file.path;
  const phase = { id: '1', title, written: { label: '', title: '' }, line: 1, tasks, criteria: [] };
  return { phases: entries.length > 0 ? [phase] : [], problems: fields.problems };
}

function readMeta(root: TomlTable, fields: TomlFields): { feature: string; spec: string } {
  const meta = fields.table(root, 'meta');
  if (!meta) return { feature: '', spec: '' };
  fields.unknownKeys(meta, '[meta]', metaKeys);
  const [feature, spec] = metaKeys.map((key) => fields.text(meta, key)?.text.trim());
  return { feature: feature ?? '', spec: spec ?? '' };
}

interface Dependencies {
  readonly at: TomlTexts['at'];
  readonly written: WrittenDependencies;
  readonly ranges: NonNullable<TaskDraft['ranges']>;
}

/** By the id of the commit that waits; null where the plan has no such table. */
function readDependencies(root: TomlTable, fields: TomlFields): ReadonlyMap<string, Dependencies> | null {
  const table = fields.table(root, 'dependencies');
  if (!table) return null;
  const dependencies = new Map<string, Dependencies>();
  for (const [id, { key }] of table.pairs) {
    const ids = fields.ids(table, id);
    const dependsOn = fields.rangeOf(ids?.at ?? key);
    const { line, column } = dependsOn;
    const written = { ids: ids?.items.map((item) => item.text) ?? [], line, column };
    dependencies.set(id, { at: key, written, ranges: ids ? { dependsOn } : {} });
  }
  return dependencies;
}

function complainAboutUnknown(
  dependencies: ReadonlyMap<string, Dependencies> | null,
  tasks: readonly TaskDraft[],
  fields: TomlFields,
): void {
  const known = new Set(tasks.map((task) => task.id));
  for (const [id, { at }] of dependencies ?? []) {
    if (known.has(id)) continue;
    const message = `Unexpected commit ${id} in [dependencies], expected the id of a [[commits]] entry; add it or remove the line`;
    fields.complain('dependency', message, at);
  }
}

function commitsOf(root: TomlTable, fields: TomlFields): TomlTable[] {
  const commits = root.pairs.get('commits');
  const items = commits?.value.kind === 'array' ? commits.value.items : commits ? [commits.value] : [];
  const entries = items.filter((item) => item.kind === 'table');
  if (commits && (commits.value.kind !== 'array' || entries.length < items.length)) {
    const message = 'Unexpected kind of commits, expected tables in an array; write [[commits]] above each commit';
    fields.complain('plan-syntax', message, commits.key);
  }
  return commits?.value.kind === 'array' ? entries : [];
}

type CommitDraft = Omit<TaskDraft, 'text' | 'spec' | 'dependsOn'>;

/** Null where it has no id: such a commit is a problem, and no task. */
function readCommit(entry: TomlTable, fields: TomlFields): CommitDraft | null {
  fields.unknownKeys(entry, '[[commits]]', commitKeys);
  const id = fields.id(entry, 'id');
  const title = fields.text(entry, 'title');
  const message = fields.text(entry, 'message');
  const files = fields.texts(entry, 'files');
  const tests = fields.texts(entry, 'tests');
  const commit = {
    message: message?.text ?? '',
    tests: textsOf(tests),
    antiPatterns: textsOf(fields.texts(entry, 'anti_patterns')),
    requirements: textsOf(fields.texts(entry, 'requirements')),
    constraints: textsOf(fields.texts(entry, 'constraints')),
  };
  const criteria = readCriteria(entry, fields);
  if (!entry.pairs.has('id')) {
    const complaint = 'Unexpected commit without an id, expected id = 1 or the like; give it one of its own';
    fields.complain('plan-syntax', complaint, entry.at);
  }
  if (!id) return null;
  const { line, column } = entry.at.loc.start;
  return {
    id: id.text,
    title: title?.text.trim() || id.text,
    line,
    column: column + 1,
    ticked: false,
    files: textsOf(files),
    criteria,
    commit,
    ranges: {
      id: fields.rangeOf(id.at),
      ...(title && { title: fields.rangeOf(title.at) }),
      ...(message && { message: fields.rangeOf(message.at) }),
      ...(files && { files: fields.rangeOf(files.at) }),
      ...(tests && { tests: fields.rangeOf(tests.at) }),
    },
  };
}

function readCriteria(entry: TomlTable, fields: TomlFields): Criterion[] {
  return (fields.texts(entry, 'acceptance')?.items ?? []).map(({ text, at }) => {
    const range = fields.rangeOf(at);
    return { text: text.trim(), line: range.line, kind: criterionKind(text), range };
  });
}

function textsOf(texts: TomlTexts | null): string[] {
  return texts?.items.map((item) => item.text) ?? [];
}
