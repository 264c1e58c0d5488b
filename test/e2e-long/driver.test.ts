import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { commitFiles, scratch, userGit } from '../git/scratch.ts';
import { testedPackage } from '../rig/workspace.ts';

// Some seventy processes of ours, and compilers and runners of tests below them, on a machine that others use as well.
vi.setConfig({ testTimeout: 900_000 });

const repository = join(import.meta.dirname, '../..');
const orchestrator = join(import.meta.dirname, '../driver/programs/orchestrator.ts');
const planPath = 'examples/tdd/docs/receipts/implementation-plan.toml';
const state = '.ic/commit-';

/** Its own code is in `examples/tdd`; its commands are those of the project's targets there. */
const flags = [
  '--designer-gate',
  'tsc -p examples/tdd/tsconfig.json',
  '--test-gate',
  'vitest run --configLoader native --root examples/tdd',
  '--fmt-cmd',
  'oxfmt examples/tdd/src examples/tdd/test',
  '--lint-cmd',
  'oxlint --fix examples/tdd/src examples/tdd/test',
  '--guide',
  'examples/tdd/docs/style/typescript.md',
  '--guide',
  'examples/tdd/docs/style/tests.md',
];

test('An outside orchestrator takes the plan of examples/tdd, a diamond of four commits, through the protocol with the answers it has always given.', async () => {
  const { root, host } = await scratch({
    'package.json': '{ "private": true, "type": "module" }\n',
    '.gitignore': 'node_modules\n',
    'mine.txt': 'mine\n',
  });
  for (const path of ['tsconfig.base.json', '.oxfmtrc.json', '.oxlintrc.json', 'examples/tdd'])
    cpSync(join(repository, path), join(root, path), { recursive: true });
  const base = commitFiles(root, {});
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  // Something of the user's, which stays as it is and is in no commit.
  writeFileSync(join(root, 'mine.txt'), 'mine, edited\n');

  const command = join(testedPackage(), 'dist/cli/phasewright.js');
  const script = join(repository, 'examples/tdd/script/script.json');
  const ran = spawnSync(
    process.execPath,
    [orchestrator, command, planPath, script, '1', '2', '3', '4', '--', ...flags],
    { cwd: root, env: { ...process.env, PHASEWRIGHT_STATE: host.stateFolder }, encoding: 'utf8' },
  );
  expect(ran.stderr).toBe('');
  const design = ['designer', 'designer style'];
  const tests = ['tester', 'tester style'];
  const code = ['implementor', 'implementor style', 'scope'];
  expect(JSON.parse(ran.stdout)).toEqual({
    1: [...design, ...tests, ...code],
    // The first design breaks two rules of the guide.
    2: [...design, ...design, ...tests, ...code],
    // The first tests pass with nothing behind them.
    3: [...design, 'tester', ...tests, ...code],
    4: [...design, ...tests, ...code],
  });

  expect(userGit(root, 'log', '--format=%s', '--reverse', `${base}..HEAD`).split('\n')).toEqual([
    'feat(receipts): amounts as text and as cents',
    'feat(receipts): discounts',
    'feat(receipts): the tax within an amount',
    'feat(receipts): the receipt',
  ]);
  expect(userGit(root, 'log', '-1', '--format=%b', 'HEAD~3')).toContain('Whole cents from the first commit on');
  expect(userGit(root, 'show', '--format=', '--name-only', 'HEAD').split('\n')).toEqual([
    'examples/tdd/src/receipt.ts',
    'examples/tdd/test/receipt.test.ts',
  ]);
  expect(userGit(root, 'status', '--porcelain').split('\n')).toEqual([' M mine.txt', '?? .ic/']);
  expect(JSON.parse(readFileSync(join(root, `${state}1.json`), 'utf8'))).toMatchObject({
    plan_path: planPath,
    commit_id: 1,
    workspace: '.',
    state: 'done',
    commit_title: 'Amounts as text and as cents',
    files_touched: ['examples/tdd/src/amount.ts', 'examples/tdd/test/amount.test.ts'],
    unrelated: ['mine.txt'],
    commit: userGit(root, 'rev-parse', 'HEAD~3'),
  });
});
