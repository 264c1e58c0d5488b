import { join, relative } from 'node:path';
import { quotaBreaker } from '../../agent/breaker.ts';
import { spendingOf } from '../../agent/budget.ts';
import { callAgent, type AgentCall, type AgentOutcome } from '../../agent/call.ts';
import { driverOf } from '../../agent/driver.ts';
import { defaultMaxSteps, type AgentOption } from '../../agent/option.ts';
import { accessOf, agentOf, type Role } from '../../agent/role.ts';
import type { TurnLimits } from '../../agent/turn.ts';
import type { Git } from '../../git/git.ts';
import type { Host } from '../../host/host.ts';
import type { Options } from '../../options.ts';
import type { Progress } from '../../workflow/state.ts';
import type { StageContext } from '../context.ts';
import { guardTurn } from './guard-turn.ts';
import { keepTranscript } from './transcripts.ts';

/** Calls the agent that a role is given to, tells those who watch, and keeps what was said and what it cost. */
export async function callRole<Answer>(
  context: StageContext,
  loop: {
    readonly stage: string;
    readonly key: string;
    readonly taskName: string;
    readonly lost?: AbortSignal | undefined;
  },
  call: Pick<AgentCall<Answer>, 'prompt' | 'answer' | 'doubts'> & {
    role: Role;
    round: number;
    attempt: number;
    commit: string;
    nonce: string;
    worktree: Git;
    progress: Pick<Progress, 'sessions' | 'models'>;
    isInterrupted?: boolean;
  },
): Promise<AgentOutcome<Answer>> {
  const { host, phase, emit } = context;
  const { role, round, attempt, commit, nonce, progress } = call;
  const { stage, taskName } = loop;
  const { options, state } = phase;
  const agent = agentOf(options, role);
  const driver = driverOf(agent);
  const name = driver.describe(agent);
  const installed = phase.agents[role];
  if (!installed) throw new Error(`Internal error: nobody looked for the agent of the role ${role}`);
  const note = (text: string): void => emit({ type: 'note', stage, text });
  emit({ type: 'agent-started', stage, role, round, attempt, agent: name });
  const started = host.clock.monotonic();
  const outcome = await callAgent(host, {
    agent,
    installed,
    role,
    facts: { task: taskName, role, round: String(round), attempt: String(attempt), commit, nonce },
    prompt: call.prompt,
    session: progress.sessions[role],
    isInterrupted: call.isInterrupted ?? false,
    model: progress.models[role],
    answer: call.answer,
    doubts: call.doubts,
    worktree: call.worktree.folder,
    workspace: context.root,
    home: join(homesFolder(host), relative(host.stateFolder, state), stage, role),
    run: phase.run,
    limits: limitsOf(agent, options),
    lost: loop.lost,
    retries: { times: options.agentRetries, delaySeconds: options.agentRetryDelay },
    spending: spendingOf(host, { state, run: phase.run, stage, budget: options.budget, note }),
    breaker: quotaBreaker(host, {
      folder: join(state, 'runs', phase.run),
      provider: driver.provider(agent),
      whenReached: options.onQuota,
      note,
    }),
    guard: guardTurn(context, {
      stage,
      path: call.worktree.folder,
      access: accessOf(role),
      commit,
      name: `${stage}-${round}-${attempt}-${role}`,
    }),
    say: (text) => emit({ type: 'agent-said', stage, role, text }),
    note,
    pulse: {
      every: pulseEvery,
      beat: ({ steps, usage }) => {
        const durationMs = host.clock.monotonic() - started;
        emit({ type: 'agent-working', stage, role, steps, usage, durationMs });
      },
    },
    transcript: async (text) => await keepTranscript(context, loop, `${round}-${attempt}-${role}`, text),
  });
  emit({
    type: 'agent-finished',
    stage,
    role,
    outcome: outcome.ok ? 'answered' : outcome.failure.reason,
    durationMs: host.clock.monotonic() - started,
    usage: outcome.usage,
  });
  return outcome;
}

/** Beside the state and not below it: from its home an agent is not led to what we keep. */
export function homesFolder(host: Host): string {
  return `${host.stateFolder}-agents`;
}

/** Milliseconds. */
const pulseEvery = 60_000;

export function limitsOf(agent: AgentOption, options: Options): TurnLimits {
  return {
    time: agent.timeLimit ?? options.agentTimeLimit,
    silence: agent.silenceLimit ?? options.agentSilenceLimit,
    steps: agent.maxSteps ?? defaultMaxSteps,
  };
}
