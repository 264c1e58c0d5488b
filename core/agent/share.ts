import { z } from 'zod';
import { roles } from './role.ts';
import type { TurnRecord } from './turn-record.ts';
import { addUsage, usageSchema } from './usage.ts';

/** What one agent did in one role. */
export const agentShareSchema = z.object({
  role: z.enum(roles),
  agent: z.string(),
  version: z.string().nullable(),
  model: z.string().nullable(),
  turns: z.number().int().nonnegative(),
  /** Turns that did not end well, among them. */
  notOk: z.number().int().nonnegative(),
  durationMs: z.number().nonnegative(),
  usage: usageSchema,
});
export type AgentShare = z.infer<typeof agentShareSchema>;

/** Turns by role, agent, version and model, in the order in which they first came. */
export function sharesOf(turns: readonly TurnRecord[]): AgentShare[] {
  const shares = new Map<string, AgentShare>();
  for (const { role, agent, version, model, outcome, durationMs, usage } of turns) {
    const name = JSON.stringify([role, agent, version, model]);
    const before = shares.get(name) ?? { role, agent, version, model, turns: 0, notOk: 0, durationMs: 0, usage: {} };
    shares.set(name, {
      ...before,
      turns: before.turns + 1,
      notOk: before.notOk + (outcome === 'ok' ? 0 : 1),
      durationMs: before.durationMs + durationMs,
      usage: addUsage(before.usage, usage),
    });
  }
  return [...shares.values()];
}
