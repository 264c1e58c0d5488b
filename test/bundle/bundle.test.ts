import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openBundle } from '../../core/bundle/open-bundle.ts';
import { makeRelay } from '../../core/bundle/relay.ts';
import { takeFromRemote, takeIn } from '../../core/bundle/take-in.ts';
import { refsBelow } from '../../core/claim/unshared.ts';
import { pushTurn } from '../../core/git/push-budget.ts';
import { commitFiles, openScratch, userGit } from '../git/scratch.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { withRemote } from '../stage/land/landable.ts';
import { branch, bundled, forge, freshClone, remake, unwrap } from './bundled.ts';

test('A relay has the branches of the remote, and is reached under its address by whoever goes by its configuration.', async () => {
  const { user: made, remote } = await withRemote();
  const user = await openScratch(made.host, made.root);
  const relay = unwrap(await makeRelay(user.host, user.git, join(dirname(user.root), 'job')));
  userGit(user.root, 'commit', '--quiet', '--allow-empty', '--message', 'More');
  const host = { ...user.host, env: { ...user.host.env, GIT_CONFIG_GLOBAL: relay.configuration } };
  const { git } = await openScratch(host, user.root);
  expect(await git.text(['ls-remote', 'origin', 'refs/heads/*'])).toBe(
    userGit(user.root, 'ls-remote', remote, 'refs/heads/*'),
  );
  await git.text(['push', '--quiet', 'origin', 'HEAD:refs/heads/main', 'HEAD:refs/phasewright/demo/1/claim/x']);
  const head = userGit(user.root, 'rev-parse', 'HEAD');
  expect(userGit(relay.folder, 'rev-parse', 'main', 'refs/origin/heads/main').split('\n')).toEqual([
    head,
    userGit(remote, 'rev-parse', 'main'),
  ]);
  expect(userGit(user.root, 'config', '--get', 'remote.origin.url')).toBe(remote);
});

test('Repositories whose address only begins like that of the remote are where they were.', async () => {
  const { user: made } = await withRemote();
  userGit(made.root, 'remote', 'set-url', 'origin', 'https://example.com/o/app');
  const user = await openScratch(made.host, made.root);
  const relay = unwrap(await makeRelay(user.host, user.git, join(dirname(user.root), 'a "job"')));
  const host = { ...user.host, env: { ...user.host.env, GIT_CONFIG_GLOBAL: relay.configuration } };
  const { git } = await openScratch(host, user.root);
  const leads = async (address: string) => await git.text(['ls-remote', '--get-url', address]);
  for (const own of ['', '.git']) expect(await leads(`https://example.com/o/app${own}`)).toBe(relay.folder);
  for (const more of ['-lib.git', '2', 's.git', '.io', '_x', 'LE', '.github.io', '.github.io.git', '.git-tools'])
    expect(await leads(`https://example.com/o/app${more}`)).toBe(`https://example.com/o/app${more}`);
});

test('A repository of the longer object names has a relay of the same.', async () => {
  const folder = temporaryFolder();
  const root = join(folder, 'repository');
  userGit(folder, 'init', '--quiet', '--object-format=sha256', '--initial-branch=main', root);
  for (const [key, value] of Object.entries({ 'user.name': 'Ada', 'user.email': 'ada@example.com' }))
    userGit(root, 'config', key, value);
  const head = commitFiles(root, { 'a.txt': 'one\n' });
  userGit(root, 'remote', 'add', 'origin', root);
  userGit(root, 'fetch', '--quiet', 'origin');
  const user = await openScratch(hostWith({ stateFolder: join(folder, 'state') }), root);
  const relay = unwrap(await makeRelay(user.host, user.git, join(folder, 'job')));
  expect(userGit(relay.folder, 'cat-file', '-t', head)).toBe('commit');
});

