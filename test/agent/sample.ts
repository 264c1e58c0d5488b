import { implementerAnswerSchema, type ImplementerAnswer } from '../../core/agent/answer.ts';
import { callAgent, type AgentCall, type AgentOutcome } from '../../core/agent/call.ts';
import type { Host } from '../../core/host/host.ts';
import type { AgentOf, AgentOption } from '../../core/agent/option.ts';
import { limits, neverOpen, unguarded, unlimited } from './call-parts.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';

/** One call of an agent, and what it said and left. */
export interface Called {
  readonly outcome: AgentOutcome<ImplementerAnswer>;
  readonly said: readonly string[];
  readonly transcript: string;
  readonly worktree: string;
}

export async function call(
  agent: AgentOption,
  own: Partial<AgentCall<ImplementerAnswer>> = {},
  host: Host = hostWith(),
): Promise<Called> {
  const said: string[] = [];
  let transcript = '';
  const worktree = own.worktree ?? temporaryFolder();
  const outcome = await callAgent(host, {
    agent,
    facts: { task: '1.1', role: 'implementer', round: '1', attempt: '1', commit: 'c1', nonce: 'n1' },
    installed: { program: process.execPath, version: null },
    role: 'implementer',
    session: undefined,
    isInterrupted: false,
    model: undefined,
    prompt: { full: 'do it', resumed: 'go on' },
    answer: implementerAnswerSchema,
    worktree,
    workspace: worktree,
    run: 'run-1',
    home: temporaryFolder(),
    limits,
    retries: { times: 0, delaySeconds: 0 },
    spending: unlimited,
    breaker: neverOpen,
    guard: unguarded,
    say: (text) => said.push(text),
    note: () => undefined,
    pulse: { every: 60_000, beat: () => undefined },
    transcript: async (text) => {
      transcript = text;
    },
    ...own,
  });
  return { outcome, said, transcript, worktree };
}

/** An agent that is a few lines of JavaScript. */
export function program(code: string, env: string[] = []): AgentOf<'command'> {
  return { driver: 'command', command: [process.execPath, '-e', code], env };
}

export const done = `console.log(JSON.stringify({ type: 'answer', answer: { status: 'done', summary: 'did it' } }));`;
