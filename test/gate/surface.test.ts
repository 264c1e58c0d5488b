import { describe, expect, test } from 'vitest';
import { saysWhatRuns } from '../../core/gate/gate-scripts.ts';
import { surfaceEdits } from '../../core/gate/surface.ts';

const text = (one: string | undefined): { text: string } | undefined => (one === undefined ? undefined : { text: one });

interface One {
  readonly path: string;
  readonly from?: string;
  readonly base?: string;
  readonly head?: string;
  readonly hasOtherMode?: boolean;
}

/** A repository with code in its root, `src` and `packages/a`, and with these files beside those that change. */
function editsOf(
  files: readonly One[],
  there: Readonly<Record<string, string>> = {},
  gates: readonly string[] = ['test', 'lint'],
): string[] {
  const change = {
    files: files.map(({ path, from, base, head, hasOtherMode = false }) => ({
      path,
      from,
      base: text(base),
      head: text(head),
      hasOtherMode,
    })),
    manifest: (path: string) => there[path] ?? files.find((one) => one.path === path)?.base,
    settings: Object.entries(there)
      .filter(([path]) => path === '' || saysWhatRuns(path))
      .map(([path, own]) => ({ path, text: own })),
    hasCode: (folder: string) => ['.', 'src', 'packages', 'packages/a'].includes(folder),
  };
  return surfaceEdits(change, gates).map(
    (one) => `${one.path}:${one.line} ${one.message}${one.verdict === 'flag' ? '?' : ''}`,
  );
}

function edits(path: string, base: string | undefined, head: string | undefined): string[] {
  return editsOf([{ path, ...(base !== undefined && { base }), ...(head !== undefined && { head }) }]);
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
  ['a recipe that is written once more', 'Makefile', 'check:\n\tpytest\n', 'check:\n\tpytest\ndocs check:\n\ttrue\n'],
  ['how all recipes run', 'Makefile', 'check:\n\tpytest\n', 'check:\n\tpytest\n.IGNORE:\n'],
  ['the shell of recipes', 'Makefile', 'check:\n\tpytest\n', 'check:\n\tpytest\nSHELL = ./quiet\n'],
  ['where recipes find programs', 'Makefile', 'check:\n\tpytest\n', 'PATH := ./bin:$(PATH)\ncheck:\n\tpytest\n'],
  ['what recipes get besides', 'Makefile', 'check:\n\tpytest\n', 'export A = 1\ncheck:\n\tpytest\n'],
  [
    'a variable that a check names and nobody has set',
    'Makefile',
    'check:\n\tpytest $(more)\n',
    'more = -k nothing\ncheck:\n\tpytest $(more)\n',
  ],
  [
    'a variable in a variable of a check',
    'Makefile',
    'a = ${b}\nb = test\ncheck:\n\tpytest $(a)\n',
    'a = ${b}\nb = none\ncheck:\n\tpytest $(a)\n',
  ],
  [
    'a rule for many that a check needs',
    'Makefile',
    'check: lint-all\n\nlint-%:\n\teslint $*\n',
    'check: lint-all\n\nlint-%:\n\ttrue\n',
  ],
  ['a rule for all', 'Makefile', 'check: a\n', 'check: a\n%:\n\ttrue\n'],
  [
    'a check by the name of a variable',
    'Makefile',
    'check:\n\tpytest\n',
    'it = check\ncheck:\n\tpytest\n$(it):\n\ttrue\n',
  ],
  [
    'a check by a name that is worked out',
    'Makefile',
    'check:\n\tpytest\n',
    'check:\n\tpytest\n$(shell cat a):\n\ttrue\n',
  ],
  ['what is read besides', 'Makefile', 'check:\n\tpytest\n', 'check:\n\tpytest\ninclude more.mk\n'],
  ['a section of pyproject.toml', 'pyproject.toml', '[tool.ruff]\nselect = ["E"]\n', '[tool.ruff]\nselect = []\n'],
  [
    'a key of pyproject.toml that stands elsewhere',
    'pyproject.toml',
    '[project]\nname = "a"\n',
    '[project]\nname = "a"\n[tool]\npytest.ini_options.addopts = "-k nothing"\n',
  ],
  [
    'what a compiler of tests does to them',
    'babel.config.js',
    'module.exports = {};\n',
    'module.exports = { plugins };\n',
  ],
  ['what a target gets from its environment', 'demo/.env.test.local', undefined, 'NODE_OPTIONS=--import=./x.mjs\n'],
  ['what Nx gives to a target', '.test.env', 'A=1\n', 'NODE_OPTIONS=--import=./x.mjs\n'],
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
  expect(found[0]).toMatch(
    /expected (?:the plan to ask for it|it to stay|those of the base, or the plan to ask for it)\??$/,
  );
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
  ['settings that nothing goes by unless told to', 'tsconfig.build.json', undefined, '{ "compilerOptions": {} }'],
  ['a new workflow of CI', '.github/workflows/docs.yml', undefined, 'on: push\n'],
  ['a new manifest without settings', 'packages/b/package.json', undefined, manifest({ start: 'node a.js' })],
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
  ['a new snapshot', 'a.snap', 'exports[`a 1`] = `1`;\n', 'exports[`a 1`] = `1`;\n\nexports[`b 1`] = `2`;\n'],
  ['source', 'src/config.ts', 'export const a = 1;\n', 'export const a = 2;\n'],
  ['a test', 'test/a.test.ts', 'test("a", () => {});\n', 'test("b", () => {});\n'],
])('Nobody has to ask for: %s.', (_, path, base, head) => {
  expect(edits(path, base, head)).toEqual([]);
});

