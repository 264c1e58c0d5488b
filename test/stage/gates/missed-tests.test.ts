import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { baseGates } from '../../../core/stage/gates/base-gates.ts';
import { withAllowed, type Asked, type Change } from '../../../core/stage/gates/known-verdicts.ts';
import type { Verdict } from '../../../core/result/records.ts';
import { missedSightings } from '../../../core/verdict/missed.ts';
import { nodeRunner, project } from './judged-change.ts';

const change: Change = { files: ['src/**'], proves: true };
const usual = { 'src/sum.txt': '1+1=2\n' };

/** A runner that is heard by what it prints: `says` is what it says in a worktree, as JavaScript. */
function heard(says: string): string {
  return `said.push(${says})`;
}

/** `12 passing`, or less where a file of this name is there. */
function less(path: string, otherwise: string): string {
  return heard(`fs.existsSync('${path}') ? '${otherwise}' : '  12 passing (5ms)'`);
}

describe('tests that do not run any more are missed', () => {
  test.each(['vite.config.ts', 'setup.cfg', 'pyproject.toml', 'src/exit.mjs', 'which.txt'])(
    'whatever file of the change it is that leaves them out: %s',
    async (path) => {
      const phase = await project(usual, less(path, '  6 passing (5ms)'));
      const verdict = await phase.judge({ [path]: 'x' }, { change });
      expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
      expect(verdict.complaints).toEqual([
        {
          kind: 'fewer-tests',
          message: 'demo:test has run 6 tests, and 12 on the base',
          tests: ['demo:test'],
          fewer: 6,
        },
      ]);
    },
  );

  test('where source ends the process of one file of tests, and its runner is content.', async () => {
    const files = {
      'package.json': '{ "name": "demo", "private": true, "type": "module" }',
      'src/a.mjs': 'export const a = 1;\n',
      'src/b.mjs': 'export const b = 1;\n',
      'tests/a.test.mjs': testOf('a'),
      'tests/b.test.mjs': testOf('b'),
    };
    const phase = await project(files, nodeRunner);
    const verdict = await phase.judge({ 'src/b.mjs': "export const b = 2;\nprocess['exit'](0);\n" }, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
    expect(verdict.complaints).toEqual([expect.objectContaining({ kind: 'fewer-tests' })]);
  });

  test('where a file of tests gets a name that no runner takes.', async () => {
    const files = {
      'package.json': '{ "name": "demo", "private": true, "type": "module" }',
      'src/a.mjs': 'export const a = 1;\n',
      'src/b.mjs': 'export const b = 1;\n',
      'tests/a.test.mjs': testOf('a'),
      'tests/b.test.mjs': testOf('b'),
    };
    const moved = { 'tests/b.test.mjs': undefined, 'tests/b.mjs': testOf('b'), 'src/b.mjs': 'export const b = 2;\n' };
    const verdict = await (await project(files, nodeRunner)).judge(moved, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
  });

  test('where the runner is not heard any more, as where the source ends it.', async () => {
    const phase = await project(usual, less('src/quiet', ''));
    const verdict = await phase.judge({ 'src/quiet': 'x' }, { change });
    expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests' }] });
  });

  test.each(['build', 'lint', 'rust:build'])(
    'where that gate is called %s, and its name tells nobody that it tests.',
    async (name) => {
      const verdict = await (await project(usual, less('src/quiet', ''), name)).judge({ 'src/quiet': 'x' }, { change });
      expect(verdict).toMatchObject({ green: false, gates: [{ target: name, outcome: 'passed' }] });
      expect(verdict.complaints).toMatchObject([{ kind: 'fewer-tests', tests: [`demo:${name}`], fewer: 12 }]);
    },
  );

  test('by a gate as well that was red before.', async () => {
    const runner = `status = 1; said.push('✗ old', ' Tests  1 failed | ' + (fs.existsSync('src/less') ? 1 : 9) + ' passed (10)')`;
    const verdict = await (await project(usual, runner)).judge({ 'src/less': 'x' }, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ charge: 'pre-existing' }] });
    expect(verdict.complaints?.map(({ kind }) => kind)).toEqual(['pre-existing', 'fewer-tests']);
  });

  test('on a tree that is to land as well, though nothing else is asked of its tests.', async () => {
    const phase = await project(usual, less('which.txt', '  6 passing (5ms)'));
    const final: Change = { files: ['src/**'], proves: false, final: true };
    const verdict = await phase.judge({ 'which.txt': 'x' }, { change: final, fresh: true });
    expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests' }] });
    expect(verdict.redGreen).toBeUndefined();
  });

  test('but not where the base has no such gate, nor where its runner was never heard.', async () => {
    const came = await project(usual, `if (!fs.existsSync('src/new')) process.exit(0); said.push('  1 passing (5ms)')`);
    expect(await came.judge({ 'src/new': 'x' }, { change })).not.toHaveProperty('complaints');
    expect(await (await project(usual)).judge({ 'src/new': 'x' }, { change })).toMatchObject({ green: true });
  });
});

