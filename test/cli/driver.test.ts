import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { planPath, project, shapeOf, writtenBy } from '../driver/shapes.ts';
import { scratch, userGit, writeFiles } from '../git/scratch.ts';
import { phasewright } from './phasewright.ts';

// Each command is a process, and runs others.
vi.setConfig({ testTimeout: 300_000 });

const program = join(import.meta.dirname, '../../cli/phasewright.ts');
const state = '.ic/commit-1.json';

/** A checkout, and the commands of the driver as orchestrators call them. */
async function checkout() {
  const { root } = await scratch(project);
  const home = join(root, '../state');
  const env = { PHASEWRIGHT_STATE: home };
  return {
    root,
    home,
    driver: (...args: string[]) => phasewright(root, ['driver', ...args], env),
    init: (...args: string[]) =>
      phasewright(root, ['driver', 'init', '--plan', planPath, '--commit', '1', '--state', state, ...args], env),
    /** Through a pipe, as docs/driver.md has it. */
    pipe: (answer: object) => {
      const args = [program, 'driver', 'report', '--state', state, '--result', '-'];
      const input = JSON.stringify(answer);
      const ran = spawnSync(process.execPath, args, { cwd: root, env: { ...process.env, ...env }, input });
      return { code: ran.status, out: String(ran.stdout), err: String(ran.stderr) };
    },
  };
}

const gates = ['--designer-gate', 'node check.mjs', '--test-gate', 'node --test', '--fmt-cmd', 'node format.mjs'];

test('An orchestrator for ic-driver.py takes a commit through: JSON on standard output, answers of its five models, apostrophes through a pipe.', async () => {
  const { root, driver, init, pipe } = await checkout();
  expect(JSON.parse(init(...gates).out)).toMatchObject({ initialized: state });
  const turns: string[] = [];
  for (;;) {
    const { code, out, err } = driver('next', '--state', state);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const action = JSON.parse(out) as Record<string, unknown>;
    if (action['action'] === 'done') break;
    const phase = String(action['phase']);
    const isWork = !action['style_review'] && !action['scope_review'];
    turns.push(isWork ? phase : action['style_review'] ? 'style' : 'scope');
    if (isWork) writeFiles(root, writtenBy(phase, shapeOf(1)));
    // What its models held: the scope review had none of its own, and its answer stands in the notes.
    const notes = isWork ? `it's "done"; $(touch pwned) \`x\` ü` : 'ACCEPT';
    const answer = action['style_review']
      ? { status: 'accept', violations: [] }
      : { status: 'ok', files_created: [], files_modified: [], notes };
    expect(pipe(answer)).toMatchObject({ code: 0, err: '' });
  }
  expect(turns).toEqual(['designer', 'style', 'tester', 'style', 'implementor', 'style', 'scope']);
  expect(userGit(root, 'show', '--format=%s', '--name-only')).toBe(
    'feat(shapes): add area\n\nsrc/area.mjs\ntest/area.test.mjs',
  );
  expect(userGit(root, 'status', '--porcelain')).toBe('?? .ic/');
  expect(JSON.parse(driver('status', '--state', state).out)).toMatchObject({ state: 'done' });
});

test('What goes wrong is JSON on standard error with exit code 1, and nothing on standard output.', async () => {
  const { root, home, driver, init, pipe } = await checkout();
  for (const command of ['next', 'resume', 'status']) {
    const { code, out, err } = driver(command, '--state', state);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(JSON.parse(err)).toMatchObject({ error: expect.stringContaining('init'), state_path: join(root, state) });
  }
  expect(init(...gates).code).toBe(0);
  const unread = pipe({ status: 'fine' });
  expect({ code: unread.code, out: unread.out }).toEqual({ code: 1, out: '' });
  expect(JSON.parse(unread.err)).toMatchObject({ reason: 'bad-output', state_path: join(root, state) });
  // Trouble of the machine is no exception.
  writeFileSync(`${home}-file`, '');
  const other = ['--plan', planPath, '--commit', '1', '--state', '.ic/other.json', '--force'];
  const { code, out, err } = phasewright(root, ['driver', 'init', ...other], { PHASEWRIGHT_STATE: `${home}-file` });
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(JSON.parse(err)).toMatchObject({ reason: 'read-only', state_path: join(root, '.ic/other.json') });
  expect(driver('next').code).toBe(2);
});
