import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { strictSchema } from '../../core/agent/answer-shape.ts';
import { implementerAnswerSchema, reviewerAnswerSchema, type ImplementerAnswer } from '../../core/agent/answer.ts';
import { claudeDriver } from '../../core/agent/claude.ts';
import type { AgentCall } from '../../core/agent/call.ts';
import type { AgentOf } from '../../core/agent/option.ts';
import type { Trouble } from '../../core/agent/trouble.ts';
import { limits } from '../agent/call-parts.ts';
import { call } from '../agent/sample.ts';
import { scratch, userGit } from '../git/scratch.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { answers, claude, claudeEnvironment } from '../rig/agents/claude.ts';
import { installedAgent, whySkipped } from '../rig/agents/install.ts';
import { anthropicEvents } from '../rig/model/anthropic.ts';
import { resultsOf } from '../rig/model/request.ts';
import { kill, processesOf } from '../rig/processes.ts';
import { startModel, type ModelServer, type Script } from '../rig/model/server.ts';
import type { Step } from '../rig/model/step.ts';

const installed = await installedAgent('claude');
const program = 'program' in installed ? installed.program : '';
const run = `run-of-claude-${process.pid}`;
const answer: ImplementerAnswer = { status: 'done', summary: 'did it' };
// What an answer leaves out has to be there, as null.
const { required } = strictSchema(implementerAnswerSchema) as { readonly required: readonly string[] };
const done = answers({ ...Object.fromEntries(required.map((name) => [name, null])), ...answer });

