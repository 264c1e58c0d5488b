import { readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { combine } from '../../core/git/combine.ts';
import { configEntries, configText, type ConfigEntry } from '../../core/git/config-text.ts';
import { configurationOf, digestOf } from '../../core/git/configuration.ts';
import { makeCommit } from '../../core/git/commit.ts';
import { openTurn } from '../../core/git/open-turns.ts';
import { openRepository } from '../../core/git/repository.ts';
import { distrust, standInContent } from '../../core/git/stand-in.ts';
import { takeAll } from '../../core/git/take-all.ts';
import { changedPaths, ensureWorktree, recordOf, resetWorktree } from '../../core/git/worktree.ts';
import { commitFiles, configured, scratch, userGit, writeFiles, type Scratch } from './scratch.ts';

/** Each runs `<folder>/ran <name>`, which leaves a file of that name. */
function plantable(folder: string): Record<string, string> {
  const run = (name: string) => `${join(folder, 'ran')} ${name}`;
  return {
    'core.fsmonitor': run('fsmonitor'),
    'core.hooksPath': join(folder, 'hooks'),
    'core.sshCommand': run('ssh'),
    'core.pager': run('pager'),
    'core.editor': run('editor'),
    'core.attributesFile': join(folder, 'attributes'),
    'filter.x.clean': run('clean'),
    'filter.x.smudge': run('smudge'),
    'filter.x.required': 'true',
    'filter.y.process': run('process'),
    'diff.external': run('external'),
    'diff.x.command': run('diff-command'),
    'diff.x.textconv': run('textconv'),
    'merge.x.driver': `${run('merge')} %A %O %B`,
    'merge.default': 'x',
    'credential.helper': `!${run('credential')}`,
    'gpg.program': run('gpg'),
    'commit.gpgSign': 'true',
    'alias.status': `!${run('alias')}`,
    'pager.status': run('pager-status'),
  };
}

/** A program that says that it ran, and hooks that call it. */
function layOut(folder: string): void {
  writeFiles(folder, {
    ran: `#!/bin/sh\ntouch ${folder}/ran-"$1"\ncat\n`,
    attributes: '* filter=x diff=x merge=x\n',
    ...Object.fromEntries(
      ['post-checkout', 'pre-commit', 'reference-transaction', 'post-index-change', 'post-merge'].map((name) => [
        `hooks/${name}`,
        `#!/bin/sh\ntouch ${folder}/ran-hook-${name}\n`,
      ]),
    ),
  });
}

function ranIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.startsWith('ran-'));
}

/** All that our git does with the files of a worktree. */
async function everything({ host, root, repository, git }: Scratch, theirs: string): Promise<void> {
  const start = await git.text(['rev-parse', `${theirs}~1`]);
  const worktree = await ensureWorktree(host, repository, join(root, '.worktrees', 'all'), start);
  writeFiles(worktree.folder, {
    'a.txt': 'ours\n',
    '.gitattributes': '* filter=x diff=x merge=x\nc* filter=y\n',
    'c.txt': 'c',
  });
  await changedPaths(worktree, 'HEAD');
  const taken = await takeAll(host, worktree, start);
  if (!taken.ok) throw new Error(taken.failure.message);
  const author = { name: 'n', email: 'e' };
  const commit = await makeCommit(worktree, {
    tree: taken.value.tree,
    parents: [start],
    message: 'm',
    author,
  });
  await worktree.text(['diff', '--no-ext-diff', '--no-textconv', start, commit]);
  await git.text(['update-ref', 'refs/heads/ours', commit]);
  await combine(git, theirs, { name: 'x', start: start, commit });
  await resetWorktree(host, worktree, commit);
  await changedPaths(git, 'HEAD');
}

