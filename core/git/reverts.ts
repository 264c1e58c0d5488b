import type { Git } from './git.ts';

/**
 * The commits that the history of these revisions takes back ("This reverts commit …"), each with the commit that does.
 * A revert that was itself reverted takes nothing back; one of a merge takes back all that was merged.
 */
export async function revertedIn(git: Git, revisions: readonly string[]): Promise<ReadonlyMap<string, string>> {
  // Latest first, so that a revert of a revert is seen before what it brings back.
  const order = ['--topo-order', '-z', '--format=%H %B'];
  const log = await git.text(['log', '--grep=^This reverts commit ', ...order, ...revisions, '--']);
  const reverted = new Map<string, string>();
  for (const text of log.split('\0')) {
    const commit = text.slice(0, text.indexOf(' '));
    if (reverted.has(commit)) continue;
    for (const [, of = ''] of text.matchAll(/^This reverts commit ([0-9a-f]{40,64})\b/gm)) {
      const merged = await git.run(['rev-list', of, `^${of}^1`, '--']);
      const gone = merged.ok ? merged.stdout.split('\n').filter(Boolean) : [of];
      for (const one of gone) reverted.set(one, commit);
    }
  }
  return reverted;
}
