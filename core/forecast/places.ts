import { posix } from 'node:path';
import { surfaceKindOf } from '../gate/surface-file.ts';
import { normalPath } from '../plan/tasks/declared-files.ts';
import type { Project } from '../result/coverage.ts';

/** A part of the workspace in which tasks meet. There is one object for each. */
export interface Place {
  /** For people: `project web`, `docs`. */
  readonly words: string;
  /** Whether it is what all projects are built and judged by. */
  readonly isShared: boolean;
  /** Other places whose input it is, directly or not. */
  readonly dependants: ReadonlySet<Place>;
}

/** The places that a path or glob, relative to the workspace, reaches into; none outside of the workspace. */
export type FindPlaces = (path: string) => Place[];

/**
 * A file belongs to the nearest project above it. A lockfile, and configuration that lies in no project of its own, is
 * shared by all; any other file outside of all projects counts by the uppermost folder that it lies in. A glob or a folder
 * also reaches into the projects below it.
 */
export function placeFinder(projects: readonly Project[]): FindPlaces {
  const { placeOf, shared } = placesOf(projects);
  const byRoot = new Map(projects.map(({ name, root }) => [root, placeOf.get(name)!]));
  const outside = new Map<string, Place>();

  return (written) => {
    const path = posix.normalize(normalPath(written));
    if (path === '..' || path.startsWith('../')) return [];
    const start = withoutGlob(path);
    if (start === '' || start === '.') return [shared];
    const above = nestedProject(start) ?? (isForAll(start) ? shared : (byRoot.get('') ?? outsideAt(start)));
    const below = projects.filter(({ root }) => root.startsWith(`${start}/`)).map(({ root }) => byRoot.get(root)!);
    return [above, ...below];
  };

  /** The project whose folder a path is or lies in, but for the root project. */
  function nestedProject(path: string): Place | undefined {
    for (let at = path; at !== '' && at !== '.'; at = posix.dirname(at)) {
      const place = byRoot.get(at);
      if (place) return place;
    }
    return undefined;
  }

  function outsideAt(path: string): Place {
    const [name = ''] = path.split('/');
    const known = outside.get(name);
    if (known) return known;
    const place = { words: name, isShared: false, dependants: new Set<Place>() };
    outside.set(name, place);
    return place;
  }
}

/** Files that say which packages and which tools there are. */
const pinned =
  /^(?:pnpm-workspace\.yaml|\.npmrc|\.yarnrc\.yml|\.nvmrc|\.node-version|\.tool-versions|rust-toolchain(?:\.toml)?|go\.work|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|go\.(?:work\.)?sum|(?:poetry|uv|Pipfile|pdm)\.lock|Gemfile\.lock|composer\.lock|mix\.lock|gradle\.lockfile)$/;

/** Whether a file that lies in no project of its own decides how all projects are built or judged. */
function isForAll(path: string): boolean {
  return pinned.test(posix.basename(path)) || surfaceKindOf(path) !== undefined;
}

/** The place of each project by its name, and that of what all of them share. */
function placesOf(projects: readonly Project[]): { placeOf: ReadonlyMap<string, Place>; shared: Place } {
  const made = projects.map(({ name }) => ({
    name,
    place: { words: `project ${name}`, isShared: false, dependants: new Set<Place>() },
  }));
  const placeOf = new Map(made.map(({ name, place }) => [name, place]));
  const direct = new Map<string, string[]>();
  for (const { name, dependsOn } of projects)
    for (const other of dependsOn) direct.set(other, [...(direct.get(other) ?? []), name]);
  for (const { name, place } of made) {
    const found = new Set(direct.get(name));
    // A set that grows while it is gone through comes to its end as well.
    for (const one of found) for (const next of direct.get(one) ?? []) found.add(next);
    for (const one of found) if (one !== name) place.dependants.add(placeOf.get(one)!);
  }
  return {
    placeOf,
    shared: { words: 'what all projects share', isShared: true, dependants: new Set(placeOf.values()) },
  };
}

/** A path as it is; of a glob the folder above its first segment that stands for several. */
function withoutGlob(path: string): string {
  const segments = path.split('/');
  const glob = segments.findIndex((segment) => /[*?[{]/.test(segment));
  return glob < 0 ? path : segments.slice(0, glob).join('/');
}
