import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ImplementerAnswer } from '../../core/agent/answer.ts';
import type { AgentCall } from '../../core/agent/call.ts';
import { codexDriver } from '../../core/agent/codex.ts';
import type { Session } from '../../core/agent/driver.ts';
import type { AgentOf } from '../../core/agent/option.ts';
import type { Trouble } from '../../core/agent/trouble.ts';
import { limits, turn } from '../agent/call-parts.ts';
import { call, type Called } from '../agent/sample.ts';
import { userGit } from '../git/scratch.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { codexAt, codexKey, runs } from '../rig/agents/codex.ts';
import { installedAgent, whySkipped } from '../rig/agents/install.ts';
import { openaiFailure } from '../rig/model/openai.ts';
import { resultsOf, type ModelRequest } from '../rig/model/request.ts';
import { startModel, type ModelServer, type Script } from '../rig/model/server.ts';
import type { Step } from '../rig/model/step.ts';

const installed = await installedAgent('codex');
const program = 'program' in installed ? installed.program : '';
const run = `run-of-codex-${process.pid}`;
const answer: ImplementerAnswer = { status: 'done', summary: 'did it' };
const done: Step = {
  json: { ...answer, question: null, options: null, deviations: null, disputes: null, fixedFindings: null },
};

describe.skipIf(program === '')(`codex${whySkipped(installed)}`, () => {
  test('knows every setting that it is given.', async () => {
    const { codex } = await model([done]);
    const home = temporaryFolder();
    for (const access of ['write', 'read'] as const) {
      const asked = { ...turn, access, home, worktree: repository(), installed: { program, version: null } };
      for (const [path, text] of Object.entries(codexDriver.files?.(codex, asked) ?? {})) write(join(home, path), text);
      const [file, subcommand = '', ...args] = codexDriver.argv({ ...codex, effort: 'low' }, asked);
      const result = await hostWith().processes.run({
        file,
        args: [subcommand, '--strict-config', ...args],
        cwd: asked.worktree,
        env: { PATH: process.env['PATH'], HOME: home, CODEX_HOME: join(home, 'codex'), [codexKey]: 'made-up-key' },
        input: 'hello',
      });
      expect(result).toMatchObject({ ended: 'exit', code: 0 });
    }
  });

  test('works, answers in the asked form, and says what it has used.', async () => {
    const { server, ...asked } = await model([
      { text: 'I write the file.', tools: [runs('echo hello > greeting.txt')], usage: { input: 500, cacheRead: 300 } },
      { ...done, usage: { input: 700, cacheRead: 500, output: 30 } },
    ]);
    const { outcome, worktree, said } = await ask(asked, { prompt: { full: 'Greet.', resumed: '' } });

    expect(outcome).toMatchObject({
      ok: true,
      answer,
      usage: { inputTokens: 1200, cachedInputTokens: 800, outputTokens: 50 },
      session: { id: expect.any(String), agent: 'codex scripted-model', model: 'scripted-model' },
      turns: [{ outcome: 'ok', steps: 3, model: 'scripted-model', denied: [] }],
    });
    expect(read(worktree, 'greeting.txt')).toBe('hello\n');
    expect(said).toEqual(expect.arrayContaining(['I write the file.', expect.stringContaining('echo hello')]));
    const [first] = server.calls;
    expect(first?.body).toMatchObject({
      model: 'scripted-model',
      text: { format: { type: 'json_schema', strict: true, schema: { properties: { status: {}, summary: {} } } } },
    });
    expect(first?.told.at(-1)?.text).toContain('Greet.');
    expect(server.others.filter((other) => !other.endsWith('/models'))).toEqual([]);
  });

  test('goes on with its session, and is charged only for what came on top.', async () => {
    const { server, ...asked } = await model([done, { ...done, usage: { input: 250, output: 35 } }]);
    const place = { worktree: repository(), home: temporaryFolder() };
    const first = await ask(asked, { ...place, prompt: { full: 'Begin.', resumed: '' } });
    const { outcome } = await ask(asked, {
      ...place,
      session: first.outcome.session,
      prompt: { full: '', resumed: 'Go on.' },
    });

    expect(first.outcome).toMatchObject({ ok: true, usage: { inputTokens: 100, outputTokens: 20 } });
    expect(outcome).toMatchObject({
      ok: true,
      turns: [{ kind: 'resumed' }],
      usage: { inputTokens: 250, outputTokens: 35 },
      session: { id: first.outcome.session?.id, reported: { inputTokens: 350, outputTokens: 55 } },
    });
    const told = server.calls
      .at(-1)
      ?.told.map(({ text }) => text)
      .join('\n');
    expect(told).toContain('Begin.');
    expect(told).toContain('Go on.');
  });

  test('runs its commands also when it is a model that writes them as code.', async () => {
    const { codex, ...asked } = await model([
      { custom: { name: 'exec', input: 'text(await tools.exec_command({ cmd: "echo hello > greeting.txt" }));' } },
      done,
    ]);
    const { outcome, worktree } = await ask({ ...asked, codex: { ...codex, model: 'gpt-6.1-sol' } });

    expect(outcome).toMatchObject({ ok: true, answer });
    expect(read(worktree, 'greeting.txt')).toBe('hello\n');
  });

  test('goes on with the model that it took by itself.', async () => {
    const { server, codex } = await model([done]);
    const asked = { codex: { ...codex, model: undefined } };
    const place = { worktree: repository(), home: temporaryFolder() };
    const { session } = (await ask(asked, place)).outcome;
    await ask(asked, { ...place, session, model: session?.model });

    expect(session?.model).toEqual(expect.any(String));
    expect(server.calls.map(({ body }) => body['model'])).toEqual([session?.model, session?.model]);
  });

  describe('that is in trouble', () => {
    test.each<Row>([
      ['is not let in (401)', [{ status: 401 }], 'agent-auth', 'status 401'],
      ['is not let in (403)', [{ status: 403 }], 'agent-auth', 'status 403'],
      ['calls too often (429)', [{ status: 429 }], 'agent-rate-limit', 'last status: 429'],
      [
        'calls too often and is told how long to wait',
        [{ status: 429, headers: { 'retry-after': '1' } }],
        'agent-rate-limit',
        'last status: 429',
      ],
      ['meets a broken server (500)', [{ status: 500 }], 'agent-provider', 'high demand'],
      ['meets a busy server (529)', [{ status: 529 }], 'agent-provider', 'status 529'],
      ['is cut off within an answer', [{ text: 'hello', cutAfter: 1 }], 'agent-network', 'stream disconnected'],
      ['is cut off before an answer', [{ drop: true }], 'agent-network', 'stream disconnected'],
      [
        'has no quota left',
        [{ raw: openaiFailure('insufficient_quota', 'You exceeded your current quota.') }],
        'agent-quota',
        'Quota exceeded',
      ],
      [
        'has too much in its context',
        [{ raw: openaiFailure('context_length_exceeded', 'Too long.') }],
        'agent-input',
        'ran out of room',
      ],
      [
        'is asked what is no request (400)',
        [{ status: 400, message: 'no such thing' }],
        'agent-failed',
        'no such thing',
      ],
      ['ends without an answer', [{ raw: emptyResponse }], 'bad-output', 'without an answer'],
    ])('%s.', async (_, script, reason, message) => {
      const asked = await model(script);
      const { outcome } = await ask(asked);

      expect(outcome).toMatchObject({ ok: false, failure: { reason, message: expect.stringContaining(message) } });
    });

    test('has used what it had used before.', async () => {
      const { outcome } = await ask(await model([{ tools: [runs('echo hello')] }, { status: 400 }]));

      expect(outcome).toMatchObject({ ok: false, usage: { inputTokens: 100, outputTokens: 20 } });
    });

    test('waits for as long as a server asks, and goes on.', async () => {
      const { outcome } = await ask(await model([{ status: 429, headers: { 'retry-after': '1' } }, done]));

      expect(outcome).toMatchObject({ ok: true, turns: [{ outcome: 'ok' }] });
    });

    test('is tried again after trouble that passes.', async () => {
      const { outcome } = await ask(await model((_, index) => (index < 4 ? { status: 500 } : done)), {
        retries: { times: 2, delaySeconds: 0 },
      });

      expect(outcome).toMatchObject({ ok: true, turns: [{ outcome: 'provider' }, { kind: 'retry', outcome: 'ok' }] });
    });

    test('gives up where nobody listens.', async () => {
      const { server, ...asked } = await model([done]);
      await server.close();
      const { outcome } = await ask(asked);

      expect(outcome).toMatchObject({
        failure: { reason: 'agent-network', message: expect.stringContaining('Connection failed') },
      });
    });

    test('that waits for a network without end is ended at its time, which says what it waited for.', async () => {
      const { server, codex } = await model([done]);
      await server.close();
      const config = { ...codex.config, 'features.unbounded_connection_retries': 'true' };
      const { outcome } = await ask({ codex: { ...codex, config } }, { limits: { ...limits, time: 8 } });

      expect(outcome).toMatchObject({
        failure: {
          reason: 'agent-limit',
          message: expect.stringMatching(/after 8 s .*while it waited: .*waiting for network/),
        },
      });
    });

    test('is ended when nothing comes.', async () => {
      const { outcome } = await ask(await model([{ hang: true }]), { limits: { ...limits, silence: 4 } });

      expect(outcome).toMatchObject({ failure: { reason: 'agent-limit' } });
    });

    test('is ended when an answer stops half way.', async () => {
      const { outcome } = await ask(await model([{ text: 'hello', stallAfter: 1 }]), {
        limits: { ...limits, silence: 4 },
      });

      expect(outcome).toMatchObject({ failure: { reason: 'agent-limit' } });
    });

    test('is ended when it goes round in circles.', async () => {
      const asked = await model([{ tools: [runs('echo again')] }]);
      const { outcome } = await ask(asked, { limits: { ...limits, steps: 10 } });

      expect(outcome).toMatchObject({
        failure: { reason: 'agent-limit', message: expect.stringContaining('option maxSteps') },
        turns: [{ steps: 11 }],
      });
      expect(outcome.usage.inputTokens).toBeGreaterThanOrEqual(1000);
    });

    test('has no key.', async () => {
      const { outcome } = await ask(await model([done]), {}, {});

      expect(outcome).toMatchObject({
        failure: {
          reason: 'agent-auth',
          message: expect.stringContaining(`Missing environment variable: \`${codexKey}\``),
        },
      });
    });

    test('has lost its session, and begins a new one with all that it has to know.', async () => {
      const { server, ...asked } = await model([done]);
      const session: Session = {
        id: '11111111-2222-4333-8444-555555555555',
        agent: 'codex scripted-model',
        model: 'scripted-model',
        reported: {},
      };
      const { outcome } = await ask(asked, { session, prompt: { full: 'All of it.', resumed: 'Go on.' } });

      expect(outcome).toMatchObject({
        ok: true,
        turns: [
          { kind: 'resumed', outcome: 'session-lost' },
          { kind: 'recap', outcome: 'ok' },
        ],
      });
      expect(server.calls[0]?.told.at(-1)?.text).toContain('All of it.');
    });

    test('gets one more turn for an answer of another shape, which codex does not look at.', async () => {
      const wrong: Step = { json: { status: 'finished' } };
      const { outcome } = await ask(await model([wrong, done]));
      expect(outcome).toMatchObject({
        ok: true,
        turns: [{ outcome: 'bad-output' }, { kind: 'repair', outcome: 'ok' }],
      });

      const again = await ask(await model([wrong]));
      expect(again.outcome).toMatchObject({
        failure: { reason: 'bad-output', message: expect.stringContaining('status') },
        turns: [{ outcome: 'bad-output' }, { kind: 'repair', outcome: 'bad-output' }],
      });
    });

    test('gets one more turn for words in place of an answer.', async () => {
      const { outcome } = await ask(await model([{ text: 'All is done!' }, done]));

      expect(outcome).toMatchObject({ ok: true, turns: [{ outcome: 'bad-output' }, { outcome: 'ok' }] });
    });

    test.each<[string, object, number | undefined]>([
      ['in twenty minutes', { plan_type: 'plus', ...resetsIn(20) }, 20],
      ['in three days', { plan_type: 'pro', ...resetsIn(3 * 24 * 60) }, 3 * 24 * 60],
      ['at a time that is not said', { plan_type: 'free' }, undefined],
    ])('has reached its usage limit, which ends %s.', async (_, error, minutes) => {
      const tripped: Trouble[] = [];
      const breaker = trippedBy(tripped);
      const asked = await model([{ status: 429, body: { error: { type: 'usage_limit_reached', ...error } } }]);
      const { outcome } = await ask(asked, { breaker });

      expect(outcome).toMatchObject({
        failure: { reason: 'agent-quota', message: expect.stringContaining('usage limit') },
      });
      const resetsAt = tripped[0]?.resetsAt;
      const said = resetsAt === undefined ? undefined : Math.ceil((resetsAt - Date.now()) / 60_000);
      // It is told without its seconds, so it may be taken for a minute later.
      expect([minutes, minutes && minutes + 1]).toContain(said);
    });
  });

  describe('in its sandbox', () => {
    test.each(['first', 'resumed'] as const)('writes nothing as a reviewer (%s turn).', async (which) => {
      const { server, ...asked } = await model([done, { tools: [runs('echo no > written.txt; ls')] }, done]);
      const place = { worktree: repository(), home: temporaryFolder(), role: 'reviewer' } as const;
      // A writer's session that is gone on with to read must not keep what it was allowed.
      const before = await ask(asked, { ...place, role: which === 'first' ? 'reviewer' : 'implementer' });
      const session = which === 'resumed' ? before.outcome.session : undefined;
      const { outcome, worktree } = await ask(asked, { ...place, session });

      expect(outcome).toMatchObject({ ok: true, turns: [{ kind: which }] });
      expect(existsSync(join(worktree, 'written.txt'))).toBe(false);
      expect(resultsOf(server.calls.at(-1)!).at(-1)).toContain('Read-only file system');
    });

    test('still writes in its worktree as an implementer that goes on with a session.', async () => {
      const { server: _, ...asked } = await model([done, { tools: [runs('echo yes > written.txt')] }, done]);
      const place = { worktree: repository(), home: temporaryFolder() };
      const { outcome } = await ask(asked, place);
      await ask(asked, { ...place, session: outcome.session });

      expect(read(place.worktree, 'written.txt')).toBe('yes\n');
    });

    test('writes nowhere but in its worktree, and changes nothing of git.', async () => {
      const { main, worktree, sibling } = worktrees();
      const [home, outside] = [temporaryFolder(), join(tmpdir(), `phasewright-outside-${process.pid}`)];
      const before = gitState(main);
      const { results, outcome } = await runAll(
        {
          commit: 'echo x > a.txt; git add a.txt; git -c user.name=x -c user.email=x@x commit --no-verify -m x',
          hook: `echo "#!/bin/sh" > ${main}/.git/hooks/pre-commit`,
          config: 'git config core.fsmonitor /bin/false',
          ref: 'git update-ref refs/heads/planted HEAD',
          link: 'echo gitdir: /elsewhere > .git',
          sibling: `echo x > ${sibling}/planted.txt`,
          checkout: `echo x > ${main}/planted.txt`,
          temporary: `echo x > ${outside}`,
          home: `echo x > ${home}/planted.txt`,
          settings: 'mkdir .codex && echo x > .codex/config.toml',
          network: 'exec 3<>/dev/tcp/127.0.0.1/22',
        },
        { worktree, home },
      );

      expect(outcome).toMatchObject({ ok: true });
      expect(Object.entries(results).filter(([, code]) => !(code > 0))).toEqual([]);
      expect(gitState(main)).toEqual(before);
      expect(existsSync(outside)).toBe(false);
      expect([main, sibling, home].filter((folder) => existsSync(join(folder, 'planted.txt')))).toEqual([]);
      expect(read(worktree, 'a.txt')).toBe('x\n');
    });

    test('has a temporary folder of its own to write in.', async () => {
      const { results } = await runAll({ temporary: 'test -n "$TMPDIR" && mktemp && echo x > "$TMPDIR/x"' });

      expect(results).toEqual({ temporary: 0 });
    });

    test('shows commands no secret, neither in their environment nor in that of another process.', async () => {
      const env = {
        ...process.env,
        [codexKey]: 'canary-key-1234',
        GITHUB_TOKEN: 'canary-token-1234',
        AWS_X: 'canary-x',
      };
      const { output } = await runAll(
        { all: 'env; cat /proc/*/environ | tr "\\0" "\\n"; cat /proc/*/cmdline | tr "\\0" "\\n"; echo the end' },
        {},
        env,
      );

      expect(output).toContain('the end');
      expect(output).toContain(`PHASEWRIGHT_RUN=${run}`);
      expect(output).not.toContain('canary');
    });

    test('cannot ask to be let out.', async () => {
      const outside = join(tmpdir(), `phasewright-escalated-${process.pid}`);
      const escalated = {
        cmd: `echo x > ${outside}`,
        sandbox_permissions: 'require_escalated',
        justification: 'please',
      };
      const { server, ...asked } = await model([{ tools: [{ name: 'exec_command', input: escalated }] }, done]);
      await ask(asked);

      expect(existsSync(outside)).toBe(false);
      expect(resultsOf(server.calls.at(-1)!).at(-1)).toContain('approval policy is Never');
    });

    test('leaves no daemon behind.', async () => {
      const { outcome } = await ask(
        await model([{ tools: [runs('setsid nohup sleep 600 > /dev/null 2>&1 & echo started')] }, done]),
      );

      // That nothing is left is looked at after each call.
      expect(outcome).toMatchObject({ ok: true });
    });
  });

  test('is led by no file of the workspace.', async () => {
    const worktree = repository();
    const mark = join(temporaryFolder(), 'ran');
    const hooks = { SessionStart: [{ hooks: [{ type: 'command', command: `touch ${mark}` }] }] };
    for (const folder of ['', '.codex', '.agents']) {
      write(join(worktree, folder, 'AGENTS.md'), 'canary-instructions');
      write(join(worktree, folder, 'hooks.json'), JSON.stringify({ hooks }));
      write(
        join(worktree, folder, 'config.toml'),
        `developer_instructions = "canary-developer"\n[mcp_servers.planted]\ncommand = "touch"\nargs = ["${mark}"]\n`,
      );
      write(join(worktree, folder, 'skills/planted/SKILL.md'), '---\nname: planted\ndescription: canary-skill\n---\n');
    }
    write(join(worktree, '.mcp.json'), JSON.stringify({ mcpServers: { planted: { command: 'touch', args: [mark] } } }));
    const { server, ...asked } = await model([{ tools: [runs('echo hello')] }, done]);
    const { outcome } = await ask(asked, { worktree });

    expect(outcome).toMatchObject({ ok: true });
    expect(JSON.stringify(server.calls.map(({ body }) => body))).not.toContain('canary');
    expect(existsSync(mark)).toBe(false);
  });
});