describe('files that the plan lets change', () => {
  const files = ['src/**', 'tests/old.js'];
  const before = { ...usual, 'tests/old.js': '' };
  /** Each file of tests has one test, which is told by its number alone. */
  const counting = heard(
    `'  ' + (fs.readdirSync('tests').length + (fs.existsSync('which.txt') ? 0 : 8)) + ' passing (5ms)'`,
  );

  test('may hold fewer tests, where nobody knows their names, and that is told.', async () => {
    const phase = await project({ ...before, 'tests/b.js': '' }, counting);
    const verdict = await phase.judge({ 'tests/old.js': undefined }, { change: { ...change, files } });
    expect(verdict).toMatchObject({ green: true });
    const message = 'demo:test has run 9 tests, and 10 on the base. The plan lets these files change: tests/old.js';
    expect(verdict.complaints).toEqual([{ kind: 'tests-gone', message, tests: ['demo:test'] }]);
  });

  test('are no leave for others to run fewer.', async () => {
    const phase = await project({ ...before, 'tests/b.js': '' }, counting);
    const verdict = await phase.judge(
      { 'tests/old.js': undefined, 'which.txt': 'x' },
      { change: { ...change, files } },
    );
    expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests' }] });
  });

  describe('and that the base cannot be judged with, since they test what is not there yet', () => {
    /** Each file of tests says how many it has; `new` of them do not compile without `src/new`. */
    const compiled = `const all = fs.readdirSync('tests').map((name) => fs.readFileSync('tests/' + name, 'utf8').trim());
      if (all.some((text) => text.startsWith('new')) && !fs.existsSync('src/new')) throw new Error('cannot find new');
      const count = all.reduce((sum, text) => sum + Number(text.replace('new', '')), 0);
      said.push('  ' + (fs.existsSync('which.txt') ? Math.min(count, 9) : count) + ' passing (5ms)');
      fs.readdirSync = () => []`;
    const named = { change: { ...change, files } };
    const tests = { ...usual, 'tests/old.js': '8', 'tests/other.js': '4' };
    const fewer = { 'tests/old.js': 'new6', 'src/new': 'x' };

    test('may hold fewer tests: those of all others are counted by themselves.', async () => {
      const verdict = await (await project(tests, compiled)).judge(fewer, named);
      expect(verdict).toMatchObject({ green: true, complaints: [{ kind: 'tests-gone', tests: ['demo:test'] }] });
    });

    test('are no leave for others there either.', async () => {
      const verdict = await (await project(tests, compiled)).judge({ ...fewer, 'tests/other.js': '3' }, named);
      expect(verdict).toMatchObject({ green: false });
      expect(verdict.complaints).toMatchObject([{ kind: 'fewer-tests', fewer: 3 }]);
    });
  });

  test.each([
    ['says nothing at all', ''],
    ['has run fewer', '  9 passing (5ms)'],
  ])('are none for a runner that %s, where the base does not even compile with them.', async (_what, says) => {
    const compiled = `if (fs.existsSync('tests/old.js') && !fs.existsSync('src/exit')) throw new Error('cannot find src/exit')`;
    const phase = await project(usual, `${compiled}; ${less('src/exit', says)}`);
    const verdict = await phase.judge({ 'tests/old.js': '', 'src/exit': 'x' }, { change: { ...change, files } });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
    expect(verdict.complaints).toMatchObject([{ kind: 'fewer-tests' }]);
  });

  test('say nothing of how many have to run where the base fails with them, and its runner stops at the first.', async () => {
    const stops = `if (fs.existsSync('tests/old.js') && !fs.existsSync('src/exit')) { status = 1; said.push('  1 passing (5ms)'); }
      else said.push(fs.existsSync('src/exit') ? '  9 passing (5ms)' : '  12 passing (5ms)')`;
    const phase = await project(usual, stops);
    const verdict = await phase.judge({ 'tests/old.js': '', 'src/exit': 'x' }, { change: { ...change, files } });
    expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests' }] });
  });
});

