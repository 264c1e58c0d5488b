import { posix } from 'node:path';

/**
 * Which of a repository's paths are roadmaps of the plan: `specs/delivery/roadmap.md`, `specs/90-roadmap.md`, or what is
 * called a roadmap and lies beside the plan.
 */
export function roadmapPaths(paths: readonly string[], planPath: string): string[] {
  const folder = posix.dirname(planPath);
  const above = posix.dirname(folder);
  // The set of specs around `specs/delivery/impl-plan.md` is `specs/`, and the other way round.
  const folders = new Set([
    folder,
    posix.join(folder, 'delivery'),
    ...(/^specs?$/.test(posix.basename(above)) ? [above] : []),
  ]);
  return paths.filter(
    (path) => path !== planPath && /(?:roadmap|路线图)[^/]*\.md$/i.test(path) && folders.has(posix.dirname(path)),
  );
}
