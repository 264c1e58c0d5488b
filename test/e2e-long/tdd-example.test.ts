import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Report } from '../../core/report/report.ts';
import { writeFiles } from '../rig/workspace.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const branch = 'phase/1';

/** What each commit of the plan says first, and the files that it names. */
const commits = [
  ['feat(receipts): amounts as text and as cents', 'amount'],
  ['feat(receipts): discounts', 'discount'],
  ['feat(receipts): the tax within an amount', 'tax'],
  ['feat(receipts): the receipt', 'receipt'],
] as const;

test('the plan of examples/tdd lands in a copy of this repository, commit by commit', { timeout: 900_000 }, () => {
  const { checkout, git, nx } = copied();
  const base = git('rev-parse', 'HEAD');
  const output = nx('run', 'tdd-demo:implement-phase');
  expect(output).toContain('exactly the named tests are red');
  expect(git('rev-parse', 'HEAD')).toBe(base);
  expect(git('status', '--porcelain')).toBe('');

  const path = join(checkout, '.phasewright/tdd-demo/phase-1/report/report.json');
  const report = JSON.parse(readFileSync(path, 'utf8')) as Report;
  expect(report).toMatchObject({ outcome: 'landed' });
  expect(report.tasks.map(({ redGreen }) => redGreen?.outcome)).toEqual(commits.map(() => 'shown'));

  const log = git('log', '--reverse', '--format=%H%x00%P%x00%B%x00%x00', `${base}..${branch}`);
  const landed = log.split('\0\0').flatMap((entry) => {
    const [commit = '', parent = '', message = ''] = entry.trim().split('\0');
    return commit === '' ? [] : [{ commit, parent, subject: message.split('\n', 1)[0], message }];
  });
  expect(landed.map(({ parent }) => parent)).toEqual([base, ...landed.slice(0, -1).map(({ commit }) => commit)]);
  expect(landed.slice(0, commits.length).map(({ subject }) => subject)).toEqual(commits.map(([subject]) => subject));
  expect(landed[0]?.message).toContain('Whole cents from the first commit on');
  for (const [index, [, name]] of commits.entries()) {
    const { commit = '', message = '' } = landed[index] ?? {};
    expect(message).toMatch(new RegExp(`^Task: ${index + 1}$`, 'm'));
    const paths = git('show', '--name-only', '--format=', commit).split('\n');
    expect(paths.toSorted()).toEqual([`examples/tdd/src/${name}.ts`, `examples/tdd/test/${name}.test.ts`]);
  }
  // What comes after them says what is done, and changes no code.
  for (const { commit } of landed.slice(commits.length))
    expect(git('show', '--name-only', '--format=', commit)).not.toMatch(/\/(?:src|test)\//);
});

/** A repository of its own with all files of this one, as they are now, and the packages that are installed here. */
function copied(): { checkout: string; git: (...args: string[]) => string; nx: (...args: string[]) => string } {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasewright-tdd-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const checkout = join(folder, 'checkout');
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const paths = execFileSync('git', listed, { cwd: repository, encoding: 'utf8' }).split('\0').filter(Boolean);
  for (const path of paths) cpSync(join(repository, path), join(checkout, path), { verbatimSymlinks: true });
  rmSync(join(checkout, 'node_modules'), { recursive: true, force: true });
  install(checkout);
  writeFiles(folder, { gitconfig: '[user]\n\tname = Ada Example\n\temail = ada@example.com\n' });
  const env = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(?:npm_|NX_|VITEST|NODE_ENV|INIT_CWD|PHASEWRIGHT_)/.test(name)),
    ),
    PATH: [join(checkout, 'node_modules/.bin'), dirname(process.execPath), process.env['PATH']].join(delimiter),
    PHASEWRIGHT_STATE: join(folder, 'state'),
    NX_DAEMON: 'false',
    GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const run = (file: string, args: readonly string[]): string =>
    execFileSync(file, args, { cwd: checkout, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim();
  const git = (...args: string[]): string => run('git', args);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=start');
  return { checkout, git, nx: (...args) => run('nx', args) };
}

/** A folder of links to what is installed here. */
function install(checkout: string): void {
  const from = realpathSync(join(repository, 'node_modules'));
  const to = join(checkout, 'node_modules');
  const names = readdirSync(from).filter((name) => name === '.bin' || !name.startsWith('.'));
  for (const name of names) {
    if (!name.startsWith('@')) link(join(from, name), join(to, name));
    else for (const own of readdirSync(join(from, name))) link(join(from, name, own), join(to, name, own));
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
