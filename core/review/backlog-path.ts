import { posix } from 'node:path';

const known = /^(?:\d{1,4}-)?(?:improvements?-review|deferred-findings|findings-backlog)\.md$/i;

/**
 * Where a project's deferred findings stand, one file for all its plans: the one of such a name that is nearest to the
 * plan, beside it or in a folder above it; else the one in the project's root, or in or below its `specs` or `docs`. Of
 * several in one place it is the one with the highest number, which follows the others. If there is none, the place of a
 * new one: beside the plan, in the layout the plan is in.
 */
export function backlogPath(planPath: string, projectRoot: string, paths: readonly string[]): string {
  const folder = posix.dirname(planPath);
  const above = new Set(foldersOf(planPath));
  const root = posix.join(projectRoot, '.');
  const below = ['specs', 'docs'].map((name) => `${posix.join(root, name)}/`);
  const named = paths.filter(isNamedBacklog);
  const near = named.filter((path) => above.has(posix.dirname(path)));
  const inProject = named.filter(
    (path) => posix.dirname(path) === root || below.some((start) => path.startsWith(start)),
  );
  const found = near.toSorted((a, b) => depth(b) - depth(a) || laterFirst(a, b))[0];
  return found ?? inProject.toSorted((a, b) => depth(a) - depth(b) || laterFirst(a, b))[0] ?? newBeside(folder);
}

function newBeside(folder: string): string {
  return posix.basename(folder) === 'delivery'
    ? `${folder}/improvements-review.md`
    : posix.join(folder, '93-improvements-review.md');
}

/** Whether a file is named like a backlog: no task changes it, since code alone says what is fixed. */
export function isNamedBacklog(path: string): boolean {
  return known.test(posix.basename(path));
}

/** The folder of a path, and all above it. */
function foldersOf(path: string): string[] {
  const folders = [posix.dirname(path)];
  for (let folder = folders[0]; folder !== undefined && folder !== '.';) {
    folder = posix.dirname(folder);
    folders.push(folder);
  }
  return folders;
}

function depth(path: string): number {
  return path.split('/').length;
}

function laterFirst(a: string, b: string): number {
  return numberOf(b) - numberOf(a) || (a < b ? -1 : 1);
}

function numberOf(path: string): number {
  return Number(/^\d+/.exec(posix.basename(path))?.[0] ?? -1);
}
