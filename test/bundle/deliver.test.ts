import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliver, type Delivered, type Delivery } from '../../core/bundle/deliver.ts';
import { openBundle } from '../../core/bundle/open-bundle.ts';
import type { Result } from '../../core/failure.ts';
import { keepNote } from '../../core/git/note.ts';
import { openScratch, userGit } from '../git/scratch.ts';
import { hook, mainOf, somebodyElse, type Finished } from '../stage/land/landable.ts';
import { branch, bundled, freshClone, remake, unwrap, type Bundled } from './bundled.ts';

/** Delivers as a job does that has nothing but a clone and the bundle. */
async function deliverFresh(made: Bundled, about: Partial<Delivery> = {}, name?: string): Promise<Result<Delivered>> {
  const { user, remote, folder, digest } = made;
  const clone = await openScratch(user.host, freshClone(remote, name));
  const opened = unwrap(await openBundle(clone.host, clone.git, { folder, digest }));
  const delivery: Delivery = { remote: 'origin', land: 'pull-request', mayChangeWorkflows: false, ...about };
  return await deliver(clone.host, clone.git, opened, delivery);
}

test('Results come to the remote, and the branch with what was proven; a second time there is nothing to do.', async () => {
  const made = await bundled();
  const { remote, phase, manifest } = made;
  const first = unwrap(await deliverFresh(made));
  expect(first).toMatchObject({ left: [], landed: { ref: branch, commit: phase.handOff } });
  expect(first.failure).toBeUndefined();
  expect(first.brought).toEqual(Object.keys(manifest.refs));
  expect(userGit(remote, 'rev-parse', branch)).toBe(phase.handOff);
  expect(userGit(remote, 'rev-parse', phase.context.refs.pushed)).toBe(phase.handOff);
  for (const [ref, { to }] of Object.entries(manifest.refs)) expect(userGit(remote, 'rev-parse', ref)).toBe(to);
  const second = unwrap(await deliverFresh(made, {}, 'again'));
  expect(second).toMatchObject({ brought: [], left: [], landed: { commit: phase.handOff } });
});

test('What others have brought meanwhile counts, and is said.', async () => {
  const made = await bundled();
  const { remote, manifest } = made;
  const ref = Object.keys(manifest.refs).find((one) => one.includes('/result/squash/')) ?? '';
  userGit(remote, 'update-ref', ref, mainOf(remote));
  const delivered = unwrap(await deliverFresh(made));
  expect(delivered.left).toEqual([ref]);
  expect(userGit(remote, 'rev-parse', ref)).toBe(mainOf(remote));
});

test('A branch of that name that is somebody else’s stays theirs; the results are there all the same.', async () => {
  const made = await bundled();
  const { remote, phase } = made;
  userGit(remote, 'update-ref', branch, mainOf(remote));
  const delivered = unwrap(await deliverFresh(made));
  expect(delivered).toMatchObject({
    failure: { message: expect.stringContaining("is somebody else's") },
  });
  expect(delivered.brought.length).toBeGreaterThan(0);
  expect(userGit(remote, 'rev-parse', branch)).toBe(mainOf(remote));
  expect(phase.handOff).not.toBe(mainOf(remote));
});

const refusals: Readonly<Record<string, { about?: Finished; deliver?: Partial<Delivery>; says: RegExp }>> = {
  'gates on another tree': {
    about: { lookedAt: { gates: 'HEAD^{tree}' } },
    says: /no green gates of its are about the tree/,
  },
  'criteria on another tree': {
    about: { lookedAt: { 'exit-criteria': 'HEAD^{tree}' } },
    says: /is not what it says: its record is of another tree/,
  },
  'a bundle for another place': {
    deliver: { land: 'main' },
    says: /would move refs\/heads\/phase\/1 as "pull-request", and may move .* as "main"/,
  },
  'a workflow': {
    about: { work: { '.github/workflows/ci.yml': 'on: push\n' } },
    says: /The phase changes \.github\/workflows\/ci\.yml, and a workflow's own token may not push that/,
  },
};

for (const [name, { about, deliver: how, says }] of Object.entries(refusals))
  test(`Nothing lands that is not proven, or not where it may: ${name}.`, async () => {
    const made = await bundled(about);
    const delivered = await deliverFresh(made, how);
    const failure = delivered.ok ? delivered.value.failure : delivered.failure;
    expect(failure?.message).toMatch(says);
    expect(userGit(made.remote, 'for-each-ref', 'refs/heads/', '--format=%(refname)')).toBe('refs/heads/main');
  });

test('A base that a bundle has made up for itself hides no workflow.', async () => {
  const made = await bundled({ work: { '.github/workflows/ci.yml': 'on: push\n' } });
  const { folder, phase, user } = made;
  remake(folder, (manifest) => ({ ...manifest, base: userGit(user.root, 'rev-parse', `${phase.handOff}~1`) }));
  const digest = createHash('sha256')
    .update(readFileSync(join(folder, 'manifest.json')))
    .digest('hex');
  const delivered = unwrap(await deliverFresh({ ...made, digest }));
  expect(delivered.failure?.message).toContain('.github/workflows/ci.yml');
});

