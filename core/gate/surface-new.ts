import { posix } from 'node:path';
import type { SurfaceChange, SurfaceText } from './surface.ts';

/**
 * Whether settings that were not there come with what they are for: a project without code at the base, or a tool that
 * nothing there named. Else the base judged that folder by other settings of the tool, or by its defaults.
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
  const isKnown = manifestsOver(path).some((one) => tool.test(manifest(one) ?? ''));
  return !isKnown && files.some((one) => isOver(one) && tool.test(one.head?.text ?? ''));
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
  'Makefile',
  'justfile',
]);

/** `eslint` of `.eslintrc.json`, `vitest` of `vitest.config.ts`; undefined where the name tells none. */
function toolOf(path: string): RegExp | undefined {
  const name = posix.basename(path);
  if (naming.has(name)) return undefined;
  const tool = /^\.?([a-z][a-z0-9-]*?)(?:rc|ignore|file)?(?:\.|$)/.exec(name)?.[1];
  return tool === undefined ? undefined : new RegExp(`\\b(?:${goesBy[tool] ?? tool})(?![a-z])`);
}

/** Tools that go by files of another one, or that are called otherwise. */
const goesBy: Readonly<Record<string, string>> = {
  tsconfig: 'typescript|tsc',
  jsconfig: 'typescript|tsc',
  vite: 'vite|vitest',
  tox: 'tox|pytest|flake8|mypy',
  coverage: 'coverage|pytest-cov',
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
