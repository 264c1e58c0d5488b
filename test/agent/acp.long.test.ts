import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { AgentCall } from '../../core/agent/call.ts';
import type { ImplementerAnswer } from '../../core/agent/answer.ts';
import type { AgentOf } from '../../core/agent/option.ts';
import { temporaryFolder } from '../host/temporary.ts';
import { processesOf } from '../rig/processes.ts';
import type { AcpScript, AcpTurn } from '../rig/programs/acp-agent.ts';
import { limits } from './call-parts.ts';
import { call, type Called } from './sample.ts';

const program = join(import.meta.dirname, '../rig/programs/acp-agent.ts');
const done = { status: 'done', summary: 'did it' };
const answering: AcpTurn = { do: [{ say: JSON.stringify(done) }] };

interface Message {
  readonly method?: string;
  readonly params?: { readonly prompt?: readonly { readonly text: string }[] };
  readonly result?: { readonly outcome?: unknown };
  readonly error?: { readonly code: number };
  readonly closed?: true;
  readonly signal?: string;
}

interface Acp extends Called {
  /** All that the agent was sent, and what happened to it. */
  readonly log: readonly Message[];
}

/** A call of the agent that follows a script. */
async function callAcp(
  script: AcpScript,
  option: Partial<AgentOf<'acp'>> = {},
  own: Partial<AgentCall<ImplementerAnswer>> = {},
  folder = temporaryFolder(),
): Promise<Acp> {
  const agent: AgentOf<'acp'> = {
    driver: 'acp',
    command: [process.execPath, program, folder, JSON.stringify(script)],
    allow: [],
    env: [],
    ...option,
  };
  const called = await call(agent, { model: option.model, ...own });
  const log = existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '';
  return {
    ...called,
    log: log
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line)),
  };
}

const methods = ({ log }: Acp): string[] => log.flatMap(({ method }) => method ?? []);
const resumable = { agentCapabilities: { loadSession: true, sessionCapabilities: { resume: {} } } };
const loadable = { agentCapabilities: { loadSession: true } };

const chunk = (messageId: string, text: string) => ({
  update: { sessionUpdate: 'agent_message_chunk', messageId, content: { type: 'text', text } },
});

const cost = (amount: number) => ({
  update: { sessionUpdate: 'usage_update', used: 1, size: 2, cost: { amount, currency: 'USD' } },
});

const tool = (kind: string, path?: string) => ({
  toolCallId: 't',
  title: `do ${kind}`,
  kind,
  ...(path === undefined ? {} : { locations: [{ path }] }),
});

const asking = (ask: object, more: object = {}): AcpScript => ({
  turns: [{ do: [{ ask, ...more }, { say: JSON.stringify(done) }] }],
});

const outcomeOf = ({ log }: Acp): unknown => log.find(({ result }) => result?.outcome)?.result?.outcome;

const deniedOf = ({ outcome }: Acp): readonly string[] => outcome.turns.flatMap(({ denied }) => denied);