function workspaces(...patterns: string[]): string {
  return `${JSON.stringify({ workspaces: patterns })}\n`;
}

describe('What is judged at all', () => {
  test.each([
    ['package.json', workspaces('packages/*', 'apps/*'), workspaces('packages/*')],
    ['package.json', workspaces('packages/*'), workspaces('packages/*', '!packages/b')],
    ['pnpm-workspace.yaml', 'packages:\n  - packages/*\n  - apps/*\n', 'packages:\n  - packages/*\n'],
    ['.nxignore', 'dist\n', 'dist\npackages/b\n'],
    ['.nxignore', undefined, 'packages/b\n'],
  ])('is not for the change to say: %s, %j.', (path, base, head) => {
    expect(edits(path, base, head)).toEqual([expect.not.stringMatching(/\?$/)]);
  });

  test('may become more, and a project may get another name, which is a question.', () => {
    expect(edits('package.json', workspaces('packages/a'), workspaces('packages/a', 'packages/b'))).toEqual([]);
    for (const path of ['packages/a/package.json', 'packages/a/project.json'])
      expect(edits(path, '{ "name": "a" }', '{ "name": "b" }')).toEqual([expect.stringMatching(/"name".*\?$/)]);
  });

  test.each(['pom.xml', 'api/build.gradle.kts', 'Rakefile', 'composer.json', 'build.rs', 'src/App.csproj'])(
    'is a question where other languages write it down: %s.',
    (path) => {
      expect(edits(path, 'one\n', 'two\n')).toEqual([expect.stringMatching(/a file of recipes.*\?$/)]);
    },
  );

  test.each(['eslint.base.config.mjs', '.eslintrc.base.json', 'jest.preset.js', 'vitest.unit.config.ts'])(
    'is written in settings that others build on: %s.',
    (path) => {
      expect(edits(path, 'one;\n', 'two;\n')).toHaveLength(1);
    },
  );
});

describe('In a file of recipes', () => {
  const check = 'check:\n\tpytest\n';

  test.each([
    ['a recipe that does not judge', 'Makefile', 'check:\n\tpytest\n', 'check:\n\tpytest\nclean:\n\trm -r out\n'],
    [
      'a file that a rule besides is made from',
      'Makefile',
      '$(BIN): main.go\n\tgo build\ncheck:\n\tpytest\n',
      '$(BIN): main.go util.go\n\tgo build\ncheck:\n\tpytest\n',
    ],
    [
      'a variable of another rule',
      'Makefile',
      'BIN := bin/a\ncheck:\n\tpytest\n$(BIN): main.go\n',
      'BIN := bin/a\nHOST ?= a\nGOFLAGS ?= -v\ncheck:\n\tpytest\n$(BIN): main.go\ndeploy:\n\tscp $(BIN) $(HOST):\n%.o: %.c\n\tcc $<\n',
    ],
    ['a new variable of another rule', 'Makefile', check, `DIST_ARGS = x\n${check}deploy:\n\ttar $(DIST_ARGS)\n`],
    ['a recipe with parameters', 'justfile', check, `${check}deploy env="prod" *more:\n\tscp a {{env}}\n`],
    ['what is said of a recipe', 'justfile', check, `${check}[private]\nclean:\n\trm -r out\n`],
    ['a file of recipes that is new', 'Taskfile.yml', undefined, 'version: 3\n'],
  ])('whatever changes is at least a question: %s.', (_, path, base, head) => {
    const message = 'Unexpected change of a file of recipes, of which any may be run by a gate';
    expect(edits(path, base, head)).toEqual([
      expect.stringMatching(new RegExp(`^${path}:\\d+ ${message}, expected the gates to say what they said\\?$`)),
    ]);
  });

  test('nothing is asked where it is as it was.', () => {
    expect(edits('Makefile', check, check)).toEqual([]);
  });
});

