import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommandGate } from '../../core/gate/command-gate.ts';
import type { Gate } from '../../core/result/records.ts';
import { writeFiles, type Texts } from '../git/scratch.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { isThere } from './is-there.ts';

const modules = join(import.meta.dirname, '../../node_modules');
const vitest = [join(modules, 'vitest/vitest.mjs'), 'run'];

/** What a command in a folder with these files comes to as a gate. */
async function gate(files: Texts, command: readonly string[]): Promise<Gate & { folder: string }> {
  const folder = temporaryFolder();
  writeFiles(folder, { 'package.json': '{ "type": "module" }', ...files });
  // A project with packages of its own has no others.
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync(modules, join(folder, 'node_modules'));
  const host = hostWith({ stateFolder: temporaryFolder() });
  const { gates } = await runCommandGate(host, {
    project: 'demo',
    gate: { name: 'check', run: { command }, expect: 'pass' },
    command,
    timeLimit: 60,
    worktree: { folder },
    nx: { cache: join(host.stateFolder, 'nx'), checkout: '/nowhere', run: 'run-1' },
  });
  return { ...gates[0]!, folder };
}

const node = process.execPath;
const hidden = `if (process.env.PHASEWRIGHT_TEST_REPORTS || /test-reports/.test(process.env.NODE_OPTIONS ?? '')) throw new Error('seen');`;

test('Vitest is counted by its report, and the reporters of the project stay.', async () => {
  const about = await gate(
    {
      'a.test.js': `${hidden} import { describe, test } from 'vitest'; describe('d', () => { test('one', () => {}); test.skip('two', () => {}) });`,
      'vitest.config.js': `export default { test: { reporters: ['default', ['junit', { outputFile: 'junit.xml' }]] } }`,
    },
    [node, ...vitest],
  );
  expect(about.outcome).toBe('passed');
  expect(about.notice).toBeUndefined();
  expect(about.tests).toEqual({
    executed: 1,
    passed: 1,
    failed: 0,
    skipped: 1,
    by: 'vitest',
    names: [
      { name: 'd > one', file: 'a.test.js', outcome: 'passed' },
      { name: 'd > two', file: 'a.test.js', outcome: 'skipped' },
    ],
  });
  expect(readFileSync(join(about.folder, 'junit.xml'), 'utf8')).toContain('d &gt; one');
});

test('A vitest without a test is red, although it is told to pass.', async () => {
  const about = await gate({}, [node, ...vitest, '--passWithNoTests']);
  expect(about).toMatchObject({ outcome: 'failed', output: expect.stringContaining('No test was collected') });
});

test('A vitest of which all is skipped is red.', async () => {
  const about = await gate({ 'a.test.js': `import { test } from 'vitest'; test.skip('one', () => {});` }, [
    node,
    ...vitest,
  ]);
  expect(about).toMatchObject({ outcome: 'failed', output: expect.stringContaining('All 1 tests were skipped') });
});

test('Node’s own runner is counted by its report, whatever a test prints, and files without tests do not count.', async () => {
  const about = await gate(
    {
      'a.test.js': `${hidden} import test from 'node:test'; test('x', async (t) => { await t.test('inner', () => {}); console.log('ℹ pass 7') }); test.todo('y');`,
      'b.test.js': 'process.exit(0)',
    },
    [node, '--test', '--test-reporter=tap'],
  );
  expect(about).toMatchObject({ outcome: 'passed' });
  expect(about.tests).toMatchObject({ executed: 2, passed: 2, skipped: 1, by: 'node:test' });
  expect(about.tests?.names?.map(({ name }) => name)).toEqual(['x > inner', 'x', 'y']);
});

test('A test that ends the process leaves no report, and the gate is red.', async () => {
  const files = {
    'a.test.js': `import test from 'node:test'; test('x', () => { console.log('# pass 1'); process.exit(0) });`,
  };
  const about = await gate(files, [node, '--test', '--test-isolation=none']);
  expect(about).toMatchObject({ outcome: 'failed', output: expect.stringContaining('Tests were started by node') });
});