describe('a whole turn', () => {
  test('tells what was said and done, what it cost, which session it was, and gives the answer.', async () => {
    const edit = { toolCallId: 't1', title: 'Write a.txt', kind: 'edit', locations: [{ path: 'a.txt' }] };
    const called = await callAcp({
      greeting: { ...resumable, agentInfo: { name: 'fake', version: '1.2.3' } },
      session: {
        configOptions: [{ id: 'm', category: 'model', currentValue: 'large', options: [{ value: 'large' }] }],
      },
      turns: [
        {
          do: [
            { update: { sessionUpdate: 'available_commands_update', availableCommands: [] } },
            { update: { sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: 'hm' } } },
            { say: 'I ' },
            { say: 'write.' },
            { update: { sessionUpdate: 'tool_call', ...edit, status: 'pending' } },
            { ask: { toolCallId: 't1' }, write: 'a.txt' },
            { update: { sessionUpdate: 'tool_call_update', toolCallId: 't1', status: 'completed' } },
            { say: '{"status":"done",' },
            { say: '"summary":"did it"}' },
            { update: { sessionUpdate: 'usage_update', used: 5, size: 9, cost: { amount: 0.25, currency: 'USD' } } },
          ],
          usage: { inputTokens: 100, outputTokens: 20, totalTokens: 420, cachedReadTokens: 300 },
        },
      ],
    });
    expect(called.outcome).toMatchObject({
      ok: true,
      answer: done,
      session: { id: 'session-1', model: 'large', reported: { costUsd: 0.25 } },
      usage: { inputTokens: 400, cachedInputTokens: 300, outputTokens: 20, costUsd: 0.25 },
      turns: [{ steps: 2, denied: [], outcome: 'ok' }],
    });
    expect(called.said).toEqual(['I write.', 'edit: Write a.txt']);
    expect(readFileSync(join(called.worktree, 'a.txt'), 'utf8')).toBe('written\n');
    expect(called.log).toMatchObject([
      { method: 'initialize', params: { protocolVersion: 1, clientCapabilities: { terminal: false } } },
      { method: 'session/new', params: { cwd: called.worktree, mcpServers: [] } },
      { method: 'session/prompt', params: { sessionId: 'session-1', prompt: [{ type: 'text' }] } },
      { result: { outcome: { outcome: 'selected', optionId: 'once' } } },
      { closed: true },
    ]);
    expect(called.log[2]?.params?.prompt?.[0]?.text).toContain('do it');
    expect(called.transcript).toContain('agent_thought_chunk');
  });

  test('has the answer in its last message, whatever stood in those before.', async () => {
    const { outcome } = await callAcp({
      turns: [
        {
          do: [
            { say: '{"status":"spec-wrong","summary":"no"}' },
            { update: { sessionUpdate: 'tool_call', toolCallId: 't', title: 'look', kind: 'read' } },
            { say: 'I have looked.' },
            { update: { sessionUpdate: 'agent_thought_chunk', content: { type: 'text', text: 'hm' } } },
            { say: '```json\n{"status":"done","summary":"did it"}\n```\n' },
          ],
        },
      ],
    });
    expect(outcome).toMatchObject({ ok: true, answer: done });
  });

  test('tells messages apart by their ids, where they have some.', async () => {
    const { outcome, said } = await callAcp({
      turns: [{ do: [chunk('a', 'All is well.'), chunk('b', JSON.stringify(done))] }],
    });
    expect(outcome).toMatchObject({ ok: true, answer: done });
    expect(said).toEqual(['All is well.']);
  });

  test.each(['All is done: {"status":"done","summary":"x"}', '[{"status":"done","summary":"x"}]', '"done"', ''])(
    'has no answer in %j.',
    async (say) => {
      const { outcome } = await callAcp({ turns: [{ do: [{ say }] }] });
      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'bad-output' } });
    },
  );
});

describe('a session', () => {
  const sloppy: AcpScript = { greeting: resumable, turns: [{ do: [{ say: 'Done!' }] }, answering] };

  test('is gone on with to repair an answer.', async () => {
    const called = await callAcp(sloppy);
    expect(called.outcome).toMatchObject({
      ok: true,
      answer: done,
      turns: [
        { kind: 'first', outcome: 'bad-output' },
        { kind: 'repair', outcome: 'ok' },
      ],
    });
    expect(methods(called)).toEqual([
      'initialize',
      'session/new',
      'session/prompt',
      'initialize',
      'session/resume',
      'session/prompt',
    ]);
  });

  test('is loaded where it cannot be resumed, and what it repeats of itself does not count.', async () => {
    const called = await callAcp({ ...sloppy, greeting: loadable });
    expect(methods(called).slice(3)).toEqual(['initialize', 'session/load', 'session/prompt']);
    expect(called.outcome).toMatchObject({ ok: true, answer: done });
    expect(called.said).toEqual(['Done!']);
  });

  test('is not known of an agent that cannot go on with one.', async () => {
    const called = await callAcp({ ...sloppy, greeting: {} });
    expect(called.outcome).toMatchObject({ ok: false, failure: { reason: 'bad-output' }, session: undefined });
  });

  test('that is lost is begun anew.', async () => {
    const called = await callAcp({ ...sloppy, errors: { 'session/resume': { code: -32002, message: 'not found' } } });
    expect(called.outcome.turns.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['first', 'bad-output'],
      ['repair', 'session-lost'],
      ['recap', 'ok'],
    ]);
  });

  test('that counts its cost from its beginning costs what came on top.', async () => {
    const { outcome } = await callAcp({
      greeting: resumable,
      turns: [{ do: [cost(0.5), { say: 'Done!' }] }, { do: [cost(0.75), { say: JSON.stringify(done) }] }],
    });
    expect(outcome.turns.map(({ usage }) => usage.costUsd)).toEqual([0.5, 0.25]);
    expect(outcome).toMatchObject({ usage: { costUsd: 0.75 } });
  });
});

