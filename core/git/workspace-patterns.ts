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

function pnpmPatterns(text: string | undefined): string[] {
  const lines = (text ?? '').split('\n');
  const start = lines.findIndex((line) => line.startsWith('packages:'));
  if (start < 0) return [];
  const items = lines.slice(start + 1).map((line) => /^\s+-\s*['"]?([^'"#]+?)['"]?\s*$/.exec(line)?.[1]);
  const end = items.indexOf(undefined);
  return items.slice(0, end < 0 ? undefined : end).filter((item) => item !== undefined);
}
