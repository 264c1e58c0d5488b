import type { z } from 'zod';
import type { Trouble } from '../trouble.ts';
import type { Rpc } from './rpc.ts';
import { rpcTrouble } from './rpc-trouble.ts';

export type Asked<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly trouble: Trouble };

/** Asks the agent for something and checks what it answers. */
export async function ask<Value>(
  schema: z.ZodType<Value>,
  agent: Rpc,
  method: string,
  params: object,
): Promise<Asked<Value>> {
  const reply = await agent.request(method, params);
  if (!reply.ok) return { ok: false, trouble: rpcTrouble(reply.error) };
  const { success, data } = schema.safeParse(reply.result ?? {});
  if (success) return { ok: true, value: data };
  return { ok: false, trouble: { kind: 'agent-error', text: `its answer to ${method} has an unexpected shape` } };
}
