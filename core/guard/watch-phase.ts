import { dirname, join } from 'node:path';
import type { Git } from '../git/git.ts';
import type { Repository } from '../git/repository.ts';
import { impostorsIn } from '../git/special-files.ts';
import { recordOf, resetWorktree, workPaths } from '../git/worktree.ts';
import type { Host } from '../host/host.ts';
import { touchedIn } from './touched.ts';
import { nothing, some, type Surveyed, type Watch } from './watch.ts';

/** Of the worktree that stages run in while agents work elsewhere. */
export interface PhaseWorktree {
  readonly worktree: Git;
  /** What it holds. */
  readonly commit: string;
  /** The file that says to the stages what they are about; absolute. */
  readonly marker: string;
  readonly scratch: string;
}

/** Watches the phase worktree: its files are those of one commit, and its marker stays as it was written. */
export async function watchPhase(
  host: Host,
  repository: Repository,
  phase: PhaseWorktree,
  files: Surveyed,
): Promise<Watch> {
  const { worktree, commit, marker } = phase;
  const text = await host.files.read(marker);
  return async () => {
    const isMarked = (await host.files.read(marker).catch(() => undefined)) === text;
    const paths = await touchedIn(files);
    // Git would look wherever the worktree leads it by now.
    const isLed = (await recordOf(host, repository, worktree.folder)) === undefined;
    const led = impostorsIn(await files.after()).filter((path) => paths.includes(path));
    const inGit = paths.length === 0 || isLed ? paths : await changedIn(host, phase);
    const changed = [...new Set([...inGit, ...led])];
    if (isMarked && changed.length === 0) return nothing;
    return {
      ...nothing,
      violations: [
        ...(isMarked ? [] : [`${marker} was changed`]),
        ...(changed.length > 0 ? [`files of the phase worktree were changed: ${some(changed)}`] : []),
      ],
      undo: async () => {
        if (changed.length > 0) await resetWorktree(host, worktree, commit);
        if (text !== undefined) await replace(host, marker, text);
      },
    };
  };
}

/** By content, and by an index of our own: its own may have been told not to look. */
async function changedIn(host: Host, { worktree, commit, scratch }: PhaseWorktree): Promise<string[]> {
  const index = join(scratch, `index-${host.randomId()}`);
  await host.files.makeFolder(dirname(index));
  await worktree.text(['read-tree', commit], { index });
  await worktree.run(['add', '--all', '--', ...workPaths], { index });
  const names = await worktree.text(['diff-index', '--cached', '--name-only', '-z', commit], { index });
  await host.files.remove(index);
  return names.split('\0').filter(Boolean);
}

/** Something else may lie there by now. */
async function replace(host: Host, path: string, text: string): Promise<void> {
  await host.files.remove(path);
  await host.files.write(path, text);
}
