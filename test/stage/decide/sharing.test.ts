import { expect, test } from 'vitest';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import type { Host } from '../../../core/host/host.ts';
import { git as gitIn } from '../../../core/git/git.ts';
import { phaseRefs, setRef } from '../../../core/git/refs.ts';
import { resolveOptions, type Options } from '../../../core/options.ts';
import { begunAt } from '../../../core/stage/decide/begun.ts';
import type { Decision } from '../../../core/stage/decide/decision.ts';
import { pinOf } from '../../../core/stage/decide/pin.ts';
import { shareBase } from '../../../core/stage/decide/share-base.ts';
import { sharingOf, type Sharing } from '../../../core/stage/decide/sharing.ts';
import { commitFiles, configured, openScratch, scratch, userGit } from '../../git/scratch.ts';
import { at, hook, somebodyElse, withRemote, type WithRemote } from '../../git/with-remote.ts';

const refs = phaseRefs('demo', '1');

async function sharing({ git }: Pick<WithRemote, 'git'>, claims: Options['claims'] = 'refs', env: Host['env'] = {}) {
  const found = await sharingOf({ env }, git, refs, { claims });
  return found.ok ? found.value : found.failure;
}

async function shared(made: WithRemote, about: Partial<Decision> & { readonly sharing: Sharing }) {
  const options = resolveOptions([{ from: 'test', written: { claims: about.options?.claims ?? 'refs' } }]);
  const { repository } = made;
  const decision = { repository, refs, base: repository.head, request: { rebase: false }, ...about };
  const all = { ...decision, options: options.ok && options.value } as unknown as Decision;
  const found = await shareBase(made.host, all);
  return found.ok ? found.value : found.failure;
}

/** Somebody else begins the phase there. */
async function begins(made: WithRemote, base: string): Promise<void> {
  const there = gitIn(made.host, made.remote);
  await setRef(there, refs.begun, await begunAt(there, base));
}

/** Where it has begun, as the remote has it. */
function begun(made: WithRemote): string {
  return at(made, `${refs.begun}^`);
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
    begunThere: at(made, refs.begun),
  });
  expect(userGit(made.remote, 'ls-tree', '-r', refs.begun)).toBe('');
  expect(begun(made)).toBe(made.repository.head);
  const theirs = somebodyElse(made);
  await begins(made, theirs);
  expect(await sharing(made)).toEqual({ remote: 'origin', baseThere: theirs, begunThere: at(made, refs.begun) });
  expect(userGit(made.root, 'cat-file', '-t', theirs)).toBe('commit');
  expect(userGit(made.root, 'for-each-ref', 'refs/phasewright')).toBe('');
});

test('The same base is told by the same commit, whatever git is configured to write.', async () => {
  const made = await withRemote();
  const { head } = made.repository;
  const commit = await begunAt(made.git, head);
  const other = await configured(made, { 'i18n.commitEncoding': 'ISO-8859-1', 'commit.gpgSign': 'true' });
  expect(await begunAt(other.git, head)).toBe(commit);
});

test('What tells no base is none to go on from, though it is there by its name.', async () => {
  const made = await withRemote();
  userGit(made.remote, 'update-ref', refs.begun, 'main');
  expect(await sharing(made)).toMatchObject({ reason: 'remote', message: expect.stringContaining('tells no base') });
  expect(await sharing(made, 'auto')).toEqual({ note: expect.stringContaining('tells no base') });
});

test('A base that another machine has brought there meanwhile is not moved.', async () => {
  const made = await withRemote();
  const theirs = somebodyElse(made);
  await begins(made, theirs);
  expect(await shared(made, { sharing: { remote: 'origin' } })).toMatchObject({ reason: 'claimed' });
  expect(begun(made)).toBe(theirs);
});

test('Two who have begun a phase apart are told so, and how to come together.', async () => {
  const made = await withRemote();
  const theirs = somebodyElse(made);
  await begins(made, theirs);
  expect(await shared(made, { sharing: { remote: 'origin', baseThere: theirs } })).toMatchObject({
    reason: 'claimed',
    message: expect.stringContaining(`git update-ref -d ${refs.base}`),
  });
  expect(begun(made)).toBe(theirs);
});