describe.skipIf(program === '')(`claude${whySkipped(installed)}`, () => {
  // What a call has started must be gone when it is over, whatever became of it.
  afterEach(async () => {
    const left = await hostWith().processes.sweep(`PHASEWRIGHT_RUN=${run}`);
    if (left > 0) throw new Error(`${left} processes were still running`);
  });

  describe('at work', () => {
    test('writes, answers in the asked form, and says what it has used and cost.', async () => {
      const worktree = repository();
      const server = await model([
        { text: 'I write.', tools: [write(worktree, 'greeting.txt')], usage: { input: 500, cacheRead: 300 } },
        { ...done, usage: { input: 700, cacheRead: 500, output: 30 } },
      ]);
      const { outcome, said } = await ask(server.origin, { worktree, prompt: { full: 'Greet.', resumed: '' } });

      expect(outcome).toMatchObject({
        ok: true,
        answer,
        usage: { inputTokens: 2000, cachedInputTokens: 800, outputTokens: 50, costUsd: expect.any(Number) },
        session: { id: expect.any(String), agent: 'claude', model: expect.stringMatching(/^claude-/) },
        turns: [{ outcome: 'ok', steps: 2, denied: [], version: '2.1.330' }],
      });
      expect(readFileSync(join(worktree, 'greeting.txt'), 'utf8')).toBe('hello\n');
      expect(said).toEqual(['I write.', `Write ${join(worktree, 'greeting.txt')}`]);
      expect(server.calls[0]?.tools.toSorted()).toEqual([
        'Bash',
        'DeferredToolPlaceholder',
        'Edit',
        'Glob',
        'Grep',
        'Read',
        'StructuredOutput',
        'Write',
      ]);
      expect(server.calls[0]?.told.map(({ text }) => text).join('\n')).toContain('Greet.');
      expect(server.others).toEqual([]);
    });

    test('goes on with its session, and is charged only for what came on top.', async () => {
      const place = { worktree: repository(), home: temporaryFolder() };
      const server = await model([
        { ...done, usage: { input: 1000, output: 500 } },
        { ...done, usage: { input: 3000, output: 100 } },
      ]);
      const first = await ask(server.origin, place);
      const { session } = first.outcome;
      const second = await ask(server.origin, { ...place, session });

      expect(second.outcome).toMatchObject({ ok: true, session: { id: session?.id } });
      expect(second.outcome.usage).toMatchObject({ inputTokens: 3000, outputTokens: 100 });
      const { costUsd: firstCost = 0 } = first.outcome.usage;
      const { costUsd: secondCost = 0 } = second.outcome.usage;
      expect(firstCost).toBeGreaterThan(0);
      expect(second.outcome.session?.reported.costUsd).toBeCloseTo(firstCost + secondCost, 10);
      expect(resultsOf(server.calls[1]!)).toEqual(['Structured output provided successfully']);
    });

    test('runs the commands that are allowed by name, and no others.', async () => {
      const worktree = repository();
      const server = await model([
        {
          tools: [
            bash('node -p "6 * 7" > allowed.txt'),
            bash('env > stolen.txt'),
            bash('git commit --allow-empty -m x'),
          ],
        },
        done,
      ]);
      const agent = { allow: ['Bash(node -p *)', 'Bash(git *)'], sandbox: false };
      const { outcome } = await ask(server.origin, { worktree }, agent);

      expect(outcome.turns[0]?.denied).toEqual(['Bash env > stolen.txt', 'Bash git commit --allow-empty -m x']);
      expect(readFileSync(join(worktree, 'allowed.txt'), 'utf8')).toBe('42\n');
      expect(readdirSync(worktree).toSorted()).toEqual(['.git', 'allowed.txt']);
      expect(userGit(worktree, 'rev-list', '--count', 'HEAD')).toBe('1');
    });

    test('runs any command in its sandbox, which keeps it from the key and from all else.', async ({ skip }) => {
      const { host, git } = await scratch({});
      const found = await claudeDriver.detect(host, claude(program), { git, commit: 'HEAD' });
      const sandboxed = found.ok ? found.value : undefined;
      if (sandboxed?.sandbox !== true) return skip('`bwrap` and `socat` are not here, or do not work');
      const [worktree, outside] = [repository(), temporaryFolder()];
      const server = await model([
        {
          tools: [
            bash('node -p "6 * 7" > inside.txt'),
            bash(`echo x > ${outside}/a.txt`),
            bash('env | grep -c made-up-key > keys.txt'),
            bash(`echo x > ${worktree}/.git/hooks/post-commit`),
          ],
        },
        done,
      ]);
      const { outcome } = await ask(server.origin, { worktree, installed: sandboxed });

      expect(outcome.ok).toBe(true);
      expect(readFileSync(join(worktree, 'inside.txt'), 'utf8')).toBe('42\n');
      expect(readFileSync(join(worktree, 'keys.txt'), 'utf8')).toBe('0\n');
      expect(readdirSync(outside)).toEqual([]);
      expect(existsSync(join(worktree, '.git/hooks/post-commit'))).toBe(false);
    });

    test('does not write outside its worktree.', async () => {
      const [worktree, outside] = [repository(), temporaryFolder()];
      const server = await model([{ tools: [write(outside, 'a.txt'), bash(`touch ${outside}/b.txt`)] }, done]);
      const { outcome } = await ask(server.origin, { worktree });

      expect(outcome.ok).toBe(true);
      expect(outcome.turns[0]?.denied).toEqual([`Write ${outside}/a.txt`, `Bash touch ${outside}/b.txt`]);
      expect(readdirSync(outside)).toEqual([]);
    });

    test('has nothing to write with when it reviews.', async () => {
      const worktree = repository();
      const verdict = { verdict: 'APPROVED', commit: 'c1', nonce: 'n1', summary: '', findings: [] };
      const server = await model([
        { tools: [write(worktree, 'a.txt'), bash('touch b.txt'), { name: 'Glob', input: { pattern: '*' } }] },
        answers({ ...verdict, questions: null }),
      ]);
      const { outcome } = await ask(server.origin, {
        worktree,
        role: 'reviewer',
        answer: reviewerAnswerSchema as unknown as AgentCall<ImplementerAnswer>['answer'],
      });

      expect(outcome).toMatchObject({ ok: true, answer: verdict });
      expect(readdirSync(worktree)).toEqual(['.git']);
      expect(server.calls[0]?.tools.toSorted()).toEqual([
        'DeferredToolPlaceholder',
        'Glob',
        'Grep',
        'Read',
        'StructuredOutput',
      ]);
      const refused = resultsOf(server.calls[1]!).filter((result) => result.includes('No such tool available'));
      expect(refused).toHaveLength(2);
    });

    test('takes no orders from the files of the project or of the user.', async () => {
      const [worktree, home] = [repository(), temporaryFolder()];
      const hook = (name: string): string => plantedSettings(join(home, name));
      plant(worktree, {
        'CLAUDE.md': 'canary: project',
        'AGENTS.md': 'canary: agents',
        'CLAUDE.local.md': 'canary: local',
        '.claude/rules/all.md': 'canary: rules',
        '.claude/skills/one/SKILL.md': '---\nname: one\ndescription: "canary: skill"\n---\n',
        '.claude/settings.json': hook('by-project'),
        '.mcp.json': JSON.stringify({
          mcpServers: { one: { command: 'touch', args: [join(home, 'by-mcp')] } },
        }),
      });
      plant(home, { '.claude/CLAUDE.md': 'canary: user', '.claude/settings.json': hook('by-user') });
      const server = await model([{ tools: [bash('node -p 1 > planted.txt')] }, done]);
      const { outcome } = await ask(server.origin, { worktree }, { sandbox: false }, { HOME: home });

      expect(outcome.ok).toBe(true);
      expect(server.calls.filter(({ body }) => JSON.stringify(body).includes('canary: '))).toEqual([]);
      expect(readdirSync(home)).toEqual(['.claude']);
      expect(existsSync(join(worktree, 'planted.txt'))).toBe(false);
    });

    test("works with the user's login where there is no key, and leaves the user's folder as it is.", async () => {
      const home = temporaryFolder();
      plant(home, { '.claude/.credentials.json': login('made-up-login') });
      const server = await model([done]);
      const env = { HOME: home, ANTHROPIC_API_KEY: undefined };
      const { outcome } = await ask(server.origin, {}, {}, env);

      expect(outcome.ok).toBe(true);
      expect(server.calls[0]?.headers['authorization']).toBe('Bearer made-up-login');
      expect(readdirSync(join(home, '.claude'))).toEqual(['.credentials.json']);
    });

    test('stops when it has answered too often.', async () => {
      const server = await model([{ tools: [{ name: 'Glob', input: { pattern: '*' } }] }]);
      const { outcome } = await ask(server.origin, {}, { maxSteps: 3 });

      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-limit' }, turns: [{ steps: 3 }] });
      expect(server.calls).toHaveLength(3);
    });

    test('stops when it has cost too much, and what it cost is known.', async () => {
      const server = await model([{ tools: [{ name: 'Glob', input: { pattern: '*' } }], usage: { output: 20_000 } }]);
      const { outcome } = await ask(server.origin, {}, { maxCostUsd: 0.01 });

      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-limit' }, usage: { outputTokens: 20_000 } });
      expect(outcome.usage.costUsd).toBeGreaterThan(0.01);
    });
  });

  describe('in trouble', () => {
    const broken = answers({ status: 'perhaps' });
    const usageLimit = {
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-reset': '1900000000',
      'anthropic-ratelimit-unified-representative-claim': 'five_hour',
    };
    const rows: readonly [title: string, script: Script, kind: Trouble['kind']][] = [
      ['401', [{ status: 401 }], 'auth'],
      ['403', [{ status: 403 }], 'auth'],
      ['429 without retry-after', [{ status: 429 }], 'rate-limit'],
      ['429 with retry-after', [{ status: 429, headers: { 'retry-after': '1' } }], 'rate-limit'],
      ['500', [{ status: 500 }], 'provider'],
      ['529', [{ status: 529 }], 'provider'],
      ['an error within the stream, and once more', within('overloaded_error', 529), 'provider'],
      ['an error within the stream, as often as calls', within('rate_limit_error', 429), 'rate-limit'],
      ['an error within every stream', [streamed('overloaded_error')], 'provider'],
      ['a stream that is cut', [{ ...done, cutAfter: 2 }], 'network'],
      ['a connection that is cut', [{ drop: true }], 'network'],
      ['no answer at all', [{ hang: true }], 'network'],
      ['insufficient quota', [{ status: 400, message: 'Your credit balance is too low to access the API.' }], 'quota'],
      [
        'a context that is too long',
        [{ status: 400, message: 'prompt is too long: 9 tokens > 8 maximum' }],
        'input-too-large',
      ],
      ['a request that is too large', [{ status: 413 }], 'input-too-large'],
      ['a model that is not there', [{ status: 404, message: 'model: none' }], 'agent-error'],
      ['an answer that never fits', [broken], 'bad-output'],
      ['no structured answer at exit 0', [{ json: answer }], 'bad-output'],
    ];
    test.each(rows)('%s ends as it should, soon.', async (_, script, kind) => {
      const server = await model(script);
      const { outcome } = await ask(server.origin);

      expect(outcome.turns[0]).toMatchObject({ outcome: kind });
      expect(outcome.ok).toBe(false);
    });

    test('A usage limit says when it ends: of a subscription.', async () => {
      const home = temporaryFolder();
      plant(home, { '.claude/.credentials.json': login('made-up-login') });
      const server = await model([{ status: 429, headers: usageLimit }]);
      const tripped: Trouble[] = [];
      const env = { HOME: home, ANTHROPIC_API_KEY: undefined };
      const { outcome } = await ask(server.origin, { breaker: breaker(tripped) }, {}, env);

      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-quota' } });
      expect(tripped).toMatchObject([{ kind: 'quota', resetsAt: 1_900_000_000_000 }]);
      expect(server.calls).toHaveLength(1);
    });

    test('A usage limit says when it ends: of an API key.', async () => {
      const message =
        'You have reached your specified API usage limits. You will regain access on 2030-03-17 at 17:46 UTC.';
      const server = await model([{ status: 400, message }]);
      const tripped: Trouble[] = [];
      const { outcome } = await ask(server.origin, { breaker: breaker(tripped) });

      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-quota' } });
      expect(tripped).toMatchObject([{ kind: 'quota', resetsAt: Date.UTC(2030, 2, 17, 17, 46) }]);
    });

    test('A port that nobody listens on is trouble of the network.', async () => {
      const { outcome } = await ask('http://127.0.0.1:9');

      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-network' } });
    });

    test('No key and no login is told as such.', async () => {
      const server = await model([done]);
      const env = { HOME: temporaryFolder(), ANTHROPIC_API_KEY: undefined };
      const { outcome } = await ask(server.origin, {}, {}, env);

      expect(outcome).toMatchObject({
        ok: false,
        failure: { reason: 'agent-auth', message: expect.stringContaining('Not logged in') },
      });
      expect(server.calls).toEqual([]);
    });

    test('A session that is lost is begun again with all there is to know.', async () => {
      const server = await model([done]);
      const session = { id: '11111111-2222-4333-8444-555555555555', agent: 'claude', model: undefined, reported: {} };
      const { outcome } = await ask(server.origin, { session, prompt: { full: 'All of it.', resumed: 'Only this.' } });

      expect(outcome).toMatchObject({
        ok: true,
        turns: [{ outcome: 'session-lost' }, { outcome: 'ok', kind: 'recap' }],
      });
      expect(JSON.stringify(server.calls[0]?.body)).toContain('All of it.');
    });

    test('An answer that does not fit is repaired in the same session.', async () => {
      const server = await model((_, index) => (index < 2 ? { json: answer } : done));
      const { outcome } = await ask(server.origin);

      expect(outcome).toMatchObject({
        ok: true,
        answer,
        turns: [{ outcome: 'bad-output' }, { outcome: 'ok', kind: 'repair' }],
      });
      expect(outcome.turns[0]?.session).toBe(outcome.turns[1]?.session);
    });

    test('Trouble of the provider in the middle of the work is slept over, and the session goes on.', async () => {
      const worktree = repository();
      const server = await model((_, index) =>
        index === 0 ? { tools: [write(worktree, 'a.txt')] } : index < 3 ? { status: 529 } : done,
      );
      const { outcome } = await ask(server.origin, { worktree, retries: { times: 1, delaySeconds: 0 } });

      expect(outcome).toMatchObject({
        ok: true,
        turns: [
          { outcome: 'provider', steps: 1 },
          { outcome: 'ok', kind: 'retry' },
        ],
      });
      expect(resultsOf(server.calls[3]!)).toHaveLength(1);
    });

    test('Exit 0 after a Ctrl-C that is not ours is no good end.', async () => {
      const server = await model(() => {
        for (const { pid, command } of processesOf(run)) if (command.startsWith(program)) kill(pid, 'SIGINT');
        return { hang: true };
      });
      const { outcome, transcript } = await ask(server.origin);

      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
      expect(transcript).toContain('--- ended: exit 0');
    });

    test('Silence beyond the limit ends it, with all that it has started.', async () => {
      const worktree = repository();
      plant(worktree, { 'long.sh': 'setsid nohup sleep 300 &\nsleep 301\n' });
      const server = await model([{ tools: [bash('sh long.sh')] }]);
      const { outcome } = await ask(
        server.origin,
        { worktree, limits: { ...limits, silence: 5 } },
        { allow: ['Bash(sh *)'], sandbox: false },
      );

      expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-limit' }, usage: { inputTokens: 100 } });
      expect(server.calls).toHaveLength(1);
    });

    test('What a turn has cost that was cut is known, in money too, and is told once.', async () => {
      const place = { worktree: repository(), home: temporaryFolder() };
      const server = await model([
        { tools: [bash('sleep 300')], usage: { input: 5000, output: 700 } },
        { ...done, usage: { input: 200, output: 100 } },
      ]);
      const sleeper = { allow: ['Bash(sleep *)'], sandbox: false as const };
      const { outcome } = await ask(server.origin, { ...place, limits: { ...limits, silence: 10 } }, sleeper);
      const { outcome: later } = await ask(server.origin, { ...place, session: outcome.session });

      expect(outcome.usage).toEqual({
        inputTokens: 5000,
        cachedInputTokens: 0,
        outputTokens: 700,
        costUsd: expect.any(Number),
      });
      expect(later).toMatchObject({ ok: true, usage: { inputTokens: 200, outputTokens: 100 } });
      // The same prices for both.
      expect(outcome.usage.costUsd).toBeGreaterThan(10 * (later.usage.costUsd ?? 0));
    });

    test('What it waited for at the limit of its time is said.', async () => {
      const server = await model([{ status: 500 }]);
      const env = { CLAUDE_CODE_MAX_RETRIES: '9' };
      const { outcome } = await ask(server.origin, { limits: { ...limits, time: 5 } }, {}, env);

      expect(outcome).toMatchObject({
        ok: false,
        failure: { reason: 'agent-limit', message: expect.stringMatching(/after 5 s .*while it waited: .*500/) },
      });
    });
  });
});

