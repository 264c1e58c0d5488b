import { join, resolve } from 'node:path';
import { z } from 'zod';
import { serveFolder } from './cache-folder.ts';
import { readInputs, word } from './inputs.ts';
import { ok, type Result } from '../../core/failure.ts';
import { visibleLine } from '../../core/visible.ts';
import type { Job } from './job.ts';
import type { Place } from './place.ts';
import { tell } from './tell.ts';
import { eventOf } from './who-may.ts';

/** From where Nx may replay. */
export const cacheInputs = {
  /** A folder that steps around this one restore and save. */
  cache: word.optional(),
  'remote-cache': z.url({ protocol: /^https?$/, error: 'expected an address' }).optional(),
  'remote-cache-token': z.string().optional(),
  'remote-cache-read-token': z.string().optional(),
};

/** Milliseconds. A cache that takes longer to say no is none. */
const patience = 5000;

/**
 * Runs Nx with an empty cache of its own, so that nothing is replayed but by what is named here: a remote cache, which is asked first,
 * since Nx fails where it is down; else a folder. What strangers or agents have a part in may read from a remote cache and never
 * write, and does not see the folder: whoever writes there decides what is green for everybody.
 */
export async function withNxCache<T>(
  job: Job,
  { workspace, folder }: Pick<Place, 'workspace' | 'folder'>,
  work: (env: Readonly<Record<string, string>>) => Promise<T>,
): Promise<Result<T>> {
  const inputs = readInputs(job, cacheInputs);
  if (!inputs.ok) return inputs;
  const { cache, 'remote-cache': server } = inputs.value;
  const empty = {
    NX_CACHE_DIRECTORY: join(folder, 'nx/cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(folder, 'nx/workspace-data'),
  };
  const remote = await usableToken(job, inputs.value);
  if (server !== undefined && remote !== undefined) return ok(await work({ ...empty, ...found(server, remote) }));
  if (cache === undefined || !isTrusted(job)) {
    if (cache !== undefined) tell(job, `Judged afresh: only what is on the default branch replays from ${cache}.`);
    return ok(await work(server === undefined ? empty : { ...empty, NX_SKIP_REMOTE_CACHE: 'true' }));
  }
  const served = await serveFolder(resolve(workspace, cache));
  try {
    // On machines behind a proxy, the proxy knows nothing of this one.
    const direct = [job.env['NO_PROXY'] ?? job.env['no_proxy'], '127.0.0.1'].filter(Boolean).join(',');
    return ok(await work({ ...empty, ...found(served.address, served.token), NO_PROXY: direct, no_proxy: direct }));
  } finally {
    await served.close();
  }
}

function found(server: string, token: string): Record<string, string> {
  return { NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server, NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token };
}

/** By which this event may go to the remote cache; undefined where there is none, or it is down. */
async function usableToken(job: Job, inputs: z.infer<z.ZodObject<typeof cacheInputs>>): Promise<string | undefined> {
  const server = inputs['remote-cache'];
  if (server === undefined) return undefined;
  const token = isTrusted(job) ? inputs['remote-cache-token'] : inputs['remote-cache-read-token'];
  if (token === undefined) {
    tell(job, `The remote cache is left out: there is no token for it that this event may have.`);
    return undefined;
  }
  const why = await whyDown(server, token);
  if (why === undefined) return token;
  job.write(`::notice title=phasewright::The remote cache is left out: ${visibleLine(why)}\n`);
  return undefined;
}

/** What is on the default branch has been let in there by people. */
function isTrusted(job: Job): boolean {
  const { GITHUB_EVENT_NAME: event = '', GITHUB_REF: ref } = job.env;
  const main = z.object({ repository: z.object({ default_branch: z.string() }) }).safeParse(eventOf(job)).data;
  const isOnMain = main !== undefined && ref === `refs/heads/${main.repository.default_branch}`;
  return isOnMain && ['push', 'schedule', 'workflow_dispatch'].includes(event);
}

/** That there is nothing by a hash that nothing has is the answer of one that works. */
async function whyDown(server: string, token: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${server.replace(/\/$/, '')}/v1/cache/${'0'.repeat(20)}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(patience),
    });
    await response.body?.cancel();
    return response.ok || response.status === 404 ? undefined : `it answers ${response.status}.`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `it cannot be reached, ${cause instanceof Error ? cause.message : String(cause)}.`;
  }
}
