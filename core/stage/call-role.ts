import { callAgent, type AgentCall, type AgentOutcome } from '../agent/call.ts';
import { driverOf } from '../agent/driver.ts';
import type { Git } from '../git/git.ts';
import type { StageContext } from './context.ts';
import { keepTranscript } from './transcripts.ts';

/** Calls the agent that a role is given to, tells those who watch, and keeps what was said. */
export async function callRole<Answer>(
  context: StageContext,
  loop: { readonly stage: string; readonly key: string; readonly taskName: string },
  call: Pick<AgentCall<Answer>, 'prompt' | 'answer'> & {
    role: 'implementer' | 'reviewer';
    round: number;
    attempt: number;
    commit: string;
    nonce: string;
    worktree: Git;
  },
): Promise<AgentOutcome<Answer>> {
  const { host, phase, emit } = context;
  const { role, round, attempt, commit, nonce } = call;
  const agent = phase.options[role];
  emit({ type: 'agent-started', stage: loop.stage, role, round, attempt, agent: driverOf(agent).describe(agent) });
  const started = host.clock.monotonic();
  const outcome = await callAgent(host, {
    agent,
    facts: { task: loop.taskName, role, round: String(round), attempt: String(attempt), commit, nonce },
    prompt: call.prompt,
    answer: call.answer,
    worktree: call.worktree.folder,
    workspace: context.root,
    run: phase.run,
    timeLimit: phase.options.agentTimeLimit,
    silenceLimit: phase.options.agentSilenceLimit,
    say: (text) => emit({ type: 'agent-said', stage: loop.stage, role, text }),
    transcript: async (text) =>
      await keepTranscript(context, loop, `${round}-${attempt}-${role}`, `${call.prompt}\n\n--- output ---\n${text}`),
  });
  emit({
    type: 'agent-finished',
    stage: loop.stage,
    role,
    outcome: outcome.ok ? 'answered' : outcome.failure.reason,
    durationMs: host.clock.monotonic() - started,
  });
  return outcome;
}
