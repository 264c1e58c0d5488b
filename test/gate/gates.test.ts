import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runGates, type GateRun } from '../../core/gate/gate.ts';
import { ensureWorktree } from '../../core/git/worktree.ts';
import type { Host } from '../../core/host/host.ts';
import { resolveOptions } from '../../core/options.ts';
import type { WrittenGate } from '../../core/gate/option.ts';
import type { Verdict } from '../../core/result/records.ts';
import { commitFiles, scratch, writeFiles, type Texts } from '../git/scratch.ts';
import { untilGone } from '../host/process.ts';

/**
 * An Nx in the place of Nx: each target of `demo` is a file `<target>.cjs` that it runs as a task, with the hash of a task.
 * It writes what Nx writes of a run.
 */
const nx = `
  const { spawnSync } = require('node:child_process');
  const fs = require('node:fs');
  const args = process.argv.slice(2);
  const words = args.slice(args.indexOf('-t') + 1);
  const targets = words.slice(0, words.findIndex((word) => word.startsWith('-')));
  const cache = process.env.NX_CACHE_DIRECTORY;
  fs.mkdirSync(cache + '/terminalOutputs', { recursive: true });
  fs.appendFileSync(cache + '/calls', JSON.stringify(args) + '\\n');
  const time = new Date(0).toISOString();
  const tasks = targets.filter((target) => fs.existsSync(target + '.cjs')).map((target) => {
    const isReplayed = fs.existsSync(cache + '/replay');
    const env = { ...process.env, NX_TASK_HASH: 'hash-' + target };
    const output = isReplayed ? undefined : fs.openSync(cache + '/terminalOutputs/hash-' + target, 'w');
    const { status } = isReplayed ? { status: 0 } : spawnSync(process.execPath, [target + '.cjs'], { env, stdio: ['ignore', output, output] });
    return { target, projectName: 'demo', hash: 'hash-' + target, startTime: time, endTime: time, status, cacheStatus: isReplayed ? 'local-cache-hit' : 'cache-miss' };
  });
  fs.writeFileSync(cache + '/run.json', JSON.stringify({ tasks }));
  process.exitCode = tasks.some((task) => task.status !== 0) ? 1 : 0;`;

interface Judging {
  readonly host: Host;
  readonly worktree: string;
  readonly cache: string;
  readonly judge: (gates: readonly WrittenGate[], own?: Pick<GateRun, 'keepLog'>) => Promise<Verdict>;
}

/** A commit that changes what is in `changed` on top of what is in `files`. */
async function judging(files: Texts, changed: Texts = { 'b.txt': 'b\n' }): Promise<Judging> {
  const { host, root, repository } = await scratch({
    '.gitignore': 'node_modules\nignored\n',
    'a.txt': 'a\n',
    ...files,
  });
  const since = repository.head;
  const commit = commitFiles(root, changed);
  const worktree = await ensureWorktree(host, repository, join(root, '.worktrees/x'), commit);
  await host.files.write(join(worktree.folder, 'node_modules/nx/package.json'), '{ "bin": { "nx": "nx.cjs" } }');
  await host.files.write(join(worktree.folder, 'node_modules/nx/nx.cjs'), nx);
  const cache = join(host.stateFolder, 'nx');
  const judge: Judging['judge'] = async (written, own) => {
    const options = resolveOptions([{ from: 'test', written: { gates: written } }]);
    if (!options.ok) throw new Error(options.failure.message);
    const { gates } = options.value;
    const about = {
      worktree,
      commit,
      since,
      project: 'demo',
      gates,
      required: [],
      fresh: false,
      timeLimit: 60,
      ...own,
    };
    return await runGates(host, { ...about, nx: { cache, checkout: root, run: 'run-1' } });
  };
  return { host, worktree: worktree.folder, cache, judge };
}

