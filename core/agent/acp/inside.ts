import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** What has to be known of a file system to follow links. */
export interface Links {
  /** Where a path leads; undefined when nothing is there. */
  realPath(path: string): string | undefined;
  isLink(path: string): boolean;
}

/**
 * Whether a path leads to something in a folder, git's own files there excepted. What does not exist yet lies where its
 * folder does; a link that leads nowhere could be written through, to anywhere.
 */
export function isInside(path: string, folder: string, links: Links): boolean {
  const root = links.realPath(folder) ?? folder;
  let existing = resolve(folder, path);
  let missing = '';
  let real = links.realPath(existing);
  while (real === undefined && dirname(existing) !== existing) {
    if (links.isLink(existing)) return false;
    missing = join(relative(dirname(existing), existing), missing);
    existing = dirname(existing);
    real = links.realPath(existing);
  }
  const way = relative(root, join(real ?? existing, missing));
  const parts = way.split(sep);
  return !isAbsolute(way) && parts[0] !== '..' && !parts.some((part) => part.toLowerCase() === '.git');
}
