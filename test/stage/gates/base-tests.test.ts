import { describe, expect, test } from 'vitest';
import type { Sighting } from '../../../core/cheat/sighting.ts';
import { withAllowed, type Change } from '../../../core/stage/gates/known-verdicts.ts';
import { isThere } from '../../gate/is-there.ts';
import { nodeRunner, project, pytestRunner } from './judged-change.ts';

const hasPytest = isThere('python3', ['-m', 'pytest', '--version']);

const change: Change = { files: ['src/**'], proves: false };
const usual = { 'src/sum.txt': '1+1=2\n', 'tests/sum.test.js': 'adds src/sum.txt 1+1=2\n' };
const broken = { 'src/sum.txt': '1+1=3\n' };

describe('what a change has added, and is there before any test', () => {
  /** Settings that let everything pass. */
  const forgiving = `if (fs.existsSync('vitest.config.ts')) fs.readdirSync = () => []`;

  test('is taken away while the tests of the base judge.', async () => {
    const path = 'vitest.config.ts';
    const phase = await project(usual, forgiving);
    const verdict = await phase.judge({ ...broken, [path]: 'x' }, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
    expect(verdict.complaints).toMatchObject([{ kind: 'base-tests', tests: ['demo:test'] }]);
    expect(verdict.complaints?.[0]?.message).toContain(`take away ${path}, and make the source pass`);
    expect(verdict.notes).toContain(`gates: test on the new source without ${path}`);
  });

  test('stays where the plan names it.', async () => {
    const phase = await project(usual, forgiving);
    const files = ['src/**', 'vitest.config.ts'];
    const verdict = await phase.judge({ ...broken, 'vitest.config.ts': 'x' }, { change: { ...change, files } });
    expect(verdict.green).toBe(true);
  });

  test('is nothing to complain of where the tests pass without it, or where the base has no such gate.', async () => {
    const added = { 'vitest.config.ts': 'x', 'src/more.txt': 'more' };
    expect(await (await project(usual)).judge(added, { change })).toMatchObject({ green: true });
    const came = `if (!fs.existsSync('src/more.txt')) process.exit(0); if (!fs.existsSync('vitest.config.ts')) throw new Error('x')`;
    const verdict = await (await project(usual, came)).judge(added, { change });
    expect(verdict.complaints).toBeUndefined();
    expect(verdict.green).toBe(true);
  });

  describe('for a runner that names a file in place of its tests', () => {
    const file = 'tests/sum.test.mjs';
    const before = {
      'package.json': '{ "name": "demo", "private": true, "type": "module" }',
      'src/sum.mjs': 'export const sum = (a, b) => a + b;\n',
      [file]: testsOf({ adds: 'sum(1, 1) === 2' }),
      'tests/other.test.mjs': `import test from 'node:test';\ntest('other', () => {});\n`,
    };
    const added = { 'vitest.config.mjs': 'export const plus = (a, b) => a + b;\n' };
    /** As by an alias. */
    const needing = `import { plus } from '../vitest.config.mjs';\nexport const sum = plus;\n`;

    test('says nothing of a file that does not load without it.', async () => {
      const phase = await project(before, nodeRunner);
      const verdict = await phase.judge({ ...added, 'src/sum.mjs': needing }, { change });
      expect(verdict).toMatchObject({ green: true, complaints: [{ kind: 'unproven' }] });
      expect(verdict.complaints?.[0]?.message).toContain(file);
    });

    test('is against a change that has edited that file.', async () => {
      const phase = await project(before, nodeRunner);
      const edited = { [file]: `${testsOf({ adds: 'sum(1, 1) === 2' })}\n` };
      const verdict = await phase.judge({ ...added, ...edited, 'src/sum.mjs': needing }, { change });
      expect(verdict).toMatchObject({ green: false, complaints: [{ tests: [`${file} > adds`] }] });
    });
  });

  test.skipIf(!hasPytest)('has no word on other files where pytest ends with one that does not load.', async () => {
    const phase = await project(
      {
        'src/sum.py': 'def add(a, b):\n    return a + b\n',
        'tests/test_sum.py': 'from src.sum import add\n\n\ndef test_adds():\n    assert add(1, 1) == 2\n',
        'tests/test_other.py': 'def test_other():\n    assert True\n',
      },
      pytestRunner,
    );
    const renamed = {
      'src/sum.py': 'def plus(a, b):\n    return a + b\n',
      'tests/test_sum.py': 'from src.sum import plus\n\n\ndef test_adds():\n    assert plus(1, 1) == 2\n',
    };
    const verdict = await phase.judge(renamed, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed', tests: { by: 'pytest', passed: 2 } }] });
    expect(verdict.complaints).toMatchObject([{ kind: 'fewer-tests', tests: ['tests/test_sum.py > test_adds'] }]);
  });

  test('A new test, and what it is helped by, is no such thing: the base’s tests are not run for it.', async () => {
    const phase = await project(usual);
    const verdict = await phase.judge(
      { 'tests/more.test.js': 'adds src/sum.txt 1+1=2\n', 'tests/helpers/read.js': '' },
      { change },
    );
    expect(verdict.notes.join('\n')).not.toContain('on the new source');
  });
});

describe('one place that a person has allowed', () => {
  const file = 'tests/sum.test.mjs';
  const before = {
    'package.json': '{ "name": "demo", "private": true, "type": "module" }',
    'src/sum.mjs': 'export const sum = (a, b) => a + b;\n',
    [file]: testsOf({ adds: 'sum(1, 1) === 2', 'adds more': 'sum(2, 2) === 4' }),
  };
  const wrong = 'export const sum = (a, b) => a - b;\n';

  test('in a file of tests lets none of its tests change, where it is about another thing.', async () => {
    const phase = await project(before, nodeRunner);
    const edited = { [file]: testsOf({ adds: 'sum(1, 1) === 0', 'adds more': 'sum(2, 2) === 0' }) };
    const verdict = await phase.judge({ ...edited, 'src/sum.mjs': wrong }, { change: allowing({ cheat: 'lint-off' }) });
    expect(verdict.complaints).toMatchObject([
      { kind: 'base-tests', tests: [`${file} > adds`, `${file} > adds more`] },
    ]);
  });

  test('is the end of that test, and no leave for the next.', async () => {
    const gone = allowing({ cheat: 'deleted-test', test: 'adds more' });
    const [one, other] = [{ adds: 'sum(1, 1) === 2' }, { adds: 'sum(1, 1) === 0' }];
    const source = 'export const sum = (a, b) => (a === 2 ? 0 : a + b);\n';
    const honest = await project(before, nodeRunner);
    expect(await honest.judge({ [file]: testsOf(one), 'src/sum.mjs': source }, { change: gone })).toMatchObject({
      green: true,
    });
    const verdict = await (
      await project(before, nodeRunner)
    ).judge({ [file]: testsOf(other), 'src/sum.mjs': wrong }, { change: gone });
    expect(verdict.complaints).toMatchObject([{ kind: 'base-tests', tests: [`${file} > adds`] }]);
  });

  test('of a runner that names no tests is told: nobody knows which of them is red.', async () => {
    const two = { ...usual, 'tests/sum.test.js': 'adds src/sum.txt 1+1=2\nkeeps src/sum.txt 1\n' };
    const edited = { ...broken, 'tests/sum.test.js': 'keeps src/sum.txt 1\n' };
    const gone = allowing({ cheat: 'deleted-test', test: 'adds', path: 'tests/sum.test.js' });
    const verdict = await (await project(two)).judge(edited, { change: gone });
    expect(verdict).toMatchObject({ green: true, complaints: [{ kind: 'unproven' }] });
  });

  test('in settings, or where the whole file of tests is gone, is about all that it says.', () => {
    expect(allowing({ cheat: 'gate-surface', path: 'vitest.config.ts' }).files).toContain('vitest.config.ts');
    expect(allowing({ cheat: 'deleted-test' }).files).toContain(file);
    expect(allowing({ cheat: 'sleep' }).files).toEqual(change.files);
  });

  function allowing(own: Partial<Sighting>): Change {
    const sighting = {
      id: 'C-1',
      cheat: '',
      path: file,
      line: 1,
      side: 'head' as const,
      message: '',
      quote: '',
      ...own,
    };
    return withAllowed(change, { allowed: [{ ...sighting, by: 'somebody', words: 'fine' }] });
  }
});

function testsOf(tests: Readonly<Record<string, string>>): string {
  const head = `import assert from 'node:assert';\nimport test from 'node:test';\nimport { sum } from '../src/sum.mjs';\n`;
  return (
    head +
    Object.entries(tests)
      .map(([name, holds]) => `test('${name}', () => assert.ok(${holds}));\n`)
      .join('')
  );
}
