import { posix } from 'node:path';

/** A project of the workspace, as far as proofs are concerned with it. */
export interface Project {
  readonly name: string;
  /** Relative to the workspace; empty for the root project. */
  readonly root: string;
  /** Names of the projects that it depends on directly. */
  readonly dependsOn: readonly string[];
}

/** The part of a repository that a proof is about. */
export interface Coverage {
  /** Nothing but these paths; where this is missing, all that is not left out. */
  readonly only?: readonly string[] | undefined;
  /** Files and folders. */
  readonly leftOut: readonly string[];
}

export function covers(coverage: Coverage, path: string): boolean {
  if (coverage.only) return coverage.only.some((one) => isAt(path, one));
  return !coverage.leftOut.some((one) => isAt(path, one));
}

function isAt(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}

/**
 * The folders that a command does not read, as far as that is certain: projects that neither it nor the plan's project
 * has to do with. A command has to do with a project that its words name, and with all that this one depends on. One
 * that names none, such as `npm test`, may read everything; what lies outside of all projects anything may read.
 */
export function unreadFolders(
  projects: readonly Project[],
  about: { readonly project: string; readonly command: readonly string[] },
): string[] {
  const named = projects.filter((project) => isNamed(project, about.command)).map(({ name }) => name);
  if (named.length === 0) return [];
  const read = withDependencies(projects, [...named, about.project]);
  const kept = projects.filter(({ name }) => read.has(name)).map(({ root }) => root);
  return projects
    .filter(({ name, root }) => root !== '' && !read.has(name) && !kept.some((one) => isAt(one, root)))
    .map(({ root }) => root)
    .toSorted();
}

/** By a path inside of it, or as Nx has it: `nx run a:test`, `nx test a`. What Nx runs for many projects names none. */
function isNamed({ name, root }: Project, command: readonly string[]): boolean {
  const isNx = command.some((word) => posix.basename(word) === 'nx');
  if (isNx && command.some((word) => /^(?:run-many|affected|--all)$/.test(word))) return false;
  return command.some((word) => {
    const path = posix.normalize(word.replace(/^--?[\w-]+=/, ''));
    return (root !== '' && isAt(path, root)) || (isNx && (word === name || word.startsWith(`${name}:`)));
  });
}

function withDependencies(projects: readonly Project[], names: readonly string[]): ReadonlySet<string> {
  const dependencies = new Map(projects.map(({ name, dependsOn }) => [name, dependsOn]));
  const found = new Set(names);
  // A set that grows while it is gone through comes to its end as well.
  for (const name of found) for (const other of dependencies.get(name) ?? []) found.add(other);
  return found;
}
