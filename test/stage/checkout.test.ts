import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCheckout, reviewCheckout } from '../../core/stage/checkout.ts';
import type { PhaseRequest } from '../../core/stage/decide.ts';
import { proveCheckout } from '../../core/stage/prove-checkout.ts';
import { commitFiles, scratch, userGit, type Texts } from '../git/scratch.ts';

const path = 'specs/91-impl-plan.md';
const phase = (id: string, box: string) =>
  `## Phase ${id}: words\n\n- ${box} Do it\n\n### Exit criteria\n\n- \`phase-${id}.md\` exists\n\n`;

/** Proves the exit criteria in a checkout, as `nx run a:exit-criteria` does. */
async function prove(texts: Texts, asked?: string, handedOver?: string) {
  const { host, root } = await scratch(texts);
  if (handedOver) commitFiles(root, {}, `hand-off\n\nPlan: a\nPhase: ${handedOver}\nPhase-Step: hand-off`);
  const agent = { driver: 'command', command: ['true'] };
  const request: PhaseRequest = {
    workspace: root,
    project: 'a',
    projectRoot: '',
    plans: [path],
    phase: asked,
    rebase: false,
    targets: [],
    options: [{ from: 'test', written: { implementer: agent, reviewer: agent } }],
  };
  const checkout = await openCheckout(host, request);
  if (!checkout.ok) return checkout.failure.reason;
  const proven = await proveCheckout(host, checkout.value, []);
  if (!proven.ok) return proven.failure.reason;
  return { phase: checkout.value.phase.id, outcomes: proven.value.criteria.map((one) => one.outcome) };
}

test('The exit criteria of the phase that was handed over last are proven again, though there is nothing left to do.', async () => {
  const plan = { [path]: phase('1.1', '[ ]') + phase('1.10', '[ ]'), 'phase-1.1.md': '' };
  expect(await prove(plan, undefined, '1.1')).toEqual({ phase: '1.1', outcomes: ['met'] });
});

test('Before any is handed over they are those of the phase that is to be worked on.', async () => {
  const plan = { [path]: phase('1', '[x]') + phase('2', '[ ]'), 'phase-1.md': '' };
  expect(await prove(plan)).toEqual({ phase: '2', outcomes: ['not-met'] });
});

test('A task that is ticked, and that no commit says was done, holds a phase up.', async () => {
  const plan = { [path]: phase('1', '[x]'), 'phase-1.md': '' };
  expect(await prove(plan, '1')).toEqual({ phase: '1', outcomes: ['met', 'undecided'] });
});

test('A phase that is asked for is taken whatever has become of it.', async () => {
  const plan = { [path]: phase('1', '[x]') + phase('2', '[ ]'), 'phase-1.md': '' };
  expect(await prove(plan, '1')).toMatchObject({ phase: '1' });
  expect(await prove(plan, '9')).toBe('unknown-phase');
});

/** A review by an agent that is a few lines of JavaScript, of the last commit of a checkout. */
async function review(code: string) {
  const made = await scratch({ [path]: phase('1', '[ ]'), 'a.txt': 'one\n' });
  const { host, root, repository } = made;
  commitFiles(root, { 'a.txt': 'two\n' });
  const verdict = `console.log(JSON.stringify({ type: 'answer', answer: { verdict: 'APPROVED', findings: [], summary: require('node:fs').readFileSync('a.txt', 'utf8'), commit: process.env.PHASEWRIGHT_COMMIT, nonce: process.env.PHASEWRIGHT_NONCE } }));`;
  const reviewer = { driver: 'command', command: [process.execPath, '-e', `${code};${verdict}`] };
  const request: PhaseRequest = {
    workspace: root,
    project: 'a',
    projectRoot: '',
    plans: [path],
    phase: '1',
    rebase: false,
    targets: [],
    options: [{ from: 'test', written: { implementer: reviewer, reviewer } }],
  };
  const outcome = await reviewCheckout(host, request, repository.head, () => undefined);
  return { outcome, root, worktrees: userGit(root, 'worktree', 'list').split('\n') };
}

test('A review looks at what is committed, in a worktree that is gone afterwards; the user may edit meanwhile.', async () => {
  // The checkout is the first of the worktrees that git lists.
  const edit = `const [line] = require('node:child_process').execSync('git worktree list').toString().split('\\n'); require('node:fs').writeFileSync(line.split(' ')[0] + '/a.txt', 'edited')`;
  const { outcome, worktrees, root } = await review(edit);
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('edited');
  expect(outcome).toMatchObject({ ok: true, value: { verdict: 'APPROVED', summary: 'two\n' } });
  expect(worktrees).toHaveLength(1);
});

test('A review by an agent that writes does not count.', async () => {
  const { outcome, worktrees } = await review(`require('node:fs').writeFileSync('a.txt', 'three')`);
  expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-violation' } });
  expect(worktrees).toHaveLength(1);
});
