import type { Git } from './git.ts';

/**
 * What of a commit is not there in worktrees of ours, in sentences for people: files of which there are only pointers since
 * LFS is not set up, and submodules, which are empty folders. `git` is in the user's checkout.
 */
export async function notBrought(git: Git, commit: string): Promise<string[]> {
  return [...(await pointers(git)), ...(await submodules(git, commit))];
}

async function pointers(git: Git): Promise<string[]> {
  const listed = await git.text(['ls-files', '-z', '--', ':(top,attr:filter=lfs)']);
  const paths = listed.split('\0').filter(Boolean);
  if (paths.length === 0 || (await bringsFiles(git))) return [];
  return [
    `${paths.length} files such as ${paths[0]} are kept by LFS, and git is not set up to bring them: agents and gates get pointers in their place. If that matters: git lfs install, then git lfs pull`,
  ];
}

/** Whoever has it installed may have told it to leave files out. */
async function bringsFiles(git: Git): Promise<boolean> {
  const { stdout } = await git.run(['config', '-z', '--get-regexp', String.raw`^filter\.lfs\.(process|smudge)$`]);
  const filters = stdout.split('\0').filter(Boolean);
  return filters.length > 0 && filters.every((entry) => !entry.includes('--skip'));
}

async function submodules(git: Git, commit: string): Promise<string[]> {
  const listed = await git.run([
    'config',
    '--blob',
    `${commit}:.gitmodules`,
    '-z',
    '--get-regexp',
    String.raw`^submodule\..*\.path$`,
  ]);
  const paths = listed.stdout.split('\0').flatMap((entry) => entry.split('\n').slice(1));
  if (paths.length === 0) return [];
  return [
    `submodules are empty folders where agents and gates work, and stay the commits that they are: ${paths.join(', ')}`,
  ];
}