test('Nobody waits for their turn to push to a relay, which is of one job alone.', async () => {
  const { user: made } = await withRemote();
  const user = await openScratch(made.host, made.root);
  const relay = unwrap(await makeRelay(user.host, user.git, join(dirname(user.root), 'job')));
  const waits: number[] = [];
  const host = { ...user.host, stopsWithin: async (wait: number) => (waits.push(wait), true) };
  const turns = { perMinute: 1, isBeat: false };
  for (let count = 0; count < 3; count += 1)
    expect(await pushTurn(host, { ...turns, address: relay.folder })).toBe(true);
  expect(await pushTurn(host, { ...turns, address: made.root })).toBe(true);
  expect(await pushTurn(host, { ...turns, address: made.root })).toBe(false);
  expect(waits).toHaveLength(1);
});

test('The main branch of a relay is the one that the remote says, also where there is a branch called main.', async () => {
  const { user: made, remote } = await withRemote();
  userGit(remote, 'branch', 'develop', 'main');
  userGit(remote, 'symbolic-ref', 'HEAD', 'refs/heads/develop');
  const clone = await openScratch(made.host, freshClone(remote));
  userGit(clone.root, 'symbolic-ref', '--delete', 'refs/remotes/origin/HEAD');
  const relay = unwrap(await makeRelay(clone.host, clone.git, join(dirname(clone.root), 'job')));
  unwrap(await takeFromRemote(clone.git, relay));
  expect(userGit(relay.folder, 'symbolic-ref', 'HEAD')).toBe('refs/heads/develop');
});

test('A checkout without a remote has no relay.', async () => {
  const { user } = await withRemote();
  userGit(user.root, 'remote', 'remove', 'origin');
  const made = await makeRelay(user.host, user.git, join(dirname(user.root), 'job'));
  expect(made).toMatchObject({ ok: false, failure: { reason: 'remote' } });
});

test('What one job has packed another one takes in, in a clone of its own.', async () => {
  const { user, remote, folder, digest, phase, manifest } = await bundled();
  expect(manifest.landing).toMatchObject({ as: 'pull-request', ref: branch, to: phase.handOff, before: null });
  expect(Object.keys(manifest.refs).some((ref) => ref.includes('/result/review/'))).toBe(true);
  const other = await openScratch(user.host, freshClone(remote));
  const relay = unwrap(await makeRelay(other.host, other.git, join(dirname(other.root), 'job-2')));
  const opened = unwrap(await openBundle(other.host, other.git, { folder, digest }));
  expect(await takeIn(relay, opened)).toEqual([]);
  expect(Object.fromEntries(await refsBelow(relay.git, 'refs/phasewright/'))).toEqual(
    Object.fromEntries(Object.entries(manifest.refs).map(([ref, { to }]) => [ref, to])),
  );
  expect(userGit(relay.folder, 'for-each-ref', branch)).toBe('');
  expect(await takeIn(relay, opened)).toEqual([]);
});

test('Of two bundles that move one ref the first counts, and that is said.', async () => {
  const { relay, folder, digest, user, manifest } = await bundled();
  const opened = unwrap(await openBundle(user.host, user.git, { folder, digest }));
  const ref = Object.keys(manifest.refs).find((one) => one.includes('/result/review/')) ?? '';
  userGit(relay.folder, 'update-ref', ref, userGit(user.root, 'rev-parse', 'HEAD'));
  expect(await takeIn(relay, opened)).toEqual([ref]);
});

test('What a remote has of phases is in the relay from the start, but for claims.', async () => {
  const { user, remote } = await withRemote();
  const names = ['result/task-1.1/k', 'claim/whole', 'begun'].map((name) => `HEAD:refs/phasewright/demo/1/${name}`);
  userGit(user.root, 'push', '--quiet', 'origin', ...names);
  const clone = await openScratch(user.host, freshClone(remote));
  const relay = unwrap(await makeRelay(clone.host, clone.git, join(dirname(clone.root), 'job')));
  unwrap(await takeFromRemote(clone.git, relay));
  const all = [...(await refsBelow(relay.git, 'refs/phasewright/', 'refs/origin/phasewright/'))].map(([ref]) => ref);
  expect(all.toSorted()).toEqual([
    'refs/origin/phasewright/demo/1/begun',
    'refs/origin/phasewright/demo/1/result/task-1.1/k',
    'refs/phasewright/demo/1/begun',
    'refs/phasewright/demo/1/result/task-1.1/k',
  ]);
});