test('A failing test is counted, and the gate fails as it is.', async () => {
  const files = { 'a.test.js': `import test from 'node:test'; test('x', () => { throw new Error('no') });` };
  const about = await gate(files, [node, '--test']);
  expect(about).toMatchObject({ outcome: 'failed', tests: { executed: 1, failed: 1 } });
  expect(about.output).toContain('ended with exit code 1');
});

test('A report that no runner has written is red.', async () => {
  const forge = `
    const [, folder] = process.env.PHASEWRIGHT_TEST_REPORTS.split(':');
    const { mkdirSync, writeFileSync } = require('node:fs');
    mkdirSync(folder + '/command', { recursive: true });
    writeFileSync(folder + '/command/vitest-1.json', JSON.stringify({ seal: 'x', body: '{"runner":"vitest","tests":[{"name":"a","outcome":"passed"}]}' }));`;
  const about = await gate({}, [node, '-e', forge]);
  expect(about).toMatchObject({ outcome: 'failed', output: expect.stringContaining('vitest-1.json') });
});

test('What a test starts is no part of the run.', async () => {
  const inner = `import { test } from 'node:test'; test('inner', () => {});`;
  const outer = `
    import { execFileSync } from 'node:child_process';
    import { test } from 'vitest';
    test('outer', () => { execFileSync(process.execPath, ['--test', 'inner.js']) });`;
  const about = await gate({ 'a.test.js': outer, 'inner.js': inner }, [node, ...vitest]);
  expect(about.tests).toMatchObject({ executed: 1, by: 'vitest' });
});

test('A vitest that is ended by its configuration is red, and one that is shuffled is counted by its words.', async () => {
  const test_ = `import { test } from 'vitest'; test('one', () => {});`;
  const ended = { 'a.test.js': test_, 'vitest.config.js': 'process.exit(0); export default {}' };
  expect(await gate(ended, [node, ...vitest])).toMatchObject({
    outcome: 'failed',
    output: expect.stringContaining('Tests were started by vitest'),
  });
  const shuffled = await gate({ 'a.test.js': test_ }, [node, ...vitest, '--sequence.shuffle.files']);
  expect(shuffled).toMatchObject({ outcome: 'passed', tests: { executed: 1, by: 'output' } });
});

const started = `import { startVitest } from 'vitest/node'; const run = await startVitest('test', [], { watch: false }); await run?.close();`;

test('A vitest that a program calls as a library is counted by its report, whatever its tests print.', async () => {
  const config = { 'vitest.config.js': `${hidden} export default {}`, 'run.mjs': started };
  const words = `console.log('\\n Tests  9 passed (9)');`;
  const about = await gate(
    {
      ...config,
      'a.test.js': `${hidden} import { test } from 'vitest'; ${words} test('one', () => {}); test.skip('two', () => {});`,
    },
    [node, 'run.mjs'],
  );
  expect(about).toMatchObject({ outcome: 'passed', tests: { executed: 1, skipped: 1, by: 'vitest' } });
  const skipped = { ...config, 'a.test.js': `import { test } from 'vitest'; ${words} test.skip('one', () => {});` };
  expect(await gate(skipped, [node, 'run.mjs'])).toMatchObject({
    outcome: 'failed',
    output: expect.stringContaining('All 1 tests were skipped'),
  });
});

test('One that is ended before its tests is red, and one that is only loaded is no run.', async () => {
  const ended = { 'vitest.config.js': 'process.exit(0); export default {}', 'run.mjs': started };
  expect(await gate(ended, [node, 'run.mjs'])).toMatchObject({
    outcome: 'failed',
    output: expect.stringContaining('Tests were started by vitest'),
  });
  const loaded = `import * as all from 'vitest/node'; if (!all.createVitest || !all.parseCLI || !all.startVitest) process.exit(1);`;
  const about = await gate({ 'run.mjs': loaded }, [node, 'run.mjs']);
  expect(about).toMatchObject({ outcome: 'passed' });
  expect(about.tests).toBeUndefined();
});

