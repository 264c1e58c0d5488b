import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { withAllowed } from '../../../core/stage/gates/known-verdicts.ts';
import { missedSightings } from '../../../core/verdict/missed.ts';
import { nodeRunner, project } from './judged-change.ts';

const usual = { 'src/sum.txt': '1+1=2\n', 'tests/sum.test.js': 'adds src/sum.txt 1+1=2\n' };
const change = { files: ['src/**'], proves: true };

/** Red on the runs of these numbers. */
function flaky(...runs: number[]): string {
  return `
    const file = BESIDE + '/runs';
    fs.appendFileSync(file, 'x');
    if (${JSON.stringify(runs)}.includes(fs.readFileSync(file, 'utf8').length)) throw new Error('lost the race')`;
}

describe('tests of the base judge the new source', () => {
  const broken = { 'src/sum.txt': '1+1=3\n', 'tests/sum.test.js': 'adds src/sum.txt 1+1=3\n' };

  test('A change that edits a test to make it pass is red, and is told which test fails.', async () => {
    const verdict = await (await project(usual)).judge(broken, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
    expect(verdict.complaints).toMatchObject([{ kind: 'base-tests', tests: ['demo:test'] }]);
    expect(verdict.complaints?.[0]?.message).toContain('put back tests/sum.test.js');
    expect(verdict.notes).toContain("gates: test on the new source with 1 of the base's test files");
  });

  test('So is one that removes the test.', async () => {
    const verdict = await (
      await project(usual)
    ).judge({ ...broken, 'tests/sum.test.js': undefined, 'tests/new.test.js': 'adds src/sum.txt 1+1=3\n' }, { change });
    expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'base-tests' }] });
  });

  test('Where the plan names the file, it may change, and that is said.', async () => {
    const files = ['src/**', 'tests/sum.test.js'];
    const verdict = await (await project(usual)).judge(broken, { change: { ...change, files } });
    expect(verdict.green).toBe(true);
    expect(verdict.complaints).toBeUndefined();
    expect(verdict.notes).toContain('the plan lets these change what tests say: tests/sum.test.js');
  });

  describe('What the change has added for its own tests is taken away with them', () => {
    const added = {
      'src/sum.txt': '1+1=2\n2+2=4\n',
      'tests/setup.ts': '',
      'tests/more.test.js': 'more src/sum.txt 2+2\n',
    };
    const needs = `const [needs, has] = ['tests/more.test.js', 'tests/setup.ts'].map((file) => fs.existsSync(file))`;

    test('so that they do not fail for want of it.', async () => {
      const phase = await project(usual, `${needs}; if (needs && !has) throw new Error('cannot find setup')`);
      const verdict = await phase.judge(added, { change });
      expect(verdict).toMatchObject({ green: true });
      expect(verdict.complaints).toBeUndefined();
    });

    test('and a gate that does not even load then accuses nobody.', async () => {
      const phase = await project(
        usual,
        `if (fs.existsSync('src/new') && !fs.existsSync('tests/setup.ts')) throw new Error('cannot find setup'); said.push('  2 passing (5ms)')`,
      );
      const verdict = await phase.judge({ ...added, 'src/new': 'x' }, { change });
      expect(verdict).toMatchObject({ green: true, complaints: [{ kind: 'unproven' }] });
    });

    test('but one that counts tests that fail does.', async () => {
      const says = `if (fs.existsSync('src/new') && !fs.existsSync('tests/setup.ts')) { status = 1; said.push('  1 passing (5ms)', '  1 failing'); } else said.push('  2 passing (5ms)')`;
      const verdict = await (await project(usual, says)).judge({ ...added, 'src/new': 'x' }, { change });
      expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'base-tests' }] });
    });
  });

  test('A glob or a folder of the plan lets no test change.', async () => {
    const verdict = await (await project(usual)).judge(broken, { change: { ...change, files: ['tests/*', 'tests/'] } });
    expect(verdict.green).toBe(false);
  });

  test('A test that is edited, and whose earlier version still passes, is nothing to complain of.', async () => {
    const more = {
      'src/sum.txt': '1+1=2\n2+2=4\n',
      'tests/sum.test.js': 'adds src/sum.txt 1+1=2\nadds-more src/sum.txt 2+2=4\n',
    };
    expect(await (await project(usual)).judge(more, { change })).toMatchObject({ green: true });
  });

  test('A test that failed before is not held against the change that edits it.', async () => {
    const before = { ...usual, 'tests/old.test.js': 'never src/sum.txt 5+5\n' };
    const verdict = await (await project(before)).judge({ 'tests/old.test.js': 'never src/sum.txt 1+1\n' }, { change });
    expect(verdict.complaints).toBeUndefined();
    expect(verdict.green).toBe(true);
  });

  const more = {
    'src/sum.txt': '1+1=2\n2+2=4\n',
    'tests/sum.test.js': 'adds src/sum.txt 1+1=2\nadds-more src/sum.txt 2+2=4\n',
  };
  const once = `if (process.cwd().includes('-proof') && !fs.existsSync(BESIDE + '/once'))`;

  test('Trouble of theirs is that of the verdict, for the agent and a person to answer; and the next one judges anew.', async () => {
    const phase = await project(
      usual,
      `${once} { fs.writeFileSync(BESIDE + '/once', ''); fs.writeFileSync('x', 'x'); }`,
    );
    const verdict = await phase.judge(more, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'passed' }] });
    expect(verdict.trouble).toContain('The tests of the base could not judge the new source: The gates changed files');
    expect(verdict.complaints).toMatchObject([{ kind: 'base-tests', tests: ['demo:test by the tests of the base'] }]);
    const again = await phase.judge({}, { change });
    expect(again).toMatchObject({ green: true });
    expect(again.complaints).toBeUndefined();
    expect(again.trouble).toBeUndefined();
  });

  const onProof = `if (process.cwd().includes('-proof'))`;

  test('Trouble that comes of a change that is red by itself is told by its own gates.', async () => {
    const phase = await project(
      usual,
      `${onProof} process.exit(3); if (fs.existsSync('src/bad')) throw new Error('bad')`,
    );
    const verdict = await phase.judge({ ...more, 'src/bad': 'x' }, { change });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'failed', charge: 'real' }] });
    expect(verdict.trouble).toBeUndefined();
    expect(verdict.complaints).toBeUndefined();
  });

  test('Trouble that lasts can be let go by a person, and is told then.', async () => {
    const phase = await project(usual, `${onProof} process.exit(3)`);
    const asked = await phase.judge(more, { change });
    expect(asked).toMatchObject({ green: false, complaints: [{ kind: 'base-tests' }] });
    const allowed = missedSightings(asked.complaints).map((one) => ({ ...one, by: 'ada', words: 'it cannot' }));
    const verdict = await phase.judge({}, { change: withAllowed({ ...change, proves: false }, { allowed }) });
    expect(verdict).toMatchObject({ green: true, complaints: [{ kind: 'unproven' }] });
  });

  test('To let it go is no leave for tests that fail once they can be judged.', async () => {
    const phase = await project(usual, `${once} { fs.writeFileSync(BESIDE + '/once', ''); process.exit(3); }`);
    const asked = await phase.judge({ ...more, 'src/sum.txt': '1+1=3\n' }, { change });
    const allowed = missedSightings(asked.complaints).map((one) => ({ ...one, by: 'ada', words: 'it cannot' }));
    const verdict = await phase.judge({}, { change: withAllowed({ ...change, proves: false }, { allowed }) });
    expect(verdict).toMatchObject({ green: false, complaints: [{ kind: 'base-tests', tests: ['demo:test'] }] });
  });

  test('Where neither the base nor the new source without what was added has the gate, nobody has to judge.', async () => {
    const inferred = `if (!fs.existsSync('vite.config.ts')) process.exit(0)`;
    const phase = await project({ 'src/sum.txt': '1+1=2\n' }, inferred);
    const verdict = await phase.judge({ 'vite.config.ts': 'x' }, { change: { ...change, proves: false } });
    expect(verdict).toMatchObject({ green: true });
    expect(verdict.complaints).toBeUndefined();
    const losing = await project(
      { 'src/sum.txt': '1+1=2\n' },
      `if (fs.existsSync('src/lost') && !fs.existsSync('vite.config.ts')) process.exit(0)`,
    );
    const lost = await losing.judge(
      { 'vite.config.ts': 'x', 'src/lost': 'x' },
      { change: { ...change, proves: false } },
    );
    expect(lost).toMatchObject({ green: false, complaints: [{ kind: 'base-tests' }] });
  });

  test('A run that is stopped meanwhile has judged nothing, and the next one judges anew.', async () => {
    const one = await project(usual);
    const note = "gates: test on the new source with 1 of the base's test files";
    const stopped = await one.judge(broken, { change }, note);
    expect(stopped).toMatchObject({ green: false, trouble: 'The gates were stopped with the run.' });
    const again = await one.judge(broken, { change });
    expect(again).toMatchObject({ green: false, complaints: [{ kind: 'base-tests' }] });
    expect(again.notes).toContain(note);
  });

  test('Nobody else is asked for it: a final tree is judged by its own tests.', async () => {
    expect(await (await project(usual)).judge(broken, { fresh: true })).toMatchObject({ green: true });
  });
});

