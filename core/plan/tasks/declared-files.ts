/** A path or glob as it can be compared with others. A folder stands for all that lies in it. */
export function normalPath(file: string): string {
  return file.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '/**');
}

/** By the folder in which a glob starts, what stands behind it: `**` or `*.ts` in `src/`. */
export type GlobIndex = ReadonlyMap<string, ReadonlySet<string>>;

export function globIndex(files: Iterable<string>): GlobIndex {
  const index = new Map<string, Set<string>>();
  for (const file of files) {
    const star = file.indexOf('*');
    if (star < 0) continue;
    const folder = file.slice(0, file.lastIndexOf('/', star) + 1);
    const patterns = index.get(folder) ?? new Set();
    index.set(folder, patterns.add(file.slice(folder.length)));
  }
  return index;
}

/**
 * Those of the globs that take in all that a path or glob stands for, as far as one sees it at a glance: all below a
 * folder, all in a folder, and either with an ending such as `.ts` or `.test.ts`. Globs of other shapes take in nothing.
 */
export function globsAround(path: string, globs: GlobIndex): string[] {
  // No path is that long, and every folder in it costs.
  if (globs.size === 0 || path.length > 1_000) return [];
  const own = path.slice(0, path.lastIndexOf('/') + 1);
  const endings = [...new Set(['', ...(/(?:\.[^.]+)?(\.[^.]+)$/.exec(path.slice(own.length)) ?? [])])];
  const below = ['**', ...endings.map((ending) => `**/*${ending}`)];
  const inside = [...below, ...endings.map((ending) => `*${ending}`)];
  const around: string[] = [];
  for (let folder = own; ; folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)) {
    const patterns = globs.get(folder);
    for (const pattern of folder === own ? inside : below) {
      if (patterns?.has(pattern) && folder + pattern !== path) around.push(folder + pattern);
    }
    if (folder === '') return around;
  }
}
