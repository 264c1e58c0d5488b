import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { WrittenScript } from '../../core/agent/script.ts';
import type { Report } from '../../core/report/report.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { json, usualSpec, writeFiles } from '../rig/workspace.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const nxVersion = (
  JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { devDependencies: { nx: string } }
).devDependencies.nx;

const script: WrittenScript = {
  root: 'packages/shop',
  turns: [
    { task: '1.1', role: 'implementer', do: [{ write: { path: 'src/1.1.js', text: 'export const one = 1;\n' } }], answer: { status: 'done', summary: 'wrote it' } },
    { role: 'reader', answer: { ready: true } },
    { role: 'reviewer', answer: { verdict: 'APPROVED' } },
  ],
}; // prettier-ignore

test('the packed package, installed in a workspace of its own, lands a phase there', { timeout: 300_000 }, () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasewright-packed-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const workspace = join(folder, 'workspace');
  const env = {
    // The network needs what the user has set up for it; what npm and the test runner around us have set is not theirs.
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(npm_|NX_|VITEST|NODE_ENV|INIT_CWD)/.test(name)),
    ),
    PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
    PHASEWRIGHT_STATE: join(folder, 'state'),
    NX_DAEMON: 'false',
    GIT_CONFIG_GLOBAL: join(folder, 'gitconfig'),
  };
  const run = (program: string, ...args: string[]): string =>
    execFileSync(program, args, {
      cwd: workspace,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: 180_000,
    });
  const packed = execFileSync(process.execPath, [join(repository, 'scripts/pack.ts'), folder], { encoding: 'utf8' });
  writeFiles(folder, { gitconfig: '[user]\n\tname = Ada Example\n\temail = ada@example.com\n' });
  mkdirSync(workspace);
  writeFiles(workspace, {
    'package.json': json({ name: 'consumer', private: true, workspaces: ['packages/*'] }),
    '.gitignore': 'node_modules\n.nx\n',
    'nx.json': '{}\n',
    'script.json': json(script),
    'packages/shop/package.json': json({
      name: 'shop',
      version: '1.0.0',
      type: 'module',
      scripts: { test: 'node --test' },
    }),
    'packages/shop/src/index.test.js': "import test from 'node:test';\ntest('runs', () => undefined);\n",
    'packages/shop/specs/10-data.md': usualSpec,
    'packages/shop/specs/91-impl-plan.md': plan(sideBySide('1.1')),
  });

  run('npm', 'install', '--no-audit', '--no-fund', '--save-dev', packed.trim(), `nx@${nxVersion}`);
  run('npx', 'nx', 'g', 'phasewright:init', '--no-interactive');
  const nxJson = JSON.parse(readFileSync(join(workspace, 'nx.json'), 'utf8')) as { plugins: { plugin: string }[] };
  expect(nxJson.plugins).toEqual([{ plugin: 'phasewright', options: {} }]);
  const agent = { driver: 'scripted', script: 'script.json' };
  const options = { implementer: agent, reviewer: agent, gates: ['test'] };
  writeFiles(workspace, { 'nx.json': json({ ...nxJson, plugins: [{ plugin: 'phasewright', options }] }) });
  run('git', 'init', '--quiet', '--initial-branch=main');
  run('git', 'add', '--all');
  run('git', 'commit', '--quiet', '--message=A workspace');

  run('npx', 'nx', 'run', 'shop:implement-phase');

  const report = JSON.parse(
    readFileSync(join(workspace, '.phasewright/shop/phase-1/report/report.json'), 'utf8'),
  ) as Report;
  expect(report.outcome).toBe('landed');
  expect(run('git', 'show', 'phase/1:packages/shop/src/1.1.js')).toBe('export const one = 1;\n');
  expect(run('npx', 'phasewright', 'status')).toMatch(/shop, phase 1.*landed[^]*\nNo question is open\.\n$/);
  expect(run('npx', 'nx', 'run', 'shop:implement-phase')).toContain('0 agent calls');
  expect(run('git', 'status', '--porcelain')).toBe('');
});
