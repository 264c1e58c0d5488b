import picomatch from 'picomatch';
import { basename } from 'node:path/posix';
import { findingId } from '../review/finding.ts';
import { mapsToNothing } from './attention.ts';
import type { ChangedFile, Report } from './report.ts';

/** A commit of the phase, and what it is there for. */
export interface PhaseCommit {
  readonly commit: string;
  readonly made:
    | { readonly by: 'task'; readonly task: string }
    /** Ids of the findings that it was to fix; none where it was made for red gates. */
    | { readonly by: 'fix'; readonly findings: readonly string[] }
    | { readonly by: 'specs' | 'hand-off' };
  readonly files: readonly { readonly path: string; readonly added: number; readonly removed: number }[];
}

interface Claims {
  readonly tasks: readonly { readonly id: string; readonly files: readonly string[] }[];
  readonly criteria: Report['criteria'];
  readonly findings: Report['findings'];
}

/**
 * Puts every changed file down to those who asked for it, from the commits and never from what an agent says: the tasks
 * whose commits touch it, the findings that were fixed in it or by a commit that touches it, the criteria that name it,
 * and phasewright itself. Files that nobody asked for come first.
 */
export function mapFiles(
  changed: readonly Pick<ChangedFile, 'path' | 'added' | 'removed' | 'change'>[],
  commits: readonly PhaseCommit[],
  claims: Claims,
): ChangedFile[] {
  const touchedBy = commitsByPath(commits);
  const declares = new Map(claims.tasks.map(({ id, files }) => [id, declaration(files)]));
  const files = changed.map((file): ChangedFile => {
    const made = (touchedBy.get(file.path) ?? []).map((commit) => commit.made);
    const ids = new Set(made.flatMap((one) => (one.by === 'task' ? [one.task] : [])));
    const fixes = made.filter((one) => one.by === 'fix');
    const toFix = new Set(fixes.flatMap((one) => one.findings));
    const findings = claims.findings.flatMap((one, index) => (asksFor(one, file.path, toFix) ? [index] : []));
    const own = made.map(({ by }) => by).find((by) => by === 'specs' || by === 'hand-off');
    return {
      ...file,
      tasks: [...ids].map((id) => ({ id, declared: declares.get(id)?.(file.path) ?? null })),
      criteria: claims.criteria.flatMap((one, index) => (names(one, file.path) ? [index] : [])),
      findings,
      own: own ?? (fixes.length > 0 && findings.length === 0 ? 'review-fix' : null),
    };
  });
  return [...files.filter(mapsToNothing), ...files.filter((file) => !mapsToNothing(file))];
}

/** A finding asks for what the commits that were to fix it touch, a test beside the code as well. */
function asksFor(
  { finding, outcome, stage }: Report['findings'][number],
  path: string,
  toFix: ReadonlySet<string>,
): boolean {
  return (outcome === 'fixed' && finding.path === path) || (stage === 'review' && toFix.has(findingId(finding)));
}

function commitsByPath(commits: readonly PhaseCommit[]): Map<string, PhaseCommit[]> {
  const found = new Map<string, PhaseCommit[]>();
  for (const commit of commits) {
    for (const { path } of commit.files) {
      const before = found.get(path);
      if (before) before.push(commit);
      else found.set(path, [commit]);
    }
  }
  return found;
}

/** Whether a path is among those that a task declares; null where it declares none. */
function declaration(files: readonly string[]): (path: string) => boolean | null {
  if (files.length === 0) return () => null;
  return picomatch([...files], { dot: true });
}

/** A criterion names a file by its path; by its name alone where that has an ending, as `refund.test.ts` has. */
function names({ text, probe }: Report['criteria'][number], path: string): boolean {
  const words = wordsOf(`${text} ${probe}`);
  const name = basename(path);
  return words.has(path) || (name.includes('.', 1) && words.has(name));
}

function wordsOf(text: string): Set<string> {
  return new Set(text.split(/[\s`'"(),;:=]+/).map((word) => word.replace(/^\.\//, '').replace(/[.!?]+$/, '')));
}
