import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ok } from '../../core/failure.ts';
import { provideDependencies, type Watched } from '../../core/git/dependencies.ts';
import { ensureWorktree } from '../../core/git/worktree.ts';
import { untilGone } from '../host/process.ts';
import { checkoutOf, commitFiles, scratch, writeFiles, type Scratch, type Texts } from './scratch.ts';

const unwatched: Watched = async (install) => ok(await install());

/** A workspace as its author wrote it. */
const sources: Texts = {
  '.gitignore': 'node_modules\n',
  'package.json': JSON.stringify({ name: 'root', private: true, workspaces: ['./packages/*', '!packages/draft'] }),
  'packages/lib/package.json': JSON.stringify({ name: '@demo/lib', main: 'index.js' }),
  'packages/lib/index.js': 'module.exports = "lib of the checkout";',
  'packages/app/package.json': JSON.stringify({ name: 'app', main: 'index.js', bin: 'cli.js' }),
  'packages/app/index.js': 'module.exports = "app and " + require("@demo/lib");',
  'packages/app/cli.js': '#!/usr/bin/env node\nconsole.log("cli of the checkout");',
  'packages/old/package.json': JSON.stringify({ name: 'old', main: 'index.js' }),
  'packages/old/index.js': 'module.exports = "old of the checkout";',
  'packages/old/part.js': 'module.exports = "part of the checkout";',
  // Named like an installed package, but not a package of the workspace.
  'packages/draft/package.json': JSON.stringify({ name: 'third', main: 'index.js' }),
  'packages/draft/index.js': 'module.exports = "a draft";',
};

/** What `npm install` puts beside it. */
function installLikeNpm(root: string): void {
  writeFiles(root, {
    'node_modules/third/package.json': JSON.stringify({ name: 'third', main: 'index.js' }),
    'node_modules/third/index.js': 'module.exports = "third";',
    'node_modules/third/cli.js': '#!/usr/bin/env node\nconsole.log("third");',
    'node_modules/@scope/fourth/index.js': 'module.exports = "fourth";',
    'packages/app/node_modules/nested/index.js': 'module.exports = "nested";',
    'node_modules/.package-lock.json': '{}',
  });
  const links = {
    '@demo/lib': '../../packages/lib',
    app: '../packages/app',
    old: '../packages/old',
    '.bin/tool': '../app/cli.js',
    '.bin/third': '../third/cli.js',
  };
  for (const [name, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, 'node_modules', name)), { recursive: true });
    symlinkSync(target, join(root, 'node_modules', name));
  }
}

/** The workspace, installed, and a worktree of it in which these files differ. */
async function workspace(
  changes: Texts = {},
  more: Texts = {},
): Promise<Scratch & { path: string; provide: () => Promise<unknown> }> {
  const made = await scratch({ ...sources, ...more });
  const { root, host, repository, git } = made;
  installLikeNpm(root);
  const commit = commitFiles(root, changes);
  await git.text(['reset', '--quiet', '--hard', repository.head]);
  const path = join(root, '.worktrees', 'demo-1.1');
  const worktree = await ensureWorktree(host, repository, path, commit);
  return { ...made, path, provide: () => provideDependencies(host, root, worktree, commit, unwatched) };
}

/** What `require` gives in a folder, or the code of its error. */
function required(folder: string, name: string): string {
  return runNode(
    folder,
    `try { console.log(require(${JSON.stringify(name)})) } catch (error) { console.log(error.code) }`,
    'commonjs',
  );
}

/** What `import` gives in a folder, or the code of its error. */
function imported(folder: string, name: string): string {
  return runNode(
    folder,
    `try { console.log((await import(${JSON.stringify(name)})).default) } catch (error) { console.log(error.code) }`,
    'module',
  );
}

function runNode(folder: string, code: string, type: 'commonjs' | 'module'): string {
  return execFileSync(process.execPath, [`--input-type=${type}`, '-e', code], { cwd: folder, encoding: 'utf8' }).trim();
}

