import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { scratch, userGit, type Scratch } from '../../git/scratch.ts';
import { temporaryFolder } from '../../host/temporary.ts';
import { agents, askedIn, onePhase } from './asking.ts';

const toMain = { options: [{ from: 'test', written: { ...agents, land: 'main' as const } }] };

test.each<[string, (made: Scratch) => string | void, RegExp]>([
  ['a detached HEAD', ({ root }) => void userGit(root, 'checkout', '--quiet', '--detach'), /^begins$/],
  ['another default branch', ({ root }) => void userGit(root, 'branch', '--move', 'trunk'), /no main to land on.*init\.defaultBranch/],
  [
    'another default branch that git is told of',
    ({ root }) => {
      userGit(root, 'branch', '--move', 'trunk');
      userGit(root, 'config', 'init.defaultBranch', 'trunk');
    },
    /^begins$/,
  ],
  ['a sparse checkout', ({ root }) => void userGit(root, 'sparse-checkout', 'set', 'specs'), /^begins$/],
  ['no commit', ({ root }) => void userGit(root, 'checkout', '--quiet', '--orphan', 'new'), /without a commit.*Commit the plan/],
  ['no checkout', ({ root }) => bare(root), /bare repository.*git clone/],
  ['no repository', () => temporaryFolder(), /without a git checkout.*git init/],
])('F42: A repository with %s has one clear message, or begins.', async (_what, change, says) => {
  const made = await scratch(onePhase);
  const decided = await askedIn(made.host, change(made) ?? made.root, toMain);
  expect(decided.ok ? 'begins' : decided.failure.message).toMatch(says);
}); // prettier-ignore

test('F41: A shallow clone is refused with the way to bring the rest; then it begins.', async () => {
  const made = await scratch(onePhase);
  userGit(made.root, 'commit', '--quiet', '--allow-empty', '--message=second');
  const clone = join(dirname(made.root), 'clone');
  userGit(dirname(made.root), 'clone', '--quiet', '--depth=1', `file://${made.root}`, clone);
  expect(await askedIn(made.host, clone)).toMatchObject({
    failure: { reason: 'shallow-clone', message: expect.stringContaining('git fetch --unshallow') },
  });
  expect(userGit(clone, 'for-each-ref', 'refs/phasewright')).toBe('');
  userGit(clone, 'fetch', '--quiet', '--unshallow');
  expect(await askedIn(made.host, clone)).toMatchObject({ ok: true });
});

test('F35: A place that nobody may write to is named before anything is begun.', () => {
  const folder = temporaryFolder();
  const root = join(folder, 'repository');
  mkdirSync(root);
  // Root may write anywhere: nobody may not.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  if ('uid' in nobody) execFileSync('chown', ['-R', `${nobody.uid}:${nobody.gid}`, folder]);
  const told = execFileSync(process.execPath, [join(import.meta.dirname, 'read-only.ts'), root], {
    ...nobody,
    env: { PATH: process.env['PATH'], HOME: folder },
    encoding: 'utf8',
  });
  expect(JSON.parse(told)).toEqual({
    '../state': expect.stringMatching(/^read-only: .*\/state\b.*PHASEWRIGHT_STATE/),
    '.git/objects': expect.stringMatching(/^read-only: .*\/repository\/\.git\/objects\./),
    '.git/refs': expect.stringMatching(/^read-only: .*\/repository\/\.git\/refs\./),
    '.': expect.stringMatching(/^read-only: .*\/repository\/\.worktrees\./),
    nothing: 'begins',
  });
});

function bare(root: string): string {
  const there = join(dirname(root), 'bare.git');
  userGit(dirname(root), 'clone', '--quiet', '--bare', root, there);
  return there;
}
