import { posix } from 'node:path';
import type { SpecFile } from './section.ts';
import type { SpecSet } from './spec-set.ts';

/**
 * The files of the set that its indexes name: the one at the top, and those of the folders in it. A link to a folder
 * names what lies in it; a file's name without a link counts too.
 */
export function indexedFiles(set: SpecSet): ReadonlySet<SpecFile> {
  const indexes = set.files.filter((file) => file === set.index || /\/(?:index|readme)\.md$/i.test(file.path));
  const named = new Set<SpecFile>(indexes);
  for (const index of indexes) {
    const targets = targetsOf(index);
    const words = new Set(index.content.match(/[\p{L}\p{N}_.-]+\.md\b/giu));
    for (const file of set.files) {
      const folders = file.path.split('/').map((_, depth, parts) => parts.slice(0, depth + 1).join('/'));
      if (folders.some((path) => targets.has(path)) || words.has(posix.basename(file.path))) named.add(file);
    }
  }
  return named;
}

/** What the file's links lead to, as paths of the repository. Its own folder names nothing. */
function targetsOf(file: SpecFile): ReadonlySet<string> {
  const folder = posix.dirname(file.path);
  const links = file.content.matchAll(
    /\]\(\s{0,9}<?([^\s<>)#]{1,999})|^ {0,3}\[[^\]\n]{1,200}\]:[ \t]{0,9}<?([^\s<>#]{1,999})/gm,
  );
  const paths = [...links].map(([, inline = '', defined = '']) =>
    posix.join(folder, decoded(inline + defined)).replace(/\/$/, ''),
  );
  return new Set(paths.filter((path) => path !== folder && !folder.startsWith(`${path}/`)));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