describe('packages of the workspace', () => {
  test('come from the worktree, also when they have a scope.', async () => {
    const { root, path, provide } = await workspace({
      'packages/lib/index.js': 'module.exports = "lib of the worktree";',
    });
    const before = checkoutOf(root);
    expect(await provide()).toEqual({ ok: true, value: 'linked' });
    for (const ask of [required, imported]) {
      expect(ask(path, '@demo/lib')).toBe('lib of the worktree');
      expect(ask(path, 'app')).toBe('app and lib of the worktree');
      expect(ask(join(path, 'packages/app'), '@demo/lib')).toBe('lib of the worktree');
    }
    expect(checkoutOf(root)).toEqual(before);
  });

  test("that are removed in the worktree are not found in the user's checkout.", async () => {
    const { path, provide } = await workspace({
      'packages/old/package.json': undefined,
      'packages/old/index.js': undefined,
      'packages/old/part.js': undefined,
    });
    await provide();
    expect([required(path, 'old'), required(path, 'old/part'), required(join(path, 'packages/app'), 'old')]).toEqual(
      Array(3).fill('MODULE_NOT_FOUND'),
    );
    expect([imported(path, 'old'), imported(path, 'old/part.js')]).toEqual(Array(2).fill('ERR_MODULE_NOT_FOUND'));
  });

  test('that were removed, and left a folder behind, are not found either.', async () => {
    const { path, provide } = await workspace({
      'packages/old/package.json': undefined,
      'packages/old/index.js': undefined,
      'packages/old/part.js': undefined,
    });
    writeFiles(path, { 'packages/old/node_modules/x/index.js': '1' });
    await provide();
    expect(required(path, 'old')).toBe('MODULE_NOT_FOUND');
  });

  test('that are added in the worktree are found, and programs of the workspace are its own.', async () => {
    const { path, provide } = await workspace({
      'packages/fresh/package.json': JSON.stringify({ name: '@demo/fresh', main: 'index.js' }),
      'packages/fresh/index.js': 'module.exports = "fresh";',
      'packages/app/cli.js': '#!/usr/bin/env node\nconsole.log("cli of the worktree");',
    });
    await provide();
    expect([required(path, '@demo/fresh'), imported(path, '@demo/fresh')]).toEqual(['fresh', 'fresh']);
    const tool = (name: string) =>
      execFileSync(process.execPath, [join(path, 'node_modules/.bin', name)], { encoding: 'utf8' }).trim();
    expect([tool('tool'), tool('third')]).toEqual(['cli of the worktree', 'third']);
  });

  test('follow the worktree when it moves to another commit.', async () => {
    const { host, root, repository, path, provide } = await workspace();
    await provide();
    expect(required(path, 'old')).toBe('old of the checkout');
    const { git } = repository;
    const gone = commitFiles(root, {
      'packages/old/package.json': undefined,
      'packages/old/index.js': undefined,
      'packages/old/part.js': undefined,
    });
    await git.text(['reset', '--quiet', '--hard', repository.head]);
    const worktree = await ensureWorktree(host, repository, path, gone);
    expect(await provideDependencies(host, root, worktree, gone, unwatched)).toEqual({ ok: true, value: 'linked' });
    expect(required(path, 'old')).toBe('MODULE_NOT_FOUND');
    expect(required(join(path, 'packages/app'), 'nested')).toBe('nested');
  });
});

describe('third-party packages', () => {
  test('are those that are installed, at the root, in a scope and beside a package.', async () => {
    const { root, path, provide } = await workspace();
    await provide();
    expect([required(path, 'third'), required(path, '@scope/fourth')]).toEqual(['third', 'fourth']);
    expect(required(join(path, 'packages/app'), 'nested')).toBe('nested');
    expect(realpathSync(join(path, 'node_modules/third'))).toBe(join(root, 'node_modules/third'));
  });

  test('are not replaced by a folder of the repository that only has their name.', async () => {
    const { path, provide } = await workspace();
    await provide();
    expect(required(path, 'third')).toBe('third');
  });

  test('are linked anew each time: what an agent has put in their place is gone.', async () => {
    const { path, provide } = await workspace();
    await provide();
    rmSync(join(path, 'node_modules/third'));
    writeFiles(path, { 'node_modules/third/index.js': 'module.exports = "forged";', 'node_modules/mark.js': 'here' });
    expect(await provide()).toEqual({ ok: true, value: 'linked' });
    expect(required(path, 'third')).toBe('third');
    expect(existsSync(join(path, 'node_modules/mark.js'))).toBe(false);
  });
});

