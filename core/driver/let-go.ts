import { mayChange } from '../brief/may-change.ts';
import { readChange } from '../cheat/change.ts';
import { writtenTests } from '../cheat/written-tests.ts';
import { reportedTests } from '../gate/reported-tests.ts';
import { fileAt } from '../git/repository.ts';
import type { Tests } from '../result/tests.ts';
import type { TestName } from '../verdict/leave.ts';
import type { Desk } from './desk.ts';

/**
 * Tests of a run that need not run any more: the plan lets their files change, these have changed since, and nobody can be
 * sure that the test stands there still; or as many of its title run there as did, be it in other suites. Where nobody can
 * read tests, its title has to be gone.
 */
export async function letGo(
  desk: Desk,
  run: { readonly tests: Tests; readonly commit: string },
  now: { readonly tests: Tests; readonly commit: string },
): Promise<TestName[]> {
  const { commit_files } = desk.store.standing.work;
  const before = titled(run.tests).filter(({ file }) => mayChange(commit_files, file));
  const [were, are] = [countsOf(before), countsOf(titled(now.tests))];
  const gone: Titled[] = [];
  for (const [path, tests] of Map.groupBy(before, ({ file }) => file)) {
    const stays = await stayingIn(desk, path, { was: run.commit, is: now.commit });
    gone.push(...tests.filter((one) => stays && ((are.get(one.key) ?? 0) >= (were.get(one.key) ?? 0) || !stays(one))));
  }
  return gone;
}

/** What tells whether a test still stands in a file; undefined where the file is as it was. */
async function stayingIn(
  { git }: Desk,
  path: string,
  commits: { readonly was: string; readonly is: string },
): Promise<((test: Titled) => boolean) | undefined> {
  const [base = '', head = ''] = [await fileAt(git, commits.was, path), await fileAt(git, commits.is, path)];
  if (base === head) return undefined;
  const { files } = await readChange([{ path, base, head }]);
  const written = files.map(writtenTests);
  return ({ name, titles }) =>
    written.some((one) => (one.isRead ? one.has(name) : !holds(base, titles) || holds(head, titles)));
}

interface Titled {
  readonly name: string;
  readonly file: string;
  /** What may stand in the file as its title. */
  readonly titles: readonly string[];
  /** File and title. */
  readonly key: string;
}

/** The tests that have run. */
function titled(tests: Tests): Titled[] {
  const { names = [] } = tests;
  return reportedTests([{ tests }]).flatMap(({ outcome, path }, index) => {
    const { name, file } = names[index] ?? {};
    if (name === undefined || file === undefined || outcome === 'skipped') return [];
    // Of jest nobody knows where in the name the title begins.
    const isWhole = tests.by !== 'jest';
    const titles = isWhole ? path.slice(-1) : path.map((_, at) => path.slice(at).join(' '));
    return [{ name, file, titles, key: JSON.stringify([file, isWhole ? titles[0] : name]) }];
  });
}

function countsOf(tests: readonly Titled[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { key } of tests) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** As a string, or as the name of a function of Python. */
function holds(text: string, titles: readonly string[]): boolean {
  const plain = text.replaceAll('\\', '');
  return titles
    .map((title) => title.replaceAll('\\', ''))
    .some((title) => [`'${title}'`, `"${title}"`, `\`${title}\``, `def ${title}(`].some((as) => plain.includes(as)));
}
