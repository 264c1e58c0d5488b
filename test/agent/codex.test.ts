import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { codexDriver } from '../../core/agent/codex.ts';
import type { AgentEnd, AgentEvent, Seen, Session } from '../../core/agent/driver.ts';
import { findAgents } from '../../core/agent/find.ts';
import type { AgentOf } from '../../core/agent/option.ts';
import type { Trouble } from '../../core/agent/trouble.ts';
import { resolveOptions } from '../../core/options.ts';
import { scratch } from '../git/scratch.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { limits, turn } from './call-parts.ts';
import { call } from './sample.ts';

const option: AgentOf<'codex'> = { driver: 'codex', config: {}, env: [] };
const session: Session = { id: 'thread-1', agent: 'codex', model: undefined, reported: {} };

describe('the command', () => {
  test('of a writer lets commands write in the worktree and in a temporary folder of ours, nowhere else.', () => {
    const { flags, settings } = read(codexDriver.argv(option, turn));
    expect(flags).toEqual([
      '/bin/agent',
      'exec',
      '--json',
      '--ignore-user-config',
      '--ignore-rules',
      '-s',
      'workspace-write',
      '-C',
      '/worktree',
      '--output-schema',
      '/home-of-ours/codex/answer.schema.json',
      '-',
    ]);
    expect(settings).toMatchObject({
      'sandbox_workspace_write.exclude_slash_tmp': 'true',
      'sandbox_workspace_write.exclude_tmpdir_env_var': 'true',
      'sandbox_workspace_write.writable_roots': '["/home-of-ours/tmp"]',
    });
  });

  test('of a reader lets commands write nothing.', () => {
    const { flags, settings } = read(codexDriver.argv(option, { ...turn, role: 'reviewer', access: 'read' }));
    expect(flags[flags.indexOf('-s') + 1]).toBe('read-only');
    expect(Object.keys(settings).filter((key) => key.startsWith('sandbox'))).toEqual([]);
  });

  test.each(['read', 'write'] as const)('that goes on with a session says its sandbox again, to %s.', (access) => {
    const flags = codexDriver.argv(option, { ...turn, access, session });
    expect(flags.slice(-3)).toEqual(['resume', 'thread-1', '-']);
    expect(flags.indexOf('-s')).toBeGreaterThan(0);
    expect(flags.indexOf('-s')).toBeLessThan(flags.indexOf('resume'));
  });

  test('asks nobody, reads no instructions of the project, searches nothing, and gives up without a network.', () => {
    expect(read(codexDriver.argv(option, turn)).settings).toMatchObject({
      approval_policy: '"never"',
      project_doc_max_bytes: '0',
      web_search: '"disabled"',
      'features.plugins': 'false',
      'features.unbounded_connection_retries': 'false',
    });
  });

  test('gives commands no environment but what every program needs and what marks them.', () => {
    expect(read(codexDriver.argv(option, turn)).settings).toMatchObject({
      'shell_environment_policy.inherit': '"core"',
      'shell_environment_policy.set': '{PHASEWRIGHT_CALL="call-1",PHASEWRIGHT_RUN="run-1"}',
    });
  });

  test('names the model of the turn and the effort, then the settings of the option, which win.', () => {
    const config = { web_search: '"live"', model_provider: '"azure"' };
    const argv = codexDriver.argv({ ...option, model: 'later', effort: 'high', config }, { ...turn, model: 'first' });
    expect(read(argv).settings).toMatchObject({
      model: '"first"',
      model_reasoning_effort: '"high"',
      model_provider: '"azure"',
      web_search: '"live"',
    });
  });

  test('names no model where none was chosen.', () => {
    expect(read(codexDriver.argv(option, turn)).settings).not.toHaveProperty('model');
  });
});

