import { lstatSync, realpathSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { execa } from 'execa';
import { converse } from './acp/conversation.ts';
import { isInside } from './acp/inside.ts';
import { lineReader } from './acp/lines.ts';
import { permissionSchema, updatedSchema } from './acp/messages.ts';
import { answerOf, decide, type Decision } from './acp/permission.ts';
import { rpc, type Rpc } from './acp/rpc.ts';
import { settingsSchema, type Settings } from './acp/settings.ts';
import { updates, type Line, type Updates } from './acp/updates.ts';
import type { Trouble } from './trouble.ts';

/*
 * The program behind the `acp` driver: an agent like any other to the engine, and to the agent that it starts the one
 * side of a conversation. What the agent sends goes to standard error as it comes, for the transcript and as a sign of
 * life; what it comes to goes to standard output, in the lines of `command.ts`.
 */

/** Milliseconds that the agent has to say what a cancelled turn has cost, and to end; together under the engine's grace. */
const lastWords = 800;
const grace = 700;

async function main(): Promise<void> {
  const settings = settingsSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const prompt = await text(process.stdin);
  const trouble = await talk(settings, prompt);
  if (!trouble) return;
  print({ type: 'trouble', ...trouble });
  process.exitCode = 1;
}

async function talk(settings: Settings, prompt: string): Promise<Trouble | undefined> {
  const [file = '', ...args] = settings.command;
  // A group of its own: a signal to ours does not reach it before it was told to cancel.
  const child = execa(file, args, { buffer: false, reject: false, killDescendants: true, forceKillAfterDelay: grace });
  const ended = child.then((end): Trouble => {
    if (end.exitCode === undefined && end.signal === undefined)
      return {
        kind: 'not-installed',
        text: `it could not be started: ${end.originalMessage ?? end.shortMessage ?? ''}`,
      };
    const how = end.signal === undefined ? `with exit code ${end.exitCode}` : `by ${end.signal}`;
    return { kind: 'agent-error', text: `it ended ${how} before it had answered; is it an agent of this protocol?` };
  });
  // It may end while we write to it; that it has ended is known from elsewhere.
  child.stdin.on('error', () => undefined);
  child.stderr.pipe(process.stderr, { end: false });

  let session: string | undefined;
  let current: Updates = updates(() => undefined);
  const agent = rpc((line) => void child.stdin.write(line), {
    notification(method, params) {
      const { data } = method === 'session/update' ? updatedSchema.safeParse(params) : {};
      if (data) current.take(data.update);
    },
    request: (method, params) =>
      method === 'session/request_permission' ? permit(settings, current, params) : undefined,
  });
  child.stdout.on(
    'data',
    lineReader((line) => {
      process.stderr.write(`${line ?? '(a line that is too long)'}\n`);
      if (line !== undefined) agent.receive(line);
    }),
  );

  const talked = converse({
    agent,
    settings,
    worktree: process.cwd(),
    prompt,
    print,
    begin: () => (current = updates(print)),
    opened: (id) => (session = id),
  });
  process.once('SIGTERM', () => void cancel(agent, session, talked).then(() => child.kill()));
  const trouble = await Promise.race([talked, ended]);
  child.stdin.end();
  // With its input closed an agent ends by itself; what it started and left behind is ended with its group.
  await Promise.race([ended, delay(grace)]);
  child.kill();
  await ended;
  return trouble;
}

async function cancel(agent: Rpc, session: string | undefined, talked: Promise<unknown>): Promise<void> {
  if (session === undefined) return;
  agent.notify('session/cancel', { sessionId: session });
  await Promise.race([talked, delay(lastWords)]);
}

/** Answers at once: nobody is asked in turn. */
function permit(settings: Settings, known: Updates, params: unknown): object | undefined {
  const { data: asked } = permissionSchema.safeParse(params);
  if (!asked) return undefined;
  const call = known.merge(asked.toolCall);
  const decision = decide(call, {
    access: settings.access,
    allow: settings.allow,
    isInside: (path) => isInside(path, process.cwd(), { realPath, isLink }),
  });
  if (!decision.isAllowed) print({ type: 'denied', what: describeDenied(call.kind, call.title, decision) });
  return answerOf(asked, decision);
}

function describeDenied(
  kind: string | null | undefined,
  title: string | null | undefined,
  { why }: Extract<Decision, { isAllowed: false }>,
): string {
  return `${kind ?? 'other'} ${title ?? ''}: ${why}`.slice(0, 500);
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function print(line: Line): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

await main();
