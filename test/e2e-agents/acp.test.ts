import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ImplementerAnswer } from '../../core/agent/answer.ts';
import type { AgentCall } from '../../core/agent/call.ts';
import type { AgentOf } from '../../core/agent/option.ts';
import { limits } from '../agent/call-parts.ts';
import { call, type Called } from '../agent/sample.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { installedAgent } from '../rig/agents/install.ts';
import { opencode, opencodeEnvironment } from '../rig/agents/opencode.ts';
import { startModel, type ModelServer, type Script } from '../rig/model/server.ts';

const installed = await installedAgent('opencode');
const program = 'program' in installed ? installed.program : '';
const run = `run-of-opencode-${process.pid}`;
const answer: ImplementerAnswer = { status: 'done', summary: 'did it' };

if ('skipped' in installed) process.stderr.write(`Opencode is not tested: ${installed.skipped}.\n`);

describe.runIf(program !== '')('opencode, over the Agent Client Protocol', () => {
  test('writes in its worktree, answers, and says what it has cost.', async () => {
    const worktree = temporaryFolder();
    const server = await model([
      { text: 'I write.', tools: [write(worktree, 'greeting.txt')], usage: { input: 500, output: 20 } },
      { json: answer, usage: { input: 700, output: 20 } },
    ]);
    const { outcome, said } = await ask(server.origin, { worktree, prompt: { full: 'Greet.', resumed: '' } });

    expect(outcome).toMatchObject({
      ok: true,
      answer,
      usage: { inputTokens: expect.any(Number), costUsd: expect.closeTo((1200 * 3 + 40 * 15) / 1e6, 9) },
      session: { id: expect.any(String), model: 'scripted/scripted-model' },
      turns: [{ outcome: 'ok', steps: 2, denied: [] }],
    });
    expect(readFileSync(join(worktree, 'greeting.txt'), 'utf8')).toBe('hello\n');
    expect(said).toContain('I write.');
    expect(server.calls[0]?.told.map(({ text }) => text).join('\n')).toContain('Greet.');
  });

  test.each<[string, (folder: string) => { name: string; input: object }, RegExp]>([
    ['write outside its worktree', (folder) => write(folder, 'a.txt'), /a\.txt is not in its worktree$/],
    ['run a command', () => bash('touch b.txt'), /^execute touch b\.txt: option allow does not name it$/],
  ])('may not %s; that is said, and its answer is asked for again.', async (_title, tool, denied) => {
    const [worktree, outside] = [temporaryFolder(), temporaryFolder()];
    const server = await model([{ tools: [tool(outside)] }, { json: answer }]);
    const { outcome } = await ask(server.origin, { worktree });

    expect(outcome.turns.flatMap((turn) => turn.denied)).toEqual([expect.stringMatching(denied)]);
    expect(outcome).toMatchObject({ ok: true, answer });
    expect([...readdirSync(outside), ...readdirSync(worktree)]).toEqual([]);
  });

  test('goes on with its session to repair an answer, and is charged only for what came on top.', async () => {
    const server = await model([
      { text: 'All is done!', usage: { input: 1000, output: 0 } },
      { json: answer, usage: { input: 3000, output: 0 } },
    ]);
    const { outcome } = await ask(server.origin, { prompt: { full: 'Greet.', resumed: '' } });

    expect(outcome).toMatchObject({ ok: true, answer });
    expect(outcome.turns.map(({ kind, usage }) => [kind, usage.costUsd])).toEqual([
      ['first', expect.closeTo(0.003, 9)],
      ['repair', expect.closeTo(0.009, 9)],
    ]);
    expect(server.calls[1]?.told.map(({ text }) => text).join('\n')).toContain('All is done!');
  });

  test('does not write when it reviews.', async () => {
    const worktree = temporaryFolder();
    const server = await model([{ tools: [write(worktree, 'a.txt'), bash('touch b.txt')] }, { json: answer }]);
    await ask(server.origin, { worktree, role: 'reviewer' });

    expect(server.calls.length).toBeGreaterThan(0);
    expect(existsSync(join(worktree, 'a.txt')) || existsSync(join(worktree, 'b.txt'))).toBe(false);
  });

  test('takes the model that the option names, of those that it offers.', async () => {
    const { origin } = await model([{ json: answer }]);
    const { outcome } = await ask(origin, {}, { model: 'scripted/no-such-model' });

    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
    expect(outcome).toHaveProperty('failure.message', expect.stringContaining('scripted/scripted-model'));
  });

  test('is cancelled at a time limit, with nothing left running.', async () => {
    const { origin } = await model([{ hang: true }]);
    const { outcome } = await ask(origin, { limits: { ...limits, time: 15 } });

    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-limit' } });
  });

  test('has no key that counts: it is said.', async () => {
    const { origin } = await model([{ status: 401, message: 'invalid x-api-key' }]);
    const { outcome } = await ask(origin);

    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-auth' } });
  });
});

async function model(script: Script): Promise<ModelServer> {
  const server = await startModel(script);
  onTestFinished(() => server.close());
  return server;
}

async function ask(
  origin: string,
  own: Partial<AgentCall<ImplementerAnswer>> = {},
  option: Partial<AgentOf<'acp'>> = {},
): Promise<Called> {
  const agent = opencode(program, option);
  const env = { PATH: process.env['PATH'], ...opencodeEnvironment(origin) };
  const called = await call(agent, { run, model: agent.model, ...own }, hostWith({ env }));
  // What a call has started must be gone when it is over, whatever became of it.
  expect(await hostWith().processes.sweep(`PHASEWRIGHT_RUN=${run}`)).toBe(0);
  return called;
}

function write(folder: string, name: string): { name: string; input: object } {
  return { name: 'write', input: { filePath: join(folder, name), content: 'hello\n' } };
}

function bash(command: string): { name: string; input: object } {
  return { name: 'bash', input: { command, description: 'Does it' } };
}
