import { posix } from 'node:path';

/** Languages that are told apart. Those without a grammar here are judged by what is the same in all. */
export type Language = 'typescript' | 'javascript' | 'python' | 'rust' | 'go';

const byEnding: Readonly<Record<string, Language>> = {
  '.ts': 'typescript',
  '.mts': 'typescript',
  '.cts': 'typescript',
  '.tsx': 'typescript',
  '.js': 'javascript',
  '.mjs': 'javascript',
  '.cjs': 'javascript',
  '.jsx': 'javascript',
  '.py': 'python',
  '.pyi': 'python',
  '.rs': 'rust',
  '.go': 'go',
};

export function languageOf(path: string): Language | undefined {
  return byEnding[posix.extname(path)];
}

/** Whether a file is there for tests: they, their data, or what they share. */
export function isTestPath(path: string): boolean {
  return (
    testFile.test(posix.basename(path)) ||
    path
      .split('/')
      .slice(0, -1)
      .some((folder) => testFolders.has(folder))
  );
}

/** Whether a runner would take a file of this name for one with tests in it. */
export function isTestFile(path: string): boolean {
  return testFile.test(posix.basename(path));
}

const testFile =
  /^(?:.+\.(?:test|spec)(?:-d)?\.[cm]?[jt]sx?|test_.+\.py|.+_test\.(?:py|go|rs)|tests?\.(?:py|rs|[cm]?[jt]s))$/;
const testFolders: ReadonlySet<string> = new Set([
  'test',
  'tests',
  '__tests__',
  'spec',
  'e2e',
  'testdata',
  'fixtures',
  '__snapshots__',
  '__mocks__',
]);
