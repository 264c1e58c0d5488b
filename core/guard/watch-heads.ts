import { dirname, join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { isMarked } from '../git/worktree.ts';
import type { Host } from '../host/host.ts';
import { differences, nothing, some, type Watch } from './watch.ts';

/**
 * Watches where the user's checkout and other worktrees of theirs are: their HEADs, and the refs that are each
 * worktree's alone. They may be at work there, so a change is only said.
 */
export async function watchHeads(host: Host, { commonFolder }: Repository): Promise<Watch> {
  const before = await headsOf(host, commonFolder);
  return async () => {
    const after = await headsOf(host, commonFolder);
    const changed = differences(before, after).map(
      ({ name }) => `${name} from ${brief(before.get(name))} to ${brief(after.get(name))}`,
    );
    if (changed.length === 0) return nothing;
    return { ...nothing, notes: [`worktrees of yours were moved meanwhile, by you or the agent: ${some(changed)}`] };
  };
}

/** By the worktree and the ref. */
async function headsOf(host: Host, commonFolder: string): Promise<ReadonlyMap<string, string>> {
  const heads = new Map<string, string>();
  const add = async (record: string, worktree: string, refs: readonly string[]): Promise<void> => {
    for (const ref of refs) {
      const text = await host.files.read(join(record, ref)).catch(() => 'unreadable');
      if (text !== undefined) heads.set(`${worktree} ${ref}`, text.trim());
    }
  };
  await add(commonFolder, dirname(commonFolder), ['HEAD']);
  const records = join(commonFolder, 'worktrees');
  for (const { name } of await host.files.list(records)) {
    const record = join(records, name);
    const worktree = dirname(((await host.files.read(join(record, 'gitdir')).catch(() => undefined)) ?? '').trim());
    if (await isMarked(host, worktree)) continue;
    const own = [...(await host.files.survey(join(record, 'refs'), []))].filter(([, { kind }]) => kind === 'file');
    await add(record, worktree, ['HEAD', ...own.map(([ref]) => `refs/${ref}`)]);
  }
  return heads;
}

/** A branch, or the beginning of a commit's name. */
function brief(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.startsWith('ref: ') ? text.slice('ref: '.length) : text.slice(0, 10);
}
