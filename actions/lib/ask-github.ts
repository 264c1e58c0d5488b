import { getOctokit } from '@actions/github';
import { fail, ok, type Result } from '../../core/failure.ts';
import { visibleLine } from '../../core/visible.ts';
import type { Job } from './job.ts';

/** The repository of a job, by GitHub's API and one token. */
export interface Repository {
  readonly octokit: ReturnType<typeof getOctokit>;
  /** As each operation wants it. */
  readonly at: { readonly owner: string; readonly repo: string };
}

/** The repository that this job is for. The token goes to its API and nowhere else. */
export function repositoryOf({ env }: Pick<Job, 'env'>, token: string): Result<Repository> {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(env['GITHUB_REPOSITORY'] ?? '') ?? [];
  if (owner === undefined || repo === undefined) {
    const found = visibleLine(env['GITHUB_REPOSITORY'] ?? '');
    return fail('bad-option', `Unexpected GITHUB_REPOSITORY "${found}" in the environment, expected owner/name.`);
  }
  if (token === '') return fail('bad-option', 'There is no token for GitHub. Hand one to the action, as its input.');
  const octokit = getOctokit(token, {
    baseUrl: env['GITHUB_API_URL'] || 'https://api.github.com',
    userAgent: 'phasewright',
  });
  octokit.hook.wrap('request', async (request, options) => {
    const signal = AbortSignal.timeout(timeLimit);
    return await request({ ...options, request: { ...options.request, signal } });
  });
  return ok({ octokit, at: { owner, repo } });
}

/** Milliseconds for one request. */
const timeLimit = 30_000;

/**
 * What GitHub answered, or why it did not, with the status of its answer where there was one. `doing` says what was asked for,
 * as in `GitHub did not <doing>: …`; `needs` is the permission that a job's token has to have for it.
 */
export async function asked<T>(
  { doing, needs }: { readonly doing: string; readonly needs: string },
  ask: () => Promise<T>,
): Promise<Result<T> & { readonly status?: number }> {
  try {
    return ok(await ask());
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const status = 'status' in error && typeof error.status === 'number' ? error.status : undefined;
    const why = visibleLine(error.message).slice(0, 500);
    // What no request has come to is a bug of ours, but for a network that is not there.
    if (status === undefined) throw error;
    const also = status === 403 ? ` The token of this job needs the permission \`${needs}\`.` : '';
    return { ...fail('remote', `GitHub did not ${doing}: ${why}${/[.!?]$/.test(why) ? '' : '.'}${also}`), status };
  }
}
