import { z } from 'zod';

/** One side of a conversation in JSON-RPC 2.0: ours. */
export interface Rpc {
  request(method: string, params: object): Promise<Reply>;
  notify(method: string, params: object): void;
  /** Takes a line of the other side; false when it is no message. */
  receive(line: string): boolean;
}

export type Reply = { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly error: RpcError };

/** What the other side may ask of us. An undefined answer says that there is no such method. */
export interface Served {
  request(method: string, params: unknown): object | undefined;
  notification(method: string, params: unknown): void;
}

const errorSchema = z.object({ code: z.number(), message: z.string(), data: z.unknown().optional() });
export type RpcError = z.infer<typeof errorSchema>;

const messageSchema = z.object({
  id: z.union([z.number(), z.string()]).nullish(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: errorSchema.optional().catch({ code: 0, message: 'an error without code and message' }),
});

export function rpc(send: (line: string) => void, served: Served): Rpc {
  const waiting = new Map<number, (reply: Reply) => void>();
  let last = 0;
  const post = (message: object): void => send(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return {
    request: async (method, params) =>
      await new Promise((resolve) => {
        last += 1;
        waiting.set(last, resolve);
        post({ id: last, method, params });
      }),
    notify: (method, params) => post({ method, params }),
    receive(line) {
      const { data: message } = messageSchema.safeParse(json(line));
      if (!message) return false;
      const { id, method, params, result, error } = message;
      if (method !== undefined && id !== undefined) {
        const answer = served.request(method, params);
        post(answer ? { id, result: answer } : { id, error: { code: methodNotFound, message: `no method ${method}` } });
        return true;
      }
      if (method !== undefined) {
        served.notification(method, params);
        return true;
      }
      const resolve = typeof id === 'number' ? waiting.get(id) : undefined;
      if (!resolve || typeof id !== 'number') return false;
      waiting.delete(id);
      resolve(error ? { ok: false, error } : { ok: true, result });
      return true;
    },
  };
}

const methodNotFound = -32601;

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
