/** A path or glob as it can be compared with others. A folder stands for all that lies in it. */
export function normalPath(file: string): string {
  return file.replace(/^(?:\.?\/)+/, '').replace(/\/$/, '/**');
}

export function isGlob(file: string): boolean {
  return file.includes('*');
}

/**
 * Those of the globs that take in all that a path or glob stands for, as far as one sees it at a glance: all below a
 * folder, all in a folder, and either with an ending such as `.ts` or `.test.ts`. Globs of other shapes take in nothing.
 */
export function globsAround(path: string, globs: ReadonlySet<string>): string[] {
  // No path is that long, and every folder in it costs.
  if (globs.size === 0 || path.length > 1_000) return [];
  const name = path.slice(path.lastIndexOf('/') + 1);
  const endings = ['', ...(/(?:\.[^.]+)?(\.[^.]+)$/.exec(name) ?? [])];
  let folder = path.slice(0, path.length - name.length);
  const around = new Set(endings.map((ending) => `${folder}*${ending}`));
  for (;;) {
    around.add(`${folder}**`);
    for (const ending of endings) around.add(`${folder}**/*${ending}`);
    if (folder === '') break;
    folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
  }
  return [...around].filter((glob) => glob !== path && globs.has(glob));
}