test('What holds tests and went wrong itself is told of as failed: a file that cannot be loaded, hooks, what nobody caught.', async () => {
  const { tests } = await gate(
    {
      'a.test.js': `import { test } from 'vitest'; test('one', () => {}); test('two', () => { for (const words of ['late', 'late', 'other 4f', 'other 17']) Promise.reject(new Error(words)); });`,
      'b.test.js': `import { test } from 'vitest'; import './gone.js'; test('three', () => {});`,
      'c.test.js': `import { beforeAll, describe, test } from 'vitest'; describe('d', () => { beforeAll(() => { throw new Error('no') }); test('four', () => {}); });`,
    },
    [node, ...vitest],
  );
  const failed = tests?.names?.filter(({ outcome }) => outcome === 'failed');
  expect(failed?.map(({ name, file }) => [name, file]).toSorted()).toEqual([
    ['b.test.js', 'b.test.js'],
    ['d', 'c.test.js'],
    ['unhandled errors: Error: late', undefined],
    ['unhandled errors: Error: other #', undefined],
  ]);
  expect(tests).toMatchObject({ passed: 2, failed: 4 });
});

test('Errors that the project has vitest ignore fail nothing.', async () => {
  const about = await gate(
    {
      'a.test.js': `import { test } from 'vitest'; test('one', () => { Promise.reject(new Error('late')); });`,
      'vitest.config.js': 'export default { test: { dangerouslyIgnoreUnhandledErrors: true } }',
    },
    [node, ...vitest],
  );
  expect(about).toMatchObject({ outcome: 'passed', tests: { passed: 1, failed: 0 } });
});

/** In the place of jest's core: exports what it exports, in the way it does. */
const jestCore = {
  'node_modules/@jest/core/package.json': '{ "main": "build/index.js" }',
  'node_modules/@jest/core/build/index.js': `
    Object.defineProperty(exports, 'SearchSource', { enumerable: true, get: () => class {} });
    Object.defineProperty(exports, 'runCLI', { enumerable: true, get: () => async (argv) => {
      if (process.env.PHASEWRIGHT_TEST_REPORTS) throw new Error('seen');
      if (argv.end) process.exit(0);
      console.log('Tests:       9 passed, 9 total');
      const testResults = argv.tests.map(([fullName, status]) => ({ fullName, status }));
      const broken = argv.broken && { testFilePath: process.cwd() + '/b.test.js', testResults: [], testExecError: {}, failureMessage: argv.broken };
      return { results: { testResults: [{ testFilePath: process.cwd() + '/a.test.js', testResults }, ...(broken ? [broken] : [])] } };
    } });`,
};

const runs = (argv: object): string =>
  `import { createRequire } from 'node:module'; const { runCLI, SearchSource } = createRequire(import.meta.url)('@jest/core'); new SearchSource(); await runCLI(${JSON.stringify(argv)}, ['.']);`;

test('A jest that a program calls as a library is counted by its results.', async () => {
  const tests = [
    ['one', 'passed'],
    ['two', 'pending'],
  ];
  const about = await gate({ ...jestCore, 'run.mjs': runs({ tests }) }, [node, 'run.mjs']);
  expect(about).toMatchObject({ outcome: 'passed', tests: { executed: 1, skipped: 1, by: 'jest' } });
  expect(about.tests?.names?.[0]).toEqual({ name: 'one', file: 'a.test.js', outcome: 'passed' });
  const broken = await gate({ ...jestCore, 'run.mjs': runs({ tests, broken: 'no module' }) }, [node, 'run.mjs']);
  expect(broken.tests?.names).toContainEqual({
    name: 'b.test.js',
    file: 'b.test.js',
    outcome: 'failed',
    message: 'no module',
  });
  expect(await gate({ ...jestCore, 'run.mjs': runs({ end: true }) }, [node, 'run.mjs'])).toMatchObject({
    outcome: 'failed',
    output: expect.stringContaining('Tests were started by jest'),
  });
  const asked = await gate({ ...jestCore, 'run.mjs': runs({ tests, listTests: true }) }, [node, 'run.mjs']);
  expect(asked).toMatchObject({ outcome: 'passed', tests: { by: 'output' } });
});