describe('the environment', () => {
  const home = { HOME: '/home/ada' };

  test.each<[string, Record<string, string>, object]>([
    ['codex by its own name', { CODEX_API_KEY: 'a', OPENAI_API_KEY: 'b' }, { CODEX_API_KEY: 'a' }],
    ["codex by its provider's name", { OPENAI_API_KEY: 'b' }, { CODEX_API_KEY: 'b' }],
  ])('has a key for %s, and then a folder of ours.', (_, userEnv, expected) => {
    const env = codexDriver.env(option, { ...turn, userEnv: { ...home, ...userEnv } });
    expect(env).toMatchObject({ ...expected, CODEX_HOME: '/home-of-ours/codex' });
  });

  test.each<[Record<string, string>, string]>([
    [home, '/home/ada/.codex'],
    [{ USERPROFILE: '/users/ada' }, '/users/ada/.codex'],
    [{ ...home, CODEX_HOME: '/elsewhere' }, '/elsewhere'],
  ])("leads to the user's own folder for a login where there is no key: %j.", (userEnv, folder) => {
    expect(codexDriver.env(option, { ...turn, userEnv }).CODEX_HOME).toBe(folder);
  });

  test('leads to a folder of ours where the option names another provider.', () => {
    const azure = { ...option, config: { model_provider: '"azure"' } };
    expect(codexDriver.env(azure, { ...turn, userEnv: home }).CODEX_HOME).toBe('/home-of-ours/codex');
  });

  test('has times told in a zone that we know.', () => {
    expect(codexDriver.env(option, turn).TZ).toBe('UTC');
  });
});

test.each([
  [{}, 'openai'],
  [{ model_provider: '"azure"' }, 'azure'],
  [{ model_provider: " 'azure'" }, 'azure'],
  [{ model_provider: 'azure' }, 'azure'],
])('With the settings %j a usage limit is that of %s.', (config, provider) => {
  expect(codexDriver.provider({ ...option, config })).toBe(provider);
});

test('The schema of the answer lies where the command says.', () => {
  const schema = { type: 'object', properties: {} };
  expect(codexDriver.files?.(option, { ...turn, schema })).toEqual({
    'codex/answer.schema.json': JSON.stringify(schema),
  });
});

