import type { Git } from '../../git/git.ts';
import { boundKinds, type BoundFile } from '../../result/entry.ts';

/** The digests of what a phase is bound to, as it is at a commit: each path once, as the first kind that it has. */
export async function boundAt(
  git: Git,
  commit: string,
  paths: Readonly<Partial<Record<BoundFile['kind'], readonly string[]>>>,
): Promise<BoundFile[]> {
  const kinds = new Map(boundKinds.toReversed().flatMap((kind) => (paths[kind] ?? []).map((path) => [path, kind])));
  if (kinds.size === 0) return [];
  // With `-t` folders are listed too.
  const listing = await git.text(['ls-tree', '-r', '-t', '-z', '--full-tree', commit]);
  const blobs = new Map(
    listing.split('\0').map((entry) => {
      const tab = entry.indexOf('\t');
      return [entry.slice(tab + 1), entry.slice(0, tab).split(' ')[2] ?? ''];
    }),
  );
  return boundKinds.flatMap((kind) =>
    [...kinds]
      .filter(([path, of]) => of === kind && blobs.has(path))
      .map(([path]) => ({ path, kind, blob: blobs.get(path) ?? '' }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1)),
  );
}
