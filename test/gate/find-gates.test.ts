import { expect, test } from 'vitest';
import { filesToRead, findGates } from '../../core/gate/find/find-gates.ts';
import { gatesSchema } from '../../core/gate/option.ts';

/** Gates by name, with the command in one line, of a repository with these files. */
function find(files: Readonly<Record<string, string>>, own: { targets?: string[]; projectRoot?: string } = {}) {
  const facts = { paths: Object.keys(files), targets: [], projectRoot: '', ...own };
  const texts = new Map(filesToRead(facts).map((path) => [path, files[path] ?? '']));
  return findGates({ ...facts, texts });
}

function lines(files: Readonly<Record<string, string>>, own?: { targets?: string[]; projectRoot?: string }): string[] {
  return find(files, own).map(({ name, run }) => `${name} = ${'target' in run ? 'nx' : run.command.join(' ')}`);
}

test('Where nothing tells of a gate, none is found.', () => {
  expect(find({ 'README.md': '# A' })).toEqual([]);
});

test('A Cargo workspace has the standard set, without warnings.', () => {
  expect(lines({ 'Cargo.toml': '[workspace]' })).toEqual([
    'rust:build = cargo build --workspace --all-targets',
    'rust:lint = cargo clippy --workspace --all-targets -- -D warnings',
    'rust:format = cargo fmt --all -- --check',
    'rust:test = cargo test --workspace --all-targets',
    'rust:docs = env RUSTDOCFLAGS=-D warnings cargo doc --workspace --no-deps',
  ]);
});

test('Modules at the boundary have the strict set, and dependencies their audit, when they change.', () => {
  const found = find({
    'Cargo.toml': '',
    'deny.toml': '',
    'crates/http-api/src/lib.rs': '',
    'crates/core/src/parser/mod.rs': '',
  });
  expect(found.slice(-2)).toMatchObject([
    { name: 'rust:strict', when: { boundary: ['**/http-api', '**/parser'] } },
    {
      name: 'rust:dependencies',
      run: { command: ['cargo', 'deny', 'check'] },
      when: { dependencies: true },
      because: 'deny.toml is there',
    },
  ]);
});

test('Go has its own tools, and the linter that is set up.', () => {
  expect(lines({ 'go.mod': 'module a' })).toEqual([
    'go:build = go build ./...',
    'go:lint = go vet ./...',
    'go:format = sh -c out=$(gofmt -l .) && echo "$out" && test -z "$out"',
    'go:test = go test ./...',
    'go:dependencies = go mod verify',
  ]);
  expect(
    lines({ 'go.mod': 'tool golang.org/x/vuln/cmd/govulncheck', '.golangci.yml': '', 'internal/server/a.go': '' }),
  ).toEqual([
    'go:build = go build ./...',
    'go:lint = golangci-lint run',
    'go:format = sh -c out=$(gofmt -l .) && echo "$out" && test -z "$out"',
    'go:test = go test ./...',
    'go:strict = go test -race ./...',
    'go:dependencies = sh -c go mod verify && go tool govulncheck ./...',
  ]);
});

test('Python has what is set up, and nothing else.', () => {
  expect(lines({ 'pyproject.toml': '[project]' })).toEqual([]);
  expect(lines({ 'setup.py': '', 'tests/test_a.py': '' })).toEqual(['python:test = python3 -m unittest discover']);
  const pyproject = '[dependency-groups]\ndev = ["pytest", "pip-audit"]\n[tool.ruff]\n[tool.mypy]\n';
  expect(lines({ 'pyproject.toml': pyproject, 'uv.lock': '', 'src/a/api/b.py': '' })).toEqual([
    'python:typecheck = uv run mypy .',
    'python:lint = uv run ruff check .',
    'python:format = uv run ruff format --check .',
    'python:test = uv run python -m pytest',
    'python:strict = uv run ruff check --extend-select S,BLE,B .',
    'python:dependencies = uv run pip-audit',
  ]);
});