describe('a red gate is looked into', () => {
  const red = { 'src/sum.txt': '1+1=3\n' };

  test('What is red on the change alone is charged to it.', async () => {
    const verdict = await (await project(usual)).judge(red);
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'failed', charge: 'real' }] });
    expect(verdict.complaints).toBeUndefined();
  });

  const failing = { ...usual, 'tests/old.test.js': 'never src/old.txt 5+5\n' };

  test('What was red before in the same way is not, and is said.', async () => {
    const verdict = await (await project(failing)).judge({ 'src/more.txt': 'more' });
    expect(verdict).toMatchObject({ green: true, gates: [{ outcome: 'failed', charge: 'pre-existing' }] });
    expect(verdict.complaints).toMatchObject([{ kind: 'pre-existing', tests: ['demo:test'] }]);
  });

  test('One more failure is charged to the change.', async () => {
    const verdict = await (await project(failing)).judge(red);
    expect(verdict).toMatchObject({ green: false, gates: [{ charge: 'real' }] });
  });

  test('A final tree has to be green all the same, and it is said that it was red before.', async () => {
    const verdict = await (await project(failing)).judge({ 'src/more.txt': 'more' }, { fresh: true });
    expect(verdict).toMatchObject({ green: false, gates: [{ charge: 'pre-existing' }] });
  });

  test('The base is judged once, however many changes ask.', async () => {
    const counting = `if (!fs.existsSync('src/more.txt')) fs.appendFileSync(BESIDE + '/base', 'x')`;
    const phase = await project(failing, counting);
    await phase.judge({ 'src/more.txt': 'more' });
    await phase.judge({ 'src/more.txt': 'even more' });
    expect(readFileSync(join(phase.beside, 'base'), 'utf8')).toBe('x');
    expect(existsSync(join(phase.root, '.worktrees', 'demo-task-1.1-base'))).toBe(false);
  });

  test('A gate that passes two times of three has passed, and is called flaky.', async () => {
    const phase = await project(usual, flaky(1));
    const verdict = await phase.judge({ 'src/more.txt': 'more' });
    expect(verdict).toMatchObject({ green: true, gates: [{ outcome: 'passed', charge: 'flaky' }] });
    expect(verdict.complaints).toMatchObject([
      { kind: 'flaky', message: 'demo:test failed on this tree, and passed 2 of 2 times when it was repeated' },
    ]);
  });

  test('A gate that passes once of three times has not.', async () => {
    const verdict = await (await project(usual, flaky(1, 3))).judge({ 'src/more.txt': 'more' });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'failed', charge: 'flaky' }] });
  });

  test('A verdict with a flaky gate is never taken again.', async () => {
    const phase = await project(usual, flaky(1));
    await phase.judge({ 'src/more.txt': 'more' });
    const again = await phase.judge({});
    expect(again).toMatchObject({ green: true, gates: [{ cached: false }] });
    expect(again.complaints).toBeUndefined();
  });

  test.each([
    ['ENOSPC: no space left on device, write', 'the disk is full'],
    ['Error: getaddrinfo ENOTFOUND registry.example.com', 'the network cannot be reached'],
    ['sh: 1: frobnicate: not found', 'a tool is missing'],
    ['FATAL ERROR: JavaScript heap out of memory', 'there is not enough memory'],
  ])('What the machine lacks on the base as well is the environment: %s', async (message, lacks) => {
    const verdict = await (
      await project(usual, `throw new Error(${JSON.stringify(message)})`)
    ).judge({ 'src/a.txt': 'a' });
    expect(verdict).toMatchObject({ green: false, gates: [{ charge: 'environment' }] });
    expect(verdict.complaints?.[0]?.message).toContain(lacks);
  });

  test('What only the change makes lack is charged to it.', async () => {
    const gate = `if (fs.existsSync('src/a.txt')) throw new Error('ENOSPC: no space left on device, write')`;
    expect(await (await project(usual, gate)).judge({ 'src/a.txt': 'a' })).toMatchObject({
      gates: [{ charge: 'real' }],
    });
  });
});

