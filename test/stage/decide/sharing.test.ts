import { expect, test } from 'vitest';
import { phaseRefs } from '../../../core/git/refs.ts';
import { resolveOptions } from '../../../core/options.ts';
import type { Decision } from '../../../core/stage/decide/decision.ts';
import { shareBase } from '../../../core/stage/decide/share-base.ts';
import { sharingOf, type Sharing } from '../../../core/stage/decide/sharing.ts';
import { commitFiles, openScratch, scratch, userGit } from '../../git/scratch.ts';
import { at, hook, somebodyElse, withRemote, type WithRemote } from '../../git/with-remote.ts';

const refs = phaseRefs('demo', '1');

async function sharing({ git }: Pick<WithRemote, 'git'>, claims: 'refs' | 'off' = 'refs') {
  const found = await sharingOf(git, refs, { claims });
  return found.ok ? found.value : found.failure;
}

async function shared(made: WithRemote, about: Partial<Decision> & { readonly sharing: Sharing }) {
  const options = resolveOptions([{ from: 'test', written: { claims: about.options?.claims } }]);
  const { repository } = made;
  const decision = { repository, refs, base: repository.head, request: { rebase: false }, ...about };
  const all = { ...decision, options: options.ok && options.value } as unknown as Decision;
  const found = await shareBase(made.host, all);
  return found.ok ? found.value : found.failure;
}

test('A phase is shared through the remote that there is, unless that is turned off.', async () => {
  const made = await withRemote();
  expect(await sharing(made)).toEqual({ remote: 'origin' });
  expect(await sharing(made, 'off')).toEqual({});
  expect(await sharing(await scratch({ 'a.txt': '1' }))).toEqual({});
});

test('A remote that cannot be read refuses a run that wants its phase shared.', async () => {
  const made = await withRemote();
  userGit(made.root, 'remote', 'set-url', 'origin', `${made.remote}.gone`);
  const gone = await openScratch(made.host, made.root);
  expect(await sharing(gone)).toMatchObject({ reason: 'land' });
});

test('The first brings its base to the remote, and the others find it there and have its commit.', async () => {
  const made = await withRemote();
  expect(await shared(made, { sharing: { remote: 'origin' } })).toEqual({
    remote: 'origin',
    baseThere: made.repository.head,
  });
  expect(at(made, refs.base)).toBe(made.repository.head);
  const theirs = somebodyElse(made);
  userGit(made.remote, 'update-ref', refs.base, theirs);
  expect(await sharing(made)).toEqual({ remote: 'origin', baseThere: theirs });
  expect(userGit(made.root, 'cat-file', '-t', theirs)).toBe('commit');
  expect(userGit(made.root, 'for-each-ref', 'refs/phasewright')).toBe('');
});

test('A base that another machine has brought there meanwhile is not moved.', async () => {
  const made = await withRemote();
  const theirs = somebodyElse(made);
  userGit(made.remote, 'update-ref', refs.base, theirs);
  expect(await shared(made, { sharing: { remote: 'origin' } })).toMatchObject({ reason: 'claimed' });
  expect(at(made, refs.base)).toBe(theirs);
});

test('Two bases of one phase are not brought together: this repository goes on alone.', async () => {
  const made = await withRemote();
  const theirs = somebodyElse(made);
  const there = { remote: 'origin', baseThere: theirs };
  expect(await shared(made, { sharing: there })).toEqual({ note: expect.stringContaining('has begun it at') });
  userGit(made.remote, 'update-ref', refs.base, theirs);
  const rebase = { sharing: there, request: { rebase: true } as Decision['request'] };
  expect(await shared(made, rebase)).toMatchObject({ remote: 'origin', baseThere: made.repository.head });
  expect(at(made, refs.base)).toBe(made.repository.head);
});

test('A base that the user has not pushed is not brought to the remote.', async () => {
  const made = await withRemote();
  const base = commitFiles(made.root, { 'secret.txt': '' });
  expect(await shared(made, { base, sharing: { remote: 'origin' } })).toEqual({
    note: expect.stringMatching(/no branch of origin has/),
  });
  expect(userGit(made.remote, 'for-each-ref', 'refs/phasewright')).toBe('');
});

test('A remote that refuses refs of ours refuses a run that wants its phase shared.', async () => {
  const made = await withRemote();
  hook(made, 'pre-receive', "echo 'not here' >&2; exit 1");
  expect(await shared(made, { sharing: { remote: 'origin' } })).toMatchObject({
    reason: 'remote',
    message: expect.stringContaining('not here'),
  });
});
