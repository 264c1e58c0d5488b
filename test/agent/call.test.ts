import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeProcesses } from '../../core/host/node-processes.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { untilGone } from '../host/process.ts';
import { limits } from './call-parts.ts';
import { call, done, program } from './sample.ts';

const said = (text: unknown): string => `console.log(JSON.stringify(${JSON.stringify(text)}));`;

describe('the answer', () => {
  test('counts with the usage that was told, added up; all other lines are progress.', async () => {
    const usage = [
      { type: 'usage', inputTokens: 3 },
      { type: 'usage', inputTokens: 4, costUsd: 0.5 },
    ]
      .map(said)
      .join('');
    const called = await call(
      program(`${usage} console.log('thinking'); ${said({ type: 'say', text: 'hello' })} ${done}`),
    );
    expect(called.outcome).toMatchObject({
      ok: true,
      answer: { status: 'done', summary: 'did it' },
      usage: { inputTokens: 7, costUsd: 0.5 },
    });
    expect(called.said).toEqual(['thinking', 'hello']);
  });

  test('is the last one.', async () => {
    const first = said({ type: 'answer', answer: { status: 'spec-wrong', summary: 'no' } });
    expect((await call(program(first + done))).outcome).toMatchObject({ ok: true, answer: { status: 'done' } });
  });

  test('may be given after megabytes of output, without a newline at the end.', async () => {
    const code = `process.stdout.write('x'.repeat(3e6) + '\\n' + JSON.stringify({ type: 'answer', answer: { status: 'done', summary: 's' } }));`;
    expect((await call(program(code))).outcome).toMatchObject({ ok: true });
  });

  test.each<[string, string, string, string]>([
    ['that is not given', `console.log('I am done, all tests pass!')`, 'bad-output', 'ended without an answer'],
    ['of another shape', said({ type: 'answer', answer: { status: 'finished', summary: '' } }), 'bad-output', 'status'],
    ['that is no object', said({ type: 'answer', answer: 'done' }), 'bad-output', 'unexpected shape: answer:'],
    ['of nothing', said({ type: 'answer', answer: null }), 'bad-output', 'unexpected shape'],
    [
      'of a program that fails',
      `${done} console.error('quota exceeded'); process.exitCode = 7;`,
      'agent-failed',
      'ended with exit code 7: quota exceeded',
    ],
    [
      'of a program that is killed',
      `${done} process.kill(process.pid, 'SIGKILL');`,
      'agent-failed',
      'ended by SIGKILL',
    ],
    ['of a program that crashes', `${done} throw new Error('oh no');`, 'agent-failed', 'exit code 1'],
  ])('does not count: one %s.', async (_title, code, reason, message) => {
    const { outcome } = await call(program(code));
    expect(outcome).toMatchObject({ ok: false, failure: { reason, message: expect.stringContaining(message) } });
  });
});

