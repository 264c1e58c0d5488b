import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { probe } from '../../../core/stage/prove/probe.ts';
import { contained } from '../../agent/contained.ts';
import { writeFiles, type Texts } from '../../git/scratch.ts';
import { untilGone } from '../../host/process.ts';

test('What the command of a criterion leaves running is ended with it.', async () => {
  const { host, root, worktree, repository } = await contained();
  const program = `
    const { spawn } = require('node:child_process');
    const daemon = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 600_000)'], { detached: true, stdio: 'ignore' });
    daemon.unref();
    require('node:fs').writeFileSync('pid', String(daemon.pid));`;
  writeFiles(worktree, { 'check.cjs': program });
  const run = { worktree: repository.git.in(worktree), checkout: root, run: 'r', timeLimit: 60, verdict: undefined };
  expect(await probe(host, { text: '`node check.cjs` passes', line: 1 }, run)).toMatchObject({ outcome: 'met' });
  await untilGone(Number(readFileSync(join(worktree, 'pid'), 'utf8')));
});

/** What a probe finds in a worktree with these files. */
async function found(text: string, texts: Texts) {
  const { host, root, worktree, repository } = await contained();
  writeFiles(worktree, texts);
  const run = { worktree: repository.git.in(worktree), checkout: root, run: 'r', timeLimit: 60, verdict: undefined };
  const { outcome, evidence } = await probe(host, { text, line: 1 }, run);
  return { outcome, evidence };
}

const numbers: Texts = { 'bench.cjs': 'console.log("p50: 3 ms\\np95: 12 ms\\nmean: 80 ms")' };

test.each([
  ['met', 'p95 ≤ 20 ms', '12 ms, budget ≤ 20 ms'],
  ['not-met', 'p95 under 12 ms', '12 ms, budget < 12 ms'],
  ['met', 'at least 0.01 s for p95', '0.012 s, budget ≥ 0.01 s'],
  ['undecided', 'p99 ≤ 20 ms', 'No number can be told for certain: the output has no number in ms on a line with "p99".'],
  ['undecided', 'under 100 ms', 'No number can be told for certain: the output has several numbers in ms: 3 ms, 12 ms, 80 ms.'],
])('A benchmark is %s where the budget is "%s".', async (outcome, budget, why) => {
  const { evidence, ...rest } = await found(`\`node bench.cjs\` shows ${budget}`, numbers);
  expect({ ...rest, why: evidence.split('\n')[1] }).toEqual({ outcome, why });
}); // prettier-ignore

test('A benchmark of which only another number was measured is undecided.', async () => {
  const texts = { 'bench.cjs': 'console.log("search p95: NaN ms, insert p95: 12 ms")' };
  expect(await found('`node bench.cjs` shows p95 of a search at most 20 ms', texts)).toMatchObject({
    outcome: 'undecided',
    evidence: expect.stringContaining('this line cannot be read for certain: search p95: NaN ms, insert p95: 12 ms'),
  });
});

test('A benchmark that prints more than is kept is undecided.', async () => {
  const long = { 'bench.cjs': 'console.log("p95: 1 ms\\n" + "x".repeat(80).concat("\\n").repeat(60_000))' };
  expect(await found('`node bench.cjs` shows p95 ≤ 20 ms', long)).toMatchObject({
    outcome: 'undecided',
    evidence: expect.stringContaining('It printed too much to be kept.'),
  });
});

test('A criterion is not met where tests failed, though the command ended with 0.', async () => {
  const failing = { 'run.cjs': "console.log('\\n  2 passing (5ms)\\n  1 failing\\n')" };
  expect(await found('`node run.cjs` passes', failing)).toMatchObject({
    outcome: 'not-met',
    evidence: expect.stringContaining('1 tests failed, though it ended as if all were well.'),
  });
});

test('A benchmark that fails is not met, whatever number it prints.', async () => {
  const failing = { 'bench.cjs': 'console.log("p95: 1 ms"); process.exitCode = 1' };
  expect((await found('`node bench.cjs` shows p95 ≤ 20 ms', failing)).outcome).toBe('not-met');
});

const named: Texts = {
  'a.test.mjs':
    "import test from 'node:test';\ntest('keeps order', () => {});\ntest('later', { skip: true }, () => {});",
};

test.each([
  ['met', 'keeps order', 'exit code 0'],
  ['not-met', 'later', 'Test later did not pass.'],
  ['not-met', 'keeps all', 'Test keeps all is not among those that the output names as passed.'],
])('A criterion is %s where the test "%s" has to pass.', async (outcome, name, why) => {
  const seen = await found(`Test \`${name}\` passes in \`node --test --test-reporter=spec a.test.mjs\``, named);
  expect(seen.outcome).toBe(outcome);
  expect(seen.evidence).toContain(why);
});

test('A criterion is undecided where the runner prints a shorter name than the criterion has.', async () => {
  const nested = {
    'a.test.mjs': "import { describe, test } from 'node:test';\ndescribe('dur', () => { test('parses', () => {}); });",
  };
  expect(
    await found('Test `dur > parses` passes in `node --test --test-reporter=spec a.test.mjs`', nested),
  ).toMatchObject({
    outcome: 'undecided',
    evidence: expect.stringContaining('names a test as passed that may be dur > parses'),
  });
});

test('A runner that does not say how many tests passed leaves it undecided.', async () => {
  expect(await found('`node --test --test-reporter=dot a.test.mjs` passes', named)).toMatchObject({
    outcome: 'undecided',
    evidence: expect.stringContaining('Its output does not say how many tests passed'),
  });
});

test('A test file that ends the runner before any test is no proof.', async () => {
  const early = { 'a.test.mjs': 'process.exit(0)' };
  expect((await found('`node --test --test-reporter=spec a.test.mjs` passes', early)).outcome).toBe('not-met');
});
