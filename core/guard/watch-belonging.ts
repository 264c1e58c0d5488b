import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { differences, type Watch } from './watch.ts';

/** What makes a folder a worktree of this repository, and nothing more than that: on either side, files of ours. */
const inRecord = ['commondir', 'gitdir', 'config.worktree'];

/**
 * Watches that a worktree goes on to belong to its repository. HEAD and the index are the writing agent's to move where
 * it works: commits of ours are made from the files alone.
 */
export async function watchBelonging(
  host: Host,
  worktree: { readonly path: string; readonly record: string; readonly mayMoveHead: boolean },
): Promise<Watch> {
  const { path, record, mayMoveHead } = worktree;
  const head = join(record, 'HEAD');
  const own = [join(path, '.git'), ...inRecord.map((name) => join(record, name))];
  const files = mayMoveHead ? own : [...own, head];
  const before = await textsOf(host, files);
  const headBefore = await host.files.read(head);
  return async () => {
    const now = await host.files.read(head).catch(() => undefined);
    const isHead = now !== undefined && (/^ref: refs\/\S+\n?$/.test(now) || /^[0-9a-f]{40,64}\n?$/.test(now));
    const changed = differences(before, await textsOf(host, files));
    return {
      violations: [
        ...changed.map(({ name, how }) => `${name} was ${how}`),
        ...(isHead ? [] : [`${head} is no HEAD any more`]),
      ],
      notes:
        isHead && mayMoveHead && now !== headBefore
          ? ['the agent moved HEAD of its worktree; what counts is the files that it left']
          : [],
      undo: async () => {
        for (const { name } of changed) await putBack(host, name, before.get(name));
        if (!isHead) await putBack(host, head, headBefore);
      },
    };
  };
}

/** Something else may lie there by now. */
async function putBack(host: Host, path: string, text: string | undefined): Promise<void> {
  await host.files.remove(path);
  if (text !== undefined) await host.files.write(path, text);
}

/** Also of what is no file any more. */
async function textsOf(host: Host, files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const file of files) {
    const text = await host.files.read(file).catch(() => 'not a file');
    if (text !== undefined) texts.set(file, text);
  }
  return texts;
}
