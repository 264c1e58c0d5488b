import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openCheckout, reviewCheckout } from '../../../core/stage/review/checkout.ts';
import type { Host } from '../../../core/host/host.ts';
import type { PhaseRequest } from '../../../core/stage/decide/decision.ts';
import { proveCheckout } from '../../../core/stage/prove/prove-checkout.ts';
import { commitFiles, scratch, userGit, type Texts } from '../../git/scratch.ts';

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

const git = `const git = (...args) => require('node:child_process').execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args], { encoding: 'utf8' }).trim();`;
const approve = verdictOf('APPROVED');

/** Prints a verdict whose summary is what the reviewer found in a file. */
function verdictOf(verdict: string): string {
  return `console.log(JSON.stringify({ type: 'answer', answer: { verdict: '${verdict}', findings: [], summary: require('node:fs').readFileSync('a.txt', 'utf8'), commit: process.env.PHASEWRIGHT_COMMIT, nonce: process.env.PHASEWRIGHT_NONCE } }));`;
}

/** A review by an agent that is a few lines of JavaScript, of the last commit of a checkout. */
async function review(code: string, options: object = {}) {
  const made = await scratch({ [path]: phase('1', '[ ]'), 'a.txt': 'one\n' });
  const { host, root, repository } = made;
  commitFiles(root, { 'a.txt': 'two\n' });
  const reviewer = { driver: 'command', command: [process.execPath, '-e', code] };
  let started = 0;
  const processes: Host['processes'] = {
    ...host.processes,
    run: async (asked) => {
      if (asked.args.includes(code)) started += 1;
      if (started > 5) throw new Error('It is started again and again.');
      return await host.processes.run(asked);
    },
  };
  const request: PhaseRequest = {
    workspace: root,
    project: 'a',
    projectRoot: '',
    plans: [path],
    phase: '1',
    rebase: false,
    targets: [],
    options: [{ from: 'test', written: { implementer: reviewer, reviewer, ...options } }],
  };
  const said: string[] = [];
  const refs = userGit(root, 'for-each-ref');
  const outcome = await reviewCheckout({ ...host, processes }, request, repository.head, (text) => said.push(text));
  return {
    outcome,
    root,
    said,
    started,
    worktrees: userGit(root, 'worktree', 'list').split('\n'),
    moved: userGit(root, 'for-each-ref') !== refs,
  };
}

test('A review looks at what is committed, in a worktree that is gone afterwards; the user may edit meanwhile.', async () => {
  // The checkout is the first of the worktrees that git lists.
  const edit = `const [line] = require('node:child_process').execSync('git worktree list').toString().split('\\n'); require('node:fs').writeFileSync(line.split(' ')[0] + '/a.txt', 'edited');`;
  const { outcome, worktrees, root } = await review(edit + approve);
  expect(readFileSync(join(root, 'a.txt'), 'utf8')).toBe('edited');
  expect(outcome).toMatchObject({ ok: true, value: { verdict: 'APPROVED', summary: 'two\n' } });
  expect(worktrees).toHaveLength(1);
});

test.each([
  ['writes', `require('node:fs').writeFileSync('a.txt', 'three');`, 'a.txt (changed)'],
  ['forges a result', `git('update-ref', 'refs/phasewright/a/1/result/task-1/abc', 'HEAD');`, 'and not by us'],
  [
    'moves a branch of the user to a commit of its own',
    `const at = git('rev-parse', 'HEAD'); git('commit', '--allow-empty', '-m', 'x'); git('update-ref', 'refs/heads/main', 'HEAD'); git('checkout', '--quiet', '--detach', at);`,
    'refs/heads/main was moved',
  ],
  ['moves HEAD of its worktree', `git('checkout', '--quiet', '--detach', 'HEAD~1', '--');`, 'HEAD was changed'],
  ['leads its worktree elsewhere', `require('node:fs').writeFileSync('.git', 'gitdir: /tmp\\n');`, '.git was changed'],
  [
    'lays a pipe where git reads',
    `require('node:child_process').execFileSync('mkfifo', [git('rev-parse', '--path-format=absolute', '--git-common-dir') + '/pipe']);`,
    'pipes or devices were made',
  ],
])('A review by an agent that %s does not count.', async (_, code, violation) => {
  const { outcome, worktrees, moved } = await review(`const verdict = () => { ${approve} }; ${git} ${code} verdict();`);
  expect(outcome).toMatchObject({
    ok: false,
    failure: { reason: 'agent-violation', message: expect.stringContaining(violation) },
  });
  expect(worktrees).toHaveLength(1);
  expect(moved).toBe(false);
});

test('A review that asks for changes and names none is no answer.', async () => {
  const { outcome } = await review(verdictOf('ISSUES_FOUND'));
  expect(outcome).toMatchObject({
    ok: false,
    failure: { reason: 'bad-output', message: expect.stringContaining('ISSUES_FOUND without a finding') },
  });
});

test.each(['park', 'wait'])('A review ends at a usage limit of nobody knows how long: %s.', async (onQuota) => {
  const limited = `console.log(JSON.stringify({ type: 'trouble', kind: 'quota', text: 'You have hit your limit' })); process.exitCode = 1;`;
  const { outcome, started } = await review(limited, { onQuota });
  expect(outcome).toMatchObject({
    ok: false,
    failure: { reason: 'agent-quota', message: expect.stringContaining('You have hit your limit') },
  });
  expect(started).toBe(1);
});

test('A review is ended at the budget.', async () => {
  const spender = `setInterval(() => console.log(JSON.stringify({ type: 'usage', inputTokens: 50 })), 20);`;
  const { outcome } = await review(spender, { budget: { phase: { hard: { tokens: 100 } } } });
  expect(outcome).toMatchObject({ ok: false, failure: { reason: 'budget' } });
});

test('What the reviewer was told and what it printed is kept, and people are told where.', async () => {
  const { said } = await review(`console.log('I look at it.'); ${approve}`);
  const kept = said.find((text) => text.startsWith('transcript: '))?.slice('transcript: '.length) ?? '';
  expect(readFileSync(kept, 'utf8')).toContain('--- output ---\nI look at it.\n');
});
