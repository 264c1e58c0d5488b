import { expect, test } from 'vitest';
import { surfaceEdits } from '../../core/gate/surface.ts';

const text = (one: string | undefined): { text: string } | undefined => (one === undefined ? undefined : { text: one });

function edits(path: string, base: string | undefined, head: string | undefined, from?: string): string[] {
  return surfaceEdits([{ path, from, base: text(base), head: text(head) }], ['test', 'lint']).map(
    (one) => `${one.path}:${one.line} ${one.message}`,
  );
}

const manifest = (scripts: object, rest: object = {}): string =>
  `${JSON.stringify({ name: 'a', scripts, ...rest }, null, 2)}\n`;
const scripts = { test: 'npm run suite -- --run', suite: 'vitest', start: 'node a.js' };

test.each<[string, string, string | undefined, string | undefined]>([
  ['a changed check', 'package.json', manifest(scripts), manifest({ ...scripts, test: 'true' })],
  [
    'a script that a check calls',
    'package.json',
    manifest(scripts),
    manifest({ ...scripts, suite: 'vitest --passWithNoTests' }),
  ],
  [
    'a script that npm calls before a check',
    'package.json',
    manifest(scripts),
    manifest({ ...scripts, pretest: 'rm -r test' }),
  ],
  [
    'a new target that judges',
    'packages/a/project.json',
    '{ "targets": {} }',
    '{ "targets": { "test": { "command": "true" } } }',
  ],
  ['a check that is gone', 'package.json', manifest(scripts), manifest({ start: 'node a.js' })],
  [
    'settings of a runner',
    'package.json',
    manifest(scripts, { jest: { bail: 1 } }),
    manifest(scripts, { jest: { bail: 0 } }),
  ],
  [
    'settings of a runner that were not there',
    'package.json',
    manifest(scripts),
    manifest(scripts, { jest: { testMatch: [] } }),
  ],
  ['a default of Nx', 'nx.json', '{}', '{ "targetDefaults": { "test": { "cache": true } } }'],
  [
    'an option of a compiler',
    'tsconfig.json',
    '{ "compilerOptions": {} }',
    '{ "compilerOptions": { "skipLibCheck": true } }',
  ],
  ['files that a compiler leaves out', 'tsconfig.json', '{ "include": ["src", "test"] }', '{ "include": ["src"] }'],
  [
    'a path of a compiler that goes elsewhere',
    'tsconfig.base.json',
    '{ "compilerOptions": { "paths": { "a": ["a"] } } }',
    '{ "compilerOptions": { "paths": { "a": ["b"] } } }',
  ],
  [
    'configuration of a runner',
    'vitest.config.ts',
    'export default {};\n',
    "export default { test: { exclude: ['a'] } };\n",
  ],
  ['a configuration that is gone', 'eslint.config.js', 'export default [];\n', undefined],
  ['a recipe', 'Makefile', 'check:\n\tpytest\n', 'check:\n\t-pytest\n'],
  ['a recipe that a check needs', 'Makefile', 'check: suite\nsuite:\n\tpytest\n', 'check: suite\nsuite:\n\ttrue\n'],
  ['a section of pyproject.toml', 'pyproject.toml', '[tool.ruff]\nselect = ["E"]\n', '[tool.ruff]\nselect = []\n'],
  ['tox', 'tox.ini', '[testenv]\ncommands = pytest\n', '[testenv]\ncommands = true\n'],
  [
    'lints of a crate',
    'Cargo.toml',
    '[lints.clippy]\nunwrap_used = "deny"\n',
    '[lints.clippy]\nunwrap_used = "warn"\n',
  ],
  ['golangci', '.golangci.yml', 'linters:\n  enable: [gosec]\n', 'linters:\n  enable: []\n'],
  ['a workflow of CI', '.gitlab-ci.yml', 'test:\n  script: make\n', 'test:\n  when: manual\n'],
  ['a hook', '.husky/pre-commit', 'npm test\n', 'exit 0\n'],
  ['hooks of lefthook', 'lefthook.yml', 'pre-commit: {}\n', 'pre-push: {}\n'],
  ['a snapshot that was there', '__snapshots__/a.snap', 'exports[`a 1`] = `1`;\n', 'exports[`a 1`] = `2`;\n'],
])('Unasked for: %s.', (_, path, base, head) => {
  const found = edits(path, base, head);
  expect(found.length).toBeGreaterThan(0);
  expect(found[0]).toMatch(/expected (?:the plan to ask for it|it to stay)$/);
});

