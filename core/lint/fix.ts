import type { SpecFile } from '../spec/section.ts';
import type { Diagnostic, Fix } from './diagnostic.ts';

/** How often files are linted again after fixes: one fix may make room for another. */
const maxPasses = 10;

export interface Fixed<File extends SpecFile> {
  readonly files: readonly File[];
  /** How many fixes were applied. */
  readonly count: number;
}

/** Applies what can be fixed, lints again, and goes on until nothing is left to fix. Pure: files in, files out. */
export function fixFiles<File extends SpecFile>(
  files: readonly File[],
  relint: (files: readonly File[]) => readonly Diagnostic[],
): Fixed<File> {
  let fixed: Fixed<File> = { files, count: 0 };
  for (let pass = 0; pass < maxPasses; pass++) {
    const next = fixOnce(fixed.files, relint(fixed.files));
    if (next.count === 0) return fixed;
    fixed = { files: next.files, count: fixed.count + next.count };
  }
  return fixed;
}

function fixOnce<File extends SpecFile>(files: readonly File[], diagnostics: readonly Diagnostic[]): Fixed<File> {
  const fixes = Map.groupBy(
    diagnostics.flatMap(({ fix }) => fix ?? []),
    (fix) => fix.path,
  );
  let count = 0;
  const changed = files.map((file) => {
    const own = fixes.get(file.path);
    if (!own) return file;
    const { content, applied } = applyFixes(file.content, own);
    count += applied;
    return { ...file, content };
  });
  return { files: changed, count };
}

/** Applies fixes of one file, from top to bottom. One that touches the fix before it waits for the next pass. */
export function applyFixes(content: string, fixes: readonly Fix[]): { content: string; applied: number } {
  const parts: string[] = [];
  let applied = 0;
  let done = -1;
  for (const { start, end, text } of fixes.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start <= done || start > end || end > content.length) continue;
    parts.push(content.slice(Math.max(done, 0), start), text);
    done = end;
    applied++;
  }
  return { content: parts.join('') + content.slice(Math.max(done, 0)), applied };
}