describe('tests of a change show what it does', () => {
  const more = { 'src/sum.txt': '1+1=2\n2+2=4\n' };

  test('They fail on the base, and pass on the change.', async () => {
    const verdict = await (
      await project(usual)
    ).judge({ ...more, 'tests/more.test.js': 'adds-more src/sum.txt 2+2=4\n' }, { change });
    expect(verdict).toMatchObject({ green: true, redGreen: { outcome: 'shown', tests: ['demo:test'] } });
  });

  test('Tests that pass without the change show nothing, and it is green all the same.', async () => {
    const verdict = await (
      await project(usual)
    ).judge({ ...more, 'tests/more.test.js': 'adds-again src/sum.txt 1+1=2\n' }, { change });
    expect(verdict).toMatchObject({ green: true, redGreen: { outcome: 'not-shown' } });
    expect(verdict.redGreen?.detail).toContain('tests/more.test.js');
  });

  test('Where the base is red without them, that shows nothing.', async () => {
    const failing = { ...usual, 'tests/old.test.js': 'never src/old.txt 5+5\n' };
    const verdict = await (
      await project(failing)
    ).judge({ ...more, 'src/old.txt': '5+5', 'tests/more.test.js': 'adds-again src/sum.txt 1+1=2\n' }, { change });
    expect(verdict).toMatchObject({ green: true, redGreen: { outcome: 'not-shown' } });
  });

  test('Where the base could not be judged with them, that is told, and is no word against them.', async () => {
    const phase = await project(usual, `if (process.cwd().includes('-proof')) process.exit(3)`);
    const verdict = await phase.judge({ ...more, 'tests/more.test.js': 'adds-more src/sum.txt 2+2=4\n' }, { change });
    expect(verdict).toMatchObject({ green: true, complaints: [{ kind: 'unproven' }] });
    expect(verdict.redGreen).toBeUndefined();
    expect((await phase.judge({}, { change })).notes.join('\n')).not.toContain('is taken again');
  });

  test('Those are found wherever runners look for tests, not by one way to call them.', async () => {
    for (const path of ['test/more.js', 'tests/more.rs', 'tests/FooTest.java']) {
      const verdict = await (
        await project(usual)
      ).judge({ ...more, [path]: 'adds-again src/sum.txt 1+1=2\n' }, { change });
      expect(verdict.redGreen).toMatchObject({ outcome: 'not-shown', detail: expect.stringContaining(path) });
    }
  });

  test('Each new test has to be red on the base: one of them is not enough.', async () => {
    const head =
      "import assert from 'node:assert';\nimport test from 'node:test';\nimport * as all from '../src/sum.mjs';\n";
    const [adds, multiplies] = [
      "test('adds', () => assert.equal(all.sum(1, 2), 3));\n",
      "test('multiplies', () => assert.equal(all.product(2, 3), 6));\n",
    ];
    const sum = 'export const sum = (a, b) => a + b;\n';
    const phase = await project(
      { 'package.json': '{ "type": "module" }', 'src/sum.mjs': sum, 'tests/x.txt': '' },
      nodeRunner,
    );
    const source = { 'src/sum.mjs': `${sum}export const product = (a, b) => a * b;\n` };
    const file = 'tests/sum.test.mjs';
    const both = await phase.judge({ ...source, [file]: head + adds + multiplies }, { change });
    expect(both.redGreen).toMatchObject({ outcome: 'not-shown', tests: [`${file} > multiplies`] });
    expect(both.redGreen?.detail).toBe(`these new tests pass on the base too: ${file} > adds`);
    const one = await phase.judge({ [file]: head + multiplies }, { change });
    expect(one.redGreen).toMatchObject({ outcome: 'shown', tests: [`${file} > multiplies`] });
  });

  test('A change without tests is told from one whose tests show nothing.', async () => {
    expect(await (await project(usual)).judge(more, { change })).toMatchObject({ redGreen: { outcome: 'no-tests' } });
  });

  test('All of it is known the next time.', async () => {
    const phase = await project(usual);
    const first = await phase.judge({ ...more, 'tests/more.test.js': 'adds-more src/sum.txt 2+2=4\n' }, { change });
    const again = await phase.judge({}, { change });
    expect(again.redGreen).toEqual(first.redGreen);
    expect(again.notes).toEqual([expect.stringContaining('is taken again')]);
  });
});