/** An answer that begins well, and breaks off with an error of this type. */
function streamed(type: string): Step {
  const [begins] = anthropicEvents(1, 'made-up', { text: 'hello' });
  return { raw: [begins!, { event: 'error', data: { type: 'error', error: { type, message: `scripted ${type}` } } }] };
}

/** The same, where it is told by its status when claude asks again without a stream. */
function within(type: string, status: number): Script {
  return ({ body }) => (body['stream'] === true ? streamed(type) : { status });
}

async function model(script: Script): Promise<ModelServer> {
  const server = await startModel(script);
  onTestFinished(async () => await server.close());
  return server;
}

/** One call of the real program with this model. */
async function ask(
  origin: string,
  own: Partial<AgentCall<ImplementerAnswer>> = {},
  agent: Partial<AgentOf<'claude'>> = {},
  env: Readonly<Record<string, string | undefined>> = {},
) {
  const host = hostWith({ env: { PATH: process.env['PATH'], ...claudeEnvironment(origin), ...env } });
  const found = { program, version: '2.1.330', sandbox: false };
  return await call(
    claude(program, agent),
    { installed: found, run, worktree: repository(), breaker: breaker([]), ...own },
    host,
  );
}

function repository(): string {
  const folder = temporaryFolder();
  userGit(folder, 'init', '--quiet', '--initial-branch=main');
  userGit(
    folder,
    '-c',
    'user.name=Ada',
    '-c',
    'user.email=ada@example.com',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'x',
  );
  return folder;
}