describe('tests of a file that the plan names', () => {
  const file = 'tests/q.test.mjs';
  const named = { change: { ...change, files: ['src/**', file] } };
  const head = `import assert from 'node:assert';\nimport test from 'node:test';\nimport * as all from '../src/q.mjs';\n`;
  const [adds, waits, checks] = [
    "test('adds', () => assert.equal(all.sum(1, 1), 2));\n",
    "test('waits', async () => { await new Promise((done) => setTimeout(done, 100)); assert.equal(all.sum(2, 2), 4); });\n",
    "test('checks', () => assert.ok(all.check?.()));\n",
  ];
  const sum = 'export const sum = (a, b) => a + b;\n';
  const before = { 'package.json': '{ "type": "module" }', 'src/q.mjs': sum, [file]: head + adds + waits };

  test('still run, where the source ends their process after the first of them.', async () => {
    const leaving = `const p = process;\nexport const sum = (a, b) => (a === 2 ? p.exit(0) : a + b);\nexport const check = () => true;\n`;
    const verdict = await (
      await project(before, nodeRunner)
    ).judge({ 'src/q.mjs': leaving, [file]: head + checks + waits + adds }, named);
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
    expect(verdict.complaints).toMatchObject([{ kind: 'fewer-tests' }]);
    expect(verdict.complaints?.[0]?.tests).toEqual(expect.arrayContaining([`${file} > adds`, `${file} > waits`]));
  });

  test('still run as well where the file does not even load on the base.', async () => {
    const loading = head.replace('* as all', '{ check, sum }').replaceAll('all.', '');
    const [both, gone] = [waits + adds, waits].map((tests) => loading + (checks + tests).replaceAll('all.', ''));
    const leaving = `const p = process;\nexport const sum = (a, b) => (a === 2 ? p.exit(0) : a + b);\nexport const check = () => true;\n`;
    const verdict = await (await project(before, nodeRunner)).judge({ 'src/q.mjs': leaving, [file]: both }, named);
    expect(verdict.complaints).toMatchObject([
      { kind: 'fewer-tests', tests: expect.arrayContaining([`${file} > adds`, `${file} > waits`]) },
    ]);
    const checking = `${sum}export const check = () => true;\n`;
    const honest = await (await project(before, nodeRunner)).judge({ 'src/q.mjs': checking, [file]: gone }, named);
    expect(honest).toMatchObject({ green: true, complaints: [{ kind: 'tests-gone', tests: [`${file} > adds`] }] });
  });

  test('may be others, or gone from it, and that is told.', async () => {
    const checking = `${sum}export const check = () => true;\n`;
    const verdict = await (
      await project(before, nodeRunner)
    ).judge({ 'src/q.mjs': checking, [file]: head + checks + waits.replace('waits', 'waits long') }, named);
    expect(verdict).toMatchObject({ green: true });
    const message = `demo:test does not run these tests any more. The plan lets their files change: ${file}`;
    expect(verdict.complaints).toEqual([{ kind: 'tests-gone', message, tests: [`${file} > adds`, `${file} > waits`] }]);
  });
});

describe('a gate whose JUnit reports count its tests', () => {
  const before = { ...usual, '.gitignore': 'node_modules\nbuild\n' };
  /** As Gradle: where a report lies there already, all is up to date. */
  const reporting = `
    const tests = Array.from({ length: fs.existsSync('src/less') ? 1 : 3 }, (_, index) => '<testcase name="t' + index + '" classname="A"/>');
    if (!fs.existsSync('build') || fs.existsSync('src/less')) {
      fs.mkdirSync('build', { recursive: true });
      if (!fs.existsSync('src/less')) fs.writeFileSync('build/a.xml', '<testsuite>' + tests.join('') + '</testsuite>');
    }`;

  test('is counted in a worktree of its own where it finds all up to date.', async () => {
    const phase = await project(before, reporting);
    expect(await phase.judge({ 'src/a': 'x' }, { change })).toMatchObject({ green: true });
    const again = await phase.judge({ 'src/a': 'y' }, { change });
    expect(again.gates[0]).not.toHaveProperty('tests');
    expect(again).toMatchObject({ green: true });
    expect(again.complaints).toBeUndefined();
  });

  test('is asked again only where it has missed some.', async () => {
    const phase = await project(before, `${reporting}; if (fs.existsSync('src/b')) said.push('  3 passing (5ms)')`);
    expect(await phase.judge({ 'src/a': 'x' }, { change })).toMatchObject({ green: true });
    const again = await phase.judge({ 'src/b': 'y' }, { change });
    expect(again).toMatchObject({ green: true, gates: [{ tests: { by: 'output' } }] });
    expect(again.notes.join('\n')).not.toContain('by itself');
  });

  test('has missed nothing where nobody can ask it again: that is told.', async () => {
    const gate = `${reporting}; if (process.cwd().includes('-proof')) process.exit(3)`;
    const phase = await project(before, gate);
    expect(await phase.judge({ 'src/a': 'x' }, { change })).toMatchObject({ green: true });
    const again = await phase.judge({ 'src/a': 'y' }, { change });
    expect(again).toMatchObject({ green: true, complaints: [{ kind: 'unproven' }] });
  });

  test('has missed them where it is silent there as well.', async () => {
    const verdict = await (await project(before, reporting)).judge({ 'src/less': 'x' }, { change });
    expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests', fewer: 3 }] });
  });
});

