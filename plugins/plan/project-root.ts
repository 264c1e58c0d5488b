import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { memberOf } from '../../core/git/workspace-patterns.ts';

/**
 * The folder of the nearest project above a plan, or `.`: a folder with a `project.json`, or with a `package.json` that
 * is a package of the workspace. Other `package.json` files, of fixtures for instance, are no projects to Nx either.
 */
export function projectRootOf(plan: string, at: { workspaceRoot: string; patterns: readonly string[] }): string {
  const isPackage = memberOf(at.patterns);
  for (let folder = posix.dirname(plan); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
    if (existsSync(join(at.workspaceRoot, folder, 'project.json'))) return folder;
    if (isPackage(folder) && existsSync(join(at.workspaceRoot, folder, 'package.json'))) return folder;
  }
  return '.';
}
