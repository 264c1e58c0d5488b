import { expect, test } from 'vitest';
import type { z } from 'zod';
import type { Sighting } from '../../../core/cheat/sighting.ts';
import { loopEffects } from '../../../core/stage/loop/loop-effects.ts';
import type { AskReader, LoopWork } from '../../../core/stage/loop/loop-work.ts';
import { reviewChange } from '../../../core/stage/review/review-change.ts';
import type { FlagAnswer } from '../../../core/workflow/state.ts';
import { begin } from '../../../core/workflow/transition.ts';
import { iterative, tdd } from '../../../core/workflow/workflow.ts';
import { contained } from '../../agent/contained.ts';
import { taskBrief } from '../../brief/sample.ts';
import { commitFiles } from '../../git/scratch.ts';

const workflow = iterative({ gateRetries: 1, maxReviewRounds: 2 });
const flag: Sighting = {
  id: 'C-1',
  cheat: 'sleep',
  path: 'a.txt',
  line: 2,
  side: 'head',
  message: 'Unexpected pause in a test',
  quote: 'two',
};

function neverAsked(): Promise<never> {
  return Promise.reject(new Error('asked for more than the scope'));
}

/** A review with one flag: what the reviewer was told, which of these answers fit, and what comes of the last. */
async function reviewWith(
  flagAnswers: readonly unknown[],
  from: 'this loop' | 'before' = 'this loop',
  known: readonly FlagAnswer[] = [],
  given: readonly Sighting[] = [flag],
) {
  const { context, root, repository } = await contained();
  const commit = commitFiles(root, { 'a.txt': 'one\ntwo\n' }, 'work');
  const seen: { prompt: string; fits: boolean[] } = { prompt: '', fits: [] };
  const ask = (async (prompt, shape) => {
    seen.prompt = prompt.full;
    const answers = flagAnswers.map((flags) => ({
      verdict: 'APPROVED',
      commit,
      nonce: 'n1f2e3d4c',
      summary: '',
      findings: [],
      ...(flags !== null && { flags }),
    }));
    seen.fits = answers.map((one) => (shape as z.ZodType).safeParse(one).success);
    return { ok: true, answer: answers.at(-1), turns: [], usage: {}, session: undefined };
  }) as AskReader;
  const progress = { ...begin(workflow, repository.head).progress, flagAnswers: known };
  const asked = { commit, round: 1, since: null, verdict: null, open: [], disputes: [], clarification: null, progress };
  const told = { flags: given, allowed: [{ ...flag, by: 'ada', words: 'slow' }] };
  const command = { do: 'review', ...asked, ...(from === 'this loop' && told) } as const;
  const before = from === 'before' ? told : {};
  const review = reviewChange(context, { brief: taskBrief, start: repository.head, ...before });
  const outcome = await review({ command, worktree: repository.git, nonce: 'n1f2e3d4c' }, ask);
  if (!outcome.ok) throw new Error(outcome.failure.message);
  return { ...seen, answer: outcome.answer };
}

test('A reviewer is asked about each flag, and an answer that leaves one out is none.', async () => {
  const honest = { id: 'C-1', answer: 'honest', why: 'it has to wait' };
  const { prompt, fits, answer } = await reviewWith([null, [], [{ ...honest, id: 'C-2' }], [honest, honest], [honest]]);
  expect(prompt).toContain('- C-1 a.txt:2 Unexpected pause in a test [sleep]\n  line: two');
  expect(prompt).toContain('ada: slow');
  expect(fits).toEqual([false, false, false, false, true]);
  expect(answer).toMatchObject({ verdict: 'APPROVED', findings: [], flags: [honest] });
});

test('A flag that is not honest is a finding at its place, and nothing is approved with it.', async () => {
  const { answer } = await reviewWith([[{ id: 'C-1', answer: 'not', why: 'it hides a race' }]]);
  expect(answer).toMatchObject({
    verdict: 'ISSUES_FOUND',
    findings: [{ severity: 'P1', path: 'a.txt', line: 2, title: flag.message, fix: 'Undo it: it hides a race' }],
  });
});