test('A place is told with its line and the part that is meant.', () => {
  expect(edits('package.json', manifest(scripts), manifest({ ...scripts, test: 'npm run suite' }))).toEqual([
    'package.json:4 Unexpected change of what gates go by in "scripts.test", expected the plan to ask for it',
  ]);
});

describe('Settings that were not there', () => {
  const vitest = "export default { test: { exclude: ['test/add.test.ts'] } };\n";
  const unasked = 'Unexpected new settings of what gates go by, expected those of the base, or the plan to ask for it';

  test.each<[string, string, string, Record<string, string>]>([
    [
      'a runner that went by its defaults',
      'vitest.config.ts',
      vitest,
      { 'package.json': '{ "scripts": { "test": "vitest run" } }' },
    ],
    [
      'a runner that another tool of its family sets up',
      'vite.config.ts',
      vitest,
      { 'package.json': '{ "devDependencies": { "vitest": "5" } }' },
    ],
    [
      'a runner that went by a section',
      'pytest.ini',
      '[pytest]\naddopts = --deselect a\n',
      { 'pyproject.toml': '[tool.pytest.ini_options]\n' },
    ],
    ['a linter, for one folder', 'src/ruff.toml', 'ignore = ["ALL"]\n', { 'pyproject.toml': 'dev = ["ruff"]\n' }],
    [
      'a linter, which has its settings above',
      'src/.eslintrc.json',
      '{ "root": true }',
      { 'package.json': '{ "devDependencies": { "eslint": "9" } }' },
    ],
    ['a linter that nobody names', '.golangci.yml', 'linters:\n  disable-all: true\n', {}],
    [
      'files that a linter leaves out',
      '.eslintignore',
      'src\n',
      { 'package.json': '{ "devDependencies": { "eslint": "9" } }' },
    ],
    [
      'a compiler, for one folder',
      'src/tsconfig.json',
      '{ "compilerOptions": { "strict": false } }',
      { 'package.json': '{ "devDependencies": { "typescript": "6" } }' },
    ],
    ['a runner, in a manifest', 'src/package.json', '{ "jest": { "testMatch": [] } }', {}],
    [
      'a target that judges, for a project that was there',
      'packages/a/project.json',
      '{ "targets": { "test": { "command": "true" } } }',
      {},
    ],
  ])('are an edit for %s.', (_, path, head, there) => {
    expect(editsOf([{ path, head }], there)).toEqual([`${path}:1 ${unasked}`]);
  });

  test('are a question where they come with a new project.', () => {
    const project = { path: 'packages/b/package.json', head: '{ "name": "b" }' };
    const there = { 'package.json': '{ "devDependencies": { "vitest": "5" } }' };
    expect(editsOf([project, { path: 'packages/b/vitest.config.ts', head: vitest }], there)).toEqual([
      `packages/b/vitest.config.ts:1 ${unasked}?`,
    ]);
  });

  test('are a question where a new project has a manifest and nothing else, and says how it is checked.', () => {
    const files = [
      { path: 'src/feature/package.json', head: '{}' },
      { path: 'src/feature/.oxlintrc.json', head: '{ "rules": {} }' },
    ];
    expect(editsOf(files, { 'package.json': '{ "devDependencies": { "oxlint": "1" } }' })).toEqual([
      `src/feature/.oxlintrc.json:1 ${unasked}?`,
    ]);
    expect(edits('packages/b/package.json', undefined, manifest(scripts))).toEqual([
      `packages/b/package.json:4 ${unasked}?`,
    ]);
  });

  test('do not come with a manifest that is put above code that was there.', () => {
    const project = { path: 'src/package.json', head: '{ "name": "b" }' };
    const there = { 'package.json': '{ "devDependencies": { "vitest": "5" } }' };
    expect(editsOf([project, { path: 'src/vitest.config.ts', head: vitest }], there)).toHaveLength(1);
  });

  test('are a question with a tool that is new, and an edit with one that is only named once more.', () => {
    const tool = {
      path: 'package.json',
      base: '{ "devDependencies": {} }',
      head: '{ "devDependencies": { "vitest": "5" } }',
    };
    const config = { path: 'vitest.config.ts', head: vitest };
    expect(editsOf([tool, config])).toEqual([`vitest.config.ts:1 ${unasked}?`]);
    expect(editsOf([tool, config], { Makefile: 'test:\n\tnpx vitest run\n' })).toEqual([
      `vitest.config.ts:1 ${unasked}`,
    ]);
  });

  test.each([
    ['pyproject.toml', '[project]\nname = "a"\ndependencies = [\n  "ruff>=0.4", # fast\n]\n', '?'],
    ['pyproject.toml', '[dependency-groups]\ndev = ["pytest", "ruff"]\n', '?'],
    ['pyproject.toml', '[tool.poetry.group.dev.dependencies]\nruff = "^0.4"\n', '?'],
    ['requirements-dev.txt', 'pytest\nruff==0.4\n', '?'],
    ['package.json', '{ "devDependencies": { "@scope/ruff": "1" } }', '?'],
    ['package.json', '{ "description": "ruff", "scripts": { "ruff": "ruff" } }', ''],
    ['pyproject.toml', '[project]\nkeywords = ["ruff"]\n', ''],
    ['pyproject.toml', '[project]\nname = "a"\ndependencies = [\n]\nkeywords = ["ruff"]\n', ''],
    ['requirements.txt', '# ruff\n', ''],
    ['Makefile', 'docs:\n\techo ruff\n', ''],
  ])('are of a new tool where it is a dependency, and not where its name is a word: %s, %j.', (path, head, asked) => {
    const config = { path: 'ruff.toml', head: 'ignore = ["ALL"]\n' };
    expect(editsOf([{ path, base: '', head }, config])).toContain(`ruff.toml:1 ${unasked}${asked}`);
  });
});

