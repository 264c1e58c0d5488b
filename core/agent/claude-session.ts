import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Files } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { claudeUsage, modelUsageSchema } from './claude-usage.ts';
import type { AgentEvent } from './driver.ts';

/**
 * What claude keeps of a session in a file below its folder: what it has cost so far, which is written there also when a
 * turn is cut and prints no result. Nothing where there is no such file, or where an answer came after it was written.
 */
export async function recallClaude(
  files: Pick<Files, 'survey' | 'follow'>,
  folder: string,
  session: string,
): Promise<AgentEvent[]> {
  let last: z.infer<typeof costSchema> | undefined;
  const read = (line: string): void => {
    const { data } = lineSchema.safeParse(jsonObject(line));
    if (data) last = data.type === 'cost-state' ? data : undefined;
  };
  const path = await sessionFile(files, join(folder, 'projects'), `${session}.jsonl`);
  // Nobody appends to it any more: it is read once, line by line, since it may be long.
  if (path !== undefined) await files.follow(path, read, AbortSignal.abort());
  return last ? [{ type: 'usage', usage: claudeUsage(last.modelUsage, last.totalCostUSD), counts: 'session' }] : [];
}

/** It lies in a folder that is named for where the session was begun, in a way of claude's own. */
async function sessionFile(files: Pick<Files, 'survey'>, projects: string, name: string): Promise<string | undefined> {
  const found = [...(await files.survey(projects, []))].find(([path]) => basename(path) === name);
  if (!found) return undefined;
  const [path, { kind, size }] = found;
  // Its agent may have put anything there.
  return kind === 'file' && size <= longest ? join(projects, path) : undefined;
}

/** Bytes. */
const longest = 64 * 1024 * 1024;

const costSchema = z.object({
  type: z.literal('cost-state'),
  totalCostUSD: z.number().nonnegative(),
  modelUsage: z.record(z.string(), modelUsageSchema).catch({}),
});

const lineSchema = z.discriminatedUnion('type', [costSchema, z.object({ type: z.literal('assistant') })]);
