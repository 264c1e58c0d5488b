import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { takeClaim } from '../../core/claim/take-claim.ts';
import type { Git } from '../../core/git/git.ts';
import { keepNote } from '../../core/git/note.ts';
import { readRef, setRef } from '../../core/git/refs.ts';
import type { Host } from '../../core/host/host.ts';
import { ok } from '../../core/failure.ts';
import type { AgentOption } from '../../core/agent/option.ts';
import { recordVersion, type PolishRecord } from '../../core/result/records.ts';
import { makeResult } from '../../core/result/result.ts';
import { json, sharedOf } from '../../core/stage/context.ts';
import { bindWorktree, phaseContext } from '../../core/stage/decide/bind.ts';
import type { PhaseRequest } from '../../core/stage/decide/decision.ts';
import { decide } from '../../core/stage/decide/decide.ts';
import { journalPath } from '../../core/stage/loop/loop-journal.ts';
import { makeReady } from '../../core/stage/make-ready.ts';
import { bringTexts } from '../../core/stage/texts-alone.ts';
import type { Walk } from '../../core/stage/walk.ts';
import { openScratch, scratch, userGit } from '../git/scratch.ts';
import { hostWith } from '../host/temporary.ts';
import { agents, onePhase, planPath } from './decide/asking.ts';

const stage = 'polish';

/** Notes that it was called, cites the section that is there, and never ends. */
function agent(folder: string, role: string): AgentOption {
  const program = `
    const fs = require('node:fs');
    fs.appendFileSync(${JSON.stringify(join(folder, 'calls.txt'))}, '${role}\\n');
    fs.writeFileSync('${planPath}', fs.readFileSync('${planPath}', 'utf8').replace('10 § 9', '10'));
    setInterval(() => undefined, 1000);`;
  return { driver: 'command', command: [process.execPath, '-e', program], env: [] };
}

/** A phase whose specs are to be polished, in a clone of a remote; its agents never end. */
async function toPolish() {
  const made = await scratch({
    ...onePhase,
    // A section that is not there: the lint has a complaint, so it is written before it is read.
    [planPath]: onePhase[planPath].replace('| 10 |', '| 10 § 9 |'),
    '.gitignore': '.worktrees\n.phasewright\n',
  });
  const folder = dirname(made.root);
  const [remote, root] = [join(folder, 'remote.git'), join(folder, 'clone')];
  userGit(folder, 'clone', '--quiet', '--bare', made.root, remote);
  userGit(folder, 'clone', '--quiet', remote, root);
  userGit(root, 'config', 'user.name', 'Ada');
  userGit(root, 'config', 'user.email', 'ada@example.com');
  const real = hostWith({ stateFolder: join(folder, 'state') });
  let slept = 0;
  const host: Host = {
    ...real,
    clock: { ...real.clock, monotonic: () => real.clock.monotonic() + slept },
    stopsWithin: async () => await setTimeout(10, false),
  };
  const { repository } = await openScratch(host, root);
  const written = { ...agents, polisher: agent(folder, 'polisher'), reader: agent(folder, 'reader') };
  const request: PhaseRequest = {
    workspace: root,
    project: 'a',
    projectRoot: '',
    plans: [planPath],
    rebase: false,
    targets: ['test'],
    options: [{ from: 'test', written: { ...written, claims: 'refs', polish: 'full' } }],
  };
  const decided = await decide(host, request);
  if (!decided.ok) throw new Error(decided.failure.message);
  const { polish } = decided.value;
  if (polish.state !== 'needed') throw new Error('not needed');
  const notes: string[] = [];
  const context = await phaseContext(host, decided.value, 'ours', (event) => 'text' in event && notes.push(event.text));
  const walk: Walk = {
    host,
    request,
    decision: decided.value,
    context,
    known: new Map(),
    runGraph: async () => ok('ran'),
  };
  const calls = (): string =>
    existsSync(join(folder, 'calls.txt')) ? readFileSync(join(folder, 'calls.txt'), 'utf8') : '';
  const { head: commit } = repository;
  const record: PolishRecord = {
    version: recordVersion,
    stage,
    outcome: 'done',
    key: polish.key,
    start: commit,
    commit,
    changed: [],
    rounds: 1,
    agentCalls: 1,
    usage: {},
    turns: [],
    findings: [],
  };
  /** A polish that was made in a repository, behind no ref yet. */
  const polished = async (git: Git, own: Partial<PolishRecord> = {}): Promise<string> => {
    const artifacts = new Map([['record.json', json({ ...record, ...own })]]);
    const scratchFolder = join(context.phase.state, 'scratch');
    return await makeResult(host, git, { stage, key: polish.key, work: commit, artifacts, scratch: scratchFolder });
  };
  const result = context.refs.result(stage, polish.key);
  const sleep = (milliseconds: number): void => void (slept = milliseconds);
  return {
    made,
    remote,
    host,
    request,
    repository,
    context,
    walk,
    notes,
    calls,
    polished,
    result,
    key: polish.key,
    sleep,
  };
}