const node = process.execPath;
const command = (code: string, own: object = {}): WrittenGate => ({ name: 'own', command: [node, '-e', code], ...own });
const green = { 'test.cjs': '', 'lint.cjs': '' };

test('Targets and commands are judged, each as what it is.', async () => {
  const { judge } = await judging(green);
  const verdict = await judge(['test', 'lint', command('')]);
  expect(verdict).toMatchObject({ green: true, changedFiles: [] });
  expect(verdict.gates.map(({ target, outcome, command: words }) => [target, outcome, words?.length])).toEqual([
    ['test', 'passed', undefined],
    ['lint', 'passed', undefined],
    ['own', 'passed', 3],
  ]);
});

test('A gate whose condition is not met is left out with the reason, and the others judge.', async () => {
  const { judge } = await judging(green, { 'docs/a.md': '#\n' });
  const verdict = await judge([
    'lint',
    { target: 'test', when: { paths: ['src/**'] } },
    command('process.exit(1)', { when: { dependencies: true } }),
    { name: 'docs', command: 'true', when: { paths: ['docs/**'] } },
  ]);
  expect(verdict).toMatchObject({
    green: true,
    leftOut: [
      { gate: 'test', reason: 'no changed file matches src/**' },
      { gate: 'own', reason: 'no manifest or lockfile has changed' },
    ],
  });
  expect(verdict.gates.map(({ target }) => target)).toEqual(['lint', 'docs']);
});

test('Where all gates are left out nothing was judged.', async () => {
  const { judge } = await judging(green);
  const verdict = await judge([{ target: 'test', when: { paths: ['src/**'] } }]);
  expect(verdict).toMatchObject({
    green: false,
    gates: [],
    trouble: expect.stringContaining('Have at least one without "when"'),
  });
});

test('A target with a limit of its own runs apart from the others.', async () => {
  const { judge, cache } = await judging(green);
  expect(await judge(['lint', { target: 'test', timeLimit: 20 }])).toMatchObject({ green: true });
  const calls = readFileSync(join(cache, 'cache/calls'), 'utf8').trim().split('\n');
  expect(calls.map((line) => (JSON.parse(line) as string[]).slice(1, 3))).toEqual([
    ['-t', 'lint'],
    ['-t', 'test'],
  ]);
});

test('A target that does not end in its time is trouble, and what comes after it is not begun.', async () => {
  const { judge } = await judging({ 'test.cjs': 'setTimeout(() => {}, 60_000)' });
  const verdict = await judge([{ target: 'test', timeLimit: 1 }, command('')]);
  expect(verdict).toMatchObject({
    green: false,
    gates: [],
    trouble: expect.stringContaining('test did not end within 1 s'),
  });
});

test('A command that does not end in its time has failed, with what it had printed.', async () => {
  const { judge } = await judging({});
  const code = `console.log('so far'); setInterval(() => {}, 1000)`;
  const { gates } = await judge([command(code, { timeLimit: 1 }), { name: 'next', command: 'true' }]);
  expect(gates).toMatchObject([{ outcome: 'failed' }, { outcome: 'passed' }]);
  expect(gates[0]?.output).toContain('so far');
  expect(gates[0]?.output).toContain('own did not end within 1 s, and was ended.');
});

test('A program that is not there has failed.', async () => {
  const { judge } = await judging({});
  expect((await judge([{ command: ['no-such-program'] }])).gates[0]?.output).toContain(
    'no-such-program was not found.',
  );
});

test('A command that writes into the tree is no verdict, and the tree is put back.', async () => {
  const { judge, worktree } = await judging({});
  const write = `const fs = require('node:fs'); fs.writeFileSync('a.txt', 'x'); fs.writeFileSync('new', ''); fs.writeFileSync('ignored', '')`;
  const verdict = await judge([command(write)]);
  expect(verdict).toMatchObject({
    green: false,
    changedFiles: ['a.txt', 'new'],
    trouble: expect.stringContaining('changed files'),
  });
  expect(readFileSync(join(worktree, 'a.txt'), 'utf8')).toBe('a\n');
  expect(existsSync(join(worktree, 'new'))).toBe(false);
});