type Row = [title: string, script: Script, reason: string, message: string];

/** A response that is complete and says nothing. */
const emptyResponse = [
  {
    event: 'response.completed',
    data: {
      type: 'response.completed',
      response: { id: 'resp_empty', usage: { input_tokens: 5, output_tokens: 1, total_tokens: 6 } },
    },
  },
];

interface Asked {
  readonly codex: AgentOf<'codex'>;
}

/** A scripted model for one test, and codex as an agent that calls it. */
async function model(script: Script): Promise<Asked & { readonly server: ModelServer }> {
  const server = await startModel(script);
  onTestFinished(async () => await server.close());
  return { server, codex: codexAt(server.origin, program) };
}

/** Calls codex; whatever becomes of the call, nothing that it has started may be left. */
async function ask(
  { codex }: Asked,
  own: Partial<AgentCall<ImplementerAnswer>> = {},
  env: Readonly<Record<string, string | undefined>> = { ...process.env, [codexKey]: 'made-up-key' },
): Promise<Called> {
  const about = { worktree: repository(), installed: { program, version: null }, run, breaker: trippedBy([]) };
  const called = await call(codex, { ...about, ...own }, hostWith({ env: { PATH: process.env['PATH'], ...env } }));
  const left = await hostWith().processes.sweep(`PHASEWRIGHT_RUN=${run}`);
  if (left > 0) throw new Error(`${left} processes were left running`);
  return called;
}

