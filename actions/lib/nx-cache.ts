import { join, resolve } from 'node:path';
import { z } from 'zod';
import { readInputs, word } from './inputs.ts';
import { ok, type Result } from '../../core/failure.ts';
import { visibleLine } from '../../core/visible.ts';
import type { Job } from './job.ts';
import { tell } from './tell.ts';
import { eventOf } from './who-may.ts';

/** Where Nx keeps what it may replay. */
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
 * The variables by which Nx finds its caches in this job. A remote one is asked first: Nx fails where it is down. What strangers or
 * agents have a part in may read there and never write: whoever writes there decides what is green for everybody.
 */
export async function nxCache(job: Job, workspace: string): Promise<Result<Record<string, string>>> {
  const inputs = readInputs(job, cacheInputs);
  if (!inputs.ok) return inputs;
  const { cache, 'remote-cache': server } = inputs.value;
  const folder = cache === undefined ? undefined : resolve(workspace, cache);
  // Without the second one Nx does not know what is in the first.
  const local: Record<string, string> =
    folder === undefined
      ? {}
      : { NX_CACHE_DIRECTORY: join(folder, 'cache'), NX_WORKSPACE_DATA_DIRECTORY: join(folder, 'workspace-data') };
  if (server === undefined) return ok(local);
  const without = { ...local, NX_SKIP_REMOTE_CACHE: 'true' };
  const token = isTrusted(job) ? inputs.value['remote-cache-token'] : inputs.value['remote-cache-read-token'];
  if (token === undefined) {
    tell(job, `The remote cache is left out: there is no token for it that this event may have.`);
    return ok(without);
  }
  const why = await whyDown(server, token);
  if (why !== undefined) {
    job.write(`::notice title=phasewright::The remote cache is left out: ${visibleLine(why)}\n`);
    return ok(without);
  }
  return ok({
    ...local,
    NX_SELF_HOSTED_REMOTE_CACHE_SERVER: server,
    NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
  });
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
