import { join } from 'node:path';
import { z } from 'zod';
import type { Files } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { codexUsage, codexUsageSchema } from './codex-usage.ts';
import type { AgentEvent } from './driver.ts';
import { ownFile } from './own-file.ts';

/**
 * What codex keeps of a session in a file below its home, and does not print: the model, where none was asked for, and
 * what the session has used, also when its turn failed or was cut. Nothing where there is no such file.
 */
export async function recallCodex(
  files: Pick<Files, 'survey' | 'follow'>,
  home: string,
  session: string,
): Promise<AgentEvent[]> {
  const path = await rolloutOf(files, home, session);
  let last: { model?: string; usage?: z.infer<typeof codexUsageSchema> } = {};
  const read = (line: string): void => {
    const { data } = lineSchema.safeParse(jsonObject(line));
    if (data?.type === 'turn_context') last = { ...last, model: data.payload.model };
    else if (data) last = { ...last, usage: data.payload.info.total_token_usage };
  };
  // Nobody appends to it any more: it is read once, line by line, since it may be long.
  if (path !== undefined) await files.follow(path, read, AbortSignal.abort());
  const { model, usage } = last;
  return [
    ...(model === undefined ? [] : [{ type: 'session', id: session, model } as const]),
    ...(usage === undefined ? [] : [{ type: 'usage', usage: codexUsage(usage), counts: 'session' } as const]),
  ];
}

/** `sessions/2026/11/22/rollout-2026-11-22T09-12-52-<session>.jsonl`, by the day on which the session was begun. */
async function rolloutOf(files: Pick<Files, 'survey'>, home: string, session: string): Promise<string | undefined> {
  // A UUID of version 7 begins with its time in milliseconds; days are those of UTC, in which codex is run.
  const [, high, low] = /^([\da-f]{8})-([\da-f]{4})-7/.exec(session) ?? [];
  if (high === undefined || low === undefined) return undefined;
  const [day = ''] = new Date(Number.parseInt(high + low, 16)).toISOString().split('T');
  const folder = join(home, 'sessions', ...day.split('-'));
  return await ownFile(files, folder, (name) => name.endsWith(`-${session}.jsonl`));
}

const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('turn_context'), payload: z.object({ model: z.string().min(1) }) }),
  z.object({
    type: z.literal('event_msg'),
    payload: z.object({
      type: z.literal('token_count'),
      info: z.object({ total_token_usage: codexUsageSchema }),
    }),
  }),
]);
