import { describe, expect, test } from 'vitest';
import type { AgentCall, Guard } from '../../core/agent/call.ts';
import type { AgentOf, AgentOption } from '../../core/agent/option.ts';
import type { ImplementerAnswer } from '../../core/agent/answer.ts';
import { quotaBreaker } from '../../core/agent/breaker.ts';
import { fail, ok, type Failure } from '../../core/failure.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { unlimited } from './call-parts.ts';
import { call, program } from './sample.ts';

type Own = Partial<AgentCall<ImplementerAnswer>>;

/** An agent that does the next of these each time it is started, and says what it was told. */
function turnsOf(...codes: readonly string[]): AgentOf<'command'> {
  const choose = `
    const fs = require('node:fs');
    const count = process.env.HOME + '/count';
    const turn = fs.existsSync(count) ? Number(fs.readFileSync(count, 'utf8')) : 0;
    fs.writeFileSync(count, String(turn + 1));
    const print = (line) => console.log(JSON.stringify(line));
    const done = { type: 'answer', answer: { status: 'done', summary: 'did it' } };
    const prompt = fs.readFileSync(0, 'utf8').split('\\n')[0];
    print({ type: 'say', text: (process.env.PHASEWRIGHT_SESSION ?? 'new') + ': ' + prompt });`;
  const cases = codes.map((code, index) => `if (turn === ${index}) { ${code} }`).join('\n');
  return program(`${choose}\n${cases}`);
}

async function doubts({ summary }: ImplementerAnswer): Promise<string> {
  return summary === 'did it' ? 'nothing was done' : '';
}

const session = (id: string): string => `print({ type: 'session', id: '${id}', model: 'model-1' });`;
const trouble = (about: object): string =>
  `print({ type: 'trouble', ...${JSON.stringify(about)} }); process.exitCode = 1;`;
const usage = (costUsd: number): string => `print({ type: 'usage', inputTokens: 10, costUsd: ${costUsd} });`;
const done = `print(done);`;
const known = (agent: AgentOption): Own => ({
  session: {
    id: 's0',
    agent: `command ${'command' in agent ? agent.command.join(' ') : ''}`,
    model: 'm',
    reported: {},
  },
});
const twice: Own = { retries: { times: 2, delaySeconds: 0.01 } };

const never = fail('budget', 'no more').failure;

async function nothing(): Promise<undefined> {
  return undefined;
}

async function refuse(): Promise<Failure> {
  return never;
}

/** Another answer from the second time on. */
function once<Value>(first: Value, then: Value): () => Promise<Value> {
  let asked = 0;
  return async () => (asked++ === 0 ? first : then);
}

