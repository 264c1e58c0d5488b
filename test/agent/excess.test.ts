import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ok } from '../../core/failure.ts';
import type { Guard, Spending } from '../../core/agent/call.ts';
import { agentSchema } from '../../core/agent/option.ts';
import { turnRecordSchema } from '../../core/agent/turn-record.ts';
import { temporaryFolder } from '../host/temporary.ts';
import { unlimited } from './call-parts.ts';
import { call, done, program } from './sample.ts';

const print = `const print = (line) => process.stdout.write(JSON.stringify(line) + '\\n');`;
const session = `print({ type: 'session', id: 's' });`;

/** What is done for each turn, whatever comes of it. */
function bookkeeping(): { booked: unknown[]; looked: number[]; spending: Spending; guard: Guard } {
  const [booked, looked]: [unknown[], number[]] = [[], []];
  return {
    booked,
    looked,
    spending: { ...unlimited, after: async ({ usage }) => void booked.push(usage) },
    guard: async () =>
      ok(async () => {
        looked.push(1);
        return [];
      }),
  };
}

function deaf(): void {
  throw new Error('Internal error: no ears');
}

/** Claude's last line, with the text that it was denied to write: an expression. */
const result = (denied: string): string => `${print}
  print({ type: 'system', subtype: 'init', session_id: '11111111-2222-4333-8444-555555555555', model: 'm' });
  print({ type: 'result', subtype: 'success', is_error: false, structured_output: { status: 'done', summary: 'x' }, total_cost_usd: 7.5,
    modelUsage: {}, permission_denials: [{ tool_name: 'Write', tool_input: { path: '/etc/x', content: ${denied} } }], errors: [] });`;

/** Claude, or a command of it, says in the file of the session what that has cost. */
const writes = (costUsd: number): string => `
  const folder = process.env.CLAUDE_CONFIG_DIR + '/projects/' + process.cwd().replace(/[^a-zA-Z0-9]/g, '-');
  require('node:fs').mkdirSync(folder, { recursive: true });
  const id = '11111111-2222-4333-8444-555555555555';
  require('node:fs').writeFileSync(folder + '/' + id + '.jsonl', JSON.stringify({ type: 'cost-state', totalCostUSD: ${costUsd}, modelUsage: {} }) + '\\n');`;

describe('an answer', () => {
  test.each([101, 5_000, 200_000])(
    'that is nested %d levels deep is none, and the turn is booked and looked at.',
    async (depth) => {
      const books = bookkeeping();
      const code = `${print} print({ type: 'usage', costUsd: 2 });
      process.stdout.write('{"type":"answer","answer":' + '['.repeat(${depth}) + ']'.repeat(${depth}) + '}\\n')`;
      const { outcome } = await call(program(code), books);
      expect(outcome).toMatchObject({
        ok: false,
        failure: { reason: 'bad-output', message: expect.stringContaining('nested deeper than 100 levels') },
      });
      expect(books).toMatchObject({ booked: [{ costUsd: 2 }], looked: [1] });
    },
  );

  test('that is longer than a megabyte is none.', async () => {
    const { outcome } = await call(
      program(`${print} print({ type: 'answer', answer: { status: 'done', summary: 'x'.repeat(1.1e6) } })`),
    );
    expect(outcome).toMatchObject({ failure: { message: expect.stringContaining('longer than 1048576 characters') } });
  });

  test('that comes after one that cannot be read counts.', async () => {
    const code = `process.stdout.write('{"type":"answer","answer":' + '['.repeat(200) + ']'.repeat(200) + '}\\n'); ${done}`;
    expect((await call(program(code))).outcome).toMatchObject({ ok: true });
  });

  test('with 40,000 faults is asked for again in a few words.', async () => {
    const code = `${print} ${session} print({ type: 'say', text: String(require('node:fs').readFileSync(0).length) });
      print({ type: 'answer', answer: { status: 'done', summary: 'x', disputes: Array(20_000).fill({}) } });`;
    const { outcome, said } = await call(program(code));
    expect(outcome).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining('disputes.9.reason') },
      turns: [{ kind: 'first' }, { kind: 'repair' }],
    });
    expect(outcome.ok || outcome.failure.message).toMatch(/^(?!.*disputes\.10\.).*and 39980 more/s);
    expect(Number(said[1])).toBeLessThan(10_000);
  });
});

describe('a turn', () => {
  test('is booked and looked at also when an error of ours ends it.', async () => {
    const books = bookkeeping();
    const code = `${print} print({ type: 'usage', costUsd: 2 }); print({ type: 'say', text: 'hear me' }); setTimeout(() => {}, 300);`;
    await expect(call(program(code), { ...books, say: deaf })).rejects.toThrow('no ears');
    expect(books).toMatchObject({ booked: [{ costUsd: 2 }], looked: [1] });
  });

  test('keeps of what went wrong as much as somebody may read.', async () => {
    const code = `${print} for (let i = 0; i < 50; i++) print({ type: 'denied', what: 'y'.repeat(1e6) });
      print({ type: 'trouble', kind: 'agent-error', text: 'z'.repeat(1e6) }); process.exitCode = 1;`;
    const { outcome } = await call(program(code));
    expect(outcome.ok || outcome.failure.message.length).toBeLessThan(4_000);
    expect(outcome.turns[0]?.denied).toHaveLength(50);
    expect(JSON.stringify(outcome.turns).length).toBeLessThan(150_000);
  });

  test('of claude that was denied to write a large file is read to its result.', async () => {
    const { outcome } = await callClaude(result(`'x'.repeat(3e6)`));
    expect(outcome).toMatchObject({ ok: true, usage: { costUsd: 7.5 }, turns: [{ denied: ['Write /etc/x'] }] });
  });

  test('that ends in a line beyond all measure says so.', async () => {
    const { outcome } = await callClaude(result(`'x'.repeat(5e6)`));
    const message = expect.stringContaining('a line of more than 4194304 bytes was not read');
    expect(outcome).toMatchObject({ ok: false, failure: { reason: 'agent-failed', message } });
  });
});

describe('what a session has cost', () => {
  const init = `${print} print({ type: 'system', subtype: 'init', session_id: '11111111-2222-4333-8444-555555555555', model: 'm' });`;
  const end = `print({ type: 'result', subtype: 'success', is_error: false, structured_output: { status: 'done', summary: 'x' },
    total_cost_usd: 7.5, modelUsage: {}, permission_denials: [], errors: [] });`;

  test.each([0, 1e300])('is what was printed, whatever a file says that the agent can write: %d.', async (costUsd) => {
    const { outcome } = await callClaude(init + writes(costUsd) + end);
    expect(outcome).toMatchObject({ ok: true, usage: { costUsd: 7.5 } });
  });

  test('is read from that file where a turn was cut, and never more than can be read back from the account.', async () => {
    const cut = await callClaude(`${init}${writes(2.5)} process.exitCode = 1;`);
    expect(cut.outcome).toMatchObject({ ok: false, usage: { costUsd: 2.5 } });
    const { outcome } = await callClaude(`${init}${writes(1e300)} process.exitCode = 1;`);
    expect(turnRecordSchema.safeParse(outcome.turns[0]).success).toBe(true);
  });
});

async function callClaude(code: string) {
  const file = join(temporaryFolder(), 'claude.cjs');
  writeFileSync(file, `#!${process.execPath}\n${code}`, { mode: 0o755 });
  return await call(agentSchema.parse({ driver: 'claude', sandbox: false }), {
    installed: { program: file, version: '2.1.330', sandbox: 'off' },
  });
}
