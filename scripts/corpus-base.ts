import { readChange, type Change, type FileTexts } from '../core/cheat/change.ts';

/** What a repository has beside the files of a case: code in each language, its tools and checks, and the package that one replaces. */
const tree: Readonly<Record<string, string>> = {
  'package.json': `${JSON.stringify(
    {
      name: 'ledger',
      private: true,
      scripts: { build: 'tsc -b', lint: 'eslint .', test: 'vitest run', typecheck: 'tsc --noEmit' },
      dependencies: { zod: '4' },
      devDependencies: { eslint: '10', prettier: '3', typescript: '6', vitest: '5' },
    },
    null,
    2,
  )}\n`,
  'pyproject.toml':
    '[project]\nname = "ledger"\ndependencies = ["httpx"]\n\n[dependency-groups]\ndev = ["mypy", "pytest", "ruff"]\n',
  'Cargo.toml': '[package]\nname = "ledger"\nversion = "1.0.0"\n',
  'go.mod': 'module example.com/ledger\n',
  Makefile: 'check: lint test\nlint:\n\tnpm run lint\n\truff check .\ntest:\n\tnpm test\n\tpytest\n',
  'src/index.ts': 'export * from "./ledger.ts";\n',
  'src/lib.rs': 'pub mod ledger;\n',
  'src/ledger/__init__.py': '',
  'main.go': 'package main\n',
};

/** As targets that judge are called in a run, and as those that are found are. */
export const gatesOfBase = ['build', 'check', 'lint', 'make check', 'test', 'typecheck'];

/** The change of a case, in a repository that holds more than what differs. What the case has itself is as it says. */
export async function changeOnBase(files: readonly FileTexts[]): Promise<Change> {
  const own = new Set(files.flatMap(({ path, from = path }) => [path, from]));
  const beside = Object.entries(tree).filter(([path]) => !own.has(path));
  const settings = beside.map(([path, text]) => ({ path, text }));
  return await readChange(files, { settings, paths: beside.map(([path]) => path) });
}
