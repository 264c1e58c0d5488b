import { join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { keyOf } from '../result/result.ts';
import { ownKey, sealOf } from '../result/seal.ts';
import { testsSchema } from '../result/tests.ts';
import type { Counted } from './count-tests.ts';
import type { NxTask } from './nx.ts';
import { mostOfReport } from './test-reports.ts';

/*
 * A gate can write into the cache that its Nx replays from: Nx tells each task where it is, and lint rules go by it. So we note
 * of each task that we have seen run how it ended, what was counted, and how what Nx keeps of it looked then, sealed by a key
 * that gates are not given. A replay of anything else is none.
 */

const noteSchema = z.object({
  passed: z.boolean(),
  /** How what Nx keeps of it looks. */
  kept: z.string(),
  tests: testsSchema.optional(),
  notice: z.string().optional(),
  red: z.string().optional(),
});
type Note = z.infer<typeof noteSchema>;

/** What was counted of a replayed task when it ran; undefined where we have not seen it run, and end so. */
export async function seenBefore(host: Host, cache: string, task: NxTask): Promise<Note | undefined> {
  const text = await host.files.readEnds(noteOf(cache, task), mostOfReport);
  const { seal, body } = jsonObject(text) ?? {};
  if (typeof body !== 'string' || seal !== sealOf(await ownKey(host), sealed(task, body))) return undefined;
  const note = noteSchema.safeParse(jsonObject(body));
  if (!note.success || note.data.passed !== task.passed) return undefined;
  return note.data.kept === (await keptOf(host, cache, task)) ? note.data : undefined;
}

/** Notes how a task has ended that has just run. */
export async function noteTask(host: Host, cache: string, task: NxTask, counted: Counted): Promise<void> {
  if (task.hash === undefined) return;
  const note: Note = { ...counted, passed: task.passed, kept: await keptOf(host, cache, task) };
  const body = JSON.stringify(note);
  const seal = sealOf(await ownKey(host), sealed(task, body));
  await host.files.write(noteOf(cache, task), JSON.stringify({ seal, body }));
}

function noteOf(cache: string, { hash = '' }: NxTask): string {
  return join(cache, 'tests', 'counts', `${hash}.json`);
}

function sealed({ project, target, hash = '' }: NxTask, body: string): string {
  return JSON.stringify([project, target, hash, body]);
}

async function keptOf(host: Host, cache: string, { hash = '' }: NxTask): Promise<string> {
  const files = await host.files.survey(join(cache, 'cache', hash), []);
  const output = await host.files.stamp(join(cache, 'cache', 'terminalOutputs', hash));
  return keyOf({ output, files: [...files].map(([path, { stamp }]) => `${path} ${stamp}`).toSorted() });
}