test('Whoever has lost the phase while it polished has its agent ended, calls no further one, and goes on with the polish of the others.', async () => {
  const { made, remote, host, context, walk, notes, calls, polished, result, key, sleep } = await toPolish();
  const ready = makeReady(walk);
  await expect.poll(calls, { timeout: 20_000 }).toBe('polisher\n');
  const { refs } = context;
  userGit(remote, 'update-ref', '-d', refs.claim('whole'));
  const self = { ...(await host.processes.self()), host: 'far-away' };
  const there: Host = { ...host, processes: { ...host.processes, self: async () => self } };
  userGit(made.root, 'remote', 'add', 'origin', remote);
  const theirs = (await openScratch(there, made.root)).repository;
  const shared = { ...sharedOf(context)!, git: theirs.git };
  const taken = await takeClaim(there, theirs.git, { ref: refs.claim('whole'), run: 'theirs', shared });
  if (taken.how !== 'held' || taken.note !== undefined) throw new Error('not held');
  sleep(301_000);
  await expect.poll(() => notes.join('\n'), { timeout: 20_000 }).toContain('another machine has it by now');
  // The agent at work is ended, and its loop can go on like one that was stopped.
  await expect.poll(() => notes.join('\n'), { timeout: 20_000 }).toContain('waits for');
  const polish = await polished(theirs.git);
  expect(await taken.claim.end([{ ref: result, to: polish }])).toEqual({ how: 'moved' });

  expect(await ready).toEqual({ ok: true, value: 'ready' });
  expect(calls()).toBe('polisher\n');
  const journal = readFileSync(journalPath(context.phase, stage, key), 'utf8');
  expect(journal).toContain('"reason":"stopped","message":"The agent `');
  expect(journal).toContain('somebody else has taken over what it was at work on');
  expect(walk.decision.polish).toMatchObject({ state: 'done', result: { commit: polish } });
});

/** A polish that was made here while the remote was away, and counts. */
async function polishedApart() {
  const made = await toPolish();
  const { context, walk, host, request, polished, result, remote } = made;
  const { git } = sharedOf(context)!;
  const ours = await polished(git);
  await setRef(git, result, ours);
  const again = await decide(host, request);
  if (!again.ok) throw new Error(again.failure.message);
  walk.decision = again.value;
  const there = (): string => userGit(remote, 'for-each-ref', '--format=%(objectname)', result);
  return { ...made, ours, there, counts: async () => await readRef(git, result) };
}

test('Texts that others do not have are brought to them before anything is built on them.', async () => {
  const { walk, calls, ours, there } = await polishedApart();
  expect(await makeReady(walk)).toEqual({ ok: true, value: 'ready' });
  expect([there(), calls()]).toEqual([ours, '']);
});

