import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Hello, Order } from '../wire.ts';

/*
 * The program behind `rig-agent` and `rig-gate`: a real child process that tells the test which call it is, and then
 * does what the test says, one order after the other.
 */

const [kind = '', socketPath = '', name = ''] = process.argv.slice(2);
const hello = kind === 'agent' ? await agentHello() : gateHello();
const socket = createConnection(socketPath);
socket.on('error', (error) => giveUp(`the test cannot be reached: ${error.message}`));
socket.on('close', () => giveUp('the test has let go of this call'));
send(socket, hello);
for await (const line of createInterface({ input: socket })) {
  const { id, ...order } = JSON.parse(line) as Order & { id: number };
  if (order.do === 'exit') {
    // Not process.exit: what was printed has to reach its reader first.
    process.exitCode = order.code;
    socket.removeAllListeners('close');
    socket.end();
    break;
  }
  send(socket, { id, value: carryOut(order) });
}

async function agentHello(): Promise<Hello> {
  const prompt = await text(process.stdin);
  return {
    kind: 'agent',
    ...about(),
    task: fact('TASK'),
    role: fact('ROLE'),
    round: Number(fact('ROUND')),
    attempt: Number(fact('ATTEMPT')),
    commit: fact('COMMIT'),
    nonce: fact('NONCE'),
    session: fact('SESSION'),
    prompt,
  };
}

function gateHello(): Hello {
  return { kind: 'gate', ...about(), name, commit: git('rev-parse', 'HEAD'), tree: git('rev-parse', 'HEAD^{tree}') };
}

function about() {
  return { pid: process.pid, cwd: process.cwd(), run: process.env['PHASEWRIGHT_RUN'] ?? '' };
}

function fact(variable: string): string {
  return process.env[`PHASEWRIGHT_${variable}`] ?? '';
}

function git(...args: string[]): string {
  return execFileSync('git', args, { encoding: 'utf8' }).trim();
}

function carryOut(order: Exclude<Order, { do: 'exit' }>): unknown {
  switch (order.do) {
    case 'print':
      process[order.to].write(order.text);
      return null;
    case 'write':
      for (const [path, content] of Object.entries(order.files)) write(path, content);
      return null;
    case 'remove':
      for (const path of order.paths) rmSync(path, { recursive: true });
      return null;
    case 'run': {
      const { status, stdout, stderr } = spawnSync(order.file, order.args, { encoding: 'utf8' });
      return { code: status, stdout, stderr };
    }
    case 'deafen':
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
      return null;
    case 'daemon':
      return daemon();
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

/** Leaves its group and its session, and outlives this program. */
function daemon(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  child.unref();
  return child.pid ?? 0;
}

function send(to: Socket, message: unknown): void {
  to.write(`${JSON.stringify(message)}\n`);
}

function giveUp(why: string): void {
  process.stderr.write(`rig-${kind}: ${why}\n`);
  process.exit(70);
}