describe('a line', () => {
  test.each<[string, object, AgentEvent[]]>([
    ['a session', { type: 'thread.started', thread_id: 't-1' }, [{ type: 'session', id: 't-1' }]],
    [
      'an answer',
      item({ type: 'agent_message', text: '{"status":"done"}' }),
      [{ type: 'step' }, say('{"status":"done"}'), { type: 'answer', answer: { status: 'done' } }],
    ],
    [
      'words, which are an answer that does not fit',
      item({ type: 'agent_message', text: 'I am done.' }),
      [{ type: 'step' }, say('I am done.'), { type: 'answer', answer: 'I am done.' }],
    ],
    [
      'a command',
      item({ type: 'command_execution', command: 'ls', aggregated_output: 'a\n', exit_code: 0, status: 'completed' }),
      [{ type: 'step' }, say('$ ls')],
    ],
    [
      'a command that failed',
      item({ type: 'command_execution', command: 'ls', aggregated_output: '', exit_code: 2, status: 'failed' }),
      [{ type: 'step' }, say('$ ls (exit code 2)')],
    ],
    [
      'a command that was not allowed',
      item({ type: 'command_execution', command: 'ls', aggregated_output: '', exit_code: null, status: 'declined' }),
      [{ type: 'step' }, say('$ ls'), { type: 'denied', what: 'ls' }],
    ],
    [
      'a change of files',
      item({ type: 'file_change', changes: [{ path: 'a.ts', kind: 'add' }], status: 'completed' }),
      [{ type: 'step' }, say('add a.ts')],
    ],
    [
      'a warning',
      item({ type: 'error', message: 'Model metadata for `made-up` not found.' }),
      [say('Model metadata for `made-up` not found.')],
    ],
    [
      'a change of files that did not fit, which nobody refused',
      item({ type: 'file_change', changes: [{ path: 'a.ts', kind: 'update' }], status: 'failed' }),
      [{ type: 'step' }, say('update a.ts')],
    ],
    [
      'a change of files that was not allowed',
      item({ type: 'file_change', changes: [{ path: '/a.ts', kind: 'update' }], status: 'declined' }),
      [{ type: 'step' }, say('update /a.ts'), { type: 'denied', what: 'update /a.ts' }],
    ],
    ['thoughts, which are no answer yet', item({ type: 'reasoning', text: 'Hm.' }), [say('Hm.')]],
    ['that something was done of a kind that is not known', item({ type: 'todo_list', items: [] }), [{ type: 'step' }]],
    ['that something was done in a shape that is not known', item({ type: 'web_search' }), [{ type: 'step' }]],
    ['a command that began', { type: 'item.started', item: { type: 'command_execution', command: 'ls' } }, []],
    ['the beginning of a turn', { type: 'turn.started' }, []],
    [
      'the end of a turn, with the cached input in the input and the reasoning in the output',
      {
        type: 'turn.completed',
        usage: {
          input_tokens: 400,
          cached_input_tokens: 300,
          cache_write_input_tokens: 0,
          output_tokens: 80,
          reasoning_output_tokens: 50,
        },
      },
      [
        {
          type: 'usage',
          usage: { inputTokens: 400, cachedInputTokens: 300, outputTokens: 80 },
          counts: 'session',
        },
        { type: 'end', well: true },
      ],
    ],
    ['the end of a turn that does not say what it used', { type: 'turn.completed' }, [{ type: 'end', well: true }]],
    [
      'the end of a turn with odd usage',
      { type: 'turn.completed', usage: { input_tokens: -1 } },
      [{ type: 'end', well: true }],
    ],
    [
      'a turn that failed',
      { type: 'turn.failed', error: { message: 'Connection failed: error sending request' } },
      [
        { type: 'trouble', trouble: { kind: 'network', text: 'Connection failed: error sending request' } },
        { type: 'end', well: false },
      ],
    ],
    [
      'another try, which is not the end',
      { type: 'error', message: 'Reconnecting... 1/5 (Connection failed: error sending request)' },
      [
        say('Reconnecting... 1/5 (Connection failed: error sending request)'),
        {
          type: 'waiting',
          trouble: { kind: 'network', text: 'Reconnecting... 1/5 (Connection failed: error sending request)' },
        },
      ],
    ],
  ])('says %s.', (_, line, events) => {
    expect(codexDriver.parse(JSON.stringify(line))).toEqual(events);
  });

  test.each([
    ['words', 'warning: something', [say('warning: something')]],
    ['half an event', '{"type":"turn.comp', []],
    ['nothing', '', []],
    ['an event without what it is about', '{"type":"turn.failed"}', []],
  ])('that is %s does no harm.', (_, line, events) => {
    expect(codexDriver.parse(line)).toEqual(events);
  });
});

const tookModel = (name: string) => ({ type: 'turn_context', payload: { cwd: '/', model: name } });
const hadUsed = (input: number, output: number) => ({
  type: 'event_msg',
  payload: {
    type: 'token_count',
    info: { total_token_usage: { input_tokens: input, cached_input_tokens: 1, output_tokens: output } },
  },
});