test('Node has its scripts, run by the package manager whose lockfile is there.', () => {
  const scripts = {
    build: 'tsc',
    'format:check': 'prettier --check .',
    test: 'echo "Error: no test specified" && exit 1',
    lint: 'eslint . --fix',
    deploy: 'x',
  };
  expect(lines({ 'package.json': JSON.stringify({ scripts }), 'pnpm-lock.yaml': '' })).toEqual([
    'node:build = pnpm run build',
    'node:format = pnpm run format:check',
    'node:dependencies = pnpm audit --audit-level=high',
  ]);
});

test('The project’s own command for all is preferred, and only what it leaves out is added.', () => {
  const makefile =
    'GO := go\n.PHONY: check\ncheck: lint test ## all\n\nlint:\n\tgolangci-lint run\ntest:\n\t$(GO) test ./...\n';
  const found = find({ Makefile: makefile, 'go.mod': '' });
  expect(found.map(({ name }) => name)).toEqual(['make check', 'go:build', 'go:format', 'go:dependencies']);
  expect(found[0]?.because).toBe('Makefile has "check", which looks after lint, test');
});

test('A script "check" counts for what the scripts that it calls look after.', () => {
  const scripts = {
    check: 'npm run types && npm run lint',
    types: 'tsc --noEmit',
    lint: 'eslint .',
    test: 'vitest run',
  };
  expect(lines({ 'package.json': JSON.stringify({ scripts }) })).toEqual([
    'npm run check = npm run --silent check',
    'node:test = npm run --silent test',
  ]);
});

test('A rule that says nothing of what it checks is no gate.', () => {
  expect(lines({ Makefile: 'check:\n\t./x\n' })).toEqual([]);
});

test('Rules of a justfile go before the commands of the language.', () => {
  expect(lines({ justfile: 'test *args:\n    cargo nextest run {{args}}\n', 'Cargo.toml': '' })).toContain(
    'just:test = just test',
  );
  expect(lines({ justfile: 'test:\n    cargo nextest run\n', 'Cargo.toml': '' })).not.toContain(
    'rust:test = cargo test --workspace --all-targets',
  );
});

test('Nx targets come first, and commands look after the rest.', () => {
  expect(lines({ 'Cargo.toml': '' }, { targets: ['unit', 'build', 'serve'] })).toEqual([
    'build = nx',
    'unit = nx',
    'rust:lint = cargo clippy --workspace --all-targets -- -D warnings',
    'rust:format = cargo fmt --all -- --check',
    'rust:docs = env RUSTDOCFLAGS=-D warnings cargo doc --workspace --no-deps',
  ]);
});

test('What the project holds goes before what the workspace holds, and is run there.', () => {
  const found = find(
    { Makefile: 'check:\n\ttest\n', 'libs/a/go.mod': '', 'libs/a/x.go': '' },
    { projectRoot: 'libs/a' },
  );
  expect(found[0]).toMatchObject({ name: 'go:build', folder: 'libs/a' });
  expect(
    lines({ 'package.json': '{ "scripts": { "test": "vitest run" } }', 'libs/a/x.ts': '' }, { projectRoot: 'libs/a' }),
  ).toEqual(['node:test = npm run --silent test']);
});

test('Every gate has a reason, and could be written as an option.', () => {
  const found = find(
    { 'Cargo.toml': '', 'go.mod': '', 'api/a.rs': '', 'package.json': '{ "scripts": { "lint": "eslint" } }' },
    { targets: ['test'] },
  );
  expect(found.filter(({ because }) => !because)).toEqual([]);
  const written = found.map(({ name, run, when, expect: expected }) => ({
    name,
    ...run,
    ...(when ? { when } : {}),
    expect: expected,
  }));
  expect(gatesSchema.safeParse(written).success).toBe(true);
});

test('A Makefile of 10,000 rules is read in no time.', () => {
  const rules = Array.from({ length: 10_000 }, (_, index) => `rule${index}: rule${index + 1}\n\techo test\n`).join('');
  const started = process.cpuUsage();
  expect(lines({ Makefile: `check: rule0\n${rules}${'a '.repeat(50_000)}` })).toEqual(['make check = make check']);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
});