describe('Recipes that were not there', () => {
  const check = 'check:\n\tpytest\n';
  const unasked = 'Unexpected new settings of what gates go by, expected those of the base, or the plan to ask for it';
  const edited = 'Unexpected change of what gates go by in "check", expected the plan to ask for it';

  test.each([
    ['Makefile', 'GNUmakefile'],
    ['Makefile', 'makefile'],
    ['makefile', 'GNUmakefile'],
    ['tools/Makefile', 'tools/GNUmakefile'],
    ['Justfile', 'justfile'],
  ])('are an edit of those that are read no more: beside %s, %s.', (before, path) => {
    const there = { [before]: `${check}clean:\n\trm -r out\n` };
    expect(editsOf([{ path, head: 'check:\n\ttrue\n' }], there, [])).toEqual([`${path}:1 ${edited}`]);
    expect(editsOf([{ path, head: 'all:\n' }], there, [])).toEqual([`${path}:1 ${edited}`]);
    expect(editsOf([{ path, head: check }], there, [])).toEqual([expect.stringContaining('a file of recipes')]);
  });

  test.each(['Makefile', 'GNUmakefile', 'src/justfile'])(
    'count by the name of any check, whatever gates are called: %s.',
    (path) => {
      expect(editsOf([{ path, head: check }], {}, [])).toEqual([`${path}:1 ${unasked}`]);
      const clean = 'clean:\n\trm -r out\n';
      expect(editsOf([{ path, head: clean }], {}, [])).toEqual([expect.stringContaining('a file of recipes')]);
    },
  );
});

