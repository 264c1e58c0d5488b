import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Git } from './git.ts';
import type { Repository } from './repository.ts';
import { workPaths } from './worktree.ts';

/**
 * Hands on all that lies in a checkout as a tree, with what is not committed and without what is ignored; and a way to look
 * again, which answers with the tree that lies there by then. Index and repository stay as they are: new objects lie in a
 * folder of ours, and only the git that is handed on finds them.
 */
export async function withCheckoutTree<T>(
  host: Host,
  repository: Repository,
  use: (git: Git, tree: string, lookAgain: () => Promise<string>) => Promise<T>,
): Promise<T> {
  const folder = join(host.stateFolder, 'scratch', `checkout-${host.randomId()}`);
  const index = join(folder, 'index');
  const objects = join(folder, 'objects');
  await host.files.makeFolder(objects);
  const git = await withObjects(repository.git, objects);
  const look = async (): Promise<string> => {
    await git.text(['add', '--all', '--', ...workPaths], { index });
    return await git.text(['write-tree'], { index });
  };
  try {
    // An index of its own: the user's may say of a file that it has not changed.
    await git.text(['read-tree', repository.head], { index });
    return await use(git, await look(), look);
  } finally {
    await host.files.remove(folder);
  }
}

/** The same git, which writes its objects elsewhere and reads those of the repository as well. */
async function withObjects(git: Git, objects: string): Promise<Git> {
  const real = await git.text(['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
  const env = { GIT_OBJECT_DIRECTORY: objects, GIT_ALTERNATE_OBJECT_DIRECTORIES: real };
  return {
    ...git,
    run: async (args, options) => await git.run(args, { ...options, env: { ...env, ...options?.env } }),
    text: async (args, options) => await git.text(args, { ...options, env: { ...env, ...options?.env } }),
  };
}