describe('an agent', () => {
  test('is told its prompt on standard input, and works in its worktree.', async () => {
    const code = `process.stdin.on('data', (text) => console.log(process.cwd() + ' ' + text)); ${done}`;
    const called = await call(program(code), { prompt: { full: 'do it 🙂', resumed: '' } });
    expect(called.said[0]).toBe(`${called.worktree} do it 🙂`);
  });

  test('whose material hid something has that in its record, and people are told.', async () => {
    const notes: string[] = [];
    const prompt = { full: 'do it', resumed: '', hidden: [{ piece: 'task 1.1', characters: 3 }] };
    const { outcome } = await call(program(done), { prompt, note: (text) => notes.push(text) });
    expect(outcome.turns).toMatchObject([{ hidden: [{ piece: 'task 1.1', characters: 3 }] }]);
    expect(notes).toEqual(['taken out of the prompt: 3 characters of "task 1.1" that no reader sees']);
    expect((await call(program(done))).outcome.turns[0]).not.toHaveProperty('hidden');
  });

  test('that is not there is missing.', async () => {
    const { outcome } = await call({ driver: 'command', command: ['phasewright-no-such-agent'], env: [] });
    expect(outcome).toMatchObject({
      failure: { reason: 'missing-agent', message: expect.stringContaining('phasewright-no-such-agent') },
    });
  });

  test('that hangs is ended at its time limit, though it goes on printing and has answered.', async () => {
    const { outcome } = await call(program(`${done} setInterval(() => console.log('still here'), 50);`), {
      limits: { ...limits, time: 1 },
    });
    expect(outcome).toMatchObject({
      failure: { reason: 'agent-limit', message: expect.stringContaining('after 1 s (option agentTimeLimit)') },
    });
  });

  test('that is silent is ended at its silence limit.', async () => {
    const { outcome } = await call(program(`${done} setInterval(() => {}, 1000);`), {
      limits: { ...limits, silence: 1 },
    });
    expect(outcome).toMatchObject({ failure: { reason: 'agent-limit' } });
  });

  test('is stopped with the run.', async () => {
    const stop = new AbortController();
    const stopping = hostWith({ processes: nodeProcesses(stop.signal) });
    const { outcome } = await call(
      program(`console.log('ready'); setInterval(() => {}, 1000);`),
      { say: () => stop.abort() },
      stopping,
    );
    expect(outcome).toMatchObject({ failure: { reason: 'stopped' } });
  });

  test('leaves nothing running, though it has put it in a session of its own.', async () => {
    const daemon = `const child = require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: 'ignore' }); child.unref(); console.log(child.pid);`;
    const called = await call(program(daemon + done));
    expect(called.outcome).toMatchObject({ ok: true });
    await untilGone(Number(called.said[0]));
  });

  test('leaves a transcript of all that it printed, and of how it ended.', async () => {
    const { transcript } = await call(program(`console.log('out'); console.error('err'); process.exitCode = 3;`));
    expect(transcript).toMatch(/^do it\n/);
    expect(transcript).toMatch(/--- output ---\nout\n\n--- standard error ---\nerr\n\n--- ended: exit 3\n$/);
  });
});

test('An agent sees what every program needs, the facts of its call and the variables it names; no secret beside.', async () => {
  const env = {
    ...process.env,
    HOME: '/home/ada',
    GITHUB_TOKEN: 'secret',
    AWS_SECRET: 'secret',
    MY_KEY: 'named',
    NODE_OPTIONS: '',
    GIT_DIR: '/x',
    npm_config_x: 'y',
  };
  const { said: lines } = await call(
    program(`console.log(JSON.stringify(process.env)); ${done}`, ['MY_KEY', 'NOT_SET']),
    {},
    hostWith({ env }),
  );
  const seen = JSON.parse(lines[0]!) as Record<string, string>;
  expect(seen['HOME']).not.toBe('/home/ada');
  expect(seen).toMatchObject({
    PATH: process.env['PATH'],
    MY_KEY: 'named',
    PHASEWRIGHT_TASK: '1.1',
    PHASEWRIGHT_ROLE: 'implementer',
    PHASEWRIGHT_ROUND: '1',
    PHASEWRIGHT_ATTEMPT: '1',
    PHASEWRIGHT_COMMIT: 'c1',
    PHASEWRIGHT_NONCE: 'n1',
    PHASEWRIGHT_RUN: 'run-1',
  });
  const allowed =
    /^(PATH|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SYSTEMROOT|COMSPEC|PATHEXT|LANG|LC_ALL|LC_CTYPE|TZ|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS|HTTPS?_PROXY|NO_PROXY|TERM|TMPDIR|TEMP|TMP|MY_KEY|PHASEWRIGHT_\w+)$/i;
  expect(Object.keys(seen).filter((name) => !allowed.test(name))).toEqual([]);
});

test('A program of the workspace is named relative to the worktree it runs in.', async () => {
  const worktree = temporaryFolder();
  writeFileSync(join(worktree, 'agent.mjs'), done);
  const { outcome } = await call(
    { driver: 'command', command: [process.execPath, './agent.mjs'], env: [] },
    { worktree },
  );
  expect(outcome).toMatchObject({ ok: true });
});