test('What a command leaves running is ended with it, watchers and daemons of their own session.', async () => {
  const { judge, host } = await judging({});
  const file = join(host.stateFolder, 'pid');
  await host.files.makeFolder(host.stateFolder);
  const daemon = `require('node:fs').writeFileSync(process.argv[1], String(process.pid)); setInterval(() => require('node:fs').readdirSync('.'), 50)`;
  const start = `
    const { spawn, execFileSync } = require('node:child_process');
    spawn(process.execPath, ['-e', ${JSON.stringify(daemon)}, ${JSON.stringify(file)}], { detached: true, stdio: 'inherit' }).unref();
    while (!require('node:fs').existsSync(${JSON.stringify(file)})) execFileSync('sleep', ['0.05'])`;
  expect(await judge([command(start)])).toMatchObject({ green: true });
  await untilGone(Number(readFileSync(file, 'utf8')));
});

test('A flood of output is cut, and how it ended is kept.', async () => {
  const { judge } = await judging({});
  const flood = `const line = 'x'.repeat(1023) + '\\n'; const all = line.repeat(1024); let left = 100;
    const more = () => { while (left-- > 0) if (!process.stdout.write(all)) return process.stdout.once('drain', more); console.log('the last word'); process.exitCode = 3; }; more();`;
  const { gates } = await judge([command(flood)]);
  expect(gates[0]).toMatchObject({ outcome: 'failed' });
  expect(gates[0]?.output.length).toBeLessThan(100_000);
  expect(gates[0]?.output).toContain('the last word');
  expect(gates[0]?.output).toContain('own ended with exit code 3.');
});

test('So is that of a target, however much it is, and what it has left in the tree is gone.', async () => {
  const flood = `const fs = require('node:fs'); const size = 400 * 1024 * 1024;
    fs.writeFileSync('new', ''); fs.writeSync(1, 'the first word'); fs.ftruncateSync(1, size); fs.writeSync(1, '\\nthe last word', size); process.exitCode = 3;`;
  const { judge, worktree } = await judging({ 'test.cjs': flood });
  const { gates, changedFiles } = await judge(['test']);
  expect(gates).toMatchObject([
    { outcome: 'failed', output: expect.stringMatching(/bytes left out …[^]*the last word$/) },
  ]);
  expect(changedFiles).toEqual(['new']);
  expect(existsSync(join(worktree, 'new'))).toBe(false);
});

test('A tree is put back also where judging it comes to an error of ours.', async () => {
  const { judge, worktree } = await judging({});
  const write = `require('node:fs').writeFileSync('new', ''); process.exitCode = 1`;
  const broken = judge([command(write)], { keepLog: async () => await Promise.reject(new Error('Internal error: x')) });
  await expect(broken).rejects.toThrow('Internal error: x');
  expect(existsSync(join(worktree, 'new'))).toBe(false);
});

test.each([
  ['process.exit(1)', 'passed'],
  ['', 'failed'],
])('A gate that is expected to fail, and runs %j, has %s.', async (code, outcome) => {
  const { judge } = await judging({ 'test.cjs': code });
  const { gates, green: isGreen } = await judge([
    { target: 'test', expect: 'fail' },
    command(code, { expect: 'fail' }),
  ]);
  expect(gates.map((gate) => gate.outcome)).toEqual([outcome, outcome]);
  expect(isGreen).toBe(outcome === 'passed');
});

test('A gate that did not come to its end has not failed as it was expected to.', async () => {
  const { judge } = await judging({});
  const { gates } = await judge([command('setInterval(() => {}, 1000)', { expect: 'fail', timeLimit: 1 })]);
  expect(gates).toMatchObject([{ outcome: 'failed' }]);
});

const run = `require('node:child_process').spawnSync(process.execPath, ['--test', 'x.mjs'], { stdio: 'inherit' })`;

