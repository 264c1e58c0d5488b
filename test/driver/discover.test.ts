import { expect, test } from 'vitest';
import { commandsOf } from '../../core/driver/discover.ts';
import { commandOf } from '../../core/plan/criteria/command-line.ts';
import { placeAt } from '../../core/gate/find/facts.ts';

function commandsIn(files: Readonly<Record<string, string>>) {
  const facts = { paths: Object.keys(files), texts: new Map(Object.entries(files)), targets: [], projectRoot: '' };
  return commandsOf(placeAt(facts, ''));
}

test('Scripts of a manifest are run by its package manager.', () => {
  const scripts = { typecheck: 'tsc', test: 'vitest run', format: 'oxfmt', 'lint:fix': 'oxlint --fix' };
  expect(commandsIn({ 'package.json': JSON.stringify({ scripts }), 'pnpm-lock.yaml': '' })).toEqual({
    gates: { designer_gate: 'pnpm run typecheck', test_gate: 'pnpm run test' },
    formatters: { fmt_cmd: 'pnpm run format', lint_cmd: 'pnpm run lint:fix' },
  });
});

test('Runners that name tests only when asked are asked to.', () => {
  expect(commandsIn({ 'go.mod': 'module a\n' }).gates?.test_gate).toBe('go test -v ./...');
  const python = { 'pyproject.toml': '[tool.mypy]\n[tool.pytest.ini_options]\n', 'test_a.py': '' };
  expect(commandsIn(python).gates).toEqual({ designer_gate: 'mypy .', test_gate: 'python3 -m pytest -v' });
});

test('Rust has its own, and a recipe of the project comes first.', () => {
  const makefile = 'build:\n\tcargo build --tests\ntest:\n\tcargo test\n';
  expect(commandsIn({ 'Cargo.toml': '', Makefile: makefile }).gates).toEqual({
    designer_gate: 'make build',
    test_gate: 'make test',
  });
  expect(commandsIn({ 'Cargo.toml': '' }).gates?.test_gate).toBe('cargo test --workspace --all-targets');
});

test('Where one of the two is missing nothing is guessed.', () => {
  expect(commandsIn({ 'package.json': '{"scripts":{"test":"vitest run"}}' })).toEqual({
    gates: null,
    formatters: null,
  });
  expect(commandsIn({})).toEqual({ gates: null, formatters: null });
});

test('What is found can be run without a shell.', () => {
  for (const files of [{ 'go.mod': '' }, { 'Cargo.toml': '' }])
    for (const command of Object.values(commandsIn(files).gates ?? {})) expect(commandOf(command)).toBeDefined();
});
