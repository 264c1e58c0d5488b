import { z } from 'zod';
import { fail, ok, type Result } from '../../core/failure.ts';
import type { Git } from '../../core/git/git.ts';
import { remoteBranches } from '../../core/git/origin.ts';
import { isHere } from '../../core/git/remote.ts';
import type { Job } from './job.ts';
import { eventOf } from './who-may.ts';

const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const eventSchema = z.object({
  before: commit.optional().catch(undefined),
  pull_request: z
    .object({ base: z.object({ sha: commit }) })
    .optional()
    .catch(undefined),
  merge_group: z.object({ base_sha: commit }).optional().catch(undefined),
  repository: z.object({ default_branch: z.string() }).optional().catch(undefined),
});

/**
 * The commit that what is checked out is a change to, by git alone: of a pull request and a merge queue where it leaves its base,
 * of a push where the branch was before, else where it leaves the default branch. In a shallow clone nobody can tell.
 */
export async function baseOfEvent(job: Job, git: Git): Promise<Result<string>> {
  const isShallow = await git.run(['rev-parse', '--is-shallow-repository']);
  if (isShallow.stdout.trim() !== 'false')
    return fail(
      'shallow-clone',
      'Unexpected shallow clone, in which nobody can tell what has changed: give actions/checkout `fetch-depth: 0`.',
    );
  const event = eventSchema.safeParse(eventOf(job)).data;
  const { branches, main } = await remoteBranches(git, 'origin');
  const usual = branches.get(event?.repository?.default_branch ?? '') ?? branches.get(main ?? '');
  const named = [event?.merge_group?.base_sha, event?.pull_request?.base.sha, event?.before, usual];
  for (const other of named) {
    // A branch that was forced elsewhere has left nothing of where it was.
    if (other === undefined || /^0+$/.test(other) || !(await isHere(git, other))) continue;
    const found = await git.run(['merge-base', other, 'HEAD']);
    if (found.ok) return ok(found.stdout.trim());
  }
  return fail(
    'bad-option',
    'Unexpected event without a commit to compare with, and the checkout knows no default branch of origin. Name one as the input "base".',
  );
}
