import picomatch from 'picomatch';
import { jsonObject } from '../json.ts';

/**
 * The globs of a workspace's packages: `workspaces` of the root `package.json`, as npm, yarn and bun have it, and
 * `packages` of a `pnpm-workspace.yaml` in its plain form, a list of one item a line.
 */
export function workspacePatterns(manifest: string | undefined, pnpmWorkspace: string | undefined): string[] {
  const { workspaces } = jsonObject(manifest) ?? {};
  const listed = Array.isArray(workspaces) ? workspaces : jsonField(workspaces, 'packages');
  const patterns = [...(Array.isArray(listed) ? listed : []), ...pnpmPatterns(pnpmWorkspace)];
  return patterns
    .filter((pattern) => typeof pattern === 'string')
    .map((pattern) => pattern.replace(/^\.\//, '').replace(/\/$/, ''));
}

function jsonField(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** Whether a folder is a package of the workspace. A pattern that begins with `!` takes back what others give. */
export function memberOf(patterns: readonly string[]): (folder: string) => boolean {
  const given = patterns.filter((pattern) => pattern !== '' && !pattern.startsWith('!'));
  const taken = patterns
    .filter((pattern) => pattern.startsWith('!'))
    .map((pattern) => pattern.replace(/^!(\.\/)?/, ''));
  return given.length === 0 ? () => false : picomatch(given, { ignore: taken });
}

function pnpmPatterns(text: string | undefined): string[] {
  const lines = (text ?? '').split('\n');
  const start = lines.findIndex((line) => line.startsWith('packages:'));
  if (start < 0) return [];
  const items = lines.slice(start + 1).map((line) => /^\s+-\s*['"]?([^'"#]+?)['"]?\s*$/.exec(line)?.[1]);
  const end = items.indexOf(undefined);
  return items.slice(0, end < 0 ? undefined : end).filter((item) => item !== undefined);
}
