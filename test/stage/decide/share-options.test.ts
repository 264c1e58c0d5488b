import { renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import type { Host } from '../../../core/host/host.ts';
import type { WrittenOptions } from '../../../core/options.ts';
import { recordVersion } from '../../../core/result/records.ts';
import { json } from '../../../core/stage/context.ts';
import { share } from '../../../core/stage/decide/share.ts';
import { stillAgreed } from '../../../core/stage/decide/share-options.ts';
import { keepResult } from '../../../core/result/result.ts';
import { openScratch, scratch, userGit } from '../../git/scratch.ts';
import { hostWith } from '../../host/temporary.ts';
import { agents, askedIn, onePhase } from './asking.ts';

interface Machine {
  readonly host: Host;
  readonly root: string;
}

/** Clones of one bare repository, each on a machine of its own. */
async function machines() {
  const made = await scratch(onePhase);
  const folder = dirname(made.root);
  const remote = join(folder, 'remote.git');
  userGit(folder, 'clone', '--quiet', '--bare', made.root, remote);
  const machine = async (name: string): Promise<Machine> => {
    const root = join(folder, name);
    userGit(folder, 'clone', '--quiet', remote, root);
    const real = hostWith({ stateFolder: join(folder, 'state', name) });
    const self = { ...(await real.processes.self()), host: name, user: 'ada', boot: `boot of ${name}` };
    return { root, host: { ...real, processes: { ...real.processes, self: async () => self } } };
  };
  return { remote, first: await machine('first'), second: await machine('second') };
}

/** What a run begins with there; its decision, or why it is refused. */
async function begins({ host, root }: Machine, own: WrittenOptions = {}) {
  const written = { ...agents, polish: 'off' as const, claims: 'refs' as const, ...own };
  const decided = await askedIn(host, root, { options: [{ from: 'test', written }] });
  if (!decided.ok) throw new Error(decided.failure.message);
  const shared = await share(host, decided.value);
  return shared.ok ? shared.value : shared.failure.message;
}

/** A result of the task, which nobody else's options know. */
async function resultOf({ host, root }: Machine, agentCalls: number, own: WrittenOptions = {}): Promise<void> {
  const made = await openScratch(host, root);
  const begun = await begins({ host, root }, own);
  if (typeof begun === 'string') throw new Error(begun);
  const { refs } = begun;
  const key = 'ab'.repeat(32);
  const name = { id: '1.1', slug: '1.1', title: 'Do it', spec: '', reviewer: 'r', implementer: 'i' };
  const work = { rounds: 1, agentCalls, usage: {}, gates: [], findings: [] };
  const record = json({ version: recordVersion, stage: 'task', outcome: 'done', key, ...name, ...work });
  const about = { stage: 'task-1.1', key, work: made.repository.head, scratch: join(root, '.git/x') };
  await keepResult(host, made.git, { ...about, refs, artifacts: new Map([['record.json', record]]) });
  const ref = refs.result('task-1.1', about.key);
  userGit(root, 'push', '--quiet', 'origin', `${ref}:${ref}`);
}

const other: WrittenOptions = { reviewer: { driver: 'command', command: ['false'] } };

/** Somebody is at work there. */
async function holdAt({ host, root }: Machine, remote: string): Promise<string> {
  const begun = await begins({ host, root });
  if (typeof begun === 'string') throw new Error(begun);
  const claim = begun.refs.claim('task-1.1');
  userGit(remote, 'update-ref', claim, 'HEAD');
  return claim;
}

test('Where others are at work under other options the run is refused, with what differs and what it would cost.', async () => {
  const { first, second, remote } = await machines();
  await resultOf(first, 7);
  const claim = await holdAt(first, remote);
  const refused = await begins(second, other);
  expect(refused).toContain('This phase is under way on ada@first with other options.');
  expect(refused).toContain(
    '"reviewer" is {"driver":"command","command":["true"]} there and {"driver":"command","command":["false"]} here',
  );
  expect(refused).toContain('Made again would be task-1.1: about 7 agent calls');
  expect(refused).not.toContain('"implementer"');
  // With the options that are there all is well; and the way out that is named is one.
  expect(await begins(second)).toMatchObject({ sharing: { remote: 'origin' } });
  const ref = /git push origin :(\S+);/.exec(typeof refused === 'string' ? refused : '')?.[1] ?? '';
  userGit(second.root, 'push', '--quiet', 'origin', `:${ref}`);
  expect(await begins(second, other)).toMatchObject({ sharing: { remote: 'origin' } });
  expect(await begins(first)).toContain('This phase is under way on ada@second with other options.');
  expect(userGit(remote, 'for-each-ref', '--format=%(refname)', ref)).toBe(ref);
  // Nobody is at work there any more: what is made again is told.
  userGit(remote, 'update-ref', '-d', claim);
  expect(await begins(first)).toMatchObject({
    sharing: { note: expect.stringContaining('other options than before') },
  });
});

test('A claim of a dead worker, or one whose lease is over, is no work of anybody.', async () => {
  const { first, second, remote } = await machines();
  await resultOf(first, 7);
  const claim = await holdAt(first, remote);
  const { git } = await openScratch(first.host, first.root);
  userGit(remote, 'update-ref', '-d', claim);
  const shared = { remote: 'origin', git };
  expect(await takeClaim(first.host, git, { ref: claim, run: 'theirs', lease: 100, shared })).toMatchObject({
    how: 'held',
  });
  expect(await begins(second, other)).toContain('under way on ada@first');
  const { clock } = second.host;
  const later = { ...second.host, clock: { ...clock, monotonic: () => clock.monotonic() + 101_000 } };
  expect(await begins({ ...second, host: later }, other)).toMatchObject({
    sharing: { note: expect.stringContaining('other options than before') },
  });
});

test('Who was not seen at work, and finds other options in place of its own, goes no further.', async () => {
  const { first, second } = await machines();
  const begun = await begins(first);
  if (typeof begun === 'string') throw new Error(begun);
  const { git } = await openScratch(first.host, first.root);
  const look = async () => await stillAgreed(first.host, { remote: 'origin', git }, begun);
  expect(await look()).toEqual({ ok: true, value: 'agreed' });
  expect(await begins(second)).toMatchObject({ sharing: { remote: 'origin' } });
  expect(await look()).toEqual({ ok: true, value: 'agreed' });
  expect(await begins(second, other)).toMatchObject({ sharing: { remote: 'origin' } });
  expect(await look()).toMatchObject({
    failure: {
      reason: 'claimed',
      message: expect.stringMatching(/under way on ada@second with other options\. "reviewer"/),
    },
  });
});

test('Options of others that cannot be read are not written over; whoever has not asked to share goes on alone.', async () => {
  const { first, second, remote } = await machines();
  await resultOf(first, 7);
  const [ref = ''] = userGit(remote, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/*/*/options').split('\n');
  const noted = userGit(remote, 'rev-parse', ref);
  const object = join(remote, 'objects', noted.slice(0, 2), noted.slice(2));
  renameSync(object, `${object}.away`);
  const refused = await begins(second, other);
  expect(refused).toMatch(/origin/);
  expect(await begins(second, { ...other, claims: 'auto' })).toMatchObject({
    sharing: { note: expect.stringMatching(/^this phase is not shared with other machines: /) },
  });
  renameSync(`${object}.away`, object);
  expect(userGit(remote, 'rev-parse', ref)).toBe(noted);
});

test('Whoever changes the options of a phase of its own is told what is made again, and goes on.', async () => {
  const { first } = await machines();
  await resultOf(first, 7);
  const begun = await begins(first, other);
  expect(begun).toMatchObject({
    sharing: {
      note: expect.stringMatching(/^this phase goes on with other options than before\. "reviewer" is .*about 7 agent/),
    },
  });
  // That is how it is from now on.
  expect(begun).not.toEqual(await begins(first, other));
  expect(await begins(first, other)).toMatchObject({ sharing: { remote: 'origin' } });
  expect(JSON.stringify(await begins(first, other))).not.toContain('other options than before');
});

test('Where others are at work by the options that were of here, other ones are refused all the same.', async () => {
  const { first, second, remote } = await machines();
  await begins(first);
  await resultOf(second, 7);
  const begun = await begins(second);
  if (typeof begun === 'string') throw new Error(begun);
  const { git } = begun.repository;
  const claim = { ref: begun.refs.claim('task-1.1'), run: 'theirs', shared: { remote: 'origin', git } };
  expect((await takeClaim(second.host, git, claim)).how).toBe('held');
  expect(await begins(first, other)).toContain('This phase is under way on ada@second with other options.');
  userGit(remote, 'update-ref', '-d', claim.ref);
  expect(await begins(first, other)).toMatchObject({ sharing: { note: expect.stringContaining('other options') } });
});

test('Where nothing was done yet there is nothing to tell, and options that are no part of a result never are.', async () => {
  const { first, second } = await machines();
  await begins(first);
  await resultOf(second, 1, other);
  const begun = await begins(second, { ...other, maxReviewRounds: 2, parallel: 1 });
  expect(begun).toMatchObject({ sharing: { remote: 'origin' } });
  expect(JSON.stringify(begun)).not.toContain('other options');
});