test('A base that is over is moved for all, but not under somebody who works from it, nor where others were quicker.', async () => {
  const made = await withRemote();
  const { host, git } = made;
  const theirs = somebodyElse(made);
  await begins(made, theirs);
  const over = { sharing: { remote: 'origin', baseThere: theirs, begunThere: at(made, refs.begun), isOver: true } };
  const self = { ...(await host.processes.self()), host: 'far-away' };
  const there = { ...host, processes: { ...host.processes, self: async () => self } };
  const origin = { remote: 'origin', git };
  const held = await takeClaim(there, git, { ref: refs.claim('task-1.1'), run: 'theirs', shared: origin });
  expect(await shared(made, over)).toMatchObject({
    reason: 'claimed',
    message: expect.stringMatching(
      /@far-away .* still works on this phase .* git push origin :refs\/phasewright\/demo\/1\/claim\/task-1.1$/s,
    ),
  });
  expect(begun(made)).toBe(theirs);
  if (held.how === 'held') await held.claim.end();
  expect(await shared(made, over)).toMatchObject({ remote: 'origin', baseThere: made.repository.head });
  expect(begun(made)).toBe(made.repository.head);
  const quicker = somebodyElse(made);
  await begins(made, quicker);
  expect(await shared(made, over)).toMatchObject({ reason: 'claimed', message: expect.stringContaining('meantime') });
  expect(begun(made)).toBe(quicker);
});

test('Whoever has agreed with others on a base follows them to a new one; a base of its own stays.', async () => {
  const made = await withRemote();
  const { git, repository } = made;
  const theirs = somebodyElse(made);
  const found = { remote: 'origin', baseThere: theirs };
  const pin = async (here: string | undefined, ...over: string[]) =>
    await pinOf(git, refs, {
      here,
      sharing: found,
      isOver: async (commit) => over.includes(commit),
      head: made.repository.head,
      claims: 'refs',
    });
  expect(await pin(repository.head)).toEqual({ commit: repository.head, sharing: found });
  await setRef(git, refs.shared, repository.head);
  const anew = expect.stringContaining(`origin has begun the phase anew at ${theirs.slice(0, 10)}`);
  expect(await pin(repository.head)).toEqual({ commit: theirs, sharing: { ...found, note: anew } });
  expect(await pin(repository.head, repository.head)).toEqual({ commit: theirs, sharing: found });
  expect(await pin(repository.head, theirs)).toEqual({ commit: repository.head, sharing: { ...found, isOver: true } });
  expect(await pin(theirs, theirs)).toEqual({ commit: undefined, sharing: { ...found, isOver: true } });
});

test('A base of others that HEAD does not have is told, or not gone by where nobody has insisted on sharing.', async () => {
  const made = await withRemote();
  const { git, repository } = made;
  const pin = async (claims: Options['claims'], baseThere: string, head = repository.head) =>
    await pinOf(git, refs, {
      here: undefined,
      sharing: { remote: 'origin', baseThere },
      isOver: async () => false,
      head,
      claims,
    });
  const theirs = somebodyElse(made);
  const note = expect.stringMatching(/^others have begun this phase at .*which HEAD does not have: /);
  expect(await pin('auto', theirs)).toEqual({ commit: undefined, sharing: { note } });
  expect(await pin('refs', theirs)).toEqual({
    commit: theirs,
    sharing: { remote: 'origin', baseThere: theirs, note },
  });
  const later = commitFiles(made.root, { 'later.txt': '' });
  const known = { remote: 'origin', baseThere: repository.head };
  expect(await pin('auto', repository.head, later)).toEqual({ commit: repository.head, sharing: known });
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

test('By default a phase is shared where there is a remote; in a job of a CI only where that has a token.', async () => {
  const made = await withRemote();
  expect(await sharing(made, 'auto')).toEqual({ remote: 'origin' });
  expect(await sharing(made, 'auto', { CI: 'true' })).toEqual({});
  expect(await sharing(made, 'auto', { CI: 'true', GITHUB_TOKEN: 't' })).toEqual({ remote: 'origin' });
  expect(await sharing(made, 'refs', { CI: 'true' })).toEqual({ remote: 'origin' });
  expect(await sharing(await scratch({ 'a.txt': '1' }), 'auto')).toEqual({});
});

test('Who has not asked for a shared phase goes on alone where the remote cannot be read, refuses, or has another base.', async () => {
  const made = await withRemote();
  const options = { claims: 'auto' } as Options;
  const theirs = somebodyElse(made);
  const apart = { options, sharing: { remote: 'origin', baseThere: theirs } };
  expect(await shared(made, apart)).toEqual(told('not shared with other machines: This phase was begun at'));
  hook(made, 'pre-receive', "echo 'not here' >&2; exit 1");
  expect(await shared(made, { options, sharing: { remote: 'origin' } })).toEqual(told('does not take .* not here'));
  userGit(made.root, 'remote', 'set-url', 'origin', `${made.remote}.gone`);
  const gone = await openScratch(made.host, made.root);
  expect(await sharing(gone, 'auto')).toEqual(told('not shared with other machines: Unexpected answer of the remote'));
});

/** That it is not shared, and why. */
function told(text: string): object {
  return { note: expect.stringMatching(text) };
}
