import type { Breaker, Guard, Spending } from '../../core/agent/call.ts';
import type { Turn } from '../../core/agent/driver.ts';
import type { TurnLimits } from '../../core/agent/turn.ts';
import { ok } from '../../core/failure.ts';

/** Parts of a call that a test is not about. */
export const limits: TurnLimits = { time: 60, silence: 60, steps: 100 };

export const unlimited: Spending = {
  before: async () => undefined,
  during: () => undefined,
  after: async () => undefined,
  refresh: async () => undefined,
  left: () => undefined,
};

export const neverOpen: Breaker = { closed: async () => undefined, trip: async () => undefined };

export const unguarded: Guard = async () => ok(async () => []);

export const turn: Turn = {
  role: 'implementer',
  access: 'write',
  installed: { program: '/bin/agent', version: '1.0.0' },
  schema: { type: 'object' },
  worktree: '/worktree',
  workspace: '/workspace',
  home: '/home-of-ours',
  session: undefined,
  newSession: '11111111-2222-4333-8444-555555555555',
  model: undefined,
  userEnv: {},
  marker: ['PHASEWRIGHT_CALL', 'call-1'],
  run: 'run-1',
  mostUsd: undefined,
  node: '/bin/node',
};