test('What a task was not asked about the review of the phase is, once; and is told what was allowed.', async () => {
  const said = { id: 'C-1', answer: 'not', why: 'it hides a race' } as const;
  const first = await reviewWith([null, [said]], 'before');
  expect(first.fits).toEqual([false, true]);
  expect(first.prompt).toContain('ada: slow');
  expect(first.answer).toMatchObject({ verdict: 'ISSUES_FOUND', flags: [said] });
  const second = await reviewWith([null], 'before', [said]);
  expect(second.fits).toEqual([true]);
  expect(second.answer).not.toHaveProperty('unasked');
});

test('No more are asked about at once than fit, and how many are left is said.', async () => {
  const many = Array.from({ length: 41 }, (_, index) => ({ ...flag, id: `C-${index}`, message: 'x'.repeat(2000) }));
  const answers = many.slice(0, 40).map(({ id }) => ({ id, answer: 'honest', why: 'so' }));
  const { prompt, fits, answer } = await reviewWith([answers.slice(1), answers], 'this loop', [], many);
  expect(fits).toEqual([false, true]);
  expect(answer.unasked).toBe(1);
  expect([prompt.includes('- C-39 '), prompt.includes('- C-40 ')]).toEqual([true, false]);
});

test('The look at the scope tells what cheats and what may, but of nothing that lies outside or was asked for.', async () => {
  const { context, root, repository } = await contained();
  const skipped = "test.skip('a', () => expect(a()).toBe(1));\n";
  const runs = skipped.replace('.skip', '');
  const before = { 'test/a.test.js': runs, 'other/b.test.js': runs.replace('a', 'b'), 'jest.config.js': 'a\n' };
  const start = commitFiles(root, before, 'start');
  const files = { 'test/a.test.js': skipped, 'jest.config.js': 'b\n', 'other/b.test.js': skipped.replace('a', 'b') };
  const commit = commitFiles(root, files, 'work');
  const work: LoopWork = {
    stage: 'task-1.1',
    key: 'k',
    worktree: '1.1',
    workflow,
    taskName: '1.1',
    start,
    scope: { files: ['test/**', 'src/**', 'jest.config.js'], isProtected: () => false },
    honest: { since: start, mayChange: (path) => path === 'jest.config.js', isPutOff: () => false, gates: [] },
    message: () => '',
    prompt: () => ({ full: '', resumed: '' }),
    judge: neverAsked,
    review: neverAsked,
  };
  const { progress } = begin(workflow, repository.head);
  expect(await loopEffects(context, work).carryOut({ do: 'scope', commit }, progress)).toMatchObject({
    type: 'scoped',
    outside: ['other/b.test.js'],
    breaches: [{ cheat: 'skipped-test', path: 'test/a.test.js', line: 1, quote: skipped.trim() }],
    flags: [{ cheat: 'loosened-config', path: 'jest.config.js' }],
  });
  const { honest: _honest, ...blind } = work;
  expect(await loopEffects(context, blind).carryOut({ do: 'scope', commit }, progress)).toEqual({
    type: 'scoped',
    outside: ['other/b.test.js'],
  });
});

test('What is laid out before it is written may be empty; afterwards it may not.', async () => {
  const { context, root, repository } = await contained();
  const commit = commitFiles(root, { 'src/a.ts': "export function a() {\n  throw new Error('TODO');\n}\n" }, 'design');
  const steps = tdd({ gateRetries: 1, maxStyleRounds: 1 }, true);
  const work: LoopWork = {
    stage: 'task-1.1',
    key: 'k',
    worktree: '1.1',
    workflow: steps,
    taskName: '1.1',
    start: repository.head,
    scope: { files: [], isProtected: () => false },
    honest: { since: repository.head, mayChange: () => false, isPutOff: () => false, gates: [] },
    message: () => '',
    prompt: () => ({ full: '', resumed: '' }),
    judge: neverAsked,
    review: neverAsked,
  };
  const { progress } = begin(steps, repository.head);
  const at = async (step: number) =>
    await loopEffects(context, work).carryOut({ do: 'scope', commit }, { ...progress, step });
  expect([await at(0), await at(1)]).toEqual([
    { type: 'scoped', outside: [] },
    { type: 'scoped', outside: [] },
  ]);
  expect(await at(2)).toMatchObject({ breaches: [{ cheat: 'stub', path: 'src/a.ts', line: 2 }] });
});
