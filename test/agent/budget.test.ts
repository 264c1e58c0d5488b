import { appendFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { accountPath } from '../../core/agent/account.ts';
import { spendingOf, type Budget } from '../../core/agent/budget.ts';
import type { TurnRecord } from '../../core/agent/turn-record.ts';
import type { Usage } from '../../core/agent/usage.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

function turn(usage: Usage): TurnRecord {
  return {
    role: 'implementer',
    round: 1,
    attempt: 1,
    agent: 'claude',
    version: '2.1.330',
    model: 'opus',
    session: 's',
    kind: 'first',
    outcome: 'ok',
    steps: 3,
    durationMs: 1000,
    promptBytes: 100,
    usage,
    denied: [],
  };
}

function phase(budget: Budget) {
  const state = temporaryFolder();
  const account = accountPath(state);
  const notes: string[] = [];
  const note = (text: string): void => void notes.push(text);
  return { account, notes, of: (stage: string) => spendingOf(hostWith(), { state, run: 'r1', stage, budget, note }) };
}

test('What all stages have spent counts for the phase, what one has spent for its task.', async () => {
  const { of } = phase({ task: { hard: { usd: 3 } }, phase: { hard: { usd: 5 } } });
  await of('task-1').after(turn({ costUsd: 2.5 }));
  expect(await of('task-1').before()).toBeUndefined();
  await of('task-1').after(turn({ costUsd: 0.5 }));
  expect(await of('task-1').before()).toMatchObject({
    reason: 'budget',
    message: expect.stringContaining("hard limit of the task's budget is reached: 3.00 of 3.00 USD"),
  });
  expect(await of('task-2').before()).toBeUndefined();
  await of('task-2').after(turn({ costUsd: 2 }));
  expect(await of('task-3').before()).toMatchObject({
    message: expect.stringContaining("hard limit of the phase's budget is reached: 5.00 of 5.00 USD"),
  });
});

test('Tokens count in and out; money that was not said is none.', async () => {
  const { of } = phase({ task: { hard: { tokens: 100, usd: 1 } } });
  await of('task-1').after(turn({ inputTokens: 60, outputTokens: 39 }));
  expect(await of('task-1').before()).toBeUndefined();
  await of('task-1').after(turn({ outputTokens: 1 }));
  expect(await of('task-1').before()).toMatchObject({ message: expect.stringContaining('100 of 100 tokens') });
});

test('A running turn is ended when it goes beyond, with what was spent before it.', async () => {
  const { of } = phase({ task: { hard: { usd: 3 } } });
  await of('task-1').after(turn({ costUsd: 2 }));
  const spending = of('task-1');
  await spending.before();
  expect(spending.during({ costUsd: 0.9 })).toBeUndefined();
  expect(spending.during({ costUsd: 1 })).toBe("at the task's budget: 3.00 of 3.00 USD");
});

test('At its soft limit a task goes on, and says so once.', async () => {
  const { of, notes } = phase({ task: { soft: { usd: 1 } } });
  const spending = of('task-1');
  await spending.after(turn({ costUsd: 1 }));
  expect(await spending.before()).toBeUndefined();
  expect(await spending.before()).toBeUndefined();
  expect(notes).toEqual(["the soft limit of the task's budget is reached: 1.00 of 1.00 USD"]);
});

test('At its soft limit a phase ends what it has begun, and begins nothing more.', async () => {
  const { of } = phase({ phase: { soft: { usd: 1 } } });
  await of('task-1').after(turn({ costUsd: 1 }));
  expect(await of('task-1').before()).toBeUndefined();
  expect(await of('task-2').before()).toMatchObject({ reason: 'budget' });
});

test('At its soft limit a phase goes on with what is no task: else it could never end.', async () => {
  const { of } = phase({ phase: { soft: { usd: 1 } } });
  await of('task-1').after(turn({ costUsd: 1 }));
  expect(await of('review').before()).toBeUndefined();
});

test('What is left in money is the lesser of what task and phase have left.', async () => {
  const { of } = phase({ task: { hard: { usd: 3 } }, phase: { hard: { usd: 5 } } });
  await of('task-1').after(turn({ costUsd: 2.5 }));
  const spending = of('task-2');
  await spending.before();
  expect(spending.left()).toBe(2.5);
  expect(phase({}).of('task-1').left()).toBeUndefined();
});

test('A line that was torn when a process was killed does not spoil the account.', async () => {
  const { of, account } = phase({ task: { hard: { usd: 1 } } });
  await of('task-1').after(turn({ costUsd: 1 }));
  appendFileSync(account, '{"stage":"task-1","usa');
  expect(await of('task-1').before()).toMatchObject({ reason: 'budget' });
});

test('What is written after a torn line counts.', async () => {
  const { of, account } = phase({ task: { hard: { usd: 1 } } });
  appendFileSync(account, '{"stage":"task-1","usa');
  await of('task-1').after(turn({ costUsd: 1 }));
  expect(await of('task-1').before()).toMatchObject({ reason: 'budget' });
});

test('A whole line that tells no cost stands in the way of a budget, and of nothing else.', async () => {
  const limited = phase({ task: { hard: { usd: 1 } } });
  const free = phase({});
  for (const { account } of [limited, free])
    appendFileSync(account, '\n{"stage":"task-1","usage":{"inputTokens":null}}\n');
  expect(await limited.of('task-2').before()).toMatchObject({
    reason: 'budget',
    message: expect.stringContaining(`${limited.account}:2:1: Unexpected line that tells no cost`),
  });
  expect(await free.of('task-2').before()).toBeUndefined();
});

test('Where nobody can tell what others have cost, no budget is taken to be kept.', async () => {
  const { account, of } = phase({ phase: { hard: { usd: 5 } } });
  const elsewhere = join(dirname(account), 'spent-elsewhere.json');
  writeFileSync(elsewhere, '{"r2":{"review":{"costUsd":"much"}}}\n');
  expect(await of('review').before()).toMatchObject({
    reason: 'budget',
    message: expect.stringContaining(`${elsewhere}:1:1: Unexpected line that tells no cost`),
  });
  writeFileSync(elsewhere, '{"r2":{"review":{"costUsd":6}}}\n');
  expect(await of('review').before()).toMatchObject({ message: expect.stringContaining('6.00 of 5.00 USD') });
});
