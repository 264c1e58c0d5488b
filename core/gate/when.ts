import picomatch from 'picomatch';
import { isManifest } from './manifests.ts';
import type { When } from './option.ts';

/** Why a gate is not due for a change of these files; undefined where it is. */
export function notDue(when: When | undefined, changed: readonly string[]): string | undefined {
  if (when === undefined) return undefined;
  const { paths, dependencies, boundary } = when;
  if (paths && anyMatches(paths, changed)) return undefined;
  if (dependencies && changed.some(isManifest)) return undefined;
  if (boundary && anyMatches(boundary.flatMap(moduleOf), changed)) return undefined;
  const sought = [
    ...(paths ? [`no changed file matches ${paths.join(', ')}`] : []),
    ...(dependencies ? ['no manifest or lockfile has changed'] : []),
    ...(boundary ? [`nothing has changed in the boundary modules ${boundary.join(', ')}`] : []),
  ];
  return sought.join(', and ');
}

function anyMatches(globs: readonly string[], paths: readonly string[]): boolean {
  const matches = picomatch([...globs], { dot: true });
  return paths.some((path) => matches(path));
}

/** A module is a file, or a folder and all in it. */
function moduleOf(glob: string): string[] {
  const folder = glob.replace(/\/+$/, '');
  return [folder, `${folder}/**`];
}