test('A file that jest could not load is told of as failed.', async () => {
  const results = [
    { name: '/p/a.test.js', status: 'failed', message: 'no module', assertionResults: [] },
    { name: '/p/b.test.js', status: 'failed', assertionResults: [{ fullName: 'one', status: 'failed' }] },
  ];
  const jest = `const to = process.argv.find((word) => word.startsWith('--outputFile=')).slice(13);
    require('node:fs').writeFileSync(to, JSON.stringify({ testResults: ${JSON.stringify(results)} }));`;
  const path = 'node_modules/jest/bin/jest.js';
  const { tests } = await gate({ [path]: jest, 'node_modules/jest/package.json': '{}' }, [node, path]);
  expect(tests?.names?.map(({ file, outcome, message }) => [file, outcome, message])).toEqual([
    ['/p/a.test.js', 'failed', 'no module'],
    ['/p/b.test.js', 'failed', undefined],
  ]);
});

test('A runner that is only asked something is no run.', async () => {
  const about = await gate({}, [node, vitest[0]!, '--version']);
  expect(about).toMatchObject({ outcome: 'passed' });
  expect(about.tests).toBeUndefined();
});

test('What a test failed with is told in its first words, without colours, and of no other.', async () => {
  const body = `test('stub', () => { throw new RangeError('not written\\nat all') }); test('fine', () => {});
    test('gone', async () => { const { readFileSync } = await import('node:fs'); readFileSync('nowhere') });`;
  const messages = async (runner: string, ...command: readonly string[]): Promise<unknown> => {
    const { tests } = await gate({ 'a.test.js': `import { test } from '${runner}';\n${body}` }, command);
    return tests?.names?.map(({ name, message }) => [name, message]);
  };
  const told = [
    ['stub', 'RangeError: not written'],
    ['fine', undefined],
    ['gone', expect.stringContaining('ENOENT: no such file')],
  ];
  expect(await messages('vitest', node, ...vitest)).toEqual(told);
  expect(await messages('node:test', node, '--test')).toEqual(told);
});

const hasPytest = isThere('python3', ['-m', 'pytest', '--version']);

test.runIf(hasPytest)('Pytest tells what a test failed with.', async () => {
  const text = `import pytest
def test_stub(): raise NotImplementedError("not\\nwritten")
def test_asserts(): assert 1 == 2
def test_fine(): pass
@pytest.fixture
def base(): open("nowhere")
def test_set_up(base): pass`;
  const { tests } = await gate({ 'test_a.py': text }, ['python3', '-m', 'pytest', '-q']);
  expect(tests?.names?.map(({ name, message }) => [name, message])).toEqual([
    ['test_stub', 'NotImplementedError: not'],
    ['test_asserts', 'assert 1 == 2'],
    ['test_fine', undefined],
    ['test_set_up', expect.stringContaining('FileNotFoundError')],
  ]);
});

test.runIf(hasPytest)('Pytest is counted by its report.', async () => {
  const about = await gate(
    {
      'test_a.py': `
import os, pytest
assert "PHASEWRIGHT_TEST_REPORTS" not in os.environ
class TestB:
    def test_one(self): pass
@pytest.mark.skip
def test_two(): pass
`,
    },
    ['python3', '-m', 'pytest', '-q', '-p', 'no:cacheprovider'],
  );
  expect(about).toMatchObject({ outcome: 'passed' });
  expect(about.tests).toEqual({
    executed: 1,
    passed: 1,
    failed: 0,
    skipped: 1,
    by: 'pytest',
    names: [
      { name: 'TestB > test_one', file: 'test_a.py', outcome: 'passed' },
      { name: 'test_two', file: 'test_a.py', outcome: 'skipped' },
    ],
  });
});

