import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import picomatch from 'picomatch';

/**
 * The folder of the nearest project above a plan, or `.`: a folder with a `project.json`, or with a `package.json` that
 * is a package of the workspace. Other `package.json` files, of fixtures for instance, are no projects to Nx either.
 */
export function projectRootOf(plan: string, at: { workspaceRoot: string; patterns: readonly string[] }): string {
  const isPackage = at.patterns.length > 0 ? picomatch([...at.patterns]) : () => false;
  for (let folder = posix.dirname(plan); folder !== '.' && folder !== '/'; folder = posix.dirname(folder)) {
    if (existsSync(join(at.workspaceRoot, folder, 'project.json'))) return folder;
    if (isPackage(folder) && existsSync(join(at.workspaceRoot, folder, 'package.json'))) return folder;
  }
  return '.';
}

/** The globs of the workspace's packages, as npm, yarn and bun write them, and pnpm in its plain form. */
export function readWorkspacePatterns(workspaceRoot: string): string[] {
  const manifest = parse(join(workspaceRoot, 'package.json'));
  const { workspaces } = manifest;
  const listed = Array.isArray(workspaces) ? workspaces : ((workspaces as { packages?: unknown } | undefined)?.packages ?? []);
  const patterns = [...(Array.isArray(listed) ? listed : []), ...pnpmPatterns(workspaceRoot)];
  return patterns.filter((pattern) => typeof pattern === 'string').map((pattern) => posix.normalize(pattern).replace(/\/$/, ''));
}

function pnpmPatterns(workspaceRoot: string): string[] {
  const path = join(workspaceRoot, 'pnpm-workspace.yaml');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  const start = lines.findIndex((line) => /^packages:/.test(line));
  const items = lines.slice(start + 1).map((line) => /^\s+-\s*['"]?([^'"#]+?)['"]?\s*$/.exec(line)?.[1]);
  const end = items.findIndex((item) => item === undefined);
  return start < 0 ? [] : items.slice(0, end < 0 ? undefined : end).filter((item) => item !== undefined);
}

function parse(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}
