import { expect, test } from 'vitest';
import { changeBetween } from '../../core/cheat/change-between.ts';
import { honestyOf } from '../../core/cheat/honesty.ts';
import { commitFiles, scratch } from '../git/scratch.ts';

const nobody = { mayChange: () => false, isPutOff: () => false, gates: [] };

test('Between two commits it is judged with what the base holds beside the files that differ.', async () => {
  const { host, git, repository } = await scratch({
    Makefile: 'check:\n\tsh scripts/lint.sh\n',
    'package.json': '{ "scripts": { "lint": "sh scripts/lint.sh" } }\n',
    'packages/a/package.json': '{ "devDependencies": { "vitest": "5" } }\n',
    'packages/a/jest.config.js': "module.exports = { setupFiles: ['./src/begin.js'] };\n",
    'packages/a/src/begin.js': 'one();\n',
    'packages/a/src/add.ts': 'export const add = (a: number, b: number) => a + b;\n',
    'scripts/lint.sh': 'eslint .\n. ./deeper.sh\nnode tools/judge.mjs\n',
    'scripts/deeper.sh': 'ruff check\n',
    'tools/judge.mjs': "import '../src/judged.mjs';\n",
    'src/judged.mjs': '1;\n',
    'test/add.test.ts': "test('adds', () => expect(add(1, 2)).toBe(3));\n",
  });
  const settings = "export default { test: { setupFiles: ['./quiet.ts'] } };\n";
  const head = commitFiles(repository.root, {
    GNUmakefile: 'check:\n\ttrue\n',
    'packages/a/vitest.config.ts': settings,
    'packages/b/package.json': '{ "devDependencies": { "vitest": "5" } }\n',
    'packages/b/vitest.config.ts': settings,
    'packages/a/src/begin.js': 'two();\n',
    'scripts/lint.sh': 'exit 0\n',
    'scripts/deeper.sh': 'true\n',
    'src/judged.mjs': '2;\n',
    'test/add.test.ts': "test.skip('adds', () => expect(add(1, 2)).toBe(3));\n\0",
    'left/out.ts': '\0',
  });
  const about = { base: repository.head, head, isLeftOut: (path: string) => path.startsWith('left/') };

  const { breaches, flags } = honestyOf(await changeBetween(host, git, about), nobody);

  expect(breaches.map(({ cheat, path }) => `${cheat} ${path}`)).toEqual([
    'gate-surface GNUmakefile',
    'gate-surface packages/a/vitest.config.ts',
    'unread-file test/add.test.ts',
  ]);
  expect(flags.map(({ cheat, path }) => `${cheat} ${path}`)).toEqual([
    'gate-surface packages/a/src/begin.js',
    'gate-surface packages/b/vitest.config.ts',
    'gate-surface scripts/deeper.sh',
    'gate-surface scripts/lint.sh',
  ]);
});