test.runIf(hasPytest)('A file that pytest could not load is told of as failed.', async () => {
  const about = await gate({ 'test_a.py': 'import gone_away\n', 'test_b.py': 'def test_one(): pass\n' }, [
    ...pytest,
    '--continue-on-collection-errors',
  ]);
  expect(about.tests).toMatchObject({ passed: 1, failed: 1 });
  expect(about.tests?.names?.find(({ outcome }) => outcome === 'failed')).toMatchObject({
    name: 'test_a.py',
    file: 'test_a.py',
    message: expect.stringContaining('gone_away'),
  });
});

test.runIf(hasPytest)('A pytest that is ended by a test, or by a file of tests, is red.', async () => {
  const about = await gate({ 'test_a.py': 'import os\ndef test_one(): os._exit(0)\n' }, [
    'python3',
    '-m',
    'pytest',
    '-q',
  ]);
  expect(about).toMatchObject({ outcome: 'failed', output: expect.stringContaining('Tests were started by pytest') });
  const atOnce = { 'test_a.py': 'import os\nos._exit(0)\n' };
  expect(await gate(atOnce, ['python3', '-m', 'pytest', '-q'])).toMatchObject({ outcome: 'failed' });
  const asked = await gate({ 'test_a.py': 'def test_one(): pass\n' }, ['python3', '-m', 'pytest', '--version']);
  expect(asked.outcome).toBe('passed');
});

const pytest = ['python3', '-m', 'pytest', '-q', '-p', 'no:cacheprovider'];
const passing = { 'test_a.py': 'def test_one(): pass\ndef test_two(): pass\n' };

test.runIf(hasPytest)('A pytest that does not look where we have put something is counted by its words.', async () => {
  for (const flags of ['-E', '-I', '-sE']) {
    const about = await gate(passing, ['python3', flags, ...pytest.slice(1), 'test_a.py']);
    expect(about).toMatchObject({ outcome: 'passed', tests: { passed: 2, by: 'output' } });
  }
  const alone = await gate(passing, ['env', 'PYTEST_DISABLE_PLUGIN_AUTOLOAD=1', ...pytest]);
  expect(alone).toMatchObject({ outcome: 'passed', tests: { passed: 2, by: 'output' } });
});

test.runIf(hasPytest)(
  'Outcomes of other plugins are theirs, and only the last of a test that runs again counts.',
  async () => {
    const rerun = `
import pytest
from _pytest.runner import runtestprotocol
@pytest.hookimpl(tryfirst=True)
def pytest_runtest_protocol(item, nextitem):
    for outcome in ('rerun', None):
        for report in runtestprotocol(item, nextitem=nextitem, log=False):
            report.outcome = outcome or report.outcome
            item.ihook.pytest_runtest_logreport(report=report)
    return True
`;
    const about = await gate({ ...passing, 'conftest.py': rerun }, pytest);
    expect(about).toMatchObject({ outcome: 'passed', tests: { executed: 2, passed: 2, by: 'pytest' } });
  },
);

test.runIf(hasPytest)(
  'Of a pytest within a pytest only the outer one counts, and of several in one program all.',
  async () => {
    const inner = `
pytest_plugins = 'pytester'
def test_outer(pytester):
    pytester.makepyfile('def test_inner(): assert False')
    pytester.runpytest_inprocess().assert_outcomes(failed=1)
`;
    const outer = await gate({ 'test_a.py': inner }, pytest);
    expect(outer).toMatchObject({ outcome: 'passed', tests: { executed: 1, passed: 1, by: 'pytest' } });
    const twice =
      "import pytest, sys\nsys.exit(pytest.main(['-q', 'test_a.py']) or pytest.main(['-q', 'test_a.py']))\n";
    const both = await gate({ ...passing, 'run.py': twice }, ['python3', 'run.py']);
    expect(both).toMatchObject({ outcome: 'passed', tests: { executed: 4, by: 'pytest' } });
  },
);