describe('what Nx has kept', () => {
  /** An Nx that replays what lies in a file, unless it is told to replay nothing. */
  const replaying = `
    const kept = BESIDE + '/kept';
    fs.appendFileSync(BESIDE + '/runs', args.includes('--skip-nx-cache') ? 'f' : 'r');
    if (!args.includes('--skip-nx-cache') && fs.existsSync(kept)) {
      about.cacheStatus = 'local-cache';
      about.hash = fs.readFileSync(kept, 'utf8');
      fs.readdirSync = () => [];
    }`;

  test('counts where it was seen to pass, and not where somebody has written that it did.', async () => {
    const phase = await project(usual, replaying);
    const [kept, runs] = [join(phase.beside, 'kept'), join(phase.beside, 'runs')];
    expect(await phase.judge({ 'src/more.txt': 'a' })).toMatchObject({ green: true, gates: [{ cached: false }] });
    writeFileSync(kept, 'h');
    expect(await phase.judge({ 'src/more.txt': 'b' })).toMatchObject({ green: true, gates: [{ cached: true }] });
    expect(readFileSync(runs, 'utf8')).toBe('rr');
    writeFileSync(kept, 'forged');
    const verdict = await phase.judge({ 'src/sum.txt': '1+1=3\n' });
    expect(verdict).toMatchObject({ green: false, gates: [{ outcome: 'failed', cached: false, charge: 'real' }] });
    expect(verdict.notes.join('\n')).toContain('what Nx has replayed is not what it ran for us');
  });
});