const talks = (usage: object, say = 'Done!'): AcpTurn => ({ do: [{ say }], usage });
const used = (inputTokens: number, outputTokens: number) => ({ inputTokens, outputTokens });

describe('tokens', () => {
  test.each<[string, [number, number][]]>([
    [
      'of the session',
      [
        [100, 20],
        [250, 35],
        [450, 40],
      ],
    ],
    [
      'of each turn',
      [
        [100, 20],
        [150, 15],
        [200, 5],
      ],
    ],
  ])('that an agent counts %s are counted once.', async (_, told) => {
    const script = { greeting: resumable, turns: told.map(([input, output]) => talks(used(input, output))) };
    const folder = temporaryFolder();
    const first = await callAcp(script, {}, {}, folder);
    const { outcome } = await callAcp(script, {}, { session: first.outcome.session }, folder);

    expect(first.outcome.turns.map(({ usage }) => usage)).toEqual([used(100, 20), used(150, 15)]);
    expect(outcome.turns[0]?.usage).toEqual(used(200, 5));
  });

  test('of each turn leave alone what the session has cost.', async () => {
    const { outcome } = await callAcp({
      greeting: resumable,
      turns: [{ do: [cost(0.5), { say: 'Done!' }], usage: used(100, 20) }, { ...talks(used(50, 30)) }],
    });
    expect(outcome.turns.map(({ usage }) => usage)).toEqual([{ ...used(100, 20), costUsd: 0.5 }, used(50, 30)]);
    expect(outcome.session?.reported).toEqual({ ...used(150, 50), costUsd: 0.5 });
  });
});

describe('what the option asks for', () => {
  const groups = { options: [{ value: 'a' }, { name: 'more', options: [{ value: 'b' }] }] };
  const configurable: AcpScript = {
    greeting: resumable,
    session: {
      configOptions: [
        { id: 'the-model', category: 'model', currentValue: 'a', ...groups },
        { id: 'the-effort', category: 'thought_level', currentValue: 'low', options: [{ value: 'high' }] },
      ],
    },
    turns: [answering],
  };

  test('is set, as the agent offers it.', async () => {
    const called = await callAcp(configurable, { model: 'b', effort: 'high' });
    expect(called.log).toMatchObject([
      {},
      {},
      { method: 'session/set_config_option', params: { configId: 'the-effort', value: 'high' } },
      { method: 'session/set_config_option', params: { configId: 'the-model', value: 'b' } },
      { method: 'session/prompt' },
      { closed: true },
    ]);
    expect(called.outcome).toMatchObject({ ok: true, session: { model: 'b' } });
  });

  test('is not set where it is so already.', async () => {
    const settled = { ...configurable.session, models: { currentModelId: 'a', availableModels: [] } };
    const called = await callAcp({ ...configurable, session: settled }, { model: 'a', effort: 'low' });
    expect(methods(called)).toEqual(['initialize', 'session/new', 'session/prompt']);
    expect(called.outcome).toMatchObject({ ok: true, session: { model: 'a' } });
  });

  test('goes on with the model that a task was begun with, and with no other.', async () => {
    const offered = await callAcp(configurable, {}, { model: 'b' });
    expect(offered.log[2]).toMatchObject({ params: { configId: 'the-model', value: 'b' } });
    expect(offered.outcome).toMatchObject({ ok: true, session: { model: 'b' } });
    const gone = await callAcp(configurable, {}, { model: 'c' });
    expect(methods(gone)).not.toContain('session/prompt');
    expect(gone.outcome).toMatchObject({
      failure: {
        reason: 'agent-failed',
        message: expect.stringContaining(
          'it does not have the model any more that the task was begun with: unexpected model "c"',
        ),
      },
    });
  });

  test('goes on with what its session has where it tells of no model.', async () => {
    const called = await callAcp({ turns: [answering] }, {}, { model: 'c' });
    expect(methods(called)).toContain('session/prompt');
    expect(called.outcome).toMatchObject({ ok: true });
  });

  test('is set in the way of earlier drafts as well.', async () => {
    const models = { currentModelId: 'a', availableModels: [{ modelId: 'a' }, { modelId: 'b' }] };
    const called = await callAcp({ session: { models }, turns: [answering] }, { model: 'b' });
    expect(called.log[2]).toMatchObject({ method: 'session/set_model', params: { modelId: 'b' } });
  });

  test.each<[object, Partial<AgentOf<'acp'>>, string]>([
    [configurable, { model: 'c' }, 'unexpected model "c", expected one that it offers: a, b'],
    [configurable, { effort: 'max' }, 'unexpected effort "max", expected one that it offers: high'],
    [{ turns: [answering] }, { model: 'c' }, 'it offers no choice of model; leave option model out'],
  ])('and is not offered is refused: %#.', async (script, option, words) => {
    const called = await callAcp(script as AcpScript, option);
    expect(called.outcome).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
    expect(called.outcome).toHaveProperty('failure.message', expect.stringContaining(words));
    expect(methods(called)).not.toContain('session/prompt');
  });

  test('for a role that reads is a mode in which the agent does not write, where it has one.', async () => {
    const modes = { currentModeId: 'default', availableModes: [{ id: 'default' }, { id: 'plan' }] };
    const script = { session: { modes }, turns: [answering] };
    const reader = await callAcp(script, {}, { role: 'reviewer' });
    expect(reader.log[2]).toMatchObject({ method: 'session/set_mode', params: { modeId: 'plan' } });
    expect(methods(await callAcp(script))).not.toContain('session/set_mode');
  });
});

