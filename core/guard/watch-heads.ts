import { join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { userWorktrees } from './user-worktrees.ts';
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
  for (const { path, record } of await userWorktrees(host, commonFolder)) {
    // What lies in the folder that all share is no worktree's alone, apart from HEAD.
    const own = record === commonFolder ? [] : [...(await host.files.survey(join(record, 'refs'), []))];
    const refs = own.filter(([, { kind }]) => kind === 'file').map(([ref]) => `refs/${ref}`);
    for (const ref of ['HEAD', ...refs]) {
      const text = await host.files.read(join(record, ref)).catch(() => 'unreadable');
      if (text !== undefined) heads.set(`${path} ${ref}`, text.trim());
    }
  }
  return heads;
}

/** A branch, or the beginning of a commit's name. */
function brief(text: string | undefined): string {
  if (text === undefined) return 'nothing';
  return text.startsWith('ref: ') ? text.slice('ref: '.length) : text.slice(0, 10);
}
