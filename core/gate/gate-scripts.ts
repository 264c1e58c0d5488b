import { posix } from 'node:path';
import { justfiles, makefiles } from './find/wrappers.ts';
import { surfaceParts } from './surface-parts.ts';
import type { SurfaceChange } from './surface.ts';

/**
 * Paths of a change that were there, and that the base's checks run: named by their commands, or by the settings of runners,
 * as what they load before any test. What runs there is part of what the gate means.
 */
export function scriptsOfGates({ files, settings }: SurfaceChange, gates: readonly string[]): string[] {
  const named = new Set(settings.flatMap(({ path, text }) => namedBy(path, text, gates)));
  return files.flatMap(({ path, from = path, base }) => (base && isAmong(named, from) ? [from] : []));
}

/** Whether a file says what checks run, as far as its name tells. */
export function saysWhatRuns(path: string): boolean {
  const name = posix.basename(path);
  return holding.has(name) || ofRunners.test(name);
}

/** Where commands stand. */
const holding: ReadonlySet<string> = new Set([
  'package.json',
  'project.json',
  'nx.json',
  ...makefiles,
  ...justfiles,
  'tox.ini',
]);

const ofRunners =
  /^(?:(?:vitest|jest|vite|playwright|cypress|karma|web-test-runner|ava)\.(?:config|workspace)\.\w+|\.mocharc\.\w+)$/;

/** As they may be meant: from the root, and from where the file lies. */
function namedBy(path: string, text: string, gates: readonly string[]): string[] {
  const says = ofRunners.test(posix.basename(path))
    ? [text]
    : [...(surfaceParts(path, text, gates)?.parts.values() ?? [])];
  const words = says.flatMap((one) => one.replaceAll(built, '').match(/[\w@.{}<>/-]+/g) ?? []);
  const paths = words.filter(isPath).map(plain);
  return paths.flatMap((word) => [posix.normalize(word), posix.join(posix.dirname(path), word)]);
}

/** What a target builds is what it judges, and no part of how. */
const built = /"(?:main|index|browser|entry\w*|polyfills|server|outputPath)":"[^"]*"/g;

function plain(word: string): string {
  return word.replace(/^(?:\{(?:projectRoot|workspaceRoot)\}|<rootDir>|\.)\//, '');
}

function isPath(word: string): boolean {
  return /[./]/.test(word);
}

/** Settings may leave out how a name ends. */
function isAmong(named: ReadonlySet<string>, path: string): boolean {
  return named.has(path) || named.has(path.replace(/\.[cm]?[jt]sx?$/, ''));
}