describe('an answer that does not fit', () => {
  const bad = `print({ type: 'answer', answer: { status: 'finished', summary: 'x' } });`;

  test('is repaired once, in the same session.', async () => {
    const { outcome, said } = await call(turnsOf(session('s1') + bad, done));
    expect(outcome).toMatchObject({ ok: true, answer: { status: 'done' } });
    expect(outcome.turns.map(({ kind, outcome: end }) => `${kind} ${end}`)).toEqual(['first bad-output', 'repair ok']);
    expect(said).toEqual(['new: do it', expect.stringMatching(/^s1: Your answer could not be read: .*status/)]);
  });

  test('that is repaired wrongly is a failure.', async () => {
    const { outcome } = await call(turnsOf(session('s1') + bad, bad, done));
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'bad-output' } });
    expect(outcome.turns).toHaveLength(2);
  });

  test('that fits but is not so is said again once, and then counts as it is.', async () => {
    const better = `print({ type: 'answer', answer: { status: 'done', summary: 'did something' } });`;
    const mended = await call(turnsOf(session('s1') + done, better), { doubts });
    expect(mended.outcome).toMatchObject({ ok: true, answer: { summary: 'did something' } });
    expect(mended.outcome.turns.map(({ outcome: end }) => end)).toEqual(['bad-output', 'ok']);
    expect(mended.said[1]).toMatch(/^s1: Your answer could not be read: nothing was done/);
    const kept = await call(turnsOf(session('s1') + done, done, better), { doubts });
    expect(kept.outcome).toMatchObject({ ok: true, answer: { summary: 'did it' } });
    expect(kept.outcome.turns).toHaveLength(2);
  });

  test('that fits, and is then repaired to one that does not fit, is the one that fitted.', async () => {
    const { outcome } = await call(turnsOf(session('s1') + done, bad), { doubts: async () => 'nothing was done' });
    expect(outcome).toMatchObject({ ok: true, answer: { summary: 'did it' } });
  });

  test('that is repaired is not doubted again: what comes of that turn counts.', async () => {
    let asked = 0;
    const doubting = async (): Promise<string> => {
      asked += 1;
      return 'nothing was done';
    };
    const { outcome } = await call(turnsOf(session('s1') + done, session('s1') + done), { doubts: doubting });
    expect(outcome).toMatchObject({ ok: true, turns: [{ outcome: 'bad-output' }, { kind: 'repair', outcome: 'ok' }] });
    expect(asked).toBe(1);
  });

  test.each<[string, () => Own]>([
    [
      'the budget is spent',
      () => ({ spending: { ...unlimited, before: once<Failure | undefined>(undefined, never) } }),
    ],
    [
      'its provider is not to be called',
      () => ({ breaker: { closed: once<Failure | undefined>(undefined, never), trip: nothing } }),
    ],
    [
      'its worktree is gone',
      () => ({
        guard: once<Awaited<ReturnType<Guard>>>(
          ok(async () => []),
          fail('worktree', 'gone'),
        ),
      }),
    ],
  ])('that fits counts as it is where the turn to say it again may not begin: %s.', async (_, refusing) => {
    const { outcome } = await call(turnsOf(session('s1') + done), { doubts, ...refusing() });
    expect(outcome).toMatchObject({ ok: true, answer: { summary: 'did it' }, turns: [{}] });
  });

  test('that fits counts as it is where the turn to say it again reaches a limit.', async () => {
    const limit = trouble({ kind: 'quota', text: 'enough' });
    const own = { doubts, breaker: { closed: nothing, trip: refuse } };
    const { outcome } = await call(turnsOf(session('s1') + done, limit), own);
    expect(outcome).toMatchObject({ ok: true, answer: { summary: 'did it' }, turns: [{}, { outcome: 'quota' }] });
  });

  test('that fits is not doubted where it could not be said again.', async () => {
    const { outcome } = await call(turnsOf(done, bad), { doubts: async () => 'nothing was done' });
    expect(outcome).toMatchObject({ ok: true, turns: [{ outcome: 'ok' }] });
  });

  test('of an agent without a session is a failure at once: it would do its work again.', async () => {
    const { outcome } = await call(turnsOf(bad, done));
    expect(outcome).toMatchObject({ failure: { reason: 'bad-output' } });
    expect(outcome.turns).toHaveLength(1);
  });
});

describe('a session', () => {
  test('is gone on with, with only what is new.', async () => {
    const agent = turnsOf(done);
    const { outcome, said } = await call(agent, known(agent));
    expect(said).toEqual(['s0: go on']);
    expect(outcome).toMatchObject({ ok: true, session: { id: 's0', model: 'm' } });
  });

  test('that is lost is begun anew, with all that there is to know.', async () => {
    const agent = turnsOf(trouble({ kind: 'session-lost', text: 'no such session' }), session('s2') + done);
    const { outcome, said } = await call(agent, known(agent));
    expect(said).toEqual(['s0: go on', 'new: do it']);
    expect(outcome).toMatchObject({ ok: true, session: { id: 's2' } });
    expect(outcome.turns.map((turn) => turn.kind)).toEqual(['resumed', 'recap']);
  });

  test('that is lost again is a failure.', async () => {
    const lost = trouble({ kind: 'session-lost', text: 'no such session' });
    const agent = turnsOf(lost, lost, done);
    const { outcome } = await call(agent, known(agent));
    expect(outcome).toMatchObject({ failure: { reason: 'agent-session' } });
  });

  test('that has grown too long is begun anew.', async () => {
    const agent = turnsOf(trouble({ kind: 'input-too-large', text: 'context is full' }), session('s2') + done);
    const { outcome, said } = await call(agent, known(agent));
    expect(outcome).toMatchObject({ ok: true });
    expect(said).toEqual(['s0: go on', 'new: do it']);
  });

  test('that could not be reached is told again what is new, since nobody has heard it.', async () => {
    const agent = turnsOf(trouble({ kind: 'network', text: 'refused' }), done);
    const { said } = await call(agent, { ...known(agent), ...twice });
    expect(said).toEqual(['s0: go on', 's0: go on']);
  });

  test.each(['a\0b', 'x'.repeat(100_000)])('of a name that no program takes is none.', async (id) => {
    const { outcome } = await call(turnsOf(`print({ type: 'session', id: ${JSON.stringify(id)} }); ${done}`));
    expect(outcome).toMatchObject({ ok: true, session: undefined });
  });

  test('of another agent is not gone on with.', async () => {
    const { said } = await call(turnsOf(done), {
      session: { id: 's0', agent: 'codex', model: undefined, reported: {} },
    });
    expect(said).toEqual(['new: do it']);
  });
});

