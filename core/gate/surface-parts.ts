import { posix } from 'node:path';
import { jsonObject } from '../json.ts';
import { workspacePatterns } from '../git/workspace-patterns.ts';
import { isTaken } from './find/taken.ts';
import { checkName, surfaceKindOf } from './surface-file.ts';
import { everywhere, recipeParts } from './surface-recipes.ts';

/** What of a file decides what a gate means: each part by its name, as text to be compared. */
export interface SurfaceParts {
  readonly parts: ReadonlyMap<string, string>;
  /**
   * What it is that such a part comes new, beside what is gone or reads differently. `flag`: it is a gate by its name, maybe in
   * the place of another; `none`: it decides nothing anew.
   */
  readonly whenNew: (part: string) => WhenNew;
}

type WhenNew = 'block' | 'flag' | 'none';

/**
 * The parts of a file of the gate surface; undefined for any other file. `gates` are the names of targets that judge here;
 * a script that none of them calls is none of theirs.
 */
export function surfaceParts(path: string, text: string, gates: readonly string[]): SurfaceParts | undefined {
  const kind = surfaceKindOf(path);
  if (kind === undefined) return undefined;
  const isCheck = (name: string): boolean => gates.includes(name) || checkName.test(name) || isTaken(name);
  const whenNew = (part: string): WhenNew => {
    const name = part.slice(part.indexOf('.') + 1);
    if (gates.includes(name)) return 'block';
    return isTaken(name) ? 'flag' : 'none';
  };
  switch (posix.basename(path)) {
    case 'package.json': {
      const parts = ofManifest(jsonObject(text) ?? {}, isCheck);
      const isJudging = (part: string): boolean => isSetting(part) || isHook(part, parts);
      return { parts, whenNew: (part) => ofProjects(part) ?? (isJudging(part) ? 'block' : whenNew(part)) };
    }
    case 'project.json':
      return {
        parts: ofProject(jsonObject(text) ?? {}, isCheck),
        whenNew: (part) => ofProjects(part) ?? whenNew(part),
      };
    case 'pnpm-workspace.yaml':
      return { parts: ofPatterns(workspacePatterns(undefined, text)), whenNew: (part) => ofProjects(part) ?? 'block' };
    case 'nx.json':
      return { parts: ofWorkspace(jsonObject(text) ?? {}), whenNew: () => 'block' };
    default:
      break;
  }
  if (kind === 'recipes')
    return { parts: recipeParts(text, isCheck), whenNew: (part) => (holdsForMore(part) ? 'block' : whenNew(part)) };
  if (kind === 'snapshot' && path.endsWith('.snap')) return { parts: ofSnapshots(text), whenNew: () => 'none' };
  if (/^[jt]sconfig[\w.-]*\.json$/.test(posix.basename(path))) return ofCompiler(text);
  return { parts: ofSections(path, text), whenNew: () => 'block' };
}

/** One more project makes nothing looser; what is left out of them is not judged. */
function ofProjects(part: string): WhenNew | undefined {
  if (part === 'name') return 'none';
  if (!part.startsWith('workspaces.')) return undefined;
  return part.startsWith('workspaces.!') ? 'block' : 'none';
}

function ofPatterns(patterns: readonly string[]): Map<string, string> {
  return new Map(patterns.map((pattern) => [`workspaces.${pattern}`, '']));
}

/** Keys of `package.json` that configure what checks. */
const configuring = [
  'nx',
  'jest',
  'vitest',
  'mocha',
  'ava',
  'c8',
  'nyc',
  'eslintConfig',
  'eslintIgnore',
  'prettier',
  'lint-staged',
  'husky',
];

function isSetting(part: string): boolean {
  return !part.startsWith('scripts.');
}

/** A rule for many names, or what is none. */
function holdsForMore(part: string): boolean {
  return part === everywhere || part.includes('%');
}

/** Package managers call `pretest` before `test`. */
function isHook(part: string, parts: ReadonlyMap<string, string>): boolean {
  return parts.has(part.replace(/^scripts\.(?:pre|post)/, 'scripts.')) && /^scripts\.(?:pre|post)/.test(part);
}

function ofManifest(manifest: Record<string, unknown>, isCheck: (name: string) => boolean): Map<string, string> {
  const scripts = called(fields(manifest['scripts']), isCheck);
  const own = configuring
    .filter((name) => name in manifest)
    .map((name): [string, string] => [name, inOrder(manifest[name])]);
  const patterns = workspacePatterns(JSON.stringify(manifest), undefined);
  return new Map([...nameOf(manifest), ...prefixed('scripts', scripts), ...own, ...ofPatterns(patterns)]);
}

function ofProject(project: Record<string, unknown>, isCheck: (name: string) => boolean): Map<string, string> {
  const targets = called(fields(project['targets']), isCheck);
  const inputs = prefixed('namedInputs', fields(project['namedInputs']));
  return new Map([...nameOf(project), ...prefixed('targets', targets), ...inputs]);
}

/** By another name a project is another one, whose gates are compared with none. */
function nameOf({ name }: Record<string, unknown>): [string, string][] {
  return typeof name === 'string' ? [['name', name]] : [];
}

