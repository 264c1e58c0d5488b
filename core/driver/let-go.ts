import { mayChange } from '../brief/may-change.ts';
import { reportedTests } from '../gate/reported-tests.ts';
import { fileAt } from '../git/repository.ts';
import type { Tests } from '../result/tests.ts';
import type { TestName } from '../verdict/leave.ts';
import type { Desk } from './desk.ts';

/**
 * Tests of a run that need not run any more, since the plan lets their files change. That alone lets no test stop: its
 * title stood in the file when it ran, and does not now; or as many of that title run there as did, be it in other suites.
 */
export async function letGo(
  { git, store }: Desk,
  run: { readonly tests: Tests; readonly commit: string },
  now: { readonly tests: Tests; readonly commit: string },
): Promise<TestName[]> {
  const { commit_files } = store.standing.work;
  const before = titled(run.tests).filter(({ file }) => mayChange(commit_files, file));
  const [were, are] = [countsOf(before), countsOf(titled(now.tests))];
  const texts = new Map<string, { readonly was: string; readonly is: string }>();
  for (const file of new Set(before.map((test) => test.file))) {
    const [was, is] = [await fileAt(git, run.commit, file), await fileAt(git, now.commit, file)];
    texts.set(file, { was: was ?? '', is: is ?? '' });
  }
  return before.filter(({ file, titles, key }) => {
    const { was = '', is = '' } = texts.get(file) ?? {};
    const isMoved = was !== is && (are.get(key) ?? 0) >= (were.get(key) ?? 0);
    return isMoved || (holds(was, titles) && !holds(is, titles));
  });
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
