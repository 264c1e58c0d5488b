import { join } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import { currentPerson, makeCommit } from '../../git/commit.ts';
import { moveRef, readRef } from '../../git/refs.ts';
import type { Repository } from '../../git/repository.ts';
import { workPaths } from '../../git/worktree.ts';
import type { Host } from '../../host/host.ts';
import type { LookedAt } from './look.ts';

/**
 * Keeps what lies in a folder and in no commit that a ref reaches, whatever git knows of the folder. Files that are missing
 * there are no loss. Ignored ones are not kept, as a run does not keep them.
 */
export async function keepContent(
  host: Host,
  repository: Repository,
  about: { readonly path: string; readonly phase: LookedAt; readonly stage: string },
): Promise<Result<{ readonly ref: string | undefined }>> {
  const { path, phase, stage } = about;
  const { git, commonFolder } = repository;
  const onto = await commitOf(repository, about);
  if (onto === undefined) return fail('worktree', 'it is not known which commit it was made from');
  const index = join(host.stateFolder, 'scratch', `index-${host.randomId()}`);
  await host.files.makeFolder(join(host.stateFolder, 'scratch'));
  const here = git.in(path);
  const as = [`--git-dir=${commonFolder}`, `--work-tree=${path}`];
  try {
    await here.text([...as, 'read-tree', onto], { index });
    const added = await here.run([...as, 'add', '--all', '--', ...workPaths], { index });
    if (!added.ok) return fail('worktree', `git cannot take what lies in it: ${added.stderr.trim()}`);
    const tree = await here.text([...as, 'write-tree'], { index });
    const changed = await git.text(['diff-tree', '-r', '--name-only', '--diff-filter=d', onto, tree]);
    const commit = changed === '' ? onto : await made(tree);
    const reached = await git.text(['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${commit}`]);
    if (reached !== '') return ok({ ref: undefined });
    const ref = phase.refs.work(`${stage}.left-${commit.slice(0, 10)}`);
    const isKept = await moveRef(git, ref, commit, undefined);
    return isKept ? ok({ ref }) : fail('worktree', `${ref} cannot be written`);
  } finally {
    await host.files.remove(index);
  }

  async function made(tree: string): Promise<string> {
    return await makeCommit(git, {
      tree,
      parents: [onto ?? ''],
      message: `Left in ${path}\n`,
      author: await currentPerson(git),
    });
  }
}

/** The commit that a worktree is at; of one that is half made the one that its phase begins at. */
async function commitOf(
  { git }: Repository,
  { path, phase, stage }: { readonly path: string; readonly phase: LookedAt; readonly stage: string },
): Promise<string | undefined> {
  const isKnown = phase.worktrees.some((one) => one.path === path && one.record !== undefined);
  const head = isKnown ? await git.in(path).run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']) : undefined;
  if (head?.ok) return head.stdout.trim();
  return (
    (await readRef(git, phase.refs.work(stage))) ?? phase.bound?.phase.polished ?? phase.commits.get(phase.refs.base)
  );
}
