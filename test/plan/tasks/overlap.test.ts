import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { overlaps } from '../../../core/plan/tasks/overlap.ts';
import type { Task } from '../../../core/plan/plan.ts';
import { readPlan } from '../../../core/plan/read.ts';

interface Commit {
  readonly id: string;
  readonly after?: readonly string[];
  readonly files?: readonly string[];
}

function tasks(...commits: readonly Commit[]): readonly Task[] {
  const dependencies = commits.map(({ id, after = [] }) => `${id} = ${JSON.stringify(after)}\n`).join('');
  const entries = commits.map(({ id, files = [] }) => `[[commits]]\nid = "${id}"\nfiles = ${JSON.stringify(files)}\n`);
  const plan = readPlan('implementation-plan.toml', `[dependencies]\n${dependencies}${entries.join('')}`);
  return plan.phases.flatMap((phase) => phase.tasks);
}

/** `lower-upper: file=otherFile …` of each overlap. */
function found(...commits: readonly Commit[]): string[] {
  return overlaps(tasks(...commits)).map(
    ({ task, other, files }) =>
      `${task.id}-${other.id}: ${files.map(({ file, otherFile }) => `${file}=${otherFile}`).join(' ')}`,
  );
}

describe('Two tasks that may run side by side overlap', () => {
  test.each([
    ['a.ts', 'a.ts'],
    ['./src/a.ts', 'src/a.ts'],
    ['src/', 'src/deep/down/a.ts'],
    ['src/**', 'src/a.ts'],
    ['src/**', 'src/sub/**'],
    ['src/**', 'src/sub/*.ts'],
    ['src/*', 'src/a.ts'],
    ['src/*.ts', 'src/a.test.ts'],
    ['src/*.test.ts', 'src/a.test.ts'],
    ['src/**/*.ts', 'src/a.ts'],
    ['src/**/*.ts', 'src/deep/down/a.ts'],
    ['src/**/*.ts', 'src/deep/*.test.ts'],
    ['**/*.md', 'README.md'],
    ['**', 'a'],
    ['*', 'a'],
    ['/src/', '/src/a.ts'],
    ['src/{a,b}*.ts', 'src/{a,b}*.ts'],
    ['文档/', '文档/登录.md'],
  ])('with %s and %s, whichever comes first.', (one, two) => {
    expect(found({ id: '1', files: [one] }, { id: '2', files: [two] })).toEqual([`2-1: ${two}=${one}`]);
    expect(found({ id: '1', files: [two] }, { id: '2', files: [one] })).toEqual([`2-1: ${one}=${two}`]);
  });
});

describe('They do not', () => {
  test.each([
    ['a.ts', 'b.ts'],
    ['src/a.ts', 'lib/src/a.ts'],
    ['src/', 'src2/a.ts'],
    ['src/*', 'src/deep/a.ts'],
    ['src/*.ts', 'src/a.tsx'],
    ['src/*.ts', 'src/deep/a.ts'],
    ['*', 'src/a.ts'],
    ['src/**/*.ts', 'lib/a.ts'],
    ['src/*.test.ts', 'src/a.ts'],
    ['A.ts', 'a.ts'],
  ])('with %s and %s.', (one, two) => {
    expect(found({ id: '1', files: [one] }, { id: '2', files: [two] })).toEqual([]);
    expect(found({ id: '1', files: [two] }, { id: '2', files: [one] })).toEqual([]);
  });
});

test('One that waits for the other, even through a third, does not overlap with it.', () => {
  expect(found({ id: '1', files: ['a'] }, { id: '2', after: ['1'] }, { id: '3', after: ['2'], files: ['a'] })).toEqual(
    [],
  );
  expect(found({ id: '1', after: ['2'], files: ['a'] }, { id: '2', files: ['a'] })).toEqual([]);
});

test('Two tasks are named once, with all that they share.', () => {
  expect(found({ id: '1', files: ['a', 'b', 'c'] }, { id: '2', files: ['c', 'a'] })).toEqual(['2-1: c=c a=a']);
});

