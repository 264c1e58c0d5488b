import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Git } from './git.ts';

/**
 * What `to` has and `from` has not, for somebody to judge. What is text is told by the content alone: attributes, which
 * the change may have set itself, could make any file one whose changes are not shown. They lie in a worktree, so it is
 * made where there is none.
 */
export async function diffOf(host: Host, git: Git, from: string, to: string): Promise<string> {
  const empty = join(host.stateFolder, 'scratch', `empty-${host.randomId()}`);
  await host.files.makeFolder(empty);
  const env = { GIT_DIR: await git.text(['rev-parse', '--absolute-git-dir']), GIT_WORK_TREE: empty };
  const args = ['diff', '--no-ext-diff', '--no-textconv', '--no-color', from, to];
  const diff = await git.in(empty).text(args, { env, index: join(empty, 'index') });
  await host.files.remove(empty);
  return diff;
}