/** Lets nothing be called once a usage limit was reached, and keeps what was said of it. */
function trippedBy(reached: Trouble[]): AgentCall<unknown>['breaker'] {
  return {
    closed: async () => reached[0] && { reason: 'agent-quota', message: reached[0].text },
    trip: async (trouble) => void reached.push(trouble),
  };
}

/** Runs commands one after the other in codex's sandbox; answers with their exit codes and all that they printed. */
async function runAll(
  commands: Readonly<Record<string, string>>,
  own: Partial<AgentCall<ImplementerAnswer>> = {},
  env?: Readonly<Record<string, string | undefined>>,
) {
  const scripts = Object.entries(commands);
  const { server, ...asked } = await model((_: ModelRequest, index) => {
    const command = scripts[index]?.[1];
    return command === undefined ? done : { tools: [runs(`( ${command} ); echo "code: $?"`)] };
  });
  const { outcome } = await ask(asked, own, env);
  const printed = resultsOf(server.calls.at(-1)!);
  const codes = scripts.map(([name], index) => [name, Number(/code: (\d+)/.exec(printed[index] ?? '')?.[1])] as const);
  return { outcome, results: Object.fromEntries(codes), output: printed.join('\n') };
}

/** When a usage limit ends, as the provider says it. */
function resetsIn(minutes: number): object {
  return { resets_at: Math.floor(Date.now() / 1000) + minutes * 60, resets_in_seconds: minutes * 60 };
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
    '-q',
    '--allow-empty',
    '-m',
    'begin',
  );
  return folder;
}

/** A repository with two linked worktrees. */
function worktrees(): { main: string; worktree: string; sibling: string } {
  const main = repository();
  const [worktree, sibling] = ['one', 'two'].map((name) => join(temporaryFolder(), name));
  for (const path of [worktree!, sibling!]) userGit(main, 'worktree', 'add', '--quiet', '--detach', path);
  return { main, worktree: worktree!, sibling: sibling! };
}

/** All that an agent could change of a repository to make git do something. */
function gitState(main: string): object {
  const files = execFileSync('find', ['.git', '-type', 'f', '-not', '-name', 'index'], { cwd: main, encoding: 'utf8' });
  return Object.fromEntries(
    files
      .trim()
      .split('\n')
      .map((path) => [path, readFileSync(join(main, path), 'latin1')]),
  );
}

function read(folder: string, path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function write(path: string, text: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
}
