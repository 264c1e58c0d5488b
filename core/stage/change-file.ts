import { join } from 'node:path';
import { isTooLarge, type Change } from '../brief/pieces/change.ts';
import { byteCount } from '../brief/cut.ts';
import type { Host } from '../host/host.ts';
import { withoutHidden } from '../visible.ts';

/**
 * Among what is never work, so that it is in no commit, and below the working directory, since a reader may be allowed to
 * see nothing else.
 */
const folder = '.phasewright';

/** A change as its reader gets it: with the prompt, or as a file in the worktree when it is too large for one. */
export async function changeFor(host: Host, worktree: string, diff: string): Promise<Change> {
  if (!isTooLarge(diff)) return { diff };
  const { text, hidden } = withoutHidden(diff);
  await removeForeign(host, worktree);
  const path = join(worktree, folder, 'change.diff');
  await host.files.remove(path);
  await host.files.write(path, text);
  return { file: `${folder}/change.diff`, bytes: byteCount(text), hidden };
}

/** An agent may have put a link there, or a file. What stands behind a link is nothing to write to. */
async function removeForeign(host: Host, worktree: string): Promise<void> {
  const entry = (await host.files.list(worktree)).find(({ name }) => name === folder);
  if (entry && entry.kind !== 'folder') await host.files.remove(join(worktree, folder));
}