function plant(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Settings that would allow everything, and run something at every occasion. */
function plantedSettings(witness: string): string {
  const hooks = [{ hooks: [{ type: 'command', command: `touch ${witness}` }] }];
  return JSON.stringify({
    permissions: { allow: ['Bash(*)', 'Bash'] },
    hooks: { SessionStart: hooks, PreToolUse: hooks, Stop: hooks },
  });
}

function login(accessToken: string): string {
  const expiresAt = Date.now() + 24 * 3600 * 1000;
  const scopes = ['user:inference', 'user:profile'];
  return JSON.stringify({
    claudeAiOauth: { accessToken, refreshToken: 'made-up', expiresAt, scopes, subscriptionType: 'max' },
  });
}

function breaker(tripped: Trouble[]): AgentCall<ImplementerAnswer>['breaker'] {
  return {
    closed: async () =>
      tripped.length > 0 ? { reason: 'agent-quota', message: 'The usage limit is reached.' } : undefined,
    trip: async (trouble) => void tripped.push(trouble),
  };
}

function write(folder: string, name: string): { readonly name: string; readonly input: object } {
  return { name: 'Write', input: { file_path: join(folder, name), content: 'hello\n' } };
}

function bash(command: string): { readonly name: string; readonly input: object } {
  return { name: 'Bash', input: { command } };
}
