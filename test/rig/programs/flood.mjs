import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * A process of its own that calls, with the built package, an agent which prints more than memory holds. Prints, as
 * JSON, what came of it and how much memory this process ever used. Not TypeScript: Node would need memory to read it.
 */

const [built, kind, megabytes] = process.argv.slice(2);
const load = async (name) => await import(join(built, 'dist/core', name));
const { implementerAnswerSchema } = await load('agent/answer.js');
const { callAgent } = await load('agent/call.js');
const { nodeHost } = await load('host/node-host.js');

/** What the agent prints again and again: a megabyte of it. */
const chunks = {
  lines: `Buffer.from((JSON.stringify({ type: 'say', text: 'x'.repeat(80) }) + '\\n').repeat(9500)).subarray(0, 1 << 20)`,
  endless: `Buffer.alloc(1 << 20, 'x')`,
  garbage: `require('node:crypto').randomBytes(1 << 20)`,
  zeros: `Buffer.alloc(1 << 20)`,
};
const code = `
  const chunk = ${chunks[kind]};
  const { writeSync } = require('node:fs');
  const put = (to, bytes) => {
    for (let at = 0; at < bytes.length; ) {
      try {
        at += writeSync(to, bytes, at);
      } catch (error) {
        if (error.code !== 'EAGAIN') throw error;
      }
    }
  };
  for (let count = 0; count < ${Number(megabytes)}; count += 2) { put(1, chunk); put(2, chunk); }
  const answer = { type: 'answer', answer: { status: 'done', summary: 'printed it' } };
  put(1, Buffer.from('\\n' + JSON.stringify(answer) + '\\n'));
`;

const folder = mkdtempSync(join(tmpdir(), 'phasewright-flood-'));
const host = nodeHost();
let said = 0;
const outcome = await callAgent(host, {
  agent: { driver: 'command', command: [process.execPath, '-e', code], env: [] },
  installed: { program: process.execPath, version: null },
  role: 'implementer',
  facts: { task: '1.1', role: 'implementer', round: '1', attempt: '1', commit: 'c', nonce: 'n' },
  prompt: { full: 'print', resumed: 'print' },
  session: undefined,
  isInterrupted: false,
  model: undefined,
  answer: implementerAnswerSchema,
  worktree: folder,
  workspace: folder,
  run: 'run',
  home: join(folder, 'home'),
  limits: { time: 240, silence: 240, steps: 100 },
  retries: { times: 0, delaySeconds: 0 },
  spending: {
    before: async () => undefined,
    during: () => undefined,
    after: async () => undefined,
    refresh: async () => undefined,
    left: () => undefined,
  },
  breaker: { closed: async () => undefined, trip: async () => undefined },
  guard: async () => ({ ok: true, value: async () => [] }),
  say: (text) => {
    said += text.length;
  },
  note: () => undefined,
  pulse: { every: 60_000, beat: () => undefined },
  transcript: async (text) => await host.files.write(join(folder, 'transcript.txt'), text),
});
const transcript = readFileSync(join(folder, 'transcript.txt')).length;
rmSync(folder, { recursive: true, force: true });
const peak = Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024);
process.stdout.write(`${JSON.stringify({ ok: outcome.ok, said, transcript, peak })}\n`);