describe('what a person has allowed after it was asked about', () => {
  /** A test that stands in a source file: nothing that only names files can let it go. */
  const within = { 'src/foo.rs': '#[test] fn foo() {}', 'src/more.rs': '', 'src/lib.rs': '', 'src/main.rs': '' };

  const counting = heard(`'  ' + (9 + 3 * fs.readdirSync('src').length) + ' passing (5ms)'`);

  test('may run no more, where nobody knows its name; on all of the phase as well, and no more than that.', async () => {
    const phase = await project(within, counting);
    const asked = await phase.judge({ 'src/foo.rs': undefined }, { change: { ...change, files: ['src/foo.rs'] } });
    expect(asked).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests', fewer: 3 }] });
    const letGo = allowing(change, asked);
    expect(await phase.judge({}, { change: letGo })).toMatchObject({ green: true });
    const final: Change = { ...letGo, proves: false, final: true };
    expect(await phase.judge({}, { change: final })).toMatchObject({ green: true });
    // Three more are missing, and that is what a person is asked about then.
    const more = await phase.judge({ 'src/more.rs': undefined }, { change: final });
    expect(more).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests', fewer: 3 }] });
    const both = allowing(final, more);
    expect(await phase.judge({}, { change: both })).toMatchObject({ green: true });
    const all = await phase.judge({ 'src/lib.rs': undefined }, { change: both });
    expect(all).toMatchObject({ green: false, complaints: [{ kind: 'fewer-tests', fewer: 3 }] });
  });
});

describe('the base', () => {
  const counting = `if (!fs.existsSync('src/more.txt')) fs.appendFileSync(BESIDE + '/base', 'x'); said.push('  3 passing (5ms)')`;

  test('is judged once, however many changes stand on it.', async () => {
    const phase = await project(usual, counting);
    await phase.judge({ 'src/more.txt': 'more' }, { change });
    await phase.judge({ 'src/more.txt': 'even more' }, { change: { ...change, files: ['src/more.txt'] } });
    expect(readFileSync(join(phase.beside, 'base'), 'utf8')).toBe('x');
  });

  test('is judged once for tasks that come side by side: the others wait for the first.', async () => {
    const phase = await project(usual, counting);
    const { base } = phase;
    const asked = (stage: string): Asked => ({ stage, cache: stage, commit: base, since: base });
    const wanted = [{ project: 'demo', target: 'test' }];
    const found = await Promise.all(
      ['task-1.1', 'task-1.2'].map(async (stage) => await baseGates(phase.context, asked(stage), wanted)),
    );
    expect(readFileSync(join(phase.beside, 'base'), 'utf8')).toBe('x');
    expect(found.map(({ gates }) => gates.get('demo:test')?.tests?.executed)).toEqual([3, 3]);
  });

  test('that cannot be judged is told, and what comes of it is not taken again.', async () => {
    const phase = await project(usual, `if (!fs.existsSync('src/more.txt')) process.exit(3)`);
    const verdict = await phase.judge({ 'src/more.txt': 'more' }, { change });
    expect(verdict).toMatchObject({ green: true, complaints: [{ kind: 'unproven', tests: [] }] });
    expect(verdict.complaints?.[0]?.message).toContain('whether all tests of the base still run: Nx itself failed');
    const again = await phase.judge({}, { change });
    expect(again.notes.join('\n')).not.toContain('taken again');
  });
});

function testOf(name: string): string {
  return `import assert from 'node:assert';
    import test from 'node:test';
    import { ${name} } from '../src/${name}.mjs';
    test('${name}', () => assert.equal(${name}, 1));`;
}

function allowing(may: Change, { complaints }: Verdict): Change {
  return withAllowed(may, {
    allowed: missedSightings(complaints).map((one) => ({ ...one, by: 'ada', words: 'it is gone' })),
  });
}