const attacks: Readonly<Record<string, { do: (folder: string) => void; says: RegExp; digest?: boolean }>> = {
  'a byte of the results': {
    do: (folder) => {
      const path = join(folder, 'results.bundle');
      const bytes = readFileSync(path);
      bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
      writeFileSync(path, bytes);
    },
    says: /results\.bundle in it is not what its manifest says/,
  },
  'the manifest, by somebody who cannot change what was handed over': {
    do: (folder) => remake(folder, (manifest) => ({ ...manifest, project: 'other' })),
    says: /its manifest has the digest [0-9a-f]{64}, and [0-9a-f]{64} was handed over/,
    digest: true,
  },
  'a file more': {
    do: (folder) => writeFileSync(join(folder, 'more.txt'), 'more'),
    says: /its manifest does not name more\.txt/,
  },
  'a file less': {
    do: (folder) => rmSync(join(folder, 'report/report.md')),
    says: /report\/report\.md is missing in it/,
  },
  'a link': {
    do: (folder) => {
      rmSync(join(folder, 'report/report.md'));
      symlinkSync('/etc/passwd', join(folder, 'report/report.md'));
    },
    says: /report\/report\.md in it is no regular file/,
  },
  'a path that leads out': {
    do: (folder) =>
      remake(folder, (manifest) => ({
        ...manifest,
        files: [...manifest.files, { path: '../out', size: 1, sha256: '0'.repeat(64) }],
      })),
    says: /names \.\.\/out, which is not in it/,
  },
  'results of another phase': {
    do: (folder) => remakeRef(folder, 'refs/phasewright/demo/2/result/review/x'),
    says: /refs\/phasewright\/demo\/2\/result\/review\/x in it is no ref that a phase brings/,
  },
  'a claim': {
    do: (folder) => remakeRef(folder, 'refs/phasewright/demo/1/claim/whole'),
    says: /claim\/whole in it is no ref that a phase brings/,
  },
  'a ref below another one': {
    do: (folder) => remakeRef(folder, 'refs/phasewright/demo/1/result/review/x/y'),
    says: /result\/review\/x\/y in it is no ref that a phase brings/,
  },
  'an answer that nobody has given': {
    do: (folder) => remakeRef(folder, 'refs/phasewright/demo/1/answer/land-1'),
    says: /answer\/land-1 in it is no ref that a phase brings/,
  },
  'a way up': {
    do: (folder) => remakeRef(folder, 'refs/phasewright/demo/1/result/../../../../heads/main'),
    says: /is no ref that a phase brings/,
  },
  'a ref that is no phase’s': {
    do: (folder) => remakeRef(folder, 'refs/tags/v1'),
    says: /in no form that this version of phasewright knows: refs\.refs\/tags\/v1/,
  },
  'a tag in place of a branch': {
    do: (folder) =>
      remake(folder, (manifest) => ({ ...manifest, landing: { ...manifest.landing, ref: 'refs/tags/v1' } })),
    says: /in no form that this version of phasewright knows: landing\.ref/,
  },
  'a ref that the results have elsewhere': {
    do: (folder) =>
      remake(folder, (manifest) => ({ ...manifest, landing: { ...manifest.landing, to: manifest.base } })),
    says: /its results have refs\/heads\/phase\/1 elsewhere than its manifest says/,
  },
  'a later version': {
    do: (folder) => remake(folder, (manifest) => ({ ...manifest, version: 2 })),
    says: /in no form that this version of phasewright knows: version/,
  },
  'results that are no bundle': {
    do: (folder) => forge(folder, 'results.bundle', 'nothing'),
    says: /is no bundle that git can read/,
  },
  'a commit that is not here': {
    do: (folder) => remake(folder, (manifest) => ({ ...manifest, needs: ['1'.repeat(40)] })),
    says: /builds on 1{40}, which is not here/,
  },
};

