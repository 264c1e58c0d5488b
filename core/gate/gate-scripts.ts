import { posix } from 'node:path';
import { jsonObject } from '../json.ts';
import { surfaceKindOf } from './surface-file.ts';
import { surfaceParts } from './surface-parts.ts';
import type { SurfaceChange } from './surface.ts';

/** A file of the base that says what its checks run: settings, commands, or a script that one of these runs. */
export interface Setting {
  /** Empty where no file says it: the commands of gates. */
  readonly path: string;
  readonly text: string;
}

/**
 * Paths of a change that were there, and that the base's checks run or go by, as far as anything names them: commands,
 * settings of tools, CI, hooks, and what is run by these. What runs there is part of what the gate means. One too many costs a
 * question.
 */
export function scriptsOfGates({ files, settings }: SurfaceChange, gates: readonly string[]): string[] {
  const named = namedBy(settings, gates);
  return files.flatMap(({ path, from = path, base }) => (base && isAmong(named, from) ? [from] : []));
}

/** Of the paths of a tree those that are named: what is written in them may be what a check runs. */
export function namedAmong(paths: readonly string[], settings: readonly Setting[]): string[] {
  const named = namedBy(settings, []);
  return paths.filter((path) => isAmong(named, path));
}

/** Whether a file says what checks run or go by, as far as its name tells; other settings list what they look at. */
export function saysWhatRuns(path: string): boolean {
  const kind = surfaceKindOf(path);
  const isSettings = kind === 'configuration' || /^vite\.config\.\w+$/.test(posix.basename(path));
  return isSettings ? running.test(posix.basename(path)) : kind !== undefined && kind !== 'snapshot';
}

const running =
  /^(?:package|project|nx)\.json$|^[jt]sconfig[\w.-]*\.json$|^\.?(?:vitest|jest|vite|playwright|cypress|karma|ava|mocharc|web-test-runner|eslint|eslintrc|oxlint|oxlintrc|biome|prettier|prettierrc|stylelint|stylelintrc|babel|babelrc)\b|^(?:pytest|tox)\.\w+$|^(?:pyproject\.toml|setup\.cfg|noxfile\.py)$/;

interface Named {
  /** Paths as they are, with the end of their name and without. */
  readonly exact: ReadonlySet<string>;
  /** How paths may end: whoever runs them may be in any folder then. */
  readonly ends: ReadonlySet<string>;
  /** Folders of packages that settings are taken from, and of scripts that are named by a pattern. */
  readonly folders: readonly string[];
}

function namedBy(settings: readonly Setting[], gates: readonly string[]): Named {
  const packages = configPackages(settings);
  const [exact, ends, folders] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const setting of settings) {
    for (const word of wordsIn(setting, gates)) {
      const folder = packages.find(({ name }) => word === name || word.startsWith(`${name}/`))?.folder;
      if (folder !== undefined) folders.add(folder);
      const pattern = /^(.*\/)\*\.(?:sh|bash)$/.exec(plain(word))?.[1];
      if (pattern !== undefined) folders.add(pattern.slice(0, -1));
      exact.add(posix.normalize(plain(word)));
      exact.add(posix.join(posix.dirname(setting.path), plain(word)));
      if (ofScripts.test(word) && !usualName.test(word)) ends.add(plain(word).replace(/^(?:\.\.?\/)+/, ''));
    }
  }
  return { exact, ends, folders: [...folders] };
}

const ofScripts = /\.(?:sh|bash|zsh|py|rb|pl|ps1|mk|[cm]?[jt]s)$/;
/** Many files are called so. */
const usualName = /^(?:index|main|mod|lib|app)\.\w+$/;

/** Packages of the workspace that are there to be gone by. */
function configPackages(settings: readonly Setting[]): { readonly name: string; readonly folder: string }[] {
  return settings.flatMap(({ path, text }) => {
    const name = posix.basename(path) === 'package.json' ? jsonObject(text)?.['name'] : undefined;
    const isOne = typeof name === 'string' && /config|preset|lint|plugin|rules|setup/.test(name);
    return isOne && posix.dirname(path) !== '.' ? [{ name, folder: posix.dirname(path) }] : [];
  });
}

function wordsIn(setting: Setting, gates: readonly string[]): string[] {
  return textsOf(setting, gates).flatMap((text) => {
    const said = text.replaceAll(built, '');
    const modules = [...said.matchAll(/(?:^|\s|")-[mp][ =]?["']?([a-z_]\w*(?:\.\w+)+)/g)].map(([, name = '']) => name);
    const programs = [...said.matchAll(/\b(?:sh|bash|node|python3?|tsx|ruby|perl)\s+([\w-]+)(?=\s|"|$)/g)];
    return [
      ...(said.match(/[\w@.{}<>*/-]+/g) ?? []).filter((word) => /[./]/.test(word)),
      ...modules.map((name) => name.replaceAll('.', '/')),
      ...programs.map(([, name = '']) => name),
    ];
  });
}

function textsOf({ path, text }: Setting, gates: readonly string[]): string[] {
  const name = posix.basename(path);
  if (/^[jt]sconfig/.test(name)) return [/"extends"\s*:\s*(?:"[^"]*"|\[[^\]]*\])/.exec(text)?.[0] ?? ''];
  const parts = /^(?:package|project|nx)\.json$/.test(name) ? surfaceParts(path, text, gates)?.parts : undefined;
  return parts ? [...parts.values()] : [text];
}

/** What is built or looked at is what is judged, and no part of how. */
const built =
  /["']?\b(?:main|index|browser|entry\w*|input|polyfills|server|outputPath|include|exclude|files)["']?\s*:\s*(?:["'][^"']*["']|\[[^\]]*\]|\{[^}]*\})/g;

function plain(word: string): string {
  return word.replace(/^(?:\{(?:projectRoot|workspaceRoot)\}|<rootDir>|PWD|\.)\//, '');
}

function isAmong({ exact, ends, folders }: Named, path: string): boolean {
  if (/\.(?:md|mdx|txt|lock|png|svg)$|(?:^|\/)(?:package-lock|pnpm-lock|composer\.lock)\b/.test(path)) return false;
  const bare = path.replace(/\.(?:[cm]?[jt]sx?|py)$/, '');
  if ([path, bare, bare.replace(/\/(?:index|__init__|__main__)$/, '')].some((one) => exact.has(one))) return true;
  const parts = path.split('/');
  if (parts.some((_, index) => ends.has(parts.slice(index).join('/')))) return true;
  return folders.some((folder) => path.startsWith(`${folder}/`));
}