test.runIf(hasPytest)(
  'What a test has forked writes no report, and a report that cannot be read stops no test.',
  async () => {
    const forks = `
import os
child = None
def test_one():
    global child
    child = os.fork()
    if child: os.waitpid(child, 0)
def test_two():
    if child: pass
`;
    expect(await gate({ 'test_a.py': forks }, pytest)).toMatchObject({ tests: { passed: 2, by: 'pytest' } });
    const ended = await gate({ 'test_a.py': forks.replace('pass', 'os._exit(0)') }, pytest);
    expect(ended).toMatchObject({ outcome: 'failed', output: expect.stringContaining('Tests were started by pytest') });
    const odd = `
import pytest
class Odd:
    outcome = []
    nodeid = when = 'call'
    failed = passed = skipped = False
@pytest.fixture(autouse=True, scope='session')
def odd(request):
    yield
    request.config.hook.pytest_runtest_logreport(report=Odd())
`;
    const about = await gate({ 'conftest.py': odd, ...passing }, pytest.with(3, '-pno:terminal'));
    expect(about).toMatchObject({ outcome: 'passed', tests: { executed: 2, by: 'pytest' } });
  },
);

const surefire = (tests: string): string =>
  `<?xml version="1.0"?><testsuite name="x"><system-out><![CDATA[<testcase name="no"><failure/>]]></system-out>${tests}</testsuite>`;
const writes = (path: string, text: string, more = ''): string =>
  `const fs = require('node:fs'); fs.mkdirSync(require('node:path').dirname('${path}'), { recursive: true }); fs.writeFileSync('${path}', ${JSON.stringify(text)}); ${more}`;
const oneOfTwo = surefire(
  '<testcase classname="A" name="one" time="0"/><testcase classname="A" name="two"><skipped/></testcase>',
);
const xml = 'target/surefire-reports/TEST-a.xml';

test('A JUnit report that a gate about tests writes is read, and not what the gate prints.', async () => {
  const words = `console.log('Tests run: 9, Failures: 0, Errors: 0, Skipped: 0')`;
  const about = await gate({ 'mvn.cjs': writes(xml, oneOfTwo, words) }, [node, 'mvn.cjs', '--test']);
  expect(about).toMatchObject({ outcome: 'passed', notice: expect.stringContaining('JUnit') });
  expect(about.tests).toEqual({
    executed: 1,
    passed: 1,
    failed: 0,
    skipped: 1,
    by: 'junit',
    names: [
      { name: 'A > one', outcome: 'passed' },
      { name: 'A > two', outcome: 'skipped' },
    ],
  });
  const failed = surefire('<testcase classname="A" name="one"><failure>no</failure></testcase>');
  expect(await gate({ 'mvn.cjs': writes(xml, failed, words) }, [node, 'mvn.cjs', '--test'])).toMatchObject({
    outcome: 'failed',
    tests: { failed: 1 },
  });
});

test('One that was there before, or is no report, or of a gate about something else, is none.', async () => {
  const run = [node, 'run.cjs', '--test'];
  const old = await gate({ [xml]: oneOfTwo, 'run.cjs': '' }, run);
  expect(old.tests).toBeUndefined();
  const other = await gate({ 'run.cjs': writes('pom.xml', '<project/>') }, run);
  expect(other.tests).toBeUndefined();
  const lint = await gate({ 'run.cjs': writes('eslint.xml', oneOfTwo) }, [node, 'run.cjs']);
  expect(lint.tests).toBeUndefined();
});

test('Programs that are no runners see nothing but the variables, and print what they print.', async () => {
  const about = await gate({ 'a b.js': 'console.log(1)' }, [node, 'a b.js']);
  expect(about).toMatchObject({ outcome: 'passed', output: '' });
  expect(about.tests).toBeUndefined();
  expect(existsSync(join(about.folder, 'command'))).toBe(false);
});
