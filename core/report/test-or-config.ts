import { isTestPath } from '../review/test-file.ts';

/**
 * Whether a file by its name is a test, or decides what gates mean. By name alone: it tells where to look, and decides
 * nothing.
 */
export function isTestOrConfig(path: string): boolean {
  return isTestPath(path) || configFile.test(path);
}

const configFile =
  /(?:^|\/)(?:package(?:-lock)?\.json|pnpm-lock\.yaml|yarn\.lock|project\.json|nx\.json|tsconfig[^/]*\.json|[^/]*\.config\.[cm]?[jt]s|\.?(?:eslint|oxlint|prettier|oxfmt)[^/]*|Cargo\.toml|pyproject\.toml|Makefile)$/i;