test('Where others have brought theirs before, those are what is built on.', async () => {
  const { made, remote, walk, polished, result, ours, there, counts, notes } = await polishedApart();
  const { git } = (await openScratch(walk.host, made.root)).repository;
  const theirs = await polished(git, { rounds: 2 });
  userGit(made.root, 'push', '--quiet', remote, `${theirs}:${result}`);
  expect(await makeReady(walk)).toEqual({ ok: true, value: 'ready' });
  expect([there(), await counts()]).toEqual([theirs, theirs]);
  expect(walk.decision.polish).toMatchObject({ state: 'done', result: { commit: theirs } });
  expect(notes).toEqual([expect.stringContaining(`kept, with its work, at ${ours.slice(0, 10)}`)]);
});

test('Once the remote is there again they come to it beside the tasks, and not while somebody else has the phase.', async () => {
  const { context, ours, there, remote } = await polishedApart();
  const shared = sharedOf(context)!;
  const claim = { ref: context.refs.claim('whole'), run: context.phase.run, shared };
  const held = await takeClaim(context.host, shared.git, claim);
  await bringTexts(context, shared);
  expect(there()).toBe('');
  if (held.how === 'held') await held.claim.end();
  await bringTexts(context, shared);
  expect(there()).toBe(ours);
  expect(userGit(remote, 'for-each-ref', claim.ref)).toBe('');
});

test('A connection that breaks while texts are brought is no refusal: the next time they come there.', async () => {
  const { context, ours, there, remote } = await polishedApart();
  const { host } = context;
  let pushes = 0;
  const run: Host['processes']['run'] = async (options) => {
    if (!options.args.includes('push')) return await host.processes.run(options);
    pushes += 1;
    return { ended: 'exit', code: 128, stdout: '', stderr: 'fatal: the connection was reset', durationMs: 1 };
  };
  const breaking = { ...host, processes: { ...host.processes, run } };
  const git = (await openScratch(breaking, context.phase.checkout)).repository.git;
  await bringTexts({ ...context, host: breaking }, { remote, git });
  expect(pushes).toBeGreaterThan(0);
  expect(there()).toBe('');
  await bringTexts(context, sharedOf(context)!);
  expect(there()).toBe(ours);
});

test('A phase that is to begin anew does so, also where its texts are brought to others first.', async () => {
  const { remote, host, request, context, walk } = await polishedApart();
  expect((await bindWorktree(context, walk.decision)).ok).toBe(true);
  const { checkout } = context.phase;
  userGit(checkout, 'commit', '--quiet', '--allow-empty', '-m', 'main moves on');
  userGit(checkout, 'push', '--quiet', remote, 'HEAD:main');
  const again = { ...request, rebase: true };
  const decided = await decide(host, again);
  if (!decided.ok) throw new Error(decided.failure.message);
  expect(decided.value.polish.state).toBe('done');
  Object.assign(walk, { request: again, decision: decided.value });
  expect(await makeReady(walk)).toEqual({ ok: true, value: 'ready' });
  expect(walk.decision.base).toBe(userGit(checkout, 'rev-parse', 'HEAD'));
});

test('Who finds other options in its turn than it began with pays for nothing more.', async () => {
  const { made, remote, walk, calls } = await toPolish();
  const { base, refs } = walk.decision;
  const note = { version: 1, by: 'ada@far-away', place: 'there', base, options: { reviewer: 'another' } };
  await keepNote((await openScratch(walk.host, made.root)).git, refs.options, note);
  userGit(made.root, 'push', '--quiet', remote, `${refs.options}:${refs.options}`);
  expect(await makeReady(walk)).toMatchObject({
    failure: { reason: 'claimed', message: expect.stringContaining('under way on ada@far-away with other options') },
  });
  expect(calls()).toBe('');
  expect(userGit(remote, 'for-each-ref', refs.claim('whole'))).toBe('');
});
