import { stripVTControlCharacters } from 'node:util';
import type { Gate } from '../result/records.ts';

/** A gate that has failed: what it printed, and what its runner has told of tests. */
export type Failed = Pick<Gate, 'output' | 'tests'>;

/**
 * Whether a gate fails as it did before, and with nothing new: the same tests or fewer where their names are known, else
 * the same lines of errors or fewer. One test or error more is another failure.
 */
export function failsAsBefore(now: Failed, before: Failed): boolean {
  const [tests, known] = [failingTests(now), failingTests(before)];
  if (tests && known) return tests.length > 0 && tests.every((name) => known.includes(name));
  const [lines, seen] = [errorLines(now.output), counted(errorLines(before.output))];
  if (lines.length === 0) return alike(now.output) === alike(before.output);
  return [...counted(lines)].every(([line, count]) => count <= (seen.get(line) ?? 0));
}

/** Undefined where the runner has named none. */
export function failingTests({ tests }: Failed): string[] | undefined {
  return tests?.names?.filter(({ outcome }) => outcome === 'failed').map(nameOfTest);
}

/** A test by its name, with the file that it is in. */
export function nameOfTest({ name, file }: { readonly name: string; readonly file?: string | undefined }): string {
  return file === undefined ? name : `${file} > ${name}`;
}

function errorLines(output: string): string[] {
  return output
    .split('\n')
    .map(alike)
    .filter((line) => line.length <= 2_000 && tells.test(line));
}

const tells =
  /\b(?:error|fail(?:ed|ure|s)?|exception|panicked|expected|cannot|missing)\b|^\s*[✗✕×✖✘●]|not (?:ok|found)\b/i;

/** Without what differs from run to run: colours, numbers, times, the folder of the worktree. */
function alike(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/\S*\/\.worktrees\/[^/\s]+\//g, '')
    .replaceAll(/\b(?=\w*\d)[0-9a-f]{7,}\b/gi, '#')
    .replaceAll(/\d+(?:\.\d+)?(?:[mµn]?s\b)?/g, '#')
    .trim();
}

function counted(lines: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  return counts;
}
