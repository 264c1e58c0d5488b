import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliver, type Delivered, type Delivery } from '../../core/bundle/deliver.ts';
import { openBundle } from '../../core/bundle/open-bundle.ts';
import type { Result } from '../../core/failure.ts';
import type { Host } from '../../core/host/host.ts';
import { keepNote } from '../../core/git/note.ts';
import { setRef } from '../../core/git/refs.ts';
import { openScratch, userGit } from '../git/scratch.ts';
import { hook, mainOf, somebodyElse, type Finished } from '../stage/land/landable.ts';
import { branch, bundled, freshClone, remake, unwrap, type Bundled } from './bundled.ts';

/** Delivers as a job does that has nothing but a clone and the bundle. */
async function deliverFresh(made: Bundled, about: Partial<Delivery> = {}, name?: string): Promise<Result<Delivered>> {
  const { user, remote, folder, digest } = made;
  const clone = await openScratch(inNoTime(user.host), freshClone(remote, name));
  const opened = unwrap(await openBundle(clone.host, clone.git, { folder, digest }));
  const delivery: Delivery = { remote: 'origin', land: 'pull-request', mayChangeWorkflows: false, ...about };
  return await deliver(clone.host, clone.git, opened, delivery);
}

/** A host where a minute is over as soon as somebody waits for it. */
function inNoTime(host: Host): Host {
  let waited = 0;
  return {
    ...host,
    clock: { ...host.clock, monotonic: () => host.clock.monotonic() + waited },
    stopsWithin: async (time) => {
      waited += time;
      await new Promise(setImmediate);
      return false;
    },
  };
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

/** What GitHub lets the token of a job push: no tip with workflow files that the tip of no branch has. */
const noOldWorkflows = `
flows=$(git rev-parse --verify --quiet "$3:.github/workflows") || exit 0
git for-each-ref --format='%(refname):.github/workflows' refs/heads/ | while read -r its; do
  [ "$(git rev-parse --verify --quiet "$its")" != "$flows" ] || exit 3
done
[ $? -eq 3 ] && exit 0
echo 'refusing to allow a GitHub App to create or update workflow'
exit 1`;

test('Where main has other workflows by now, results come to the remote all the same, and what helps the branch is said.', async () => {
  const made = await bundled({}, {}, { '.github/workflows/ci.yml': 'on: push\n' });
  const { remote, manifest } = made;
  somebodyElse(remote, { '.github/workflows/ci.yml': 'on: pull_request\n' });
  hook(remote, 'update', noOldWorkflows);
  const delivered = unwrap(await deliverFresh(made));
  expect(delivered).toMatchObject({ brought: Object.keys(manifest.refs), notTaken: [] });
  expect(delivered.failure?.message).toMatch(
    /was not moved: .*refusing to allow .* Workflows have changed on main .* have the phase begin anew with --rebase\.$/,
  );
  const base = userGit(remote, 'rev-parse', `${made.phase.context.refs.begun}^`);
  expect(base).toBe(manifest.base);
});

test('What the remote does not take keeps nothing else from it, and is told.', async () => {
  const made = await bundled();
  const { remote, manifest, phase } = made;
  const ref = phase.context.refs.begun;
  hook(remote, 'update', `[ "$1" != ${ref} ] || { echo 'not this one'; exit 1; }`);
  const delivered = unwrap(await deliverFresh(made));
  expect(delivered.brought).toEqual(Object.keys(manifest.refs).filter((one) => one !== ref));
  expect(delivered).toMatchObject({
    landed: { commit: phase.handOff },
    failure: {
      message: expect.stringMatching(/^origin did not take refs\/.*\/begun: not this one .* All else is there\.$/),
    },
  });
  expect(userGit(remote, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/').split('\n')).not.toContain(ref);
});

test('Nor do several of them, also where the remote does not say which it does not take.', async () => {
  const made = await bundled();
  const { remote, manifest } = made;
  const wrong = '/result/squash/\\|/result/gates/';
  for (const [name, script] of [
    ['pre-receive', `grep -q '${wrong}' && { echo 'not these'; exit 1; } || exit 0`],
    ['update', `echo "$1" | grep -q '${wrong}' && { echo 'not these'; exit 1; } || exit 0`],
  ] as const) {
    hook(remote, name, script);
    const delivered = unwrap(await deliverFresh(made, {}, name));
    const others = Object.keys(manifest.refs).filter((one) => !/\/result\/(?:squash|gates)\//.test(one));
    expect(others.length).toBe(Object.keys(manifest.refs).length - 2);
    expect(delivered.brought.toSorted()).toEqual(others.toSorted());
    expect(delivered.notTaken).toHaveLength(2);
    for (const kind of ['squash', 'gates'])
      expect(delivered.failure?.message).toMatch(new RegExp(`refs/\\S+/result/${kind}/\\w+: not these`));
    const brought = userGit(remote, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/', 'refs/heads/phase/');
    for (const ref of brought.split('\n')) userGit(remote, 'update-ref', '-d', ref);
    rmSync(join(remote, 'hooks', name));
  }
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

const asked = {
  question: {
    id: 'exit-criteria-abc123',
    reason: 'criterion',
    stage: 'exit-criteria',
    text: 'Does it hold?',
    context: [],
    options: [{ name: 'met', does: 'record that it holds' }],
    default: 'met',
  },
  askedAt: '2026-05-01T10:00:00.000Z',
  deadline: null,
  about: { project: 'demo', plan: 'demo', phase: '1' },
  openIn: 'run',
};
const forgeries: Readonly<Record<string, { ref: string; note?: object }>> = {
  'a question of another phase': {
    ref: 'asked/exit-criteria-abc123',
    note: { ...asked, about: { ...asked.about, phase: '2' } },
  },
  'a question of another project': {
    ref: 'asked/exit-criteria-abc123',
    note: { ...asked, about: { ...asked.about, project: 'other' } },
  },
  'a question under the name of another one': { ref: 'asked/exit-criteria-def456', note: asked },
  'a question that says no phase': { ref: 'asked/exit-criteria-abc123', note: { ...asked, about: undefined } },
  'a question without options': {
    ref: 'asked/exit-criteria-abc123',
    note: { ...asked, question: { ...asked.question, options: [] } },
  },
  'a loop that is a commit of the work': { ref: 'loop/task-1.1/0123456789abcdef0123' },
  'a loop of no stage that has one': { ref: 'loop/land/0123456789abcdef0123' },
};

for (const [name, { ref, note }] of Object.entries(forgeries))
  test(`Nothing is brought of a bundle with ${name}.`, async () => {
    const made = await bundled();
    const { relay, phase, remote, user } = made;
    const whole = `${phase.context.refs.all}${ref}`;
    // Where the bundle is made, what was asked is taken from the checkout.
    for (const git of [relay.git, user.git])
      await (note ? keepNote(git, whole, note) : setRef(git, whole, phase.handOff));
    const again = await made.packAgain({});
    expect(Object.keys(again.manifest.refs)).toContain(whole);
    const delivered = await deliverFresh({ ...made, ...again });
    expect(delivered).toMatchObject({
      ok: false,
      failure: { message: expect.stringContaining(`${whole} is not what it says`) },
    });
    expect(userGit(remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });

test('A question of this phase is brought.', async () => {
  const made = await bundled();
  const whole = made.phase.context.refs.asked(asked.question.id);
  await keepNote(made.user.git, whole, asked);
  const again = await made.packAgain({});
  expect(unwrap(await deliverFresh({ ...made, ...again })).brought).toContain(whole);
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