describe('what codex keeps of a session', () => {
  // Its first digits are a time: 2026-11-22T09:12:52.646Z.
  const id = '01a20287-a0a6-76c3-9ca5-273fcb31d9db';
  test('tells the model that it took and what the session has used so far, the last of each.', async () => {
    const limitsOnly = { type: 'event_msg', payload: { type: 'token_count', info: null } };
    const lines = [tookModel('first'), hadUsed(100, 20), tookModel('second'), hadUsed(300, 40), limitsOnly];
    expect(await recalled(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"type":"turn_con`)).toEqual([
      { type: 'session', id, model: 'second' },
      {
        type: 'usage',
        usage: { inputTokens: 300, cachedInputTokens: 1, outputTokens: 40 },
        counts: 'session',
      },
    ]);
  });

  test.each([
    ['says nothing of either', '{"type":"session_meta","payload":{"id":"x"}}\n\0\nnull\n', id],
    ['is not there', undefined, id],
    ['has no time in its name', `${JSON.stringify(tookModel('a'))}\n`, 'thread-1'],
    ['leads elsewhere', `${JSON.stringify(tookModel('a'))}\n`, '../../../../../elsewhere'],
  ])('tells nothing where the file %s.', async (_, text, name) => {
    expect(await recalled(text, name)).toEqual([]);
  });

  async function recalled(text: string | undefined, name = id) {
    const home = temporaryFolder();
    const folder = join(home, 'codex/sessions/2026/11/22');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'rollout-2026-11-22T09-12-52-another.jsonl'), JSON.stringify(tookModel('of another')));
    if (text !== undefined) writeFileSync(join(folder, `rollout-2026-11-22T09-12-52-${id}.jsonl`), text);
    const userEnv = { CODEX_API_KEY: 'made-up' };
    return await codexDriver.recall?.(hostWith(), option, { ...turn, home, userEnv }, name);
  }
});

describe('an end', () => {
  test('is good only when codex says so and ends with 0.', () => {
    const well: Seen = { ...nothingSeen, end: { well: true } };
    expect(codexDriver.finish(well, exit(0))).toBeUndefined();
    expect(codexDriver.finish(well, exit(1))).toMatchObject({ kind: 'agent-error' });
    expect(codexDriver.finish(nothingSeen, exit(0))).toMatchObject({ kind: 'agent-error' });
    expect(codexDriver.finish(well, { ...exit(0), ended: 'signal', signal: 'SIGKILL' })).toMatchObject({
      kind: 'agent-error',
      text: expect.stringContaining('ended by SIGKILL'),
    });
  });

  test.each<[string, Partial<Trouble>]>([
    ['unexpected status 401 Unauthorized: no such key, url: http://127.0.0.1:5000/v1/responses', { kind: 'auth' }],
    ['unexpected status 403 Forbidden: not yours, url: http://127.0.0.1:5001/v1/responses', { kind: 'auth' }],
    ['Missing environment variable: `MADE_UP_KEY`.', { kind: 'auth' }],
    ['exceeded retry limit, last status: 429 Too Many Requests', { kind: 'rate-limit' }],
    [
      'rate limit exceeded: Rate limit reached for made-up. Please try again in 1.5s.',
      { kind: 'rate-limit', retryAfter: 1500 },
    ],
    ['We’re currently experiencing high demand, which may cause temporary errors.', { kind: 'provider' }],
    ['unexpected status 529 <unknown status code>: busy, url: http://127.0.0.1:4290/', { kind: 'provider' }],
    ['Selected model is at capacity. Please try a different model.', { kind: 'provider' }],
    ['stream disconnected before completion: error sending request', { kind: 'network' }],
    ['Reconnecting... waiting for network (Connection failed: error sending request)', { kind: 'network' }],
    [
      "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.",
      { kind: 'input-too-large' },
    ],
    ['Quota exceeded. Check your plan and billing details.', { kind: 'quota', resetsAt: undefined }],
    ['To use Codex with your ChatGPT plan, upgrade to Plus: https://chatgpt.com/explore/plus.', { kind: 'quota' }],
    ['{"error":{"message":"no such thing","type":"invalid_request_error"}}', { kind: 'agent-error' }],
    ['Incomplete response returned, reason: max_output_tokens', { kind: 'agent-error' }],
    ['unexpected status 429 Too Many Requests: {"error":{"code":"insufficient_quota"}}', { kind: 'quota' }],
    ['unexpected status 400 Bad Request: {"code":"context_length_exceeded"}', { kind: 'input-too-large' }],
    ['unexpected status 400 Bad Request: thread not found: the request timed out', { kind: 'agent-error' }],
    ['Your access token could not be refreshed. Please log out and sign in again.', { kind: 'auth' }],
    ['You hit your spend cap set in your workspace. Increase your spend cap to continue.', { kind: 'quota' }],
    ['The request timed out.', { kind: 'network' }],
    ['Invalid schema: a field design in schema is wrong.', { kind: 'agent-error' }],
    ['Could not log into the plugin: an access token of it has no scope.', { kind: 'agent-error' }],
    ['The tool reached the timeout of the plugin; it timed out.', { kind: 'agent-error' }],
    ['Unknown field "usage limit" beside "context window".', { kind: 'agent-error' }],
  ])('"%s" is told apart.', (message, trouble) => {
    expect(failedWith(message)).toMatchObject(trouble);
  });

  test.each<[string, string, string | undefined]>([
    [
      'today',
      'You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit https://chatgpt.com/settings/usage to purchase more credits or try again at 1:07 PM.',
      '2026-11-22T13:08:00.000Z',
    ],
    ['before noon', 'You’ve hit your usage limit. Try again at 9:59 AM.', '2026-11-22T10:00:00.000Z'],
    ['at noon', 'You’ve hit your usage limit or try again at 12:00 PM.', '2026-11-22T12:01:00.000Z'],
    [
      'on another day',
      'You’ve hit your usage limit. To get more access now, send a request to your admin or try again at Jan 2nd, 2027 12:30 AM.',
      '2027-01-02T00:31:00.000Z',
    ],
    [
      'at a time that is not said',
      'You’ve hit your usage limit. Upgrade to Plus to continue using Codex (https://chatgpt.com/explore/plus), or try again later.',
      undefined,
    ],
  ])('A usage limit that ends %s says when.', (_, message, time) => {
    const { kind, resetsAt } = failedWith(message) ?? {};
    expect(kind).toBe('quota');
    expect(resetsAt === undefined ? undefined : new Date(resetsAt).toISOString()).toBe(time);
  });

  test.each<[string, string]>([
    ['Error: thread/resume: thread/resume failed: no rollout found for thread id 1-2 (code -32600)', 'session-lost'],
    [
      'Error: turn/start: turn/start failed: Input exceeds the maximum length of 1048576 characters. (code -32602), data: {"input_error_code":"input_too_large"}',
      'input-too-large',
    ],
    ["error: unexpected argument '--made-up' found", 'agent-error'],
  ])('without events is told by standard error: "%s".', (stderr, kind) => {
    expect(codexDriver.finish(nothingSeen, { ...exit(1), stderr })).toEqual({
      kind,
      text: `ended with exit code 1: ${stderr}`,
    });
  });
});