/** A lockfile without anything that would have to be fetched. */
function lock(...packages: readonly string[]): string {
  const members = packages.map(
    (name) => [`packages/${name}`, JSON.parse(sources[`packages/${name}/package.json`]!)] as const,
  );
  const links = members.map(
    ([folder, { name }]) => [`node_modules/${name}`, { resolved: folder, link: true }] as const,
  );
  const root = { '': JSON.parse(sources['package.json']!) as object };
  return JSON.stringify({
    name: 'root',
    lockfileVersion: 3,
    requires: true,
    packages: { ...root, ...Object.fromEntries([...links, ...members]) },
  });
}

describe('a lockfile that differs', () => {
  test("means an installation, in which nothing is found by walking up into the user's checkout.", async () => {
    const removed = {
      'packages/old/package.json': undefined,
      'packages/old/index.js': undefined,
      'packages/old/part.js': undefined,
    };
    const { root, path, provide } = await workspace(
      { ...removed, 'package-lock.json': lock('lib', 'app') },
      { 'package-lock.json': lock('lib', 'app', 'old') },
    );
    const before = checkoutOf(root);
    expect(await provide()).toEqual({ ok: true, value: 'installed' });
    expect(required(path, 'app')).toBe('app and lib of the checkout');
    expect(realpathSync(join(path, 'node_modules/app'))).toBe(join(path, 'packages/app'));
    for (const name of ['old', 'old/part', 'third', '@scope/fourth'])
      expect(required(path, name), `package ${name}`).toBe('MODULE_NOT_FOUND');
    expect(checkoutOf(root)).toEqual(before);
  });

  test('means an installation that stays, unless somebody has written into a package.', async () => {
    const { path, provide } = await workspace({ 'package-lock.json': lock('lib', 'app', 'old') });
    await provide();
    writeFiles(path, { 'node_modules/.cache/x': 'by a tool', 'packages/app/index.js': 'work' });
    expect(await provide()).toEqual({ ok: true, value: 'installed' });
    expect(existsSync(join(path, 'node_modules/.cache/x'))).toBe(true);
    writeFiles(path, { 'node_modules/planted/index.js': 'module.exports = "planted";' });
    expect(await provide()).toEqual({ ok: true, value: 'installed' });
    expect(required(path, 'planted')).toBe('MODULE_NOT_FOUND');
    expect(existsSync(join(path, 'node_modules/.cache/x'))).toBe(false);
  });

  test('means an installation that sets up no hooks, and leaves nothing running.', async () => {
    const manifest = { ...JSON.parse(sources['package.json'] ?? '{}'), scripts: { prepare: 'node prepare.cjs' } };
    const prepare = `
      const { spawn } = require('node:child_process');
      const daemon = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { detached: true, stdio: 'ignore' });
      daemon.unref();
      require('node:fs').writeFileSync('said', process.env.HUSKY + ' ' + daemon.pid);`;
    const { path, provide } = await workspace({
      'package-lock.json': lock('lib', 'app', 'old'),
      'package.json': JSON.stringify(manifest),
      'prepare.cjs': prepare,
    });
    expect(await provide()).toEqual({ ok: true, value: 'installed' });
    const [husky, daemon] = readFileSync(join(path, 'said'), 'utf8').split(' ');
    expect(husky).toBe('0');
    await untilGone(Number(daemon));
  });

  test('that cannot be installed is a failure with what npm said.', async () => {
    const { path, provide } = await workspace({ 'package-lock.json': '{"lockfileVersion": 3, "packages": {}}' });
    expect(await provide()).toMatchObject({
      ok: false,
      failure: { reason: 'dependencies', message: expect.stringContaining('npm ci') },
    });
    expect(existsSync(join(path, 'node_modules/.phasewright-dependencies'))).toBe(false);
  });

  test('that is the same means no installation.', async () => {
    const { provide } = await workspace({}, { 'package-lock.json': lock('lib', 'app', 'old') });
    expect(await provide()).toEqual({ ok: true, value: 'linked' });
  });
});

test.each<[string, Texts]>([
  ['without a package.json', { 'package.json': undefined }],
  ['with a package.json that is no JSON, and nothing installed', { 'package.json': '{' }],
])('A repository %s needs none.', async (_title, change) => {
  const { root, provide } = await workspace(change);
  rmSync(join(root, 'node_modules'), { recursive: true });
  expect(await provide()).toEqual({ ok: true, value: 'none' });
});
