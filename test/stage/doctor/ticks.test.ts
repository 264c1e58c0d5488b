import { expect, test } from 'vitest';
import { checkoutOf, commitFiles, userGit } from '../../git/scratch.ts';
import { begun, commitPlan, planText, type Begun } from '../overview/begun.ts';
import { found, look, treat } from './treat.ts';

function merge({ root }: Begun, commit: string): void {
  userGit(root, 'merge', '--quiet', '--no-ff', '--no-edit', commit);
}

test('A task whose commit is merged and that the plan has open is ticked in a commit beside the branch, for a person to take.', async () => {
  const made = await begun();
  merge(made, await made.finish('1.1'));
  const before = checkoutOf(made.root);
  expect(await found(made)).toEqual(['merged-without-tick specs/91-impl-plan.md, task 1.1']);
  const [outcome] = await treat(made);
  expect(outcome).toMatchObject({ done: true, says: expect.stringContaining('git merge --ff-only ') });
  expect(checkoutOf(made.root)).toEqual(before);

  const { findings, waiting } = await look(made);
  expect(findings).toEqual([]);
  const [{ command } = { command: '' }] = waiting;
  userGit(made.root, ...command.split(' ').slice(1));
  expect(userGit(made.root, 'show', 'HEAD:specs/91-impl-plan.md')).toBe(planText('1.1').trimEnd());
  expect(userGit(made.root, 'diff', '--name-only', 'HEAD^')).toBe('specs/91-impl-plan.md');
  expect(await look(made)).toEqual({ findings: [], waiting: [] });
});

test('A tick without a commit is taken back in a commit beside the branch.', async () => {
  const made = await begun();
  merge(made, await made.finish('1.1'));
  commitPlan(made.root, planText('1.1', '1.2'));
  expect(await found(made)).toEqual(['tick-without-commit specs/91-impl-plan.md, task 1.2']);
  expect(await treat(made)).toMatchObject([{ done: true }]);
  const { waiting } = await look(made);
  userGit(made.root, ...(waiting[0]?.command ?? '').split(' ').slice(1));
  expect(userGit(made.root, 'show', 'HEAD:specs/91-impl-plan.md')).toBe(planText('1.1').trimEnd());
  expect(await look(made)).toEqual({ findings: [], waiting: [] });
});

test('Both at once are put right by one commit.', async () => {
  const made = await begun();
  merge(made, await made.finish('1.1'));
  commitPlan(made.root, planText('1.2'));
  expect(await found(made)).toHaveLength(2);
  await treat(made);
  const { findings, waiting } = await look(made);
  expect(findings).toEqual([]);
  expect(waiting).toHaveLength(1);
  userGit(made.root, ...(waiting[0]?.command ?? '').split(' ').slice(1));
  expect(userGit(made.root, 'show', 'HEAD:specs/91-impl-plan.md')).toBe(planText('1.1').trimEnd());
});

test('A commit that was prepared for another HEAD does not count any more.', async () => {
  const made = await begun();
  merge(made, await made.finish('1.1'));
  await treat(made);
  commitFiles(made.root, { 'b.txt': 'two\n' });
  const { findings, waiting } = await look(made);
  expect([findings.length, waiting.length]).toEqual([1, 0]);
});

test('A task that somebody has opened again, or whose commit they have reverted, is open as they want it.', async () => {
  const opened = await begun();
  merge(opened, await opened.finish('1.1'));
  commitPlan(opened.root, planText('1.1'));
  commitPlan(opened.root, planText());
  expect(await found(opened)).toEqual([]);

  const reverted = await begun();
  const commit = await reverted.finish('1.1');
  merge(reverted, commit);
  userGit(reverted.root, 'revert', '--no-edit', commit);
  expect(await found(reverted)).toEqual([]);
});

test('After a squash of the user’s the work is there without its commit, and nothing is wrong.', async () => {
  const made = await begun();
  userGit(made.root, 'merge', '--quiet', '--squash', await made.finish('1.1'));
  commitPlan(made.root, planText('1.1'));
  expect(await found(made)).toEqual([]);
});

test('Where only something like the work is there a person decides.', async () => {
  const made = await begun();
  await made.finish('1.1');
  commitFiles(made.root, { '1.1.txt': 'something else\n' });
  commitPlan(made.root, planText('1.1'));
  const { findings } = await look(made);
  expect(findings).toMatchObject([{ kind: 'tick-without-commit', advice: expect.stringContaining('squashed') }]);
  expect(findings[0]).not.toHaveProperty('repair');
});

test('Of a phase that is not merged, that a run works on, or that was handed over, ticks are as they should be.', async () => {
  const made = await begun();
  const commit = await made.finish('1.1');
  expect(await found(made)).toEqual([]);
  merge(made, commit);
  await made.claim('phase', {});
  expect(await found(made)).toEqual([]);
  userGit(made.root, 'update-ref', '-d', made.context.refs.claim('phase'));
  userGit(made.root, 'commit', '--quiet', '--allow-empty', '-m', 'x\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off\n');
  expect(await found(made)).toEqual([]);
});
