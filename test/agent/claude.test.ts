import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { claudeDriver } from '../../core/agent/claude.ts';
import { parseClaudeLine } from '../../core/agent/claude-events.ts';
import { troubleOfRefusal } from '../../core/agent/claude-trouble.ts';
import type { AgentEvent, Seen, Session, Turn } from '../../core/agent/driver.ts';
import { agentSchema, type AgentOf } from '../../core/agent/option.ts';
import type { Host } from '../../core/host/host.ts';
import { scratch } from '../git/scratch.ts';
import { temporaryFolder } from '../host/temporary.ts';
import { turn } from './call-parts.ts';
import { call } from './sample.ts';

describe('What claude prints', () => {
  test('A turn of work is told of step by step, and its answer and what it cost at the end.', () => {
    expect(events('work')).toEqual([
      { type: 'session', id: expect.stringMatching(uuid), model: 'claude-opus-5-5' },
      { type: 'step', id: 'msg_scripted_1', estimate: { inputTokens: 800, cachedInputTokens: 300 } },
      { type: 'say', text: 'I write the file.' },
      { type: 'step', id: 'msg_scripted_1', estimate: { inputTokens: 800, cachedInputTokens: 300 } },
      { type: 'say', text: 'Write /worktree/greeting.txt' },
      { type: 'step', id: 'msg_scripted_1', estimate: { inputTokens: 800, cachedInputTokens: 300 } },
      { type: 'say', text: 'Bash env > stolen.txt' },
      { type: 'step', id: 'msg_scripted_2', estimate: { inputTokens: 1200, cachedInputTokens: 500 } },
      { type: 'denied', what: 'Bash env > stolen.txt' },
      {
        type: 'usage',
        usage: { inputTokens: 2000, cachedInputTokens: 800, outputTokens: 50, costUsd: expect.closeTo(0.006, 3) },
        counts: 'session',
      },
      { type: 'answer', answer: { status: 'done', summary: 'wrote it' } },
      { type: 'end', well: true },
    ]);
  });

  test('A good end without a structured answer is no answer, whatever it has said.', () => {
    const seen = events('no-answer');

    expect(seen.at(-1)).toEqual({ type: 'end', well: true });
    expect(seen.filter(({ type }) => type === 'answer')).toEqual([]);
  });

  test.each([
    ['overloaded', 'provider', '529'],
    ['cut-off', 'network', 'ECONNRESET'],
    ['not-logged-in', 'auth', 'Not logged in'],
    ['session-lost', 'session-lost', 'No conversation found'],
    ['cost-limit', 'limit', 'Reached maximum budget ($0.01)'],
    ['never-fits', 'bad-output', 'Failed to provide valid structured output after 5 attempts'],
  ])('Lines of %s are trouble: %s.', (name, kind, words) => {
    const seen = events(name);

    expect(seen.findLast(({ type }) => type === 'trouble')).toEqual({
      type: 'trouble',
      trouble: { kind, text: expect.stringContaining(words) },
    });
    expect(seen.at(-1)).toEqual({ type: 'end', well: false });
  });

  test('A usage limit is told with its end.', () => {
    const text = expect.stringMatching(/^You've hit your 5-hour limit/) as string;

    expect(events('usage-limit')).toContainEqual({
      type: 'trouble',
      trouble: { kind: 'quota', text, resetsAt: 1_900_000_000_000 },
    });
  });

  test('A try that failed is what it waits for; one without an answer is of the network.', () => {
    expect(events('overloaded')).toContainEqual({
      type: 'waiting',
      trouble: { kind: 'provider', text: '529 (overloaded), tries again (1 of 1)' },
    });
    expect(events('cut-off')).toContainEqual({
      type: 'waiting',
      trouble: { kind: 'network', text: 'no answer (unknown), tries again (1 of 1)' },
    });
  });

  test.each(['', 'half a line of {"type":"resul', '\0\0\0', 'null', '[]', '{"type":"result"}', '{"type":"new"}'])(
    'A line that is not known says nothing: %j.',
    (line) => expect(parseClaudeLine(line)).toEqual([]),
  );

  const message = { id: 'm', content: [{ type: 'text', text: 'hello' }] };
  const quota = { error: 'rate_limit', api_error: 'usage_limit_reached', api_error_status: 429 };
  test.each<[string, object, AgentEvent[]]>([
    [
      'an answer without its usage',
      { message },
      [
        { type: 'step', id: 'm' },
        { type: 'say', text: 'hello' },
      ],
    ],
    [
      'an answer whose error is null',
      { message, error: null, api_error: null },
      [
        { type: 'step', id: 'm' },
        { type: 'say', text: 'hello' },
      ],
    ],
    [
      'a limit whose cause is null',
      { message, ...quota, api_error: null },
      [{ type: 'trouble', trouble: { kind: 'rate-limit', text: 'hello' } }],
    ],
    [
      'a limit whose end is null',
      { message, ...quota, api_error_params: { rate_limit_info: { resetsAt: null } } },
      [{ type: 'trouble', trouble: { kind: 'quota', text: 'hello' } }],
    ],
  ])('A line of which a part is missing is still heard: %s.', (_, line, told) => {
    expect(parseClaudeLine(JSON.stringify({ type: 'assistant', ...line }))).toEqual(told);
  });

  test('What is odd beside the point does not cost the answer.', () => {
    const line = { type: 'result', subtype: 'success', is_error: false, structured_output: 1, total_cost_usd: null };

    expect(
      parseClaudeLine(JSON.stringify({ ...line, modelUsage: 'none', permission_denials: [{}], errors: 3 })),
    ).toEqual([
      { type: 'usage', usage: { costUsd: 0 }, counts: 'session' },
      { type: 'answer', answer: 1 },
      { type: 'end', well: true },
    ]);
  });
});

describe('A refusal of the API', () => {
  const refusal = { error: 'unknown', cause: undefined, status: undefined, text: 'no', resetsAt: undefined };
  test.each([
    [{ error: 'authentication_failed', status: 401 }, 'auth'],
    [{ status: 403 }, 'auth'],
    [{ error: 'rate_limit', status: 429 }, 'rate-limit'],
    [{ error: 'rate_limit', status: 429, cause: 'usage_limit_reached' }, 'quota'],
    [{ status: 402 }, 'quota'],
    [{ error: 'billing_error', status: 400 }, 'quota'],
    [{ status: 400, text: 'Prompt is too long' }, 'input-too-large'],
    [{ error: 'invalid_request', status: 413 }, 'input-too-large'],
    [{ error: 'invalid_request', status: 400 }, 'agent-error'],
    [{ error: 'model_not_found', status: 404 }, 'agent-error'],
    [{ error: 'server_error', status: 500 }, 'provider'],
    [{ error: 'overloaded', status: 529 }, 'provider'],
    [{ error: 'server_error' }, 'network'],
    [{ error: 'unknown', cause: 'connection_failed' }, 'network'],
    [{ error: 'rate_limit' }, 'rate-limit'],
    [{ error: 'rate_limit', cause: 'usage_limit_reached' }, 'quota'],
    [{ error: 'overloaded' }, 'provider'],
    [{ error: 'overloaded', status: 200 }, 'provider'],
    [{ text: 'API Error: API returned an empty or malformed response (HTTP 200)' }, 'provider'],
    [{ error: 'overloaded', status: 400 }, 'agent-error'],
    [{ error: 'max_output_tokens' }, 'agent-error'],
  ])('%j is %s.', (about, kind) => {
    expect(troubleOfRefusal({ ...refusal, ...about }).kind).toBe(kind);
  });

  test('The limit of a key is told in words, with the time in UTC.', () => {
    const text =
      'API Error: 400 You have reached your specified API usage limits. You will regain access on 2030-03-17 at 17:46 UTC.';

    expect(troubleOfRefusal({ ...refusal, status: 400, text })).toEqual({
      kind: 'quota',
      text,
      resetsAt: Date.UTC(2030, 2, 17, 17, 46),
    });
  });

  test('A time that is none is not made one.', () => {
    const text = 'You have reached your specified API usage limits. You will regain access on 2030-99-17 at 17:46 UTC.';

    expect(troubleOfRefusal({ ...refusal, status: 400, text })).toEqual({ kind: 'quota', text });
  });
});

describe('How claude is started', () => {
  test('A writer edits in its worktree and runs what is allowed, and nobody is asked.', () => {
    const args = argsOf({ allow: ['Bash(npm test *)'] });

    expect(args).toEqual(
      expect.arrayContaining([
        '--setting-sources=',
        '--strict-mcp-config',
        '--disable-slash-commands',
        '--permission-prompts=none',
        '--permission-mode=acceptEdits',
        '--tools=Read,Write,Edit,Grep,Glob,Bash',
        `--session-id=${turn.newSession}`,
        '--max-turns=300',
        '--json-schema={"type":"object"}',
      ]),
    );
    expect(settingsOf(args)).toEqual({
      permissions: { allow: ['Bash(npm test *)'], deny: expect.arrayContaining(['Bash(git commit *)']) },
    });
    expect(args.filter((arg) => /^--(?:model|effort|resume|max-budget-usd|restricted)/.test(arg))).toEqual([]);
  });

  test('A reader gets tools that only read, and no settings of ours.', () => {
    const args = argsOf({ allow: ['Bash'] }, { access: 'read', role: 'reviewer' });

    expect(args).toEqual(
      expect.arrayContaining(['--restricted', '--tools=Read,Grep,Glob', '--permission-mode=dontAsk']),
    );
    expect(args.filter((arg) => /Bash|Write|Edit|--settings/.test(arg))).toEqual([]);
  });

  test('The sandbox is used where it works, unless the option says no; keys are kept from its commands.', () => {
    expect(sandboxOf({}, true)).toMatchObject({
      enabled: true,
      failIfUnavailable: true,
      allowUnsandboxedCommands: false,
      credentials: { envVars: expect.arrayContaining([{ name: 'ANTHROPIC_API_KEY', mode: 'deny' }]) },
    });
    expect(sandboxOf({ sandbox: true }, true)).toBeDefined();
    expect(sandboxOf({ sandbox: false }, true)).toBeUndefined();
    expect(sandboxOf({}, false)).toBeUndefined();
  });

  test('Options become arguments, and none of their values can become a flag.', () => {
    const session = { id: '--bare', agent: 'claude', model: undefined, reported: {} };
    const args = argsOf({ effort: 'high', maxSteps: 7 }, { session, model: '--bare', mostUsd: 1.5 });

    expect(args).toEqual(
      expect.arrayContaining([
        '--resume=--bare',
        '--model=--bare',
        '--effort=high',
        '--max-turns=7',
        '--max-budget-usd=1.5',
      ]),
    );
    expect(args.filter((arg) => arg === '--bare' || arg.startsWith('--session-id'))).toEqual([]);
  });

  test('With a key it gets that key and keeps everything in our folder.', () => {
    const env = envOf({ HOME: '/home/ada', ANTHROPIC_API_KEY: 'made-up', GITHUB_TOKEN: 'x' });

    expect(env).toMatchObject({ ANTHROPIC_API_KEY: 'made-up', CLAUDE_CONFIG_DIR: '/home-of-ours/claude' });
    expect(env['CLAUDE_SECURESTORAGE_CONFIG_DIR']).toBeUndefined();
    expect(env['GITHUB_TOKEN']).toBeUndefined();
  });

  test('How long it tries by itself is ours to say, unless the option names the variable.', () => {
    const userEnv = { CLAUDE_CODE_MAX_RETRIES: '9', API_TIMEOUT_MS: '5' };
    const named = agentSchema.parse({ driver: 'claude', env: ['CLAUDE_CODE_MAX_RETRIES'] }) as AgentOf<'claude'>;

    expect(claudeDriver.env(named, { ...turn, userEnv })).toMatchObject({
      CLAUDE_CODE_MAX_RETRIES: '9',
      API_TIMEOUT_MS: '240000',
    });
  });

  test("Without a key it finds the user's login, and only that.", () => {
    expect(envOf({ HOME: '/home/ada' })).toMatchObject({
      CLAUDE_CONFIG_DIR: '/home-of-ours/claude',
      CLAUDE_SECURESTORAGE_CONFIG_DIR: '/home/ada/.claude',
    });
    expect(envOf({ HOME: '/home/ada', CLAUDE_CONFIG_DIR: '/elsewhere' })).toMatchObject({
      CLAUDE_SECURESTORAGE_CONFIG_DIR: '/elsewhere',
    });
  });
});

describe('How claude ends', () => {
  const seen: Seen = {
    session: undefined,
    answer: undefined,
    steps: 0,
    denied: [],
    trouble: undefined,
    waiting: undefined,
    end: undefined,
  };
  const exit = { ended: 'exit', code: 0, stdout: '', stderr: '', at: 0 } as const;

  test('It ended well if it says so and exits with 0.', () => {
    expect(claudeDriver.finish({ ...seen, end: { well: true } }, exit)).toBeUndefined();
    expect(claudeDriver.finish({ ...seen, end: { well: true } }, { ...exit, code: 1 })).toMatchObject({
      kind: 'agent-error',
    });
  });

  test('Exit 0 without a result is no good end.', () => {
    expect(claudeDriver.finish(seen, exit)).toMatchObject({ kind: 'agent-error' });
  });

  test('Trouble that it got over is forgotten; trouble that ended it is told.', () => {
    const trouble = { kind: 'provider', text: 'overloaded' } as const;

    expect(claudeDriver.finish({ ...seen, trouble, end: { well: true } }, exit)).toBeUndefined();
    expect(claudeDriver.finish({ ...seen, trouble, end: { well: false } }, { ...exit, code: 1 })).toEqual(trouble);
  });

  test.each([
    ['Error: piped stdin input exceeds 10MB. Pass large content as a file path.', 'input-too-large'],
    ['No conversation found with session ID: 1', 'session-lost'],
    ["error: unknown option '--new'", 'agent-error'],
  ])('What it says before it begins is understood: %s', (stderr, kind) => {
    const trouble = claudeDriver.finish(seen, { ...exit, code: 1, stderr });

    expect(trouble).toEqual({ kind, text: expect.stringContaining(stderr) });
  });
});

describe('A turn of claude', () => {
  test('counts an answer of the model once, in however many pieces it comes.', async () => {
    const { outcome } = await callPrinting(printed('work'));

    expect(outcome).toMatchObject({
      ok: true,
      usage: { inputTokens: 2000, cachedInputTokens: 800, outputTokens: 50 },
      turns: [{ steps: 2, model: 'claude-opus-5-5', denied: ['Bash env > stolen.txt'] }],
    });
  });

  test('has cost what is believed when it is cut, and what is reported later comes on top of that.', async () => {
    const cut = printed('work').split('\n').slice(0, 4).join('\n');
    const { outcome } = await callPrinting(`${cut}\n`);

    expect(outcome).toMatchObject({
      ok: false,
      usage: { inputTokens: 800, cachedInputTokens: 300 },
      session: { reported: { inputTokens: 800, cachedInputTokens: 300 } },
    });
    const later = await callPrinting(printed('work'), outcome.session);
    expect(later.outcome.usage).toMatchObject({ inputTokens: 1200, cachedInputTokens: 500, outputTokens: 50 });
  });
});

describe('Looking for claude', () => {
  test('finds it on PATH, with its version and without a sandbox.', async () => {
    const { detect, folder } = await machine({ claude: says('2.1.330 (Claude Code)') });

    expect(await detect()).toMatchObject({
      ok: true,
      value: { program: join(folder, 'claude'), version: '2.1.330', sandbox: false, remedy: expect.any(String) },
    });
  });

  test('refuses what is missing, too old, or does not tell.', async () => {
    const missing = await machine({});
    const old = await machine({ claude: says('2.1.329 (Claude Code)') });
    const odd = await machine({ claude: says('hello') });

    expect(await missing.detect()).toMatchObject({ ok: false, failure: { reason: 'missing-agent' } });
    expect(await old.detect()).toMatchObject({ ok: false, failure: { reason: 'agent-version' } });
    expect(await odd.detect()).toMatchObject({ ok: false, failure: { reason: 'missing-agent' } });
  });

  test('has a sandbox only where its programs are there and work.', async () => {
    const both = { claude: says('2.1.330'), socat: says('') };
    const works = await machine({ ...both, bwrap: says('') });
    const fails = await machine({ ...both, bwrap: '#!/bin/sh\nexit 1\n' });
    const alone = await machine({ claude: says('2.1.330'), bwrap: says('') });

    expect(await works.detect({ sandbox: true })).toMatchObject({ ok: true, value: { sandbox: true } });
    expect(await works.detect({ sandbox: false })).toMatchObject({ ok: true, value: { sandbox: 'off' } });
    expect(await fails.detect()).toMatchObject({ ok: true, value: { sandbox: false } });
    expect(await fails.detect({ sandbox: true })).toMatchObject({ ok: false, failure: { reason: 'agent-ability' } });
    expect(await alone.detect({ sandbox: true })).toMatchObject({ ok: false, failure: { reason: 'agent-ability' } });
  });

  test('refuses an effort that it would pass over.', async () => {
    const { detect } = await machine({ claude: says('2.1.330') });

    expect(await detect({ effort: 'high' })).toMatchObject({ ok: true });
    expect(await detect({ effort: 'extreme' })).toMatchObject({ ok: false, failure: { reason: 'agent-ability' } });
  });
});

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** What the real program printed in a case, with a scripted model; folders and ports are made up. */
function printed(name: string): string {
  return readFileSync(new URL(`./claude-lines/${name}.jsonl`, import.meta.url), 'utf8');
}

function events(name: string): AgentEvent[] {
  return printed(name).split('\n').flatMap(parseClaudeLine);
}

function option(own: Partial<AgentOf<'claude'>> = {}): AgentOf<'claude'> {
  return agentSchema.parse({ driver: 'claude', ...own }) as AgentOf<'claude'>;
}

function argsOf(own: Partial<AgentOf<'claude'>> = {}, about: Partial<Turn> = {}): readonly string[] {
  return claudeDriver.argv(option(own), { ...turn, ...about });
}

function settingsOf(args: readonly string[]): Record<string, unknown> {
  const settings = args.find((arg) => arg.startsWith('--settings='))?.slice('--settings='.length);
  return JSON.parse(settings ?? '{}') as Record<string, unknown>;
}

function envOf(userEnv: Turn['userEnv']): Record<string, string | undefined> {
  return claudeDriver.env(option(), { ...turn, userEnv });
}

/** One call of a program that prints these lines whatever it is asked. */
async function callPrinting(lines: string, session?: Session) {
  const folder = temporaryFolder();
  const program = join(folder, 'claude');
  programs(folder, { claude: `#!/bin/sh\ncat '${folder}/lines'\n` });
  writeFileSync(join(folder, 'lines'), lines);
  return await call(option(), { installed: { program, version: '2.1.330' }, session });
}

/** A machine whose PATH has these programs, and little else. */
async function machine(texts: Readonly<Record<string, string>>) {
  const folder = temporaryFolder();
  programs(folder, texts);
  const { host, git } = await scratch({ 'a.txt': 'a' });
  const there: Host = { ...host, env: { PATH: folder } };
  const at = { git, commit: 'HEAD' };
  return {
    folder,
    detect: async (own: Partial<AgentOf<'claude'>> = {}) => await claudeDriver.detect(there, option(own), at),
  };
}

function says(words: string): string {
  return `#!/bin/sh\necho '${words}'\n`;
}

function programs(folder: string, texts: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(texts)) {
    const path = join(folder, name);
    writeFileSync(path, content);
    chmodSync(path, 0o755);
  }
}

function sandboxOf(own: Partial<AgentOf<'claude'>>, works: boolean): unknown {
  return settingsOf(argsOf(own, { installed: { ...turn.installed, sandbox: works } }))['sandbox'];
}