function remakeRef(folder: string, ref: string): void {
  remake(folder, (manifest) => ({
    ...manifest,
    refs: { ...manifest.refs, [ref]: { to: manifest.base, before: null } },
  }));
}

for (const [name, attack] of Object.entries(attacks))
  test(`A bundle in which somebody has changed something is refused, and brings nothing: ${name}.`, async () => {
    const { user, remote, folder, digest, phase } = await bundled();
    attack.do(folder);
    const clone = await openScratch(user.host, freshClone(remote));
    const before = userGit(clone.root, 'for-each-ref');
    const opened = await openBundle(clone.host, clone.git, { folder, ...(attack.digest && { digest }) });
    expect(opened).toMatchObject({ ok: false, failure: { reason: 'bundle' } });
    expect(!opened.ok && opened.failure.message).toMatch(attack.says);
    expect(userGit(clone.root, 'for-each-ref')).toBe(before);
    expect(existsSync(join(clone.root, '.git/objects', phase.handOff.slice(0, 2), phase.handOff.slice(2)))).toBe(false);
  });

test('A bundle with more than it may have is refused before anything of it is read.', async () => {
  const { user, folder } = await bundled();
  const limits = { bytes: 100, files: 1000 };
  expect(await openBundle(user.host, user.git, { folder, limits })).toMatchObject({
    ok: false,
    failure: { message: expect.stringMatching(/has \d+ bytes, and may have 100/) },
  });
  expect(await openBundle(user.host, user.git, { folder, limits: { bytes: 1e9, files: 1 } })).toMatchObject({
    ok: false,
    failure: { message: expect.stringMatching(/has 2 files, and may have 1/) },
  });
});

const unsound: Readonly<Record<string, { make: (repository: string, parent: string) => string; says: RegExp }>> = {
  'a commit whose author line is broken': {
    make: (repository, parent) => {
      const tree = userGit(repository, 'rev-parse', `${parent}^{tree}`);
      const who = 'ada@example.com 1767225600 +0000';
      const text = `tree ${tree}\nparent ${parent}\nauthor Ada ${who}\ncommitter Ada <${who.replace(' ', '> ')}\n\nhello\n`;
      return madeAs('commit', repository, text);
    },
    says: /missingEmail/,
  },
  'a tree with a folder of git in it': {
    make: (repository, parent) => {
      const inner = userGit(repository, 'rev-parse', `${parent}^{tree}`);
      const entry = Buffer.concat([Buffer.from('40000 .git\0'), Buffer.from(inner, 'hex')]);
      const tree = madeAs('tree', repository, entry);
      const who = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
      return userGit(repository, ...who, 'commit-tree', '-p', parent, '-m', 'hello', tree);
    },
    says: /hasDotgit/,
  },
};

/** Writes an object that git itself would not make. */
function madeAs(type: string, repository: string, content: string | Buffer): string {
  const args = ['-C', repository, 'hash-object', '-t', type, '-w', '--literally', '--stdin'];
  return execFileSync('git', args, { input: content, encoding: 'utf8' }).trim();
}

for (const [name, { make, says }] of Object.entries(unsound))
  test(`Nothing is taken from a bundle in which git finds an object unsound: ${name}.`, async () => {
    const { user, relay, remote, folder, phase, packAgain } = await bundled();
    const made = make(relay.folder, phase.handOff);
    userGit(relay.folder, 'update-ref', phase.context.refs.loop('task-1.1', 'k'), made);
    const { digest } = await packAgain({});
    const clone = await openScratch(user.host, freshClone(remote));
    const opened = await openBundle(clone.host, clone.git, { folder, digest });
    expect(opened).toMatchObject({ ok: false, failure: { message: expect.stringMatching(says) } });
    expect((await clone.git.run(['cat-file', '-e', made])).ok).toBe(false);
    expect((await clone.git.run(['cat-file', '-e', phase.handOff])).ok).toBe(false);
  });
