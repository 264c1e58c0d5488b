import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/failure.ts';
import { visibleLine } from '../../core/visible.ts';
import { repositoryOf } from './ask-github.ts';
import type { Job } from './job.ts';
import { mayRun } from './may-run.ts';

/** Of a pull request, and of reviews of one: whatever the event is called, its code is that of the pull request. */
const pullSchema = z.object({
  pull_request: z.object({ head: z.object({ repo: z.object({ full_name: z.string() }).nullable() }) }).optional(),
});

/**
 * Whether this run may cost something: its event is one that nobody but people of the repository can cause with code of theirs, and
 * whoever has caused it may write here. Asked before anything is done.
 */
export async function whoMay(
  job: Job,
  { token, bots }: { readonly token: string; readonly bots: readonly string[] },
): Promise<Result<void>> {
  const strange = strangeEvent(job);
  if (!strange.ok) return strange;
  const told = pullSchema.safeParse(eventOf(job) ?? {});
  const isOfPull = !told.success || told.data.pull_request !== undefined;
  if (isOfPull || job.env['GITHUB_EVENT_NAME']?.startsWith('pull_request')) {
    const head = told.data?.pull_request?.head.repo?.full_name;
    if (head !== job.env['GITHUB_REPOSITORY'])
      return fail(
        'bad-option',
        `Unexpected pull request from ${visibleLine(head ?? 'a repository that is gone')}: no agent works on what a fork brings. Its gates run without one, see actions/gates.`,
      );
  }
  const repository = repositoryOf(job, token);
  if (!repository.ok) return repository;
  // Who runs it again may be somebody else than who has started it first.
  const login = job.env['GITHUB_TRIGGERING_ACTOR'] || job.env['GITHUB_ACTOR'] || '';
  return await mayRun(repository.value, { login, bots });
}

/** An event that runs with the rights of this repository on what strangers have written is refused, whatever is done. */
export function strangeEvent({ env }: Pick<Job, 'env'>): Result<void> {
  const event = env['GITHUB_EVENT_NAME'] ?? '';
  if (event !== 'pull_request_target' && event !== 'workflow_run') return ok(undefined);
  return fail(
    'bad-option',
    `Unexpected event ${event}: it runs with the rights of this repository on what strangers have written. Phases start by workflow_dispatch, schedule, push, or a comment; gates by push, pull_request and merge_group.`,
  );
}

/** What GitHub tells of the event; undefined where it tells nothing. */
export function eventOf({ env }: Pick<Job, 'env'>): unknown {
  const path = env['GITHUB_EVENT_PATH'];
  if (!path) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