describe('a permission', () => {
  test('to write in the worktree is given once.', async () => {
    const called = await callAcp(asking(tool('edit', 'a.txt'), { write: 'a.txt' }));
    expect(outcomeOf(called)).toEqual({ outcome: 'selected', optionId: 'once' });
    expect(deniedOf(called)).toEqual([]);
    expect(existsSync(join(called.worktree, 'a.txt'))).toBe(true);
  });

  test('to write elsewhere, also through a link, is refused, and said.', async () => {
    const worktree = temporaryFolder();
    symlinkSync(temporaryFolder(), join(worktree, 'link'));
    const called = await callAcp(asking(tool('edit', 'link/file.txt')), {}, { worktree });
    expect(outcomeOf(called)).toEqual({ outcome: 'selected', optionId: 'no' });
    expect(deniedOf(called)).toEqual(['edit do edit: link/file.txt is not in its worktree']);
    expect(called.outcome).toMatchObject({ ok: true });
  });

  test('to execute is refused to a reader, and to a writer unless the option allows it.', async () => {
    const allow = ['execute' as const];
    const [reader, strict, free] = [
      await callAcp(asking(tool('execute')), { allow }, { role: 'reviewer' }),
      await callAcp(asking(tool('execute'))),
      await callAcp(asking(tool('execute')), { allow }),
    ];
    expect(deniedOf(reader)).toEqual(['execute do execute: its role only reads']);
    expect(deniedOf(strict)).toEqual(['execute do execute: option allow does not name it']);
    expect(outcomeOf(free)).toEqual({ outcome: 'selected', optionId: 'once' });
  });

  test('that could only be given for good is not given.', async () => {
    const options = [{ optionId: 'always', name: 'Always', kind: 'allow_always' }];
    expect(outcomeOf(await callAcp(asking(tool('edit', 'a.txt'), { options })))).toEqual({ outcome: 'cancelled' });
  });

  test('is not needed for what we do not offer: files and terminals.', async () => {
    const outside = join(temporaryFolder(), 'canary');
    writeFileSync(outside, 'secret');
    const called = await callAcp({
      turns: [
        {
          do: [
            { request: 'fs/read_text_file', params: { path: outside } },
            { request: 'fs/write_text_file', params: { path: outside, content: '' } },
            { request: 'terminal/create', params: { command: 'sh' } },
            { say: JSON.stringify(done) },
          ],
        },
      ],
    });
    expect(called.log.filter(({ error }) => error?.code === -32601)).toHaveLength(3);
    expect(readFileSync(outside, 'utf8')).toBe('secret');
    expect(called.outcome).toMatchObject({ ok: true });
  });
});

