import type { Trouble } from '../trouble.ts';
import { configure } from './configure.ts';
import { objectIn } from './last-message.ts';
import {
  initializedSchema,
  promptedSchema,
  protocolVersion,
  sessionSchema,
  type Initialized,
  type OpenedSession,
} from './messages.ts';
import { ask, type Asked } from './ask.ts';
import type { Rpc } from './rpc.ts';
import { sessionUsage } from './session-usage.ts';
import type { Settings } from './settings.ts';
import type { Print, Updates } from './updates.ts';

export interface Conversation {
  readonly agent: Rpc;
  readonly settings: Settings;
  readonly worktree: string;
  readonly prompt: string;
  readonly print: Print;
  /** Made anew for the turn: what an agent repeats of an earlier one while it loads the session is not of this turn. */
  readonly begin: () => Updates;
  /** Hears of the session as soon as it is open. */
  readonly opened: (session: string) => void;
}

/** One turn with the agent, from its greeting to its answer; answers with the trouble that it ended in. */
export async function converse(conversation: Conversation): Promise<Trouble | undefined> {
  const { agent, settings, prompt, print, begin, opened } = conversation;
  const greeted = await greet(agent);
  if (!greeted.ok) return greeted.trouble;
  const session = await open(conversation, greeted.value);
  if (!session.ok) return session.trouble;
  const { id } = session.value;
  opened(id);
  const configured = await configure(agent, { ...session.value, settings });
  if (!configured.ok) return configured.trouble;
  const { model } = configured.value;
  if (canGoOn(greeted.value)) print({ type: 'session', id, ...(model === undefined ? {} : { model }) });
  const updates = begin();
  const prompted = await ask(promptedSchema, agent, 'session/prompt', {
    sessionId: id,
    prompt: [{ type: 'text', text: prompt }],
  });
  const cost = updates.cost();
  if (cost !== undefined) print({ type: 'usage', counts: 'session', costUsd: cost });
  if (!prompted.ok) return prompted.trouble;
  const { usage } = prompted.value;
  if (usage) print({ type: 'usage', counts: 'session', ...sessionUsage(settings.reported, usage) });
  const last = updates.lastMessage();
  const answer = objectIn(last);
  print(answer ? { type: 'answer', answer } : { type: 'say', text: last });
  return stopTrouble(prompted.value.stopReason);
}

async function greet(agent: Rpc): Promise<Asked<Initialized>> {
  const greeted = await ask(initializedSchema, agent, 'initialize', {
    protocolVersion,
    // The agent reads, writes and runs by itself: it would do so anyway, and two ways are harder to watch than one.
    clientCapabilities: { fs: { readTextFile: false, writeTextFile: false }, terminal: false },
    clientInfo: { name: 'phasewright', title: 'phasewright', version: '1' },
  });
  if (!greeted.ok || greeted.value.protocolVersion === protocolVersion) return greeted;
  const text = `it speaks version ${greeted.value.protocolVersion} of the Agent Client Protocol, expected ${protocolVersion}`;
  return { ok: false, trouble: { kind: 'bad-version', text } };
}

async function open(
  { agent, settings, worktree }: Conversation,
  greeted: Initialized,
): Promise<Asked<OpenedSession & { readonly id: string }>> {
  const place = { cwd: worktree, mcpServers: [] };
  if (settings.session === undefined) {
    const created = await ask(sessionSchema, agent, 'session/new', place);
    if (!created.ok) return { ok: false, trouble: withLogins(created.trouble, greeted) };
    const { sessionId } = created.value;
    if (typeof sessionId === 'string') return { ok: true, value: { ...created.value, id: sessionId } };
    return { ok: false, trouble: { kind: 'agent-error', text: 'it began a session without an id' } };
  }
  const id = settings.session;
  const way = waysOn(greeted);
  if (way === undefined) return { ok: false, trouble: { kind: 'session-lost', text: 'it cannot go on with sessions' } };
  const opened = await ask(sessionSchema, agent, way, { sessionId: id, ...place });
  if (opened.ok) return { ok: true, value: { ...opened.value, id } };
  const { kind, text } = opened.trouble;
  return { ok: false, trouble: kind === 'agent-error' ? { kind: 'session-lost', text } : opened.trouble };
}

/** Resuming repeats nothing of what was said; loading does. */
function waysOn({ agentCapabilities }: Initialized): string | undefined {
  if (agentCapabilities?.sessionCapabilities?.resume) return 'session/resume';
  return agentCapabilities?.loadSession ? 'session/load' : undefined;
}

function canGoOn(greeted: Initialized): boolean {
  return waysOn(greeted) !== undefined;
}

function withLogins(trouble: Trouble, { authMethods }: Initialized): Trouble {
  const ways = (authMethods ?? []).map(({ id, name }) => name ?? id);
  return trouble.kind !== 'auth' || ways.length === 0
    ? trouble
    : { ...trouble, text: `${trouble.text}; it offers: ${ways.join(', ')}` };
}

function stopTrouble(reason: string): Trouble | undefined {
  switch (reason) {
    case 'end_turn':
      return undefined;
    case 'max_tokens':
    case 'max_turn_requests':
      return { kind: 'limit', text: `it stopped at a limit of its own: ${reason}` };
    case 'refusal':
      return { kind: 'agent-error', text: 'its model refused' };
    default:
      return { kind: 'agent-error', text: `it stopped, because of: ${reason}` };
  }
}