describe('a limit', () => {
  const waits = { type: 'error', message: 'Reconnecting... waiting for network (Connection failed: made up)' };
  const works = item({ type: 'todo_list', items: [] });

  test.each<[string, object[], string]>([
    ['while codex waits for a network is trouble of the network', [works, waits], 'agent-network'],
    ['after it has gone on is one', [waits, works], 'agent-limit'],
  ])('%s.', async (_, lines, reason) => {
    const printing = join(temporaryFolder(), 'codex');
    const printed = lines.map((line) => `echo '${JSON.stringify(line)}'`).join('\n');
    writeFileSync(printing, `#!/bin/sh\n${printed}\nexec sleep 60\n`, { mode: 0o755 });
    const { outcome } = await call(option, {
      installed: { program: printing, version: null },
      limits: { ...limits, silence: 1 },
    });
    expect(outcome).toMatchObject({
      failure: { reason, message: expect.stringContaining('after 1 s without a sign of life') },
    });
  });
});

describe('codex on PATH', () => {
  test.each<[string, string, object]>([
    [
      'is found with its version',
      program('0.170.2'),
      { program: expect.stringContaining('codex'), version: '0.170.2' },
    ],
    ['is of the oldest version that will do', program('0.169.0'), { version: '0.169.0' }],
    ['is later by its first number', program('1.0.0'), { version: '1.0.0' }],
  ])('%s.', async (_, script, installed) => {
    expect(await detect(script)).toMatchObject({ ok: true, value: { reviewer: { sandbox: true, ...installed } } });
  });

  test.each<[string, string | undefined, string, string]>([
    ['is missing', undefined, 'missing-agent', 'there is no program `codex`; install it with `npm install'],
    ['is too old', program('0.168.9'), 'agent-version', 'codex 0.168.9 is too old, expected 0.169.0 or later'],
    ['does not tell its version', 'echo hello', 'missing-agent', 'does not tell its version (exit): hello'],
    [
      'has no sandbox',
      program('0.169.0', "echo 'bwrap: no permissions' >&2; exit 1"),
      'agent-ability',
      'codex has no working sandbox here, and nothing else would keep what it runs from writing elsewhere. Let it',
    ],
  ])('that %s is refused.', async (_, script, reason, message) => {
    expect(await detect(script)).toMatchObject({
      ok: false,
      failure: { reason, message: expect.stringContaining(message) },
    });
  });

  test('is not looked for in the worktree.', async () => {
    expect(await detect(undefined, { program: './codex' })).toMatchObject({
      failure: { message: expect.stringContaining('`./codex` would be looked for in the worktree') },
    });
  });
});