describe('an end', () => {
  test.each<[string, string, string]>([
    ['max_tokens', 'agent-limit', 'a limit of its own: max_tokens'],
    ['max_turn_requests', 'agent-limit', 'a limit of its own: max_turn_requests'],
    ['refusal', 'agent-failed', 'its model refused'],
    ['cancelled', 'agent-failed', 'because of: cancelled'],
  ])('by %s is %s, whatever was said.', async (stopReason, reason, words) => {
    const { outcome } = await callAcp({ turns: [{ ...answering, stopReason }] });
    expect(outcome).toMatchObject({ ok: false, failure: { reason } });
    expect(outcome).toHaveProperty('failure.message', expect.stringContaining(words));
  });

  test('by an error is what the error means; without a login, those that there are are named.', async () => {
    const { outcome } = await callAcp({
      greeting: { authMethods: [{ id: 'login', name: 'Log in with a browser' }] },
      errors: { 'session/new': { code: -32000, message: 'Authentication required' } },
      turns: [],
    });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-auth' } });
    expect(outcome).toHaveProperty('failure.message', expect.stringContaining('it offers: Log in with a browser'));
  });

  test('of an agent that dies midway is said, with how.', async () => {
    const { outcome } = await callAcp({ turns: [{ do: [{ say: JSON.stringify(done) }, { exit: 3 }] }] });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
    expect(outcome).toHaveProperty('failure.message', expect.stringContaining('exit code 3 before it had answered'));
  });

  test('comes at once for a program that is not there.', async () => {
    const { outcome } = await callAcp({ turns: [] }, { command: ['/no/such/agent'] });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'missing-agent' } });
  });

  test('comes at once for another version of the protocol.', async () => {
    const { outcome } = await callAcp({ protocolVersion: 2, turns: [answering] });
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-version' } });
  });

  test('comes by silence for an agent that does not greet.', async () => {
    const { outcome } = await callAcp(
      { errors: { initialize: 'silence' }, turns: [] },
      {},
      { limits: { ...limits, silence: 1 } },
    );
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-limit' } });
  });

  test('at a time limit is a cancelled turn, of which the cost is still told and nothing is left running.', async () => {
    const usage = { inputTokens: 7, outputTokens: 1, totalTokens: 8 };
    const called = await callAcp(
      { turns: [{ do: [{ child: 'near' }, { child: 'away' }, { hang: true }], usage }] },
      {},
      { limits: { ...limits, time: 6 } },
    );
    expect(called.outcome).toMatchObject({ ok: false, failure: { reason: 'agent-limit' }, usage: { inputTokens: 7 } });
    expect(methods(called)).toContain('session/cancel');
    expect(processesOf(called.worktree)).toEqual([]);
  });

  test('leaves nothing running when all went well.', async () => {
    const called = await callAcp({ turns: [{ do: [{ child: 'near' }, { child: 'away' }, ...answering.do] }] });
    expect(called.outcome).toMatchObject({ ok: true });
    expect(processesOf(called.worktree)).toEqual([]);
  });
});

describe('garbage', () => {
  test('between the messages does no harm.', async () => {
    const garbage = [
      'hello\n',
      '\0\u001B[31m\n',
      '{"jsonrpc":\n',
      '[]\n',
      'null\n',
      '{"id":99,"result":{}}\n',
      '\r\n\n',
    ];
    const odd = ['{"method":"session/update","params":{"update":7}}\n', '{"method":"x/y","id":"q"}\n'];
    const { outcome } = await callAcp({
      turns: [{ do: [...[...garbage, ...odd].map((raw) => ({ raw })), ...answering.do] }],
    });
    expect(outcome).toMatchObject({ ok: true, answer: done });
  });

  test('without an end is not kept.', async () => {
    const { outcome, transcript } = await callAcp({
      turns: [{ do: [{ flood: 64 * 1024 * 1024 }, { raw: '\n' }, ...answering.do] }],
    });
    expect(outcome).toMatchObject({ ok: true, answer: done });
    expect(transcript).toContain('a line that is too long');
  });
});
