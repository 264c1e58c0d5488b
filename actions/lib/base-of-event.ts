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
 * of a push where the branch was before, else where it leaves the default branch. Undefined where nothing is left to compare
 * with: the default branch itself, by schedule, by hand, or after it was forced elsewhere. In a shallow clone nobody can tell.
 */
export async function baseOfEvent(job: Job, git: Git): Promise<Result<string | undefined>> {
  const isShallow = await git.run(['rev-parse', '--is-shallow-repository']);
  if (isShallow.stdout.trim() !== 'false')
    return fail(
      'shallow-clone',
      'Unexpected shallow clone, in which nobody can tell what has changed: give actions/checkout `fetch-depth: 0`.',
    );
  const event = eventSchema.safeParse(eventOf(job)).data;
  const { branches, main } = await remoteBranches(git, 'origin');
  const usual = branches.get(event?.repository?.default_branch ?? '') ?? branches.get(main ?? '');
  const head = await git.text(['rev-parse', 'HEAD']);
  const named = [event?.merge_group?.base_sha, event?.pull_request?.base.sha, event?.before, usual];
  for (const other of named) {
    // A branch that was forced elsewhere has left nothing of where it was.
    const found = await leaves(git, other);
    if (found !== undefined) return ok(found === head ? undefined : found);
  }
  return fail(
    'bad-option',
    'Unexpected event without a commit to compare with, and the checkout knows no default branch of origin. Name one as the input "base".',
  );
}

/** Where HEAD leaves another commit; undefined where that is not here, or has nothing in common with it. */
async function leaves(git: Git, other: string | undefined): Promise<string | undefined> {
  if (other === undefined || /^0+$/.test(other) || !(await isHere(git, other))) return undefined;
  const found = await git.run(['merge-base', other, 'HEAD']);
  return found.ok ? found.stdout.trim() : undefined;
}
