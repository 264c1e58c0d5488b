import { posix } from 'node:path';
import { justfiles, makefiles } from './find/wrappers.ts';
import { namedDependencies } from './named-dependencies.ts';
import type { SurfaceChange, SurfaceText } from './surface.ts';

/**
 * Whether settings that were not there come with what they are for: a project without code at the base, or a tool that
 * nothing there named and that is a dependency now. Else the base judged that folder by other settings of the tool, or by
 * its defaults.
 */
export function comesWithItsOwn(path: string, change: SurfaceChange): boolean {
  return isOfNewProject(path, change) || isOfNewTool(path, change);
}

/** Whether what a project is known by was moved in the same way. */
export function movesWithProject(from: string, path: string, { files }: SurfaceChange): boolean {
  return files.some(
    (one) =>
      one.from !== undefined &&
      isManifest(one.from) &&
      isManifest(one.path) &&
      below(from, posix.dirname(one.from)) !== undefined &&
      below(from, posix.dirname(one.from)) === below(path, posix.dirname(one.path)),
  );
}

/** The file of the base that nobody reads any more, since its program takes one of this name first. */
export function hiddenBy(path: string, { manifest }: SurfaceChange): { path: string; text: string } | undefined {
  const name = posix.basename(path);
  const names = [makefiles, justfiles, taskfiles].find((order) => order.includes(name)) ?? [];
  for (const other of names.slice(names.indexOf(name) + 1)) {
    const hidden = posix.join(posix.dirname(path), other);
    const text = manifest(hidden);
    if (text !== undefined) return { path: hidden, text };
  }
  return undefined;
}

const taskfiles = ['Taskfile.yml', 'Taskfile.yaml'];

/** Names of files that nothing goes by unless it is told to: `tsconfig.build.json`, `vitest.setup.ts`. */
export function isTakenByName(path: string): boolean {
  return !/^(?:[jt]sconfig\..+\.json|.+\.setup\.[cm]?[jt]s)$/.test(posix.basename(path));
}

function isOfNewProject(path: string, { files, hasCode }: SurfaceChange): boolean {
  return files.some(
    (one) =>
      one.base === undefined &&
      isManifest(one.path) &&
      below(path, posix.dirname(one.path)) !== undefined &&
      !hasCode(posix.dirname(one.path)),
  );
}

function isOfNewTool(path: string, { files, manifest }: SurfaceChange): boolean {
  const tool = toolOf(path);
  if (!tool) return false;
  const isOver = (one: SurfaceText): boolean =>
    naming.has(posix.basename(one.path)) && below(path, posix.dirname(one.path)) !== undefined;
  const word = new RegExp(`\\b(?:${tool})(?![a-z])`);
  const isKnown = manifestsOver(path).some((one) => word.test(manifest(one) ?? ''));
  const name = new RegExp(`^(?:@(?:${tool})/.+|(?:@[^/]+/)?(?:${tool}))$`);
  const asked = files.filter(isOver).flatMap((one) => namedDependencies(one.path, one.head?.text ?? ''));
  return !isKnown && asked.some((one) => name.test(one));
}

/** Where the tools of a project are named, in its folder and in those above. */
export function manifestsOver(path: string): string[] {
  const folders: string[] = [];
  for (let at = posix.dirname(path); ; at = posix.dirname(at)) {
    folders.push(at);
    if (at === '.' || at === '/') break;
  }
  return folders.flatMap((folder) => [...naming].map((name) => posix.join(folder, name)));
}

const naming: ReadonlySet<string> = new Set([
  'package.json',
  'project.json',
  'nx.json',
  'pyproject.toml',
  'requirements.txt',
  'requirements-dev.txt',
  'setup.py',
  'setup.cfg',
  ...makefiles,
  ...justfiles,
  ...taskfiles,
]);

/** `eslint` of `.eslintrc.json`, `vitest` of `vitest.config.ts`, as a pattern; undefined where the name tells none. */
function toolOf(path: string): string | undefined {
  const name = posix.basename(path);
  if (naming.has(name)) return undefined;
  const tool = /^\.?([a-z][a-z0-9-]*?)(?:rc|ignore|file)?(?:\.|$)/.exec(name)?.[1];
  return tool === undefined ? undefined : (goesBy[tool] ?? tool);
}

/** Tools that go by files of another one, or that are called otherwise. */
const goesBy: Readonly<Record<string, string>> = {
  tsconfig: 'typescript|tsc',
  jsconfig: 'typescript|tsc',
  vite: 'vite|vitest',
  tox: 'tox|pytest|flake8|mypy',
  coverage: 'coverage|pytest-cov',
  stryker: 'stryker|stryker-mutator',
};

function isManifest(path: string): boolean {
  return /^(?:package\.json|project\.json|pyproject\.toml|setup\.py|Cargo\.toml|go\.mod|pom\.xml|build\.gradle(?:\.kts)?|composer\.json|[\w.-]+\.(?:[cf]sproj|gemspec))$/.test(
    posix.basename(path),
  );
}

/** What of a path comes after a folder; undefined where it does not lie there. */
function below(path: string, folder: string): string | undefined {
  if (folder === '.') return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : undefined;
}
