import { posix } from 'node:path';
import { isNamedBacklog } from '../../review/backlog-path.ts';
import { indexedFiles } from '../../spec/spec-index.ts';
import type { SpecFile } from '../../spec/section.ts';
import { specSet } from '../../spec/spec-set.ts';
import { defineRule, type Report } from '../rule.ts';

/**
 * A reader finds a spec by the index of its folder and by its number. If there is an index, it links every spec of the
 * folders that it links into; if most files of a folder have a number, all have one, and each has its own.
 *
 * @example All are linked, and have their number.
 *
 *     --- specs/91-impl-plan.md
 *     --- specs/index.md
 *     - [Input](./10-input.md)
 *     - [Output](./11-output.md)
 *     - [Plan](./91-impl-plan.md)
 *     --- specs/10-input.md
 *     --- specs/11-output.md
 *     --- specs/93-improvements-review.md
 *     --- specs/research/survey.md
 *
 * @example One is forgotten, one has the number of another, one has none.
 *
 *     --- specs/91-impl-plan.md
 *     --- specs/index.md
 *     - [Input](./10-input.md), [Output](./11-output.md), [cache.md](./cache.md)
 *     - [Plan](./91-impl-plan.md)
 *     --- specs/10-input.md
 *     --- specs/11-output.md
 *     --- specs/11-parser.md
 *     --- specs/cache.md
 *     === specs/11-parser.md:1:1 Unexpected spec that specs/index.md does not link, expected every spec of the folder there; add a link
 *     ===   see also specs/index.md:1:1
 *     === specs/11-parser.md:1:1 Unexpected second file with the number 11, expected every number once; give one of the two another number
 *     ===   see also specs/11-output.md:1:1
 *     === specs/cache.md:1:1 Unexpected name without a number, expected one such as 12-cache.md, like the other files of specs; give it a number that is free
 */
export const specIndex = defineRule({
  id: 'spec-index',
  recommended: 'warning',
  check(context, report) {
    const set = specSet(context.files, context.plan?.path ?? context.whole[0] ?? '');
    const isPlan = ({ path }: SpecFile): boolean => path === context.plan?.path;
    const specs = set.files.filter(({ path }) => !isAside(posix.basename(path)));
    const byFolder = Map.groupBy(specs, ({ path }) => posix.dirname(path));
    const indexed = indexedFiles(set);
    for (const [folder, files] of byFolder) {
      const numbers = numberedFiles(files);
      const isNumbered = numbers.size >= 2 && files.filter(hasNumber).length * 2 >= files.length;
      const isSpecFolder = isNumbered || /(?:^|\/)specs?$/.test(folder);
      const others = files.filter((file) => !isPlan(file));
      // A backlog is written by code as phases end; nobody reads it as a spec.
      const unlinked = others.filter((file) => !indexed.has(file) && !isNamedBacklog(file.path));
      if (set.index && isSpecFolder && unlinked.length < others.length) reportUnlinked(set.index, unlinked, report);
      if (isNumbered)
        reportUnnumbered(
          folder,
          others.filter((file) => !hasNumber(file)),
          { numbers, report },
        );
      // Two decisions of one number are a matter of the decision log.
      if (isNumbered)
        reportTaken(
          files.filter((file) => !set.decisions.includes(file)),
          { numbers, report },
        );
    }
  },
});

function reportUnlinked(index: SpecFile, files: readonly SpecFile[], report: Report): void {
  const message = `Unexpected spec that ${index.path} does not link, expected every spec of the folder there; add a link`;
  for (const { path } of files) report({ message, at: top(path), other: top(index.path) });
}

interface Numbering {
  readonly numbers: ReadonlyMap<string, SpecFile>;
  readonly report: Report;
}

function reportUnnumbered(folder: string, files: readonly SpecFile[], { numbers, report }: Numbering): void {
  for (const { path } of files) {
    const example = `${nextFree(numbers)}-${posix.basename(path)}`;
    const message = `Unexpected name without a number, expected one such as ${example}, like the other files of ${folder}; give it a number that is free`;
    report({ message, at: top(path) });
  }
}

function reportTaken(files: readonly SpecFile[], { numbers, report }: Numbering): void {
  for (const file of files) {
    const number = numberOf(file) ?? '';
    const first = numbers.get(number);
    if (!first || first === file || isTranslation(file, first)) continue;
    const message = `Unexpected second file with the number ${number}, expected every number once; give one of the two another number`;
    report({ message, at: top(file.path), other: top(first.path) });
  }
}

/** For each number, the first file that has it. */
function numberedFiles(files: readonly SpecFile[]): Map<string, SpecFile> {
  const numbers = new Map<string, SpecFile>();
  for (const file of files) {
    const number = numberOf(file);
    if (number !== null && !numbers.has(number)) numbers.set(number, file);
  }
  return numbers;
}

function hasNumber(file: SpecFile): boolean {
  return numberOf(file) !== null;
}

/** `10` of `10-input.md`, `10a` of `10a-more.md`; a date is no number. */
function numberOf({ path }: SpecFile): string | null {
  const name = posix.basename(path);
  if (/^\d{4}-\d\d-\d\d/.test(name)) return null;
  return /^(\d{1,4}[a-z]?)[-_. ]/i.exec(name)?.[1]?.toLowerCase() ?? null;
}

/** The number behind the highest of the components, which end before 60. */
function nextFree(numbers: ReadonlyMap<string, SpecFile>): string {
  const taken = [...numbers.keys()].map((number) => Number.parseInt(number, 10));
  const highest = Math.max(...taken.filter((number) => number < 60), 9);
  return String(highest + 1).padStart(2, '0');
}

/** `10-input.zh.md` beside `10-input.md`. */
function isTranslation(a: SpecFile, b: SpecFile): boolean {
  return a.path.split('.')[0] === b.path.split('.')[0];
}

/** Files that are there for other reasons than to be read in order. */
function isAside(name: string): boolean {
  return /^(?:index|readme)\b|^[_.]|^template\b|^\d{4}-\d\d-\d\d/i.test(name) || /^[A-Z_-]+\.md$/.test(name);
}

function top(path: string): { path: string; line: number; column: number } {
  return { path, line: 1, column: 1 };
}
