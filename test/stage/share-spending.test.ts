import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { addTurn, readAccount } from '../../core/agent/account.ts';
import { spendingOf } from '../../core/agent/budget.ts';
import type { Usage } from '../../core/agent/usage.ts';
import { keepNote } from '../../core/git/note.ts';
import { shareSpending } from '../../core/stage/share-spending.ts';
import { userGit } from '../git/scratch.ts';
import { twoMachines, type PhaseMachine } from './loop/two-machines.ts';

async function spend({ context: { host, phase } }: PhaseMachine, stage: string, usage: Usage): Promise<void> {
  await addTurn(host, phase.state, { run: phase.run, stage, usage });
}

async function spentBy({ context: { host, phase } }: PhaseMachine): Promise<Usage> {
  return (await readAccount(host, phase.state)).total;
}

test('What one machine has spent keeps another within the budget of the phase, and of its task.', async () => {
  const { first, second } = await twoMachines();
  await spend(first, 'task-1.1', { costUsd: 3 });
  await spend(first, 'review', { costUsd: 1 });
  await shareSpending(first.context);
  await spend(second, 'task-1.2', { costUsd: 1 });
  await shareSpending(second.context);
  const { host, phase } = second.context;
  const budget = { task: { hard: { usd: 3 } }, phase: { hard: { usd: 5.5 } } };
  const of = (stage: string) =>
    spendingOf(host, { state: phase.state, run: phase.run, stage, budget, note: () => undefined });
  expect(await spentBy(second)).toEqual({ costUsd: 5 });
  expect(await of('task-1.2').before()).toBeUndefined();
  expect(await of('task-1.1').before()).toMatchObject({ message: expect.stringContaining('3.00 of 3.00 USD') });
  await spend(second, 'task-1.2', { costUsd: 0.5 });
  expect(await of('task-1.2').before()).toMatchObject({ message: expect.stringContaining('5.50 of 5.50 USD') });
});

test('What is told again counts once, and as it is by then.', async () => {
  const { first, second, at } = await twoMachines();
  await spend(first, 'task-1.1', { inputTokens: 10 });
  await shareSpending(first.context);
  const ref = first.context.refs.spent(first.context.phase.run);
  const before = at(ref);
  await shareSpending(first.context);
  expect(at(ref)).toBe(before);
  await spend(first, 'task-1.1', { inputTokens: 5 });
  await shareSpending(first.context);
  expect(at(ref)).not.toBe(before);
  for (let times = 0; times < 2; times += 1) await shareSpending(second.context);
  await shareSpending(first.context);
  expect(await spentBy(first)).toEqual({ inputTokens: 15 });
  expect(await spentBy(second)).toEqual({ inputTokens: 15 });
});

test('A remote that is away is told, and what was known of others stays.', async () => {
  const { first, second, remote } = await twoMachines();
  await spend(first, 'task-1.1', { costUsd: 3 });
  await shareSpending(first.context);
  await shareSpending(second.context);
  renameSync(remote, `${remote}.away`);
  await shareSpending(second.context);
  expect(second.notes).toEqual([expect.stringMatching(/^what agents have cost here and elsewhere is not shared: /)]);
  expect(await spentBy(second)).toEqual({ costUsd: 3 });
});

test('What is no account does not count, and keeps no other from it.', async () => {
  const { first, second, remote, at } = await twoMachines();
  await spend(first, 'task-1.1', { costUsd: 3 });
  await shareSpending(first.context);
  const { repository, refs } = second.context;
  const forged = refs.spent('forged');
  await keepNote(repository.git, forged, { costs: { 'task-1.1': { costUsd: -2 } } });
  userGit(repository.root, 'push', '--quiet', remote, forged);
  expect(at(forged)).not.toBe('');
  await shareSpending(second.context);
  expect(await spentBy(second)).toEqual({ costUsd: 3 });
});

test('A machine that has its state and a new clone tells nothing anew.', async () => {
  const { first, at } = await twoMachines();
  const { refs, phase, repository } = first.context;
  await spend(first, 'task-1.1', { costUsd: 3 });
  await shareSpending(first.context);
  const ref = refs.spent(phase.run);
  // Made at another time it is another commit.
  const identity = ['-c', 'user.name=Grace', '-c', 'user.email=grace@example.com'];
  const message = userGit(repository.root, 'log', '-1', '--format=%B', ref);
  const before = userGit(repository.root, ...identity, 'commit-tree', '-m', message, `${ref}^{tree}`);
  expect(before).not.toBe(at(ref));
  userGit(repository.root, 'push', '--quiet', '--force', 'origin', `${before}:${ref}`);
  userGit(repository.root, 'update-ref', '-d', ref);
  await shareSpending(first.context);
  expect(at(ref)).toBe(before);
  expect(await spentBy(first)).toEqual({ costUsd: 3 });
});
