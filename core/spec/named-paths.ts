import { posix } from 'node:path';
import type { Line } from '../markdown/lines.ts';
import { isMemo, memoKind } from './memo.ts';

/** A file or folder of the repository that a text names. */
export interface NamedPath {
  /** A folder's without a slash at its end. */
  readonly path: string;
  /** 1-based, in the text that names it. */
  readonly line: number;
  readonly column: number;
  /** The whole line. */
  readonly text: string;
}

/** Finds which of a repository's files and folders the lines of a text name. */
export type FindPaths = (lines: readonly Line[], path: string) => NamedPath[];

/**
 * Links, code spans and bare paths, as written beside the text, below the root or, for a memo, by the end of its path
 * (`research/spike-cache.md`) or its name. A path below a submodule names the submodule. A folder has a slash in its
 * name. What names nothing is for the lint to complain about.
 */
export function pathFinder(paths: readonly string[]): FindPaths {
  const known = new Set(paths);
  const folders = foldersOf(paths);
  const memos = Map.groupBy(paths.filter(isMemo), (path) => posix.basename(path).toLowerCase());
  return (lines, path) =>
    lines
      .filter(({ kind }) => kind === 'text')
      .flatMap(({ number, text }) =>
        [...text.matchAll(word)].flatMap(({ 0: word, index }) => {
          const found = /[./-]/.test(word) ? find(word.replace(/[.]+$/, ''), posix.dirname(path)) : undefined;
          return found === undefined || found === path ? [] : [{ path: found, line: number, column: index + 1, text }];
        }),
      );

  function find(written: string, folder: string): string | undefined {
    const beside = posix.join(folder, written);
    if (!written.includes('/')) return known.has(beside) ? beside : memoCalled(written);
    const below = posix.normalize(written.replace(/^\/+/, ''));
    const file = fileOrAbove(beside) ?? fileOrAbove(below) ?? memoCalled(written);
    if (file !== undefined || !/[\p{L}\p{N}]/u.test(written)) return file;
    return folderAt(beside) ?? folderAt(below);
  }

  function folderAt(path: string): string | undefined {
    const folder = path.replace(/\/$/, '');
    return folders.has(folder) ? folder : undefined;
  }

  /** The file itself, or the submodule that it lies in: of that, no more than its own path is known here. */
  function fileOrAbove(path: string): string | undefined {
    for (let at = path; at.includes('/'); at = posix.dirname(at)) if (known.has(at)) return at;
    return undefined;
  }

  /** Words such as `cache` are only words. */
  function memoCalled(written: string): string | undefined {
    const name = posix.basename(written).toLowerCase();
    const called = name.endsWith('.md') ? name : memoKind(name) === null ? '' : `${name}.md`;
    const [memo, ...others] = memos.get(called) ?? [];
    return others.length === 0 && memo?.toLowerCase().includes(written.toLowerCase()) ? memo : undefined;
  }
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    let folder = posix.dirname(path);
    for (; folder !== '.' && !folders.has(folder); folder = posix.dirname(folder)) folders.add(folder);
  }
  return folders;
}

const word = /[\p{L}\p{N}_.@~+/-]+/gu;
