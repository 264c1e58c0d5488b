import { join } from 'node:path';
import { z } from 'zod';
import type { Files } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { claudeUsage, modelUsageSchema } from './claude-usage.ts';
import type { AgentEvent } from './driver.ts';
import { ownFile } from './own-file.ts';

/**
 * What claude keeps of a session in a file below its folder: what it has cost so far, which is written there also when a
 * turn is cut and prints no result. Nothing where there is no such file, or where an answer came after it was written.
 */
export async function recallClaude(
  files: Pick<Files, 'survey' | 'follow' | 'list' | 'realPath'>,
  at: {
    /** Where claude keeps what is its own. */
    readonly folder: string;
    /** Where the session was begun. */
    readonly worktree: string;
    readonly session: string;
  },
): Promise<AgentEvent[]> {
  let last: z.infer<typeof costSchema> | undefined;
  const read = (line: string): void => {
    const { data } = lineSchema.safeParse(jsonObject(line));
    if (data) last = data.type === 'cost-state' ? data : undefined;
  };
  const place = (await files.realPath(at.worktree)) ?? at.worktree;
  const path = await sessionFile(files, join(at.folder, 'projects'), { place, name: `${at.session}.jsonl` });
  // Nobody appends to it any more: it is read once, line by line, since it may be long.
  if (path !== undefined) await files.follow(path, read, AbortSignal.abort());
  return last ? [{ type: 'usage', usage: claudeUsage(last.modelUsage, last.totalCostUSD), counts: 'session' }] : [];
}

/** It lies in a folder that is named for where the session was begun; of a long name there are the beginning and a sum. */
async function sessionFile(
  files: Pick<Files, 'survey' | 'list'>,
  projects: string,
  { place, name }: { readonly place: string; readonly name: string },
): Promise<string | undefined> {
  const named = place.replace(/[^a-zA-Z0-9]/g, '-');
  const isNamed = (folder: string): boolean =>
    named.length <= longestName ? folder === named : folder.startsWith(`${named.slice(0, longestName)}-`);
  const found = (await files.list(projects)).find((entry) => entry.kind === 'folder' && isNamed(entry.name));
  return found && (await ownFile(files, join(projects, found.name), (one) => one === name));
}

const longestName = 200;

const costSchema = z.object({
  type: z.literal('cost-state'),
  totalCostUSD: z.number().nonnegative(),
  modelUsage: z.record(z.string(), modelUsageSchema).catch({}),
});

const lineSchema = z.discriminatedUnion('type', [costSchema, z.object({ type: z.literal('assistant') })]);