describe('What is a gate as soon as it is there', () => {
  const there = { 'package.json': manifest({ test: 'node --test', lint: 'eslint .' }) };
  const gates = ['node:lint', 'node:test'];
  const deploy = 'deploy:\n\tscp a b\n';
  const takes = `${deploy}check: lint test\nlint:\n\t@true # eslint\ntest:\n\t@echo test\n`;
  test('is a question, whatever the gates are called that it stands in for.', () => {
    const found = editsOf([{ path: 'Makefile', base: deploy, head: takes }], there, gates);
    expect(names(found).toSorted()).toEqual(['check?', 'lint?', 'test?']);
    const base = there['package.json'];
    const more = { test: 'node --test', lint: 'eslint .', check: 'echo lint test build' };
    expect(names(editsOf([{ path: 'package.json', base, head: manifest(more) }], {}, gates))).toEqual([
      'scripts.check?',
    ]);
    for (const name of ['verify', 'ci', 'types', 'docs-check']) {
      const head = `${deploy}${name}:\n\ttrue\n`;
      expect(names(editsOf([{ path: 'Makefile', base: deploy, head }], {}, gates))).toEqual([`${name}?`]);
    }
  });

  test('is an edit in a file that hides another.', () => {
    const found = editsOf([{ path: 'GNUmakefile', head: takes }], { ...there, Makefile: deploy }, gates);
    expect(names(found).toSorted()).toEqual(['check', 'lint', 'test']);
  });

  test('is a question in a new manifest.', () => {
    const found = editsOf([{ path: 'src/package.json', head: manifest({ check: 'true' }) }], there, gates);
    expect(found).toEqual([expect.stringMatching(/\?$/)]);
  });
});

describe('What is moved', () => {
  const config = 'export default {};\n';
  const moved = { path: 'b/vitest.config.ts', from: 'a/vitest.config.ts', base: config, head: config };

  test('with its project is judged by what it says.', () => {
    const project = { path: 'b/package.json', from: 'a/package.json', base: '{}', head: '{}' };
    expect(editsOf([moved, project])).toEqual([]);
    expect(editsOf([{ ...moved, head: 'export default { a };\n' }, project])).toHaveLength(1);
  });

  test('alone is gone, and so is what gets another name.', () => {
    const gone = 'Unexpected end of a file that gates go by (configuration), expected it to stay';
    expect(editsOf([moved])).toEqual([`a/vitest.config.ts:1 ${gone}`]);
    expect(editsOf([{ ...moved, path: 'a/old.ts' }])).toEqual([`a/vitest.config.ts:1 ${gone}`]);
    const elsewhere = { path: 'b/c/package.json', from: 'a/package.json', base: '{}', head: '{}' };
    expect(editsOf([moved, elsewhere])).toEqual([`a/vitest.config.ts:1 ${gone}`]);
  });
});

