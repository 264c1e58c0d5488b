import { fail, ok, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { git, type Git } from './git.ts';

/** A repository that is only looked at. */
export interface ReadRepository {
  readonly git: Git;
  /** The checkout that was asked about, absolute. */
  readonly root: string;
  /** What all worktrees share, absolute. */
  readonly commonFolder: string;
}

/**
 * Opens a repository without a trace: no copy of its configuration is made, so this git is for names, commits and texts
 * alone, for which git starts no program, whatever is configured.
 */
export async function openToRead(host: Host, folder: string): Promise<Result<ReadRepository>> {
  const here = git(host, folder);
  const where = await here.run(['rev-parse', '--path-format=absolute', '--show-toplevel', '--git-common-dir']);
  const [root, commonFolder] = where.stdout.split('\n');
  if (where.ok && root && commonFolder) return ok({ git: here.in(root), root, commonFolder });
  return fail(
    'no-repository',
    `Unexpected folder without a git checkout: ${folder}. Start this in the repository that phases run in.`,
  );
}
