import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';

/*
 * An agent that speaks the Agent Client Protocol over its standard input and output and does what a script says:
 * `acp-agent.ts <folder> <script>`. In the folder it keeps its sessions, and `log`: all that it was sent.
 */

export interface AcpScript {
  /** What `initialize` answers, beside the version of the protocol. */
  readonly greeting?: object;
  readonly protocolVersion?: number;
  /** What a session that is begun answers with, beside its id. */
  readonly session?: object;
  /** Methods that are answered with an error, or not at all. */
  readonly errors?: Readonly<Record<string, { code: number; message: string } | 'silence'>>;
  /** One for each prompt of a session; the last one again for those that follow. */
  readonly turns: readonly AcpTurn[];
}

export interface AcpTurn {
  readonly do: readonly AcpAct[];
  readonly stopReason?: string;
  readonly usage?: object;
}

type AcpAct =
  /** A `session/update`. */
  | { readonly update: object }
  /** Words of the model. */
  | { readonly say: string }
  /** Asks for permission; when it is given, writes the file that is named. */
  | { readonly ask: object; readonly write?: string; readonly options?: readonly object[] }
  /** A request of its own to the client; what is answered is in the log. */
  | { readonly request: string; readonly params: object }
  /** Onto standard output, as it is. */
  | { readonly raw: string }
  /** So many bytes onto standard output, without the end of a line. */
  | { readonly flood: number }
  /** Starts a program that never ends, in a session of its own where it is `away`. */
  | { readonly child: 'near' | 'away' }
  | { readonly exit: number }
  | { readonly hang: true };

const [folder = '', script = ''] = process.argv.slice(2);
const { greeting, protocolVersion = 1, session, errors = {}, turns } = JSON.parse(script) as AcpScript;

const waiting = new Map<unknown, (message: { result?: unknown; error?: unknown }) => void>();
const cancelled = Promise.withResolvers<'cancelled'>();
let last = 0;

process.on('SIGTERM', () => {
  log({ signal: 'SIGTERM' });
  process.exit(143);
});

createInterface({ input: process.stdin })
  .on('line', (line) => void receive(JSON.parse(line) as Message))
  .on('close', () => {
    log({ closed: true });
    process.exit(0);
  });

interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string };
  readonly result?: unknown;
  readonly error?: unknown;
}

async function receive(message: Message): Promise<void> {
  log(message);
  const { id, method = '', params = {} } = message;
  if (message.method === undefined) return waiting.get(id)?.(message);
  const error = errors[method];
  if (error === 'silence') return;
  if (error !== undefined) return send({ id, error });
  if (method === 'session/cancel') return cancelled.resolve('cancelled');
  send({ id, result: await answer(method, params.sessionId ?? '') });
}

async function answer(method: string, id: string): Promise<object> {
  switch (method) {
    case 'initialize':
      return { protocolVersion, ...greeting };
    case 'session/new':
      return { sessionId: 'session-1', ...session };
    case 'session/load':
      update(id, { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: 'what I said before' } });
      return session ?? {};
    case 'session/prompt':
      return await prompted(id);
    default:
      return {};
  }
}

async function prompted(id: string): Promise<object> {
  const path = `${folder}/${id}`;
  const count = existsSync(path) ? Number(readFileSync(path, 'utf8')) : 0;
  writeFileSync(path, String(count + 1));
  const turn = turns[Math.min(count, turns.length - 1)]!;
  const carriedOut = (async () => {
    for (const act of turn.do) await carryOut(act, id);
    return turn.stopReason ?? 'end_turn';
  })();
  return { stopReason: await Promise.race([carriedOut, cancelled.promise]), usage: turn.usage };
}

async function carryOut(act: AcpAct, id: string): Promise<void> {
  if ('update' in act) update(id, act.update);
  else if ('say' in act) update(id, { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text: act.say } });
  else if ('ask' in act) {
    const options = act.options ?? [
      { optionId: 'always', name: 'Always', kind: 'allow_always' },
      { optionId: 'once', name: 'Once', kind: 'allow_once' },
      { optionId: 'no', name: 'No', kind: 'reject_once' },
    ];
    const { result } = await request('session/request_permission', { sessionId: id, toolCall: act.ask, options });
    const { outcome } = result as { outcome: { optionId?: string } };
    if (outcome.optionId === 'once' && act.write !== undefined) writeFileSync(act.write, 'written\n');
  } else if ('request' in act) await request(act.request, act.params);
  else if ('raw' in act) process.stdout.write(act.raw);
  else if ('flood' in act)
    for (let left = act.flood; left > 0; left -= 65_536) {
      if (!process.stdout.write('x'.repeat(65_536)))
        await new Promise((resolve) => process.stdout.once('drain', resolve));
    }
  else if ('child' in act) spawn('sleep', ['1000'], { stdio: 'ignore', detached: act.child === 'away' }).unref();
  else if ('exit' in act) process.exit(act.exit);
  else await delay(2 ** 31 - 1);
}

async function request(method: string, params: object): Promise<{ result?: unknown; error?: unknown }> {
  last += 1;
  const id = `mine-${last}`;
  send({ id, method, params });
  return await new Promise((resolve) => waiting.set(id, resolve));
}

function update(sessionId: string, what: object): void {
  send({ method: 'session/update', params: { sessionId, update: what } });
}

function send(message: object): void {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
}

function log(what: object): void {
  appendFileSync(`${folder}/log`, `${JSON.stringify(what)}\n`);
}