test.each<[string, string, string | undefined, string | undefined]>([
  [
    'another version of a dependency',
    'package.json',
    manifest(scripts, { dependencies: { a: '1' } }),
    manifest(scripts, { dependencies: { a: '2' } }),
  ],
  [
    'a new script that nobody calls',
    'package.json',
    manifest(scripts),
    manifest({ ...scripts, 'test:slow': 'vitest slow' }),
  ],
  ['a script that does not judge', 'package.json', manifest(scripts), manifest({ ...scripts, start: 'node b.js' })],
  ['other layout', 'package.json', manifest(scripts), JSON.stringify(JSON.parse(manifest(scripts)))],
  ['a new configuration', 'vitest.config.ts', undefined, 'export default {};\n'],
  ['a comment in a configuration', 'vitest.config.ts', 'export default {};\n', '// All of it.\nexport default {};\n'],
  [
    'a comment in the settings of a compiler',
    'tsconfig.json',
    '{ "extends": "./a" }',
    '{\n  // As the others.\n  "extends": "./a",\n}',
  ],
  [
    'a new project of a workspace',
    'tsconfig.json',
    '{ "references": [{ "path": "a" }] }',
    '{ "references": [{ "path": "a" }, { "path": "b" }] }',
  ],
  [
    'a new path of a compiler',
    'tsconfig.base.json',
    '{ "compilerOptions": { "paths": {} } }',
    '{ "compilerOptions": { "paths": { "@a/b": ["b"] } } }',
  ],
  [
    'a target that does not judge',
    'project.json',
    '{ "targets": { "serve": {} } }',
    '{ "targets": { "serve": { "port": 1 } } }',
  ],
  ['a default base of Nx', 'nx.json', '{}', '{ "defaultBase": "main" }'],
  [
    'dependencies in pyproject.toml',
    'pyproject.toml',
    '[project]\n[tool.ruff]\na = 1\n',
    '[project]\ndependencies = ["a"]\n[tool.ruff]\na = 1\n',
  ],
  ['dependencies of a crate', 'Cargo.toml', '[dependencies]\n', '[dependencies]\nserde = "1"\n'],
  ['a recipe that does not judge', 'Makefile', 'check:\n\tpytest\n', 'check:\n\tpytest\nclean:\n\trm -r out\n'],
  ['a new snapshot', 'a.snap', 'exports[`a 1`] = `1`;\n', 'exports[`a 1`] = `1`;\n\nexports[`b 1`] = `2`;\n'],
  ['source', 'src/config.ts', 'export const a = 1;\n', 'export const a = 2;\n'],
  ['a test', 'test/a.test.ts', 'test("a", () => {});\n', 'test("b", () => {});\n'],
])('Nobody has to ask for: %s.', (_, path, base, head) => {
  expect(edits(path, base, head)).toEqual([]);
});

test('A place is told with its line and the part that is meant.', () => {
  expect(edits('package.json', manifest(scripts), manifest({ ...scripts, test: 'npm run suite' }))).toEqual([
    'package.json:4 Unexpected change of what gates go by in "scripts.test", expected the plan to ask for it',
  ]);
});

test('What is moved with its project is judged by what it says; what gets another name is gone.', () => {
  const config = 'export default {};\n';
  expect(edits('b/vitest.config.ts', config, config, 'a/vitest.config.ts')).toEqual([]);
  expect(edits('a/old.ts', config, config, 'a/vitest.config.ts')).toEqual([
    'a/vitest.config.ts:1 Unexpected end of a file that gates go by (configuration), expected it to stay',
  ]);
});
