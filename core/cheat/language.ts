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