function ofWorkspace(workspace: Record<string, unknown>): Map<string, string> {
  return new Map(
    ['targetDefaults', 'namedInputs', 'plugins', 'extends', 'tasksRunnerOptions'].flatMap((name) =>
      name in workspace ? [[name, inOrder(workspace[name])] as const] : [],
    ),
  );
}

/** Those that judge, and those that they name, directly or not. */
function called(all: ReadonlyMap<string, string>, isCheck: (name: string) => boolean): Map<string, string> {
  const found = new Map([...all].filter(([name]) => isCheck(name)));
  for (const [name, does] of found) {
    for (const other of wordsOf(does)) {
      const text = all.get(other);
      if (other !== name && text !== undefined) found.set(other, text);
    }
    for (const hook of [`pre${name}`, `post${name}`]) {
      const text = all.get(hook);
      if (text !== undefined) found.set(hook, text);
    }
  }
  return found;
}

function wordsOf(text: string): Set<string> {
  return new Set(text.match(/[\w:.@/-]+/g));
}

/** `exports[`name`] = …` of Jest and Vitest, one part each. */
function ofSnapshots(text: string): Map<string, string> {
  const parts = text.split(/^exports\[/m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf('] =')), part.trim()]));
}

/** A project that is added to a workspace is named in its compiler's settings: that makes nothing else looser. */
const growing = /^(?:compilerOptions\.paths|references|include|files)\./;

function ofCompiler(text: string): SurfaceParts {
  const settings = jsonObject(withoutComments(text));
  if (!settings) return { parts: new Map([['', plainLines(text)]]), whenNew: () => 'block' };
  const { compilerOptions, ...rest } = settings;
  const options = fields(compilerOptions);
  const paths = fields((compilerOptions as Record<string, unknown> | undefined)?.['paths']);
  options.delete('paths');
  const lists = ['references', 'include', 'files'].flatMap((name) =>
    Array.isArray(rest[name])
      ? (rest[name] as unknown[]).map((one): [string, string] => [`${name}.${inOrder(one)}`, ''])
      : [],
  );
  const others = Object.entries(rest)
    .filter(([name]) => !['references', 'include', 'files', '$schema'].includes(name))
    .map(([name, value]): [string, string] => [name, inOrder(value)]);
  const parts = new Map([
    ...prefixed('compilerOptions', options),
    ...prefixed('compilerOptions.paths', paths),
    ...lists,
    ...others,
  ]);
  return { parts, whenNew: (part) => (growing.test(part) ? 'none' : 'block') };
}

/** Line comments and commas at the end of a list, which compilers allow; a string that holds `//` is left as it is. */
function withoutComments(text: string): string {
  return text
    .replaceAll(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[^*]*\*\//g, (_, string: string | undefined) => string ?? '')
    .replaceAll(/,(?=\s*[}\]])/g, '');
}

/** In files that hold other things too, the sections of what checks; of all others the whole. */
function ofSections(path: string, text: string): Map<string, string> {
  const wanted = sectionsOf(posix.basename(path));
  if (!wanted) return new Map([['', plainLines(text)]]);
  const found = new Map<string, string>();
  let section = '';
  for (const line of text.split('\n')) {
    section = /^\s*\[([^\]]+)\]/.exec(line)?.[1]?.replace(/^\[/, '').trim() ?? section;
    const says = line.trim();
    const whole = withDots(section, says);
    if (wanted.test(whole) && says !== '' && !/^[#;]/.test(says))
      found.set(whole, `${found.get(whole) ?? ''}${says}\n`);
  }
  return found;
}

/** The section that a key is in: `ruff.select = …` below `[tool]` is one of `tool.ruff`. */
function withDots(section: string, line: string): string {
  const dotted =
    section === '' || section === 'tool' ? /^([\w-]+(?:\.[\w-]+)*)\.[\w-]+\s*=/.exec(line)?.[1] : undefined;
  return dotted === undefined ? section : `${section}${section && '.'}${dotted}`;
}

function sectionsOf(name: string): RegExp | undefined {
  switch (name) {
    case 'pyproject.toml':
      return /^tool\.(?!poetry(?:\.|$)|uv(?:\.|$)|pdm\.(?!scripts)|setuptools|hatch\.(?!envs)|flit|maturin|commitizen|semantic_release|towncrier|bumpversion|bumpver)/;
    case 'setup.cfg':
      return /mypy|flake8|pytest|coverage|isort|pylint|pycodestyle|pydocstyle|ruff|tox/;
    case 'Cargo.toml':
      return /^(?:(?:workspace\.)?lints(?:\.|$)|patch\.|replace$|test$|bench$)/;
    default:
      return undefined;
  }
}

/** What a file says, without layout and lines that are comments. */
function plainLines(text: string): string {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return lines.filter((line) => line !== '' && !/^(?:\/\/|#(?!!)|\/\*|\*)/.test(line)).join('\n');
}

function fields(value: unknown): Map<string, string> {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).map(([name, one]) => [name, typeof one === 'string' ? one : inOrder(one)]));
}

function prefixed(prefix: string, all: ReadonlyMap<string, string>): [string, string][] {
  return [...all].map(([name, value]) => [`${prefix}.${name}`, value]);
}

function inOrder(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
}