test('The tests of a target are counted by its task, and a replay has the same count.', async () => {
  const { judge, cache, host } = await judging({
    'test.cjs': run,
    'lint.cjs': '',
    'x.mjs': `import test from 'node:test'; test('one', () => {});`,
  });
  const tests = {
    executed: 1,
    passed: 1,
    failed: 0,
    skipped: 0,
    by: 'node:test',
    names: [{ name: 'one', file: 'x.mjs', outcome: 'passed' }],
  };
  const first = await judge(['test', 'lint']);
  expect(first.gates.map((gate) => gate.tests)).toEqual([tests, undefined]);
  await host.files.write(join(cache, 'cache/replay'), '');
  const second = await judge(['test', 'lint']);
  expect(second.gates).toMatchObject([{ cached: true, tests }, { cached: true }]);
});

test('A green that a failing target plants where Nx looks for it is not replayed.', async () => {
  const plant = `require('node:fs').writeFileSync(process.env.NX_CACHE_DIRECTORY + '/replay', ''); process.exitCode = 1`;
  const { judge } = await judging({ 'test.cjs': plant });
  for (const time of ['first', 'second'])
    expect([time, await judge(['test'])]).toMatchObject([time, { gates: [{ outcome: 'failed', cached: false }] }]);
});

test.each(['cache/terminalOutputs/hash-test', 'tests/counts/hash-test.json', 'cache/hash-test/dist/a.js'])(
  'What is replayed has to be what Nx kept when it ran, so a changed %s is judged anew.',
  async (path) => {
    const { judge, cache } = await judging({ 'test.cjs': 'console.log(" Tests  2 passed (2)")' });
    await judge(['test']);
    writeFiles(cache, { 'cache/replay': '' });
    expect(await judge(['test'])).toMatchObject({ gates: [{ cached: true, tests: { executed: 2 } }] });
    writeFiles(cache, { [path]: '{ "tests": {} }' });
    expect(await judge(['test'])).toMatchObject({ gates: [{ cached: false, tests: { executed: 2 } }] });
  },
);

test('A JUnit report that a target writes counts for it, unless it may be that of another.', async () => {
  const report = '<testsuite><testcase name="one"/><testcase name="two"/></testsuite>';
  const code = `require('node:fs').writeFileSync('ignored', ''); require('node:fs').writeFileSync('report.xml', ${JSON.stringify(report)})`;
  const files = { '.gitignore': 'node_modules\n*.xml\nignored\n', 'test.cjs': code, 'unit.cjs': '', 'lint.cjs': '' };
  const { judge } = await judging(files);
  const alone = await judge(['lint', 'test']);
  expect(alone.gates.map(({ tests }) => tests?.executed)).toEqual([undefined, 2]);
  const both = await judge(['test', 'unit']);
  expect(both.gates.map(({ tests }) => tests)).toEqual([undefined, undefined]);
});

test('A gate that is expected to fail has to have tests that fail, where it has run any.', async () => {
  const { judge } = await judging({
    'test.cjs': `${run}; process.exit(1)`,
    'x.mjs': `import test from 'node:test'; test('one', () => {});`,
  });
  const { gates } = await judge([{ target: 'test', expect: 'fail' }]);
  expect(gates).toMatchObject([
    { outcome: 'failed', output: expect.stringContaining('expected to fail, and did not') },
  ]);
});

test('A target that tests nothing is red, and so is its replay.', async () => {
  const { judge, cache, host } = await judging({ 'test.cjs': run, 'x.mjs': '' });
  expect((await judge(['test'])).gates).toMatchObject([
    { outcome: 'failed', output: expect.stringContaining('No test was collected') },
  ]);
  await host.files.write(join(cache, 'cache/replay'), '');
  expect(await judge(['test'])).toMatchObject({ green: false, gates: [{ outcome: 'failed', cached: true }] });
});