describe('trouble', () => {
  test.each(['provider', 'network', 'rate-limit'])(
    'of the kind %s is tried again, and goes on where it was.',
    async (kind) => {
      const broken = `${session('s1')} print({ type: 'step' }); ${trouble({ kind, text: 'busy' })}`;
      const { outcome, said } = await call(turnsOf(broken, done), twice);
      expect(outcome).toMatchObject({ ok: true });
      expect(outcome.turns.map(({ kind: of, outcome: end }) => `${of} ${end}`)).toEqual([`first ${kind}`, 'retry ok']);
      expect(said[1]).toMatch(/^s1: You were interrupted/);
    },
  );

  test('before anything was begun is tried again from the beginning.', async () => {
    const { said } = await call(turnsOf(trouble({ kind: 'network', text: 'refused' }), done), twice);
    expect(said).toEqual(['new: do it', 'new: do it']);
  });

  test('that does not pass is a failure after so many tries.', async () => {
    const busy = trouble({ kind: 'provider', text: 'busy' });
    const { outcome } = await call(turnsOf(busy, busy, busy, done), twice);
    expect(outcome).toMatchObject({
      failure: { reason: 'agent-provider', message: expect.stringContaining('busy') },
    });
    expect(outcome.turns).toHaveLength(3);
  });

  test('is waited for as long as was said.', async () => {
    const notes: string[] = [];
    const limited = trouble({ kind: 'rate-limit', text: 'slow down', retryAfter: 1200 });
    await call(turnsOf(limited, done), { ...twice, note: (text) => notes.push(text) });
    expect(notes).toEqual([expect.stringMatching(/slow down; another try in 2 s$/)]);
  });

  test.each([
    ['auth', 'agent-auth'],
    ['input-too-large', 'agent-input'],
    ['bad-version', 'agent-version'],
    ['limit', 'agent-limit'],
    ['agent-error', 'agent-failed'],
  ])('of the kind %s is not tried again.', async (kind, reason) => {
    const { outcome } = await call(turnsOf(trouble({ kind, text: 'no' }), done), twice);
    expect(outcome).toMatchObject({ failure: { reason } });
    expect(outcome.turns).toHaveLength(1);
  });
});

test('Who is told to come back in hours has reached a limit, and nobody waits within the call.', async () => {
  const tripped: unknown[] = [];
  const parked = { reason: 'agent-quota', message: 'parked' } as const;
  const limited = trouble({ kind: 'rate-limit', text: 'slow down', retryAfter: 3_600_000 });
  const { outcome } = await call(turnsOf(limited, done), {
    ...twice,
    breaker: {
      closed: async () => (tripped.length > 0 ? parked : undefined),
      trip: async (about) => void tripped.push(about),
    },
  });
  expect(tripped).toMatchObject([{ kind: 'quota', resetsAt: expect.any(Number) }]);
  expect(outcome).toMatchObject({ failure: parked });
});

