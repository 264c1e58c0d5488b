import { expect, test } from 'vitest';
import { resolveOptions, type Options } from '../../../core/options.ts';
import { describePlace, landingPlace, stillToPush } from '../../../core/stage/land/landing-place.ts';
import { commitFiles, openScratch, scratch, userGit } from '../../git/scratch.ts';
import { withRemote } from './landable.ts';

/** Where a phase would land in a repository with these remotes. */
async function placeWith(land: Options['land'], ...remotes: string[]) {
  const { host, root } = await scratch({ 'a.txt': '1\n' });
  for (const name of remotes) userGit(root, 'remote', 'add', name, `/srv/${name}.git`);
  const options = resolveOptions([{ from: 'test', written: { land } }]);
  if (!options.ok) throw new Error(options.failure.message);
  return await landingPlace((await openScratch(host, root)).git, options.value);
}

test('The remote to land on is origin, or the only one.', async () => {
  expect(await placeWith('main', 'fork', 'origin')).toEqual({ ok: true, value: { to: 'main', remote: 'origin' } });
  expect(await placeWith('pull-request', 'upstream')).toMatchObject({ value: { remote: 'upstream' } });
  expect(await placeWith('main')).toEqual({ ok: true, value: { to: 'main', remote: undefined } });
});

test('Several remotes without an origin are refused with their names, unless the phase lands on its branch.', async () => {
  const refused = await placeWith('main', 'fork', 'upstream');
  expect(refused).toMatchObject({
    failure: { reason: 'bad-option', message: expect.stringContaining('fork, upstream') },
  });
  expect(await placeWith('branch', 'fork', 'upstream')).toEqual({ ok: true, value: { to: 'branch' } });
});

test('A pull request needs a remote.', async () => {
  const refused = await placeWith('pull-request');
  expect(refused).toMatchObject({
    failure: { reason: 'bad-option', message: expect.stringContaining('git remote add') },
  });
});

test('A base that no branch of the remote is known to have is told of before the work, where it matters.', async () => {
  const { user } = await withRemote();
  const { git } = await openScratch(user.host, user.root);
  const place = { to: 'pull-request', remote: 'origin' } as const;
  const base = commitFiles(user.root, { 'feat.txt': 'feature\n' });
  const main = { to: 'main', remote: 'origin' } as const;
  expect(await stillToPush(git, place, base)).toContain(`no branch of origin has ${base.slice(0, 10)}`);
  expect(await stillToPush(git, main, base)).toContain(`main of origin does not have ${base.slice(0, 10)}`);
  expect(await stillToPush(git, { to: 'main', remote: undefined }, base)).toBeUndefined();
  expect(await stillToPush(git, { to: 'branch' }, base)).toBeUndefined();
  userGit(user.root, 'push', '--quiet', 'origin', 'HEAD:refs/heads/feat');
  expect(await stillToPush(git, place, base)).toBeUndefined();
  expect(await stillToPush(git, main, base)).toContain(`main of origin does not have`);
  // What main is called is known where the remote says it, and where nothing is known any branch will do.
  userGit(user.root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/feat');
  expect(await stillToPush(git, main, base)).toBeUndefined();
  userGit(user.root, 'update-ref', '-d', 'refs/remotes/origin/main');
  userGit(user.root, 'symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
  expect(await stillToPush(git, main, base)).toBeUndefined();
});

test('A place is said in words.', () => {
  expect([
    describePlace({ to: 'branch' }, '1'),
    describePlace({ to: 'pull-request', remote: 'origin' }, '1'),
    describePlace({ to: 'main', remote: 'origin' }, '1'),
    describePlace({ to: 'main', remote: undefined }, '1'),
  ]).toEqual([
    'the branch phase/1',
    'a pull request at origin from the branch phase/1',
    'the main branch of origin',
    'the local main branch',
  ]);
});
