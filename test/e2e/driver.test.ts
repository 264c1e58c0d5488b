import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { scratch, userGit } from '../git/scratch.ts';
import { planPath, project } from '../driver/shapes.ts';
import { testedPackage } from '../rig/workspace.ts';

// Some seventy processes of ours, each with git and node below it, on a machine that others use as well.
vi.setConfig({ testTimeout: 300_000 });

const orchestrator = join(import.meta.dirname, '../driver/programs/orchestrator.ts');

test('An outside orchestrator takes four commits of a diamond through the protocol, with the answers it has always given.', async () => {
  const { root, host } = await scratch({ ...project, 'notes.txt': 'mine\n' });
  // Something of the user's, which stays as it is and is in no commit.
  writeFileSync(join(root, 'notes.txt'), 'mine, edited\n');
  const command = join(testedPackage(), 'dist/cli/phasewright.js');
  const env = { ...process.env, PHASEWRIGHT_STATE: host.stateFolder };
  const options = { cwd: root, env, encoding: 'utf8' } as const;
  const ran = spawnSync(process.execPath, [orchestrator, command, '1', '2', '3', '4a'], options);
  expect(ran.stderr).toBe('');
  const turns = ['designer', 'designer style', 'tester', 'tester style', 'implementor', 'implementor style', 'scope'];
  expect(JSON.parse(ran.stdout)).toEqual({ 1: turns, 2: turns, 3: turns, '4a': turns });

  expect(userGit(root, 'log', '--format=%s', '--reverse').split('\n')).toEqual([
    'change',
    'feat(shapes): add area',
    'feat(shapes): add perimeter',
    'feat(shapes): add isSquare',
    'feat(shapes): add scaled',
  ]);
  expect(userGit(root, 'log', '-1', '--format=%B')).toBe(
    'feat(shapes): add scaled\n\nIt\'s one of four; "quotes" and $HOME stay as they are.',
  );
  expect(userGit(root, 'show', '--format=', '--name-only', 'HEAD').split('\n')).toEqual([
    'src/scaled.mjs',
    'test/scaled.test.mjs',
  ]);
  expect(readFileSync(join(root, 'src/area.mjs'), 'utf8')).toBe(
    'export function area(width, height) {\n  return width * height;\n}\n',
  );
  expect(userGit(root, 'status', '--porcelain').split('\n')).toEqual([' M notes.txt', '?? .ic/']);
  const state = JSON.parse(readFileSync(join(root, '.ic/commit-1.json'), 'utf8')) as Record<string, unknown>;
  expect(state).toMatchObject({
    plan_path: planPath,
    commit_id: 1,
    workspace: '.',
    state: 'done',
    designer_gate: 'npm run --silent typecheck',
    files_touched: ['src/area.mjs', 'test/area.test.mjs'],
    unrelated: ['notes.txt'],
  });
});