test('What is configured after a repository was opened runs nowhere; the same, there before, shows that it would.', async () => {
  const after = await scratch({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  const sibling = commitFiles(after.root, { 'a.txt': 'theirs\n' });
  const planted = join(after.root, '..');
  layOut(planted);
  const plant = Object.entries(plantable(planted));
  for (const [key, value] of plant) userGit(after.root, 'config', key, value);
  writeFiles(after.root, { '.git/info/attributes': '* filter=x diff=x merge=x\n' });
  await everything(after, sibling);
  expect(ranIn(planted)).toEqual([]);

  const before = await scratch({ 'a.txt': 'one\n', 'b.txt': 'two\n' });
  const other = commitFiles(before.root, { 'a.txt': 'theirs\n' });
  const theirs = join(before.root, '..');
  layOut(theirs);
  const { 'filter.y.process': _, ...settings } = plantable(theirs);
  await everything(await configured(before, settings), other);
  expect(ranIn(theirs).toSorted()).toEqual(['ran-clean', 'ran-merge', 'ran-smudge']);
});

test('A worktree that was made by way of a stand-in belongs to the repository itself.', async () => {
  const { host, root, repository } = await scratch({ 'a.txt': 'one\n' });
  const path = join(root, '.worktrees', 'x');
  await ensureWorktree(host, repository, path, repository.head);
  expect(readFileSync(join(path, '.git'), 'utf8')).toBe(`gitdir: ${join(root, '.git/worktrees/x')}\n`);
  expect(await recordOf(host, repository, path)).toBe(join(root, '.git/worktrees/x'));
  expect(userGit(path, 'rev-parse', 'HEAD')).toBe(repository.head);
  expect(userGit(root, 'worktree', 'list')).toContain(path);
});

test('A worktree is made also after git has removed the folder of all records with the last of them.', async () => {
  const { host, root, repository } = await scratch({ 'a.txt': 'one\n' });
  const path = join(root, '.worktrees', 'x');
  await ensureWorktree(host, repository, path, repository.head);
  userGit(root, 'worktree', 'remove', '--force', path);
  expect(readdirSync(join(root, '.git'))).not.toContain('worktrees');
  await ensureWorktree(host, repository, path, repository.head);
  expect(userGit(path, 'rev-parse', 'HEAD')).toBe(repository.head);
});

test('The same configuration has the same stand-in, and another one another.', async () => {
  const made = await scratch({ 'a.txt': 'one\n' });
  const again = await configured(made, {});
  const other = await configured(made, { 'core.autocrlf': 'input' });
  expect(again.repository.standIn).toBe(made.repository.standIn);
  expect(other.repository.standIn).not.toBe(made.repository.standIn);
  expect(await other.git.text(['config', 'core.autocrlf'])).toBe('input');
  expect((await again.git.run(['config', 'core.autocrlf'])).ok).toBe(false);
});

test('One that somebody has written into is not gone by, and is put right when the repository is opened anew.', async () => {
  const { host, root, repository } = await scratch({ 'a.txt': 'one\n' });
  const { standIn } = repository;
  expect(await openRepository(host, root, standIn)).toMatchObject({ ok: true, value: { standIn } });
  const before = await standInContent(host, standIn);
  writeFiles(standIn, { config: '[filter "x"]\n\tclean = evil\n', 'info/grafts': '', 'user-config': undefined });
  rmSync(join(standIn, 'refs'));
  symlinkSync('/tmp', join(standIn, 'refs'));
  expect(await openRepository(host, root, standIn)).toMatchObject({
    ok: false,
    failure: { reason: 'agent-violation' },
  });
  expect(await openRepository(host, root)).toMatchObject({ ok: true, value: { standIn } });
  expect(await standInContent(host, standIn)).toEqual(before);
});

test('What is included is part of it, as it was.', async () => {
  const made = await scratch({ 'a.txt': 'one\n', 'shared.gitconfig': '[core]\n\tautocrlf = input\n' });
  const { git, root } = await configured(made, { 'include.path': '../shared.gitconfig' });
  writeFiles(root, { 'shared.gitconfig': '[core]\n\tautocrlf = true\n' });
  expect(await git.text(['config', 'core.autocrlf'])).toBe('input');
});

test('What is distrusted is not gone by, also by those who open the repository later, and they hear of it.', async () => {
  const made = await scratch({ 'a.txt': 'one\n' });
  userGit(made.root, 'config', 'filter.x.clean', 'evil');
  userGit(made.root, 'config', 'filter.x.smudge', 'cat');
  await distrust(made.host, made.repository.standIn, [{ key: 'filter.x.clean', value: 'evil' }]);
  const later = await openRepository(made.host, made.root);
  if (!later.ok) throw new Error(later.failure.message);
  expect(later.value.distrusted).toEqual(['filter.x.clean']);
  expect((await later.value.git.run(['config', 'filter.x.clean'])).ok).toBe(false);
  expect(await later.value.git.text(['config', 'filter.x.smudge'])).toBe('cat');
});

test('What has come since a turn that nobody has looked at is not gone by, now or later.', async () => {
  const made = await scratch({ 'a.txt': 'one\n' });
  const { host, root, repository } = made;
  const before = await configurationOf(host, made.git, repository.commonFolder);
  const dead = { ...(await host.processes.self()), pid: 0, started: 'before' };
  const dying = { ...host, processes: { ...host.processes, self: () => Promise.resolve(dead) } };
  await openTurn(dying, dirname(repository.standIn), (before ?? []).map(digestOf));
  userGit(root, 'config', 'filter.x.clean', 'evil');
  userGit(root, 'config', 'branch.main.remote', 'origin');
  writeFiles(root, { '.git/info/attributes': '* filter=x\n' });
  for (const _ of ['the next run', 'the one after it']) {
    const later = await openRepository(host, root);
    if (!later.ok) throw new Error(later.failure.message);
    expect(later.value.distrusted).toEqual(['filter.x.clean', 'info/attributes']);
    expect((await later.value.git.run(['config', 'filter.x.clean'])).ok).toBe(false);
    expect(await later.value.git.text(['config', 'branch.main.remote'])).toBe('origin');
    expect(await later.value.git.text(['check-attr', 'filter', 'a.txt'])).toBe('a.txt: filter: unspecified');
  }
  expect(readdirSync(join(dirname(repository.standIn), 'turns'))).toEqual([]);
});

test('The user’s own configuration counts as it was when the repository was opened, with the files that it names.', async () => {
  const { host: real, root } = await scratch({ 'a.txt': 'one\n' });
  const home = join(root, '..', 'home');
  layOut(home);
  const env = { PATH: process.env['PATH'], HOME: home };
  writeFiles(home, {
    '.gitconfig': `[user]\n\tname = Own\n[core]\n\tattributesFile = ~/own-attributes\n[filter "own"]\n\tclean = ${home}/ran own\n[include]\n\tpath = ${home}/included\n`,
    '.config/git/ignore': '*.own\n',
    'own-attributes': '*.txt filter=own\n',
    included: '[user]\n\temail = own@example.com\n',
  });
  userGit(root, 'config', '--unset', 'user.name');
  const opened = await openRepository({ ...real, env }, root);
  if (!opened.ok) throw new Error(opened.failure.message);

  writeFiles(home, {
    '.gitconfig': `[filter "x"]\n\tclean = ${home}/ran planted\n[user]\n\tname = Eve\n`,
    included: `[filter "own"]\n\tclean = ${home}/ran planted\n`,
    'own-attributes': '* filter=x\n',
    '.config/git/attributes': '* filter=x\n',
    '.config/git/ignore': '*\n',
  });
  const { git } = opened.value;
  writeFiles(root, { 'a.txt': 'changed', 'b.own': '', 'c.txt': '' });
  await git.text(['add', '--all']);
  expect(await git.text(['diff', '--cached', '--name-only'])).toBe('a.txt\nc.txt');
  expect(ranIn(home)).toEqual(['ran-own']);
  expect(await git.text(['config', 'user.name'])).toBe('Own');
});

test.each<ConfigEntry>([
  { key: 'core.bare', value: undefined },
  { key: 'core.empty', value: '' },
  { key: 'remote.a.b"c\\d.url', value: ' https://x/?a=1;b#c ' },
  { key: 'alias.x', value: '!f() { echo "a\tb\\n"; }\n; f' },
])('A copy of the configuration reads as its original: $key.', async (entry) => {
  const { git, root } = await scratch({ 'a.txt': 'one\n' });
  const file = join(root, '..', 'copy');
  writeFileSync(file, configText([entry]));
  expect(configEntries(await git.text(['config', '--file', file, '--list', '-z']))).toEqual([entry]);
});
