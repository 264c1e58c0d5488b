import { globSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun, loadAction, loadWorkflow, type Document } from '../runner/document.ts';
import { checkExpressions } from './expressions.ts';
import { checkDescriptions } from './descriptions.ts';
import { checkSteps } from './steps.ts';
import { languageFindings } from './language.ts';
import { scriptFindings } from './scripts.ts';

/** Something wrong in a workflow or action. */
export interface Finding {
  /** From the root. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

export interface LintResult {
  /** All files that were looked at, so that a lint of nothing is seen. */
  readonly files: readonly string[];
  /** By path and line, each once. */
  readonly findings: readonly Finding[];
  /** Whether shellcheck was there to look at the scripts. */
  readonly hasShellcheck: boolean;
}

/** What a folder is published as: its workflows may name it so, since a release of ours is never moved. */
export interface Own {
  /** `owner/repo`. */
  readonly repository: string;
  readonly tag: string;
}

/**
 * Lints the actions and workflows below a folder: by GitHub's parser and language service, by rules for what these let
 * pass, and by shellcheck where it is on the path. `$/` is the folder itself.
 */
export async function lintActions(
  root: string,
  { patterns = usualPatterns, own }: { readonly patterns?: readonly string[]; readonly own?: Own } = {},
): Promise<LintResult> {
  const files = globSync([...patterns], { cwd: root, exclude: ['**/node_modules/**'] }).toSorted();
  const findings: Finding[] = [];
  let hasShellcheck = true;
  for (const path of files) {
    const isWorkflow = !/(?:^|\/)action\.ya?ml$/.test(path);
    findings.push(...(await languageFindings(root, path, own)));
    const document = load(root, path, isWorkflow);
    if ('path' in document) {
      const scripts = scriptFindings(document, path);
      hasShellcheck &&= scripts !== 'missing';
      const steps = (file: Document, name: string): Finding[] => checkSteps(file, name, own);
      const checks = [steps, checkExpressions, checkDescriptions];
      findings.push(...checks.flatMap((check) => check(document, path)), ...(scripts === 'missing' ? [] : scripts));
    } else if (findings.every((finding) => finding.path !== path)) {
      findings.push({ path, line: 1, message: document.error });
    }
  }
  const unique = new Map(findings.map((finding) => [findingText(finding), finding]));
  const sorted = [...unique.values()].toSorted(
    (one, other) => one.path.localeCompare(other.path) || one.line - other.line,
  );
  return { files, findings: sorted, hasShellcheck };
}

/** `path:line: message` */
export function findingText({ path, line, message }: Finding): string {
  return `${path}:${line}: ${message}`;
}

const usualPatterns = [
  'action.{yml,yaml}',
  'actions/**/action.{yml,yaml}',
  '.github/actions/**/action.{yml,yaml}',
  '.github/workflows/*.{yml,yaml}',
  'examples/**/.github/workflows/*.{yml,yaml}',
  'docs/**/workflows/*.{yml,yaml}',
];

function load(root: string, path: string, isWorkflow: boolean): Document | { error: string } {
  try {
    return isWorkflow ? loadWorkflow(join(root, path)) : loadAction(join(root, path));
  } catch (error) {
    if (error instanceof CannotRun) return { error: error.message };
    throw error;
  }
}
