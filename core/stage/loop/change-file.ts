import { join } from 'node:path';
import { isTooLarge, type Change } from '../../brief/pieces/change.ts';
import { byteCount } from '../../brief/cut.ts';
import type { Host } from '../../host/host.ts';
import { withoutHidden } from '../../visible.ts';

/**
 * Among what is never work, so that it is in no commit, and below the working directory, since a reader may be allowed to
 * see nothing else.
 */
const ours = '.phasewright';
const name = 'change.diff';

/** A change as its reader gets it: with the prompt, or as a file beside the work when it is too large for one. */
export async function changeFor(host: Host, folder: string, diff: string): Promise<Change> {
  if (!isTooLarge(diff)) return { diff };
  const { text, hidden } = withoutHidden(diff);
  await clearChange(host, folder);
  await host.files.write(join(folder, ours, name), text);
  return { file: `${ours}/${name}`, bytes: byteCount(text), hidden };
}

/** What works or judges there next is to find nothing that is not the project's. */
export async function clearChange(host: Host, folder: string): Promise<void> {
  // An agent may have put a link there. What stands behind it is nothing to write to, or to remove from.
  const entry = (await host.files.list(folder)).find((one) => one.name === ours);
  if (entry && entry.kind !== 'folder') await host.files.remove(join(folder, ours));
  await host.files.remove(join(folder, ours, name));
}