test('A limit in money is refused, since codex does not say what it costs.', async () => {
  expect(await detect(program('0.169.0'), {}, { budget: { phase: { hard: { usd: 3 } } } })).toMatchObject({
    failure: { reason: 'agent-ability', message: expect.stringContaining('does not say what it costs in money') },
  });
});

/** A made-up codex: tells its version, and does as it is told when it is to try its sandbox. */
function program(version: string, sandbox = 'exit 0'): string {
  return `if [ "$1" = --version ]; then echo codex-cli ${version}; else ${sandbox}; fi`;
}

async function detect(script: string | undefined, own: object = {}, options: object = {}) {
  const { repository } = await scratch({ 'a.txt': '' });
  const programs = temporaryFolder();
  if (script !== undefined)
    writeFileSync(
      join(programs, 'codex'),
      `#!/bin/sh
${script}
`,
      { mode: 0o755 },
    );
  const written = { implementer: { driver: 'scripted', script: '/none' }, reviewer: { driver: 'codex', ...own } };
  const resolved = resolveOptions([{ from: 'test', written: { ...written, ...options } }]);
  if (!resolved.ok) throw new Error(resolved.failure.message);
  const host = hostWith({ env: { PATH: `${programs}:/usr/bin:/bin` }, stateFolder: temporaryFolder() });
  return await findAgents(host, { git: repository.git, commit: repository.head }, resolved.value, ['reviewer']);
}

/** What is no setting, and the settings by their names; the last of a name counts. */
function read(argv: readonly string[]): { flags: string[]; settings: Record<string, string> } {
  const flags: string[] = [];
  const settings: Record<string, string> = {};
  for (let index = 0; index < argv.length; index += 1) {
    if (argv[index] !== '-c') {
      flags.push(argv[index]!);
      continue;
    }
    index += 1;
    const [, key = '', value = ''] = /^([^=]+)=(.*)$/s.exec(argv[index]!) ?? [];
    settings[key] = value;
  }
  return { flags, settings };
}

function item(of: object): object {
  return { type: 'item.completed', item: { id: 'item_1', ...of } };
}

function say(text: string): AgentEvent {
  return { type: 'say', text };
}

const nothingSeen: Seen = {
  session: undefined,
  answer: undefined,
  steps: 0,
  denied: [],
  trouble: undefined,
  waiting: undefined,
  end: undefined,
};

function exit(code: number): AgentEnd {
  return { ended: 'exit', code, stdout: '', stderr: '', at: Date.UTC(2026, 10, 22, 8, 7, 20) };
}

/** What a turn comes to that codex ends with these words. */
function failedWith(message: string): Trouble | undefined {
  const events = codexDriver.parse(JSON.stringify({ type: 'turn.failed', error: { message } }));
  const trouble = events.find((event) => event.type === 'trouble')?.trouble;
  return codexDriver.finish({ ...nothingSeen, trouble, end: { well: false } }, exit(1));
}