test('A branch that is there without a pull request is landed again, so that one can be opened.', async () => {
  const made = await bundled();
  unwrap(await deliverFresh(made));
  const { relay, phase } = made;
  for (const folder of [relay.folder, made.user.root])
    userGit(folder, 'update-ref', phase.context.refs.pushed, phase.handOff);
  userGit(relay.folder, 'update-ref', `refs/origin/${branch.slice('refs/'.length)}`, phase.handOff);
  const again = await made.packAgain({});
  expect(again.manifest.landing).toMatchObject({ ref: branch, to: phase.handOff, before: phase.handOff });
  const delivered = unwrap(await deliverFresh({ ...made, ...again }, {}, 'again'));
  expect(delivered.landed?.commit).toBe(phase.handOff);
});

test('A workflow may be changed where whoever delivers says so.', async () => {
  const made = await bundled({ work: { '.github/workflows/ci.yml': 'on: push\n' } });
  const delivered = unwrap(await deliverFresh(made, { mayChangeWorkflows: true }));
  expect(delivered.landed?.commit).toBe(made.phase.handOff);
});

test('Main is moved from where it was when the work began, and from nowhere else.', async () => {
  const made = await bundled({}, { as: 'main' });
  const { relay, remote, phase, folder } = made;
  expect(made.manifest.landing?.ref).toBe(branch);
  const wrong = unwrap(await deliverFresh(made, { land: 'main' }));
  expect(wrong.failure?.message).toMatch(/may move refs\/heads\/main as "main"/);
  userGit(relay.folder, 'update-ref', '-d', branch);
  userGit(relay.folder, 'update-ref', 'refs/heads/main', phase.handOff);
  const again = await made.packAgain({ as: 'main' });
  expect(again.manifest.landing).toMatchObject({ ref: 'refs/heads/main', before: mainOf(remote) });
  const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
  const late = unwrap(await deliverFresh({ ...made, ...again, folder }, { land: 'main' }, 'late'));
  expect(late.failure?.message).toMatch(/refs\/heads\/main of origin was moved meanwhile, from \w{10} to \w{10}/);
  expect(mainOf(remote)).toBe(theirs);
  userGit(remote, 'update-ref', 'refs/heads/main', again.manifest.base);
  const landed = unwrap(await deliverFresh({ ...made, ...again, folder }, { land: 'main' }, 'in-time'));
  expect(landed.landed?.commit).toBe(phase.handOff);
  expect(mainOf(remote)).toBe(phase.handOff);
});

test('Results that are not what their refs say are a reason to bring none of them.', async () => {
  const made = await bundled();
  const { relay, phase, remote } = made;
  const ref = Object.keys(made.manifest.refs).find((one) => one.includes('/result/review/')) ?? '';
  userGit(relay.folder, 'update-ref', ref, phase.handOff);
  const again = await made.packAgain({});
  const delivered = await deliverFresh({ ...made, ...again });
  expect(delivered).toMatchObject({
    ok: false,
    failure: { message: expect.stringContaining(`${ref} is not what it says`) },
  });
  expect(userGit(remote, 'for-each-ref', 'refs/phasewright/')).toBe('');
});

const accounts: Readonly<Record<string, { note: object; isThere: boolean; says: string }>> = {
  'one that tells no cost': { note: { costs: { review: 'much' } }, isThere: false, says: 'is no account' },
  'one of another job that was changed': {
    note: { costs: { review: { costUsd: 0.01 } } },
    isThere: true,
    says: "is another job's account, and was changed",
  },
};

for (const [name, { note, isThere, says }] of Object.entries(accounts))
  test(`No account comes to the remote with which others would pay too much: ${name}.`, async () => {
    const made = await bundled();
    const { relay, phase, remote } = made;
    const ref = phase.context.refs.spent('r1');
    await keepNote(relay.git, ref, { costs: { review: { costUsd: 5 } } });
    if (isThere) userGit(relay.folder, 'update-ref', ref.replace('refs/', 'refs/origin/'), ref);
    if (isThere) userGit(relay.folder, 'push', '--quiet', remote, ref);
    await keepNote(relay.git, ref, note);
    const there = userGit(remote, 'for-each-ref', 'refs/phasewright/');
    const delivered = await deliverFresh({ ...made, ...(await made.packAgain({})) });
    expect(delivered).toMatchObject({ ok: false, failure: { message: expect.stringContaining(`${ref} ${says}`) } });
    expect(userGit(remote, 'for-each-ref', 'refs/phasewright/')).toBe(there);
  });

test('Where the remote refuses the branch, the results are there, and its words are told.', async () => {
  const made = await bundled();
  hook(made.remote, 'update', 'case "$1" in refs/heads/*) echo "no branches today"; exit 1;; esac');
  const delivered = unwrap(await deliverFresh(made));
  expect(delivered.failure?.message).toContain('no branches today');
  expect(delivered.brought.length).toBeGreaterThan(0);
});

test('No hook of the clone runs where a bundle is delivered.', async () => {
  const made = await bundled();
  const { user, remote, folder, digest } = made;
  const clone = freshClone(remote);
  const ran = join(clone, 'ran');
  for (const name of ['pre-push', 'reference-transaction', 'post-checkout'])
    hook(clone, name, `touch '${ran}'`, '.git/hooks');
  const opened = await openScratch(user.host, clone);
  const bundle = unwrap(await openBundle(opened.host, opened.git, { folder, digest }));
  const delivery = { remote: 'origin', land: 'pull-request', mayChangeWorkflows: false } as const;
  expect(unwrap(await deliver(opened.host, opened.git, bundle, delivery)).landed).toBeDefined();
  expect(existsSync(ran)).toBe(false);
  userGit(clone, 'update-ref', 'refs/heads/control', 'HEAD');
  expect(existsSync(ran)).toBe(true);
});