describe('A file that a gate runs', () => {
  const message = 'Unexpected change of a file that a gate runs, expected the gates to say what they said?';
  const there = { 'package.json': manifest({ lint: 'sh ./scripts/lint.sh', start: 'node scripts/start.js' }) };
  const edited = (path: string) => editsOf([{ path, base: 'eslint .\n', head: 'exit 0\neslint .\n' }], there);

  test('is asked about where it is changed, or gone.', () => {
    expect(edited('scripts/lint.sh')).toEqual([`scripts/lint.sh:1 ${message}`]);
    expect(editsOf([{ path: 'scripts/lint.sh', base: 'eslint .\n' }], there)).toEqual([`scripts/lint.sh:1 ${message}`]);
  });

  test.each([
    ['vitest.config.ts', "export default { test: { setupFiles: ['./src/begin.ts'] } };\n", 'src/begin.ts'],
    ['packages/a/vitest.config.ts', "export default { test: { globalSetup: './begin' } };\n", 'packages/a/begin.mts'],
    ['packages/a/jest.config.js', "module.exports = { setupFiles: ['<rootDir>/begin.js'] };\n", 'packages/a/begin.js'],
    ['packages/a/.mocharc.json', '{ "require": ["./begin.js"] }\n', 'packages/a/begin.js'],
    [
      'packages/a/project.json',
      '{ "targets": { "test": { "command": "node {projectRoot}/run.mjs" } } }',
      'packages/a/run.mjs',
    ],
    ['packages/a/package.json', manifest({ test: 'node tools/run.mjs' }), 'packages/a/tools/run.mjs'],
  ])('is one as well that the settings of a project name: %s.', (path, says, script) => {
    const found = editsOf([{ path: script, base: 'one();\n', head: 'two();\n' }], { [path]: says });
    expect(found).toEqual([`${script}:1 ${message}`]);
  });

  test.each([
    ['knip.json', '{ "entry": ["src/main.ts"] }'],
    ['vite.config.ts', "export default { build: { lib: { entry: 'src/main.ts' } } };"],
    ['vitest.config.ts', "export default { test: { coverage: { include: ['src/main.ts'] } } };"],
    ['Cargo.toml', '[[bin]]\npath = "src/main.rs"\n'],
  ])('is no source that settings list as what is looked at: %s.', (path, says) => {
    const found = ['src/main.ts', 'src/main.rs'].flatMap((one) =>
      editsOf([{ path: one, base: '1\n', head: '2\n' }], { [path]: says }),
    );
    expect(found).toEqual([]);
  });

  test('is no source that a target builds.', () => {
    const targets = '{ "targets": { "build": { "options": { "main": "a/src/main.ts" } } } }';
    const found = editsOf([{ path: 'a/src/main.ts', base: '1\n', head: '2\n' }], { 'a/project.json': targets });
    expect(found).toEqual([]);
  });

  test.each(['conftest.py', 'packages/a/conftest.py', 'src/setup-tests.ts', 'test/setup.ts', '__mocks__/fs.js'])(
    'is asked about where runners load it before all tests, new ones too: %s.',
    (path) => {
      const told = message.replace('a file that a gate runs', 'what runs before all tests');
      expect(editsOf([{ path, base: 'one\n', head: 'two\n' }])).toEqual([`${path}:1 ${told}`]);
      expect(editsOf([{ path, head: 'two\n' }])).toEqual([`${path}:1 ${told}`]);
    },
  );

  test('is asked about where it can be run no more, and a hook as well.', () => {
    const told = 'Unexpected change of whether a file that gates go by can be run';
    for (const path of ['scripts/lint.sh', '.husky/pre-commit'])
      expect(editsOf([{ path, base: 'x\n', head: 'x\n', hasOtherMode: true }], there)).toEqual([
        `${path}:1 ${told}, expected the gates to say what they said?`,
      ]);
    expect(editsOf([{ path: 'src/a.sh', base: 'x\n', head: 'x\n', hasOtherMode: true }], there)).toEqual([]);
  });

  test('is none that only other scripts run, nor one of another name.', () => {
    expect([...edited('scripts/start.js'), ...edited('scripts/lint-docs.sh')]).toEqual([]);
  });

  test.each([
    ['Makefile', 'check:\n\tcd tools && ./verify.sh\n', 'tools/verify.sh'],
    ['Makefile', 'check:\n\tnode tools/check\n', 'tools/check/index.js'],
    ['Makefile', 'check:\n\tsh runtests\n', 'runtests'],
    ['Makefile', 'check:\n\tpython -m tools.check\n', 'tools/check.py'],
    ['Makefile', 'check:\n\tfor one in scripts/*.sh; do sh $$one; done\n', 'scripts/a.sh'],
    ['.husky/pre-commit', 'node scripts/lint-staged.mjs\n', 'scripts/lint-staged.mjs'],
    ['.github/workflows/ci.yml', 'jobs:\n  a:\n    steps:\n      - run: ./ci/run.sh\n', 'ci/run.sh'],
    ['pyproject.toml', '[tool.pytest.ini_options]\naddopts = "-p tools.plug"\n', 'tools/plug.py'],
    ['eslint.config.mjs', "import own from './tools/rules/no-any.mjs';\n", 'tools/rules/no-any.mjs'],
    ['packages/a/tsconfig.json', '{ "extends": "../../config/ts/strict.json" }', 'config/ts/strict.json'],
    ['', 'sh ./scripts/ci.sh --all', 'scripts/ci.sh'],
  ])('is one that anything which judges names: %s, %j.', (path, says, script) => {
    expect(editsOf([{ path: script, base: 'one();\n', head: 'two();\n' }], { [path]: says })).toHaveLength(1);
  });

  test('is one of a package of the workspace that settings are taken from.', () => {
    const named = {
      'packages/eslint-config/package.json': '{ "name": "@org/eslint-config" }',
      'apps/a/eslint.config.mjs': "import base from '@org/eslint-config/base';\n",
    };
    const path = 'packages/eslint-config/base.js';
    expect(editsOf([{ path, base: 'one();\n', head: 'two();\n' }], named)).toHaveLength(1);
    expect(editsOf([{ path: 'packages/lib/base.js', base: '1\n', head: '2\n' }], named)).toEqual([]);
  });
});

/** The parts that edits are about, with those that are questions marked. */
function names(found: readonly string[]): string[] {
  return found.map((one) => one.replace(/^.* in "(.*)",.*(?<!\?)$/, '$1').replace(/^.* in "(.*)",.*\?$/, '$1?'));
}