test('A usage limit that nobody waits for ends the call, though its breaker lets further calls through.', async () => {
  const parked = { reason: 'agent-quota', message: 'parked' } as const;
  const { outcome } = await call(turnsOf(trouble({ kind: 'quota', text: 'limit' }), done), {
    breaker: { closed: async () => undefined, trip: async () => parked },
  });
  expect(outcome).toMatchObject({ ok: false, failure: parked });
  expect(outcome.turns).toHaveLength(1);
});

test('A limit that each turn takes long to tell of, with a new end, is not waited for again and again.', async () => {
  let now = 0;
  const clock = { wall: () => now, monotonic: () => now };
  const host = hostWith({ clock, stopsWithin: async (milliseconds) => ((now += milliseconds), false) });
  const about = { folder: temporaryFolder(), provider: 'made-up', note: () => undefined } as const;
  const slow: Guard = async () => ok(async () => ((now += 90_000), []));
  const limits = [100_000, 300_000].map((resetsAt) => trouble({ kind: 'quota', text: 'limit', resetsAt }));
  const own = { breaker: quotaBreaker(host, { ...about, whenReached: 'wait' }), guard: slow };
  const { outcome } = await call(turnsOf(...limits, done), own, host);
  expect(outcome).toMatchObject({ failure: { reason: 'agent-quota' } });
  expect(outcome.turns).toHaveLength(2);
});

test.each([
  ['quota', 'resetsAt', 1.7e18],
  ['rate-limit', 'retryAfter', 1e300],
])('Times of an agent that no date has are no end of the call: %s.', async (kind, field, value) => {
  const host = hostWith();
  const breaker = quotaBreaker(host, {
    folder: temporaryFolder(),
    provider: 'made-up',
    whenReached: 'park',
    note: () => undefined,
  });
  const { outcome } = await call(turnsOf(trouble({ kind, text: 'limit', [field]: value })), { breaker }, host);
  expect(outcome).toMatchObject({ failure: { reason: 'agent-quota', message: expect.stringContaining('limit') } });
});

describe('a conversation that broke off', () => {
  test('is taken up where it was.', async () => {
    const agent = turnsOf(done);
    const { said } = await call(agent, { ...known(agent), isInterrupted: true });
    expect(said).toEqual([expect.stringMatching(/^s0: You were interrupted/)]);
  });

  test('and is lost is begun anew, with a word on what lies there.', async () => {
    const agent = turnsOf(trouble({ kind: 'session-lost', text: 'gone' }), done);
    const { outcome, transcript } = await call(agent, { ...known(agent), isInterrupted: true });
    expect(outcome).toMatchObject({ ok: true });
    expect(transcript).toMatch(/^do it\n\nAn earlier attempt at this was interrupted/);
  });
});