test('A task does not overlap with itself, and one that is ticked with nobody.', () => {
  expect(found({ id: '1', files: ['src/', 'src/a', 'src/a', './src/a'] })).toEqual([]);
  const [one, two] = tasks({ id: '1', files: ['a'] }, { id: '2', files: ['a'] });
  expect(overlaps([{ ...one!, ticked: true }, two!])).toEqual([]);
});

test('After a task that takes the whole folder, those before and behind it are compared with it.', () => {
  expect(
    found(
      { id: '1', files: ['src/a'] },
      { id: '2', files: ['src/b'] },
      { id: '3', after: ['1'], files: ['src/'] },
      { id: '4', after: ['2'], files: ['src/c'] },
    ),
  ).toEqual(['3-2: src/=src/b', '4-3: src/c=src/']);
});

test('Tasks that wait for each other, and ids that are there twice, have no order and break nothing.', () => {
  expect(found({ id: '1', after: ['2'], files: ['a'] }, { id: '2', after: ['1'], files: ['a'] })).toEqual([]);
  const [one, two] = tasks({ id: '1', files: ['a'] }, { id: '2', after: ['1'], files: ['a'] });
  expect(overlaps([one!, one!, two!, two!])).toEqual([]);
});

test('All tasks that share a path come one after the other if and only if nothing overlaps.', () => {
  const commit = fc.record({
    after: fc.array(fc.nat(9), { maxLength: 3 }),
    files: fc.array(fc.constantFrom('a', 'src/b', 'src/c', 'src/', 'src/*', '**'), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(commit, { maxLength: 10 }), (commits) => {
      const all = tasks(
        ...commits.map(({ after, files }, index) => ({
          id: String(index),
          after: [...new Set(after)].filter((id) => id < index).map(String),
          files,
        })),
      );
      const before = ancestors(all);
      const isSideBySide = (one: Task, two: Task) =>
        !before.get(one.id)?.has(two.id) && !before.get(two.id)?.has(one.id);
      const expected = all.flatMap((task, index) =>
        all.slice(0, index).filter((other) => isSideBySide(task, other) && share(task, other)),
      );
      const reported = overlaps(all);
      expect(reported.length > 0).toBe(expected.length > 0);
      for (const { task, other } of reported) {
        expect(isSideBySide(task, other) && share(task, other)).toBe(true);
        expect(task.line).toBeGreaterThan(other.line);
      }
    }),
    { numRuns: 500 },
  );
});

function ancestors(all: readonly Task[]): Map<string, Set<string>> {
  const before = new Map<string, Set<string>>();
  for (const { id, dependsOn } of all) {
    before.set(id, new Set(dependsOn.flatMap((each) => [each, ...(before.get(each) ?? [])])));
  }
  return before;
}

function share(one: Task, two: Task): boolean {
  return one.files.some((file) => two.files.some((other) => takesIn(file, other) || takesIn(other, file)));
}

/** For the few files of the property, written out. */
function takesIn(file: string, other: string): boolean {
  if (file === other || file === '**') return true;
  return (file === 'src/' || file === 'src/*') && other.startsWith('src/');
}

describe('Ten thousand tasks are compared without comparing all of them with all.', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => index);

  test.each([
    ['side by side, with one file', many.map((id) => ({ id: `${id}`, files: ['a'] })), 9_999],
    ['in a row, with one file', many.map((id) => ({ id: `${id}`, after: previous(id), files: ['a'] })), 0],
    [
      'in a row, below the folder of the first',
      many.map((id) => ({ id: `${id}`, after: previous(id), files: [id === 0 ? 'src/' : `src/${id}`] })),
      0,
    ],
    [
      'in a row, below the folder of the last',
      many.map((id) => ({ id: `${id}`, after: previous(id), files: [id === 9_999 ? 'src/' : `src/${id}`] })),
      0,
    ],
  ])('%s', (_, commits, count) => {
    // Comparing each with each, and walking for each of these, takes longer than a test may.
    expect(overlaps(tasks(...commits))).toHaveLength(count);
  });
});

function previous(id: number): string[] {
  return id === 0 ? [] : [`${id - 1}`];
}
