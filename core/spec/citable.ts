import { posix } from 'node:path';
import { specFolder } from '../stage/specs/protected-paths.ts';

/**
 * Which of a repository's paths the Spec cells may cite: all Markdown around the plan, and elsewhere what a cell names.
 * Whoever resolves citations hands in these and no others, so that the lint and the briefs agree on what is missing.
 */
export function citablePaths(paths: readonly string[], planPath: string, specCells: readonly string[]): string[] {
  const near = specFolder(planPath) ?? posix.dirname(planPath);
  const cited = specCells.join('\n');
  return paths.filter(
    (path) => path.endsWith('.md') && (path.startsWith(`${near}/`) || cited.includes(posix.basename(path))),
  );
}