describe('what a turn costs', () => {
  test('is added up over all turns, also those that failed.', async () => {
    const agent = turnsOf(usage(1) + trouble({ kind: 'network', text: 'cut' }), usage(2) + done);
    const { outcome } = await call(agent, twice);
    expect(outcome.usage).toEqual({ inputTokens: 20, costUsd: 3 });
    expect(outcome.turns.map((turn) => turn.usage.costUsd)).toEqual([1, 2]);
  });

  test('ends nothing at its answer: it would be paid for again.', async () => {
    const { outcome } = await call(turnsOf(done), { spending: { ...unlimited, during: () => 'at the budget' } });
    expect(outcome).toMatchObject({ ok: true });
  });

  test('ends what goes on after its answer.', async () => {
    const spender = `${done} setInterval(() => print({ type: 'usage', costUsd: 1 }), 20);`;
    const { outcome } = await call(turnsOf(spender), {
      spending: { ...unlimited, during: ({ costUsd = 0 }) => (costUsd >= 3 ? 'at the budget' : undefined) },
    });
    expect(outcome).toMatchObject({
      failure: { reason: 'agent-limit', message: expect.stringContaining('at the budget') },
    });
  });

  test('is booked, and its transcript kept, though nobody can look at what it left.', async () => {
    const booked: unknown[] = [];
    const kept: string[] = [];
    const called = call(turnsOf(usage(7) + done), {
      spending: { ...unlimited, after: async ({ usage: its }) => void booked.push(its) },
      transcript: async (text) => void kept.push(text),
      guard: async () =>
        ok(async () => {
          throw new Error('cannot look');
        }),
    });
    await expect(called).rejects.toThrow('cannot look');
    expect(booked).toEqual([{ inputTokens: 10, costUsd: 7 }]);
    expect(kept).toHaveLength(1);
  });

  test('is held to the limit of a call over all of its turns.', async () => {
    const agent = turnsOf(session('s1') + usage(2) + trouble({ kind: 'network', text: 'cut' }), usage(2) + done, done);
    const { outcome } = await call({ ...agent, maxCostUsd: 3 }, twice);
    expect(outcome).toMatchObject({
      failure: { reason: 'agent-limit', message: expect.stringContaining('at 3 USD (option maxCostUsd)') },
    });
    expect(outcome.turns.map((one) => one.outcome)).toEqual(['network', 'limit']);
  });

  test('ends it when it is too much, in the middle of its work.', async () => {
    const spender = `setInterval(() => print({ type: 'usage', costUsd: 1 }), 20);`;
    const { outcome } = await call(turnsOf(spender), {
      spending: {
        before: async () => undefined,
        during: ({ costUsd = 0 }) => (costUsd >= 3 ? 'at the budget' : undefined),
        after: async () => undefined,
        refresh: async () => undefined,
        left: () => undefined,
      },
    });
    expect(outcome).toMatchObject({
      failure: { reason: 'agent-limit', message: expect.stringContaining('at the budget') },
    });
    expect(outcome.usage.costUsd).toBeGreaterThanOrEqual(3);
  });
});

test('An agent that goes round in circles is ended after so many steps.', async () => {
  const { outcome } = await call(turnsOf(`setInterval(() => print({ type: 'step' }), 5);`), {
    limits: { time: 60, silence: 60, steps: 10 },
  });
  expect(outcome).toMatchObject({ failure: { reason: 'agent-limit', message: expect.stringContaining('maxSteps') } });
});

test('A turn after which something is touched that must not be does not count, whatever it answered.', async () => {
  const { outcome } = await call(turnsOf(done), { guard: async () => ok(async () => ['.git/config was changed']) });
  expect(outcome).toMatchObject({
    ok: false,
    failure: { reason: 'agent-violation', message: expect.stringContaining('.git/config was changed') },
  });
  expect(outcome.turns).toMatchObject([{ outcome: 'violation' }]);
});

test('What an agent was not allowed to do is in the record.', async () => {
  const { outcome } = await call(turnsOf(`print({ type: 'denied', what: 'Bash(git push)' }); ${done}`));
  expect(outcome.turns[0]?.denied).toEqual(['Bash(git push)']);
});

test('Those who watch hear of a turn under way, though it is silent.', async () => {
  const beats: number[] = [];
  await call(turnsOf(`print({ type: 'step' }); setTimeout(() => ${done.replace(';', '')}, 400);`), {
    pulse: { every: 50, beat: ({ steps }) => beats.push(steps) },
  });
  expect(beats.at(-1)).toBe(1);
});

test('A secret of the agent stands in no transcript, on no screen and in no answer.', async () => {
  const env = { ...process.env, SAMPLE_API_KEY: 'made-up-secret-value' };
  const agent = program(
    `console.log('my key is ' + process.env.SAMPLE_API_KEY);
    const summary = 'used ' + process.env.SAMPLE_API_KEY;
    console.log(JSON.stringify({ type: 'answer', answer: { status: 'done', summary } }));`,
    ['SAMPLE_API_KEY'],
  );
  const prompt = { full: 'the gate printed made-up-secret-value', resumed: '' };
  const { transcript, said, outcome } = await call(agent, { prompt }, hostWith({ env }));
  expect(`${transcript}${said.join('')}${JSON.stringify(outcome)}`).not.toContain('made-up-secret-value');
  expect(said).toContain('my key is [redacted]');
  expect(outcome).toMatchObject({ ok: true, answer: { summary: 'used [redacted]' } });
});
