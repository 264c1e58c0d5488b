import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reviewerAnswerSchema } from '../../core/agent/answer.ts';
import { limits, neverOpen, unguarded, unlimited } from './call-parts.ts';
import { callAgent } from '../../core/agent/call.ts';
import type { Session } from '../../core/agent/driver.ts';
import type { WrittenScript } from '../../core/agent/script.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { call, type Called } from './sample.ts';

const done = (summary: string) => ({ status: 'done', summary });
const first = { task: '1.1', role: 'implementer', round: '1', attempt: '1', commit: 'c1', nonce: 'n1' };

/** Calls the scripted agent with this script, for these facts. */
async function follow(
  script: WrittenScript,
  facts: Partial<typeof first> = {},
  beside: Record<string, string> = {},
  session?: Session,
): Promise<Called> {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries({ ...beside, 'script.json': JSON.stringify(script) })) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return await call(
    { driver: 'scripted', script: 'script.json' },
    { workspace: folder, facts: { ...first, ...facts }, session },
  );
}

test('It has no session to go on with: each call tells it everything.', async () => {
  const session = { id: 's', agent: 'scripted script.json', model: undefined, reported: {} };
  const { transcript, outcome } = await follow(
    { turns: [{ role: 'implementer', answer: done('x') }] },
    {},
    {},
    session,
  );
  expect(transcript).toMatch(/^do it\n/);
  expect(outcome.turns).toMatchObject([{ kind: 'first' }]);
});

describe('the turn', () => {
  const turns: WrittenScript['turns'] = [
    { task: '1.2', role: 'implementer', answer: done('another task') },
    { task: '1.1', role: 'implementer', round: 2, answer: done('second round') },
    { task: '1.1', role: 'implementer', attempt: 2, answer: done('second attempt') },
    { task: '1.1', role: 'implementer', answer: done('task') },
    { role: 'implementer', round: 3, answer: done('third round of any') },
  ];

  test.each([
    [{}, 'task'],
    [{ round: '2' }, 'second round'],
    [{ round: '2', attempt: '2' }, 'second round'],
    [{ attempt: '2' }, 'second attempt'],
    [{ task: '1.2', attempt: '2' }, 'another task'],
    [{ task: '9', round: '3' }, 'third round of any'],
  ])('for %j is the first that fits.', async (facts, summary) => {
    expect((await follow({ turns }, facts)).outcome).toMatchObject({ ok: true, answer: { summary } });
  });

  test('that is missing is a failure that names what was asked for.', async () => {
    const { outcome } = await follow({ turns }, { task: '9', role: 'reviewer' });
    expect(outcome).toMatchObject({
      failure: {
        reason: 'agent-failed',
        message: expect.stringContaining('no turn for task 9, role reviewer, round 1, attempt 1'),
      },
    });
  });
});

describe('what a turn does', () => {
  test('is done in order: copy, write, remove, below its root.', async () => {
    const called = await follow(
      {
        root: 'packages/demo',
        turns: [
          {
            role: 'implementer',
            do: [
              { copy: 'first' },
              { write: { path: 'deep/b.txt', text: 'written' } },
              { remove: 'gone.txt' },
              { copy: 'second' },
            ],
            answer: done('x'),
            usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.25 },
          },
        ],
      },
      {},
      { 'first/a.txt': 'first', 'first/gone.txt': 'x', 'first/sub/c.txt': 'c', 'second/a.txt': 'second' },
    );
    expect(called.outcome).toMatchObject({ ok: true, usage: { inputTokens: 1, outputTokens: 2, costUsd: 0.25 } });
    const at = (path: string) => join(called.worktree, 'packages/demo', path);
    expect(['a.txt', 'deep/b.txt', 'sub/c.txt'].map((path) => readFileSync(at(path), 'utf8'))).toEqual([
      'second',
      'written',
      'c',
    ]);
    expect(existsSync(at('gone.txt'))).toBe(false);
  });

  test('may be to say something, and to wait.', async () => {
    const called = await follow({
      turns: [{ role: 'implementer', do: [{ say: 'one' }, { wait: 5 }, { say: 'two' }], answer: done('x') }],
    });
    expect(called.said).toEqual(['one', 'two']);
  });

  test('may be to exit, before what comes after it.', async () => {
    const called = await follow({
      turns: [{ role: 'implementer', do: [{ say: 'one' }, { exit: 4 }, { say: 'two' }], answer: done('x') }],
    });
    expect(called.said).toEqual(['one']);
    expect(called.outcome).toMatchObject({ failure: { message: expect.stringContaining('exit code 4') } });
  });

  test('may be to hang until it is ended.', async () => {
    const script = { turns: [{ role: 'implementer' as const, do: [{ hang: true as const }] }] };
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'script.json'), JSON.stringify(script));
    const { outcome } = await call(
      { driver: 'scripted', script: 'script.json' },
      { workspace: folder, limits: { ...limits, silence: 1 } },
    );
    expect(outcome).toMatchObject({ failure: { reason: 'agent-limit' } });
  });

  test('may be to give no answer.', async () => {
    expect((await follow({ turns: [{ role: 'implementer' }] })).outcome).toMatchObject({
      failure: { reason: 'bad-output' },
    });
  });

  test('that the script spells wrong is a failure that says so.', async () => {
    const wrong = { turns: [{ role: 'implementer', do: [{ shout: 'x' }] }] } as unknown as WrittenScript;
    expect((await follow(wrong)).outcome).toMatchObject({ failure: { reason: 'agent-failed' } });
  });
});

test('A reviewer answers for the commit and with the nonce that it was given.', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'script.json'),
    JSON.stringify({ turns: [{ role: 'reviewer', answer: { verdict: 'APPROVED' } }] }),
  );
  const outcome = await callAgent(hostWith(), {
    agent: { driver: 'scripted', script: join(folder, 'script.json') },
    facts: { ...first, role: 'reviewer' },
    installed: { program: process.execPath, version: null },
    role: 'reviewer',
    session: undefined,
    isInterrupted: false,
    model: undefined,
    prompt: { full: 'review it', resumed: '' },
    answer: reviewerAnswerSchema,
    worktree: temporaryFolder(),
    workspace: '/nowhere',
    run: 'run-1',
    home: temporaryFolder(),
    limits,
    retries: { times: 0, delaySeconds: 0 },
    spending: unlimited,
    breaker: neverOpen,
    guard: unguarded,
    note: () => {},
    pulse: { every: 60_000, beat: () => {} },
    say: () => {},
    transcript: async () => {},
  });
  expect(outcome).toMatchObject({
    ok: true,
    answer: { verdict: 'APPROVED', commit: 'c1', nonce: 'n1', findings: [], summary: '' },
  });
});
