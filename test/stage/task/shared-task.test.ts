import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { adoptResults } from '../../../core/claim/adopt-results.ts';
import { claimCommit, claimIn } from '../../../core/claim/claim-commit.ts';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { asideRef, readRef, setRef } from '../../../core/git/refs.ts';
import type { Host } from '../../../core/host/host.ts';
import { recordVersion, type TaskRecord } from '../../../core/result/records.ts';
import { asWhole, hasUnshared } from '../../../core/stage/as-whole.ts';
import { remoteMain } from '../../../core/stage/land/mainline.ts';
import { bringKept } from '../../../core/stage/bring-kept.ts';
import { makeResult } from '../../../core/result/result.ts';
import { json, recordText, sharedOf, type StageContext } from '../../../core/stage/context.ts';
import { keepTask } from '../../../core/stage/task/keep-task.ts';
import { takeTaskClaim } from '../../../core/stage/task/task-claim.ts';
import { areTasksDone, waitForOthers } from '../../../core/stage/wait-for-others.ts';
import { contained } from '../../agent/contained.ts';
import { userGit } from '../../git/scratch.ts';

const stage = 'task-1.1';
const key = 'k'.repeat(64);
const task = { id: '1.1', stage, key };

/** A phase that is shared through a bare repository, and what another machine does there. */
async function sharedPhase() {
  const { context: alone, root, repository } = await contained();
  const remote = join(dirname(root), 'remote.git');
  userGit(dirname(root), 'clone', '--quiet', '--bare', root, remote);
  const notes: string[] = [];
  let looks = 0;
  /** Time passes at once; what others do meanwhile is done after so many looks. */
  const meanwhile = new Map<number, () => Promise<unknown>>();
  const stopsWithin = async (): Promise<boolean> => {
    await meanwhile.get((looks += 1))?.();
    return looks > 20;
  };
  const tasks = [{ id: '1.1', slug: '1.1', title: 'One', dependsOn: [] }];
  const context: StageContext = {
    ...alone,
    host: { ...alone.host, stopsWithin },
    phase: { ...alone.phase, tasks, shared: remote },
    emit: (event) => void (event.type === 'note' && notes.push(event.text)),
  };
  const self = { ...(await alone.host.processes.self()), host: 'far-away' };
  const there: Host = { ...alone.host, processes: { ...alone.host.processes, self: async () => self } };
  const ref = (name: string): string => userGit(remote, 'for-each-ref', '--format=%(objectname)', name);
  const theirs = async (name = stage) => {
    const shared = { ...sharedOf(context)!, perMinute: Infinity };
    const claimRef = context.refs.claim(name);
    const attempt = await takeClaim(there, repository.git, { ref: claimRef, run: 'theirs', shared });
    if (attempt.how !== 'held') throw new Error('not held');
    // On a machine of its own nothing of that is seen here.
    userGit(root, 'update-ref', '-d', claimRef);
    const end = (): string => userGit(remote, 'update-ref', '-d', claimRef);
    const finish = async (): Promise<string> => {
      const made = await resultOfTheirs();
      end();
      return made;
    };
    return { end, finish };
  };
  /** A result of the task on the remote. */
  const resultOfTheirs = async (): Promise<string> => {
    const { head } = repository;
    const record: TaskRecord = { ...ofTask, outcome: 'done', commit: head };
    const artifacts = new Map([['record.json', json(record)]]);
    const about = { stage, key, work: head, artifacts, scratch: join(alone.phase.state, 'scratch') };
    const made = await makeResult(there, repository.git, about);
    userGit(root, 'push', '--quiet', remote, `${made}:${context.refs.result(stage, key)}`);
    return made;
  };
  return { context, ref, theirs, resultOfTheirs, notes, meanwhile, head: repository.head };
}

const ofTask: TaskRecord = {
  version: recordVersion,
  stage: 'task',
  outcome: 'failed',
  key,
  id: '1.1',
  slug: '1.1',
  title: 'One',
  spec: '',
  rounds: 0,
  agentCalls: 0,
  usage: {},
  turns: [],
  gates: [],
  findings: [],
  deviations: [],
  mended: [],
  implementer: 'a',
  reviewer: 'a',
};

/** What a task leaves whose result is waited for. */
async function leaveWaiting(context: StageContext): Promise<void> {
  const taken = await takeTaskClaim(context, task);
  if (taken.held || taken.outcome !== 'failed') throw new Error('not waiting');
  const record: TaskRecord = { ...ofTask, failure: taken.failure };
  const path = join(context.root, '.phasewright/demo/phase-1', stage, 'record.json');
  await context.host.files.write(path, recordText(context, record));
}

test('A task that another machine works on is waited for, unless it was laid down that it is skipped.', async () => {
  const { context, theirs } = await sharedPhase();
  await theirs();
  expect(await takeTaskClaim(context, task)).toMatchObject({
    held: false,
    outcome: 'failed',
    failure: { reason: 'waiting', message: expect.stringContaining('@far-away') },
  });
  const { phase } = context;
  const questions = { ...phase.options.questions, answers: { claimed: 'skip' as const } };
  const skipping = { ...context, phase: { ...phase, options: { ...phase.options, questions } } };
  expect(await takeTaskClaim(skipping, task)).toMatchObject({ held: false, failure: { reason: 'claimed' } });
});

test('The result of a task comes to the remote with the end of its claim.', async () => {
  const { context, ref, head } = await sharedPhase();
  const taken = await takeTaskClaim(context, task);
  if (!taken.held) throw new Error('not held');
  expect(ref(context.refs.claim(stage))).not.toBe('');
  const about = { id: '1.1', stage, key, work: head, artifacts: new Map([['record.json', json({})]]) };
  expect(await keepTask(context, taken.claim, about)).toEqual({ ok: true, value: 'kept' });
  const kept = await readRef(context.repository.git, context.refs.result(stage, key));
  expect(kept).toBeDefined();
  expect(ref(context.refs.result(stage, key))).toBe(kept);
  expect(ref(context.refs.claim(stage))).toBe('');
});

test('A task whose claim was taken over stores nothing, says where its work is, and waits for theirs.', async () => {
  const { context, ref, head } = await sharedPhase();
  const taken = await takeTaskClaim(context, task);
  if (!taken.held) throw new Error('not held');
  userGit(context.phase.shared!, 'update-ref', context.refs.claim(stage), head);
  userGit(context.phase.shared!, 'update-ref', '-d', context.refs.claim(stage));
  const about = { id: '1.1', stage, key, work: head, artifacts: new Map([['record.json', json({})]]) };
  expect(await keepTask(context, taken.claim, about)).toMatchObject({
    failure: { reason: 'waiting', message: expect.stringContaining(`kept at ${head.slice(0, 10)}`) },
  });
  expect(ref(context.refs.result(stage, key))).toBe('');
  expect(await readRef(context.repository.git, context.refs.result(stage, key))).toBeUndefined();
});

test('A run waits until a result that it needs is there, and has it then.', async () => {
  const { context, theirs, meanwhile, notes } = await sharedPhase();
  const { finish } = await theirs();
  await leaveWaiting(context);
  let made = '';
  meanwhile.set(3, async () => (made = await finish()));
  expect(await waitForOthers(context, sharedOf(context)!)).toBe(true);
  expect(notes).toEqual(['waits for what other machines work on: 1.1']);
  expect(await readRef(context.repository.git, context.refs.result(stage, key))).toBe(made);
});

test('Whoever waits is told that the remote is away, and that it is there again.', async () => {
  const { context, theirs, meanwhile, notes } = await sharedPhase();
  const { end } = await theirs();
  await leaveWaiting(context);
  const remote = context.phase.shared!;
  meanwhile.set(2, async () => renameSync(remote, `${remote}.away`));
  meanwhile.set(4, async () => renameSync(`${remote}.away`, remote));
  meanwhile.set(5, async () => end());
  expect(await waitForOthers(context, sharedOf(context)!)).toBe(true);
  expect(notes.slice(1)).toEqual([
    expect.stringMatching(/^goes on waiting, though .*does not appear to be a git repository/),
    `${remote} can be asked again`,
  ]);
});

test('A run goes on when a claim that it waits for is given back without a result, and when it is stopped.', async () => {
  const { context, theirs, meanwhile } = await sharedPhase();
  const { end } = await theirs();
  await leaveWaiting(context);
  meanwhile.set(2, async () => end());
  expect(await waitForOthers(context, sharedOf(context)!)).toBe(true);
  await theirs();
  expect(await waitForOthers(context, sharedOf(context)!)).toBe(false);
});

test('One machine at a time works on the phase as a whole, and what it leaves is shared.', async () => {
  const { context, ref, theirs, meanwhile, notes, head } = await sharedPhase();
  const { finish } = await theirs('whole');
  meanwhile.set(2, finish);
  const made = context.refs.result('squash', key);
  const worked = await asWhole(context, async ({ isNew, isStillOurs }) => {
    expect(ref(context.refs.claim('whole'))).not.toBe('');
    expect(await isStillOurs()).toBe(true);
    await setRef(context.repository.git, made, head);
    return isNew;
  });
  expect(worked).toEqual({ ok: true, value: true });
  expect(notes).toEqual([expect.stringMatching(/^waits for \S+@far-away/)]);
  expect(ref(made)).toBe(head);
  expect(ref(context.refs.claim('whole'))).toBe('');
});

test('What lands on the remote moves there with the claim on the phase, and not without.', async () => {
  const { context, ref, theirs, head } = await sharedPhase();
  const main = 'refs/heads/main';
  const remote = context.phase.shared!;
  const parent = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit-tree', '-p', head, '-m', 'next'];
  const to = userGit(context.root, ...parent, `${head}^{tree}`);
  await asWhole(context, async ({ push, isStillOurs }) => {
    const claim = context.refs.claim('whole');
    const ours = userGit(context.root, 'rev-parse', claim);
    for (const place of [remote, context.root]) userGit(place, 'update-ref', '-d', claim);
    const { end } = await theirs('whole');
    userGit(context.root, 'update-ref', claim, ours);
    const found = await remoteMain(context, remote, push);
    if (!found.ok) throw new Error(found.failure.message);
    expect(await found.value.move(to, head)).toMatchObject({ how: 'lost' });
    expect([ref(main), await isStillOurs()]).toEqual([head, false]);
    end();
  });
  await asWhole(context, async ({ push }) => {
    const found = await remoteMain(context, remote, push);
    if (!found.ok) throw new Error(found.failure.message);
    expect(await found.value.move(to, head)).toEqual({ how: 'moved' });
  });
  expect([ref(main), ref(context.refs.claim('whole'))]).toEqual([to, '']);
});

async function soon(): Promise<boolean> {
  return await setTimeout(10, false);
}

test('Whoever works on a phase as a whole is stopped by the beat that finds it taken over.', async () => {
  const { context: usual, theirs, notes } = await sharedPhase();
  const { clock } = usual.host;
  let slept = 0;
  const monotonic = (): number => clock.monotonic() + slept;
  const context = { ...usual, host: { ...usual.host, stopsWithin: soon, clock: { ...clock, monotonic } } };
  const claim = context.refs.claim('whole');
  await asWhole(context, async ({ lost }) => {
    const ours = userGit(context.root, 'rev-parse', claim);
    for (const place of [context.phase.shared!, context.root]) userGit(place, 'update-ref', '-d', claim);
    await theirs('whole');
    userGit(context.root, 'update-ref', claim, ours);
    expect(lost?.aborted).toBe(false);
    slept = 301_000;
    await expect.poll(() => lost?.aborted, { timeout: 20_000 }).toBe(true);
  });
  expect(notes[0]).toBe('the claim on the phase is not renewed: another machine has it by now');
});

test('Where a remote takes no claims, what lands moves there without one.', async () => {
  const { context: usual, ref, head } = await sharedPhase();
  const options = { ...usual.phase.options, claims: 'auto' as const };
  const context = { ...usual, phase: { ...usual.phase, options } };
  const refusing = join(context.phase.shared!, 'hooks/pre-receive');
  mkdirSync(dirname(refusing), { recursive: true });
  writeFileSync(refusing, '#!/bin/sh\n! grep -q refs/phasewright/\n');
  chmodSync(refusing, 0o755);
  const remote = context.phase.shared!;
  await asWhole(context, async ({ push }) => {
    const branch = { remote, ref: 'refs/heads/phase/1', to: head, expected: undefined };
    expect(await push?.(branch)).toEqual({ how: 'moved' });
  });
  expect(ref('refs/heads/phase/1')).toBe(head);
});

test('Where the review stands is shared as well, until its result is.', async () => {
  const { context, ref, head } = await sharedPhase();
  const [loop, result] = [context.refs.loop('review', key), context.refs.result('review', key)];
  const taskLoop = context.refs.loop(stage, key);
  await setRef(context.repository.git, taskLoop, head);
  await asWhole(context, async () => await setRef(context.repository.git, loop, head));
  expect(ref(loop)).toBe(head);
  // Of what was not left in this turn others may know more.
  expect(ref(taskLoop)).toBe('');
  await asWhole(context, async () => await setRef(context.repository.git, result, head));
  expect(ref(result)).toBe(head);
  expect(ref(loop)).toBe('');
});

test('What a run could not share is shared by the next one, and the claim is given back at once.', async () => {
  const { context, ref, notes, head } = await sharedPhase();
  const shared = sharedOf(context)!;
  const made = context.refs.result('squash', key);
  const refusing = join(context.phase.shared!, 'hooks/pre-receive');
  mkdirSync(join(refusing, '..'), { recursive: true });
  writeFileSync(refusing, "#!/bin/sh\nif grep -q /result/; then echo 'too large' >&2; exit 1; fi\n");
  chmodSync(refusing, 0o755);
  await asWhole(context, async () => await setRef(context.repository.git, made, head));
  expect(notes).toEqual([expect.stringContaining('could not be brought to')]);
  expect([ref(made), ref(context.refs.claim('whole'))]).toEqual(['', '']);
  expect(await hasUnshared(context, shared)).toBe(true);
  rmSync(refusing);
  await asWhole(context, async () => undefined);
  expect(ref(made)).toBe(head);
  expect(await hasUnshared(context, shared)).toBe(false);
});

test('Where nobody has asked for a shared phase, a remote that takes no claims is told about and stops nothing.', async () => {
  const { context: usual, ref, notes, head } = await sharedPhase();
  const options = { ...usual.phase.options, claims: 'auto' as const };
  const context = { ...usual, phase: { ...usual.phase, options } };
  const remote = context.phase.shared!;
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  writeFileSync(join(remote, 'hooks/pre-receive'), "#!/bin/sh\necho 'read-only' >&2\nexit 1\n");
  chmodSync(join(remote, 'hooks/pre-receive'), 0o755);
  const taken = await takeTaskClaim(context, task);
  if (!taken.held) throw new Error('not held');
  expect(notes).toEqual([expect.stringMatching(/^other machines may do the same: .*read-only/)]);
  const about = { id: '1.1', stage, key, work: head, artifacts: new Map([['record.json', json({})]]) };
  expect(await keepTask(context, taken.claim, about)).toEqual({ ok: true, value: 'kept' });
  expect(ref(context.refs.result(stage, key))).toBe('');
  expect(await asWhole(context, async () => 'landed')).toEqual({ ok: true, value: 'landed' });

  const asked = {
    ...context,
    phase: { ...context.phase, options: { ...context.phase.options, claims: 'refs' as const } },
  };
  expect(await takeTaskClaim(asked, task)).toMatchObject({ held: false, failure: { reason: 'remote' } });
});

/** A task that is approved under its claim, and what stores its result. */
async function approved() {
  const made = await sharedPhase();
  const { context, head } = made;
  const taken = await takeTaskClaim(context, task);
  if (!taken.held) throw new Error('not held');
  const { refs, repository } = context;
  const record: TaskRecord = { ...ofTask, outcome: 'done', commit: head, rounds: 1 };
  const artifacts = new Map([['record.json', json(record)]]);
  const about = { id: '1.1', stage, key, work: head, artifacts };
  return {
    ...made,
    remote: context.phase.shared!,
    result: refs.result(stage, key),
    kept: refs.kept(stage, key),
    aside: (commit: string | undefined) => asideRef(refs.result(stage, key), commit ?? ''),
    here: async (name: string) => await readRef(repository.git, name),
    keep: async () => await keepTask(context, taken.claim, about),
  };
}

test('A remote that takes claims and no results fails no approved task: its result counts here, and comes there once it is taken.', async () => {
  const { context, ref, remote, result, kept, here, keep, notes } = await approved();
  const refusing = join(remote, 'hooks/pre-receive');
  mkdirSync(dirname(refusing), { recursive: true });
  writeFileSync(refusing, "#!/bin/sh\nif grep -q /result/; then echo 'too large' >&2; exit 1; fi\n");
  chmodSync(refusing, 0o755);
  expect(await keep()).toEqual({ ok: true, value: 'kept' });
  expect(notes).toEqual([expect.stringMatching(/counts here alone for now.*too large/)]);
  const to = await here(result);
  expect([ref(result), await here(kept), await here(context.refs.claim(stage))]).toEqual(['', to, undefined]);
  // What else there is comes through without it.
  const made = context.refs.result('squash', key);
  const shared = sharedOf(context)!;
  expect(await hasUnshared(context, shared)).toBe(false);
  rmSync(refusing);
  await asWhole(context, async () => await setRef(context.repository.git, made, to!));
  expect([ref(result), ref(made)]).toEqual([to, to]);
  expect([ref(context.refs.claim(stage)), await here(kept), await here(result)]).toEqual(['', undefined, to]);
});

test('A remote that has gone away after the claim was taken fails no approved task either.', async () => {
  const { context, ref, remote, result, kept, here, keep, notes } = await approved();
  renameSync(remote, `${remote}.away`);
  expect(await keep()).toEqual({ ok: true, value: 'kept' });
  expect(notes).toEqual([expect.stringContaining('counts here alone for now')]);
  const to = await here(result);
  await bringKept(context, sharedOf(context)!);
  expect([await here(result), await here(kept)]).toEqual([to, to]);
  renameSync(`${remote}.away`, remote);
  // The next run has no phase worktree yet.
  const { repository } = context;
  const beginning = { ...context, repository: { ...repository, git: repository.git.in(join(remote, 'nowhere')) } };
  await bringKept(beginning, sharedOf(context)!);
  expect([ref(result), ref(context.refs.claim(stage))]).toEqual([to, '']);
  expect([await here(result), await here(kept)]).toEqual([to, undefined]);
});

test('With a result that comes through come the texts that it was built on, where the remote was away then.', async () => {
  const { context, ref, keep, head } = await approved();
  const text = context.refs.result('polish', key);
  await setRef(context.repository.git, text, head);
  expect(await keep()).toEqual({ ok: true, value: 'kept' });
  expect([ref(text), ref(context.refs.claim('whole'))]).toEqual([head, '']);
});

test('A result that was kept while the remote was away is not brought there once somebody else has the task, and does not count.', async () => {
  const { context, ref, remote, result, kept, aside, here, keep, notes, theirs } = await approved();
  renameSync(remote, `${remote}.away`);
  await keep();
  const to = await here(result);
  renameSync(`${remote}.away`, remote);
  userGit(remote, 'update-ref', '-d', context.refs.claim(stage));
  const { end } = await theirs();
  await bringKept(context, sharedOf(context)!);
  expect([ref(result), await here(result), await here(aside(to)), await here(kept)]).toEqual([
    '',
    undefined,
    to,
    undefined,
  ]);
  expect(notes.at(-1)).toMatch(
    /does not count: \S+@far-away .* has taken its claim over\. It is kept, .*\/kept\/task-1\.1/,
  );
  end();
  // Told once.
  await bringKept(context, sharedOf(context)!);
  expect(notes).toHaveLength(2);
});

/** A result that was kept while the remote was away, which is there again. */
async function keptApart() {
  const made = await approved();
  const { context, remote, keep } = made;
  const claim = context.refs.claim(stage);
  renameSync(remote, `${remote}.away`);
  await keep();
  renameSync(`${remote}.away`, remote);
  userGit(remote, 'update-ref', '-d', claim);
  const other = { ref: claim, key: 'other'.repeat(10), shared: { ...sharedOf(context)!, perMinute: Infinity } };
  return { ...made, claim, other };
}

test('What is kept takes no claim from a process of its own run that is at work on something else of that stage.', async () => {
  const { context, ref, claim, other, result, kept, here } = await keptApart();
  const to = await here(result);
  const sibling = await takeClaim(context.host, context.repository.git, { ...other, run: context.phase.run });
  if (sibling.how !== 'held') throw new Error('not held');
  const there = ref(claim);
  await bringKept(context, sharedOf(context)!);
  expect([ref(claim), await sibling.claim.isOurs(), ref(result), await here(kept)]).toEqual([there, true, '', to]);
  await sibling.claim.end();
  await bringKept(context, sharedOf(context)!);
  expect([ref(claim), ref(result), await here(kept)]).toEqual(['', to, undefined]);
});

test('What is kept goes on counting while others are at work on something else of that stage.', async () => {
  const { context, ref, other, result, kept, here, notes } = await keptApart();
  const to = await here(result);
  const processes = { ...context.host.processes };
  const self = { ...(await processes.self()), host: 'far-away' };
  const there = { ...context.host, processes: { ...processes, self: async () => self } };
  const taken = await takeClaim(there, context.repository.git, { ...other, run: 'theirs' });
  if (taken.how !== 'held') throw new Error('not held');
  userGit(context.phase.checkout, 'update-ref', '-d', other.ref);
  await bringKept(context, sharedOf(context)!);
  expect([ref(result), await here(result), await here(kept)]).toEqual(['', to, to]);
  expect(notes).toHaveLength(1);
});

test('A result that the remote never takes keeps no other from getting there, is told once a run, and holds up nobody.', async () => {
  const { context, ref, remote, claim, other, result, here, notes } = await keptApart();
  const { refs, repository } = context;
  const pushes = join(remote, 'pushes');
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  const script = `#!/bin/sh\nif tee -a ${pushes} | grep -q ${result}; then echo 'too large' >&2; exit 1; fi\n`;
  writeFileSync(join(remote, 'hooks/pre-receive'), script, { mode: 0o755 });
  const to = (await here(result))!;
  for (const place of [refs.result('task-1.2', key), refs.kept('task-1.2', key)])
    await setRef(repository.git, place, to);
  await bringKept(context, other.shared);
  expect([ref(result), ref(refs.result('task-1.2', key)), ref(claim)]).toEqual(['', to, '']);
  expect(await here(result)).toBe(to);
  const tried = readFileSync(pushes, 'utf8');
  await bringKept(context, other.shared);
  expect(readFileSync(pushes, 'utf8')).toBe(tried);
  expect(notes.slice(1)).toEqual([expect.stringMatching(/goes on counting here alone.*too large/)]);

  rmSync(join(remote, 'hooks/pre-receive'));
  await bringKept({ ...context, phase: { ...context.phase, run: 'the next run' } }, other.shared);
  expect(ref(result)).toBe(to);
});

test('Of two results that were made apart the one that came to the remote first counts everywhere.', async () => {
  const { context, ref, remote, result, aside, here, keep, resultOfTheirs } = await approved();
  renameSync(remote, `${remote}.away`);
  await keep();
  const to = await here(result);
  renameSync(`${remote}.away`, remote);
  const first = await resultOfTheirs();
  await bringKept(context, sharedOf(context)!);
  await adoptResults(sharedOf(context)!, `${context.refs.all}result/`);
  expect([ref(result), await here(result), await here(aside(to))]).toEqual([first, first, to]);
});

test('What was built on a result in whose place others have theirs by now is not landed, and theirs is had.', async () => {
  const { context, ref, remote, result, aside, here, keep, resultOfTheirs } = await approved();
  renameSync(remote, `${remote}.away`);
  await keep();
  const ours = await here(result);
  // The phase as a whole is begun while the remote is away; then it is there, with a result of theirs.
  const branch = { remote, ref: 'refs/heads/phase/1', to: context.phase.base, expected: undefined };
  const turn = await asWhole(context, async ({ gaveWay, isStillOurs, push }) => {
    renameSync(`${remote}.away`, remote);
    await resultOfTheirs();
    return { gaveWay, isOurs: await isStillOurs(), pushed: await push?.(branch) };
  });
  expect(turn).toEqual({ ok: true, value: { gaveWay: [], isOurs: false, pushed: { how: 'lost' } } });
  expect([ref(branch.ref), await here(result), await here(aside(ours))]).toEqual(['', undefined, ours]);
});

test('A result in whose place others have theirs is withdrawn before the phase as a whole is begun.', async () => {
  const { context, result, here, resultOfTheirs } = await keptApart();
  const theirs = await resultOfTheirs();
  const turn = await asWhole(context, async ({ gaveWay }) => gaveWay);
  expect(turn).toEqual({ ok: true, value: [result] });
  expect(await here(result)).toBe(theirs);
});

test('A task whose result was withdrawn beside the others is waited for, and had.', async () => {
  const { context, result, here, resultOfTheirs } = await keptApart();
  expect(await areTasksDone(context)).toBe(true);
  const theirs = await resultOfTheirs();
  await bringKept(context, sharedOf(context)!);
  expect(await areTasksDone(context)).toBe(false);
  expect(await waitForOthers(context, sharedOf(context)!)).toBe(true);
  await adoptResults(sharedOf(context)!, `${context.refs.all}result/`);
  expect(await here(result)).toBe(theirs);
});

test('Nobody waits for a task that has left nothing and gave way to nobody.', async () => {
  const { context } = await approved();
  expect(await waitForOthers(context, sharedOf(context)!)).toBe(false);
});

test('The claim that this machine had before it was started anew takes nothing from what was made under it.', async () => {
  const { context, ref, remote, result, kept, here, keep } = await approved();
  renameSync(remote, `${remote}.away`);
  await keep();
  const to = await here(result);
  renameSync(`${remote}.away`, remote);
  const { processes } = context.host;
  const self = { ...(await processes.self()), boot: 'the next boot' };
  const rebooted = { ...processes, self: async () => self, isAlive: async () => false };
  const host = { ...context.host, processes: rebooted };
  const phase = { ...context.phase, run: 'the next run' };
  await bringKept({ ...context, host, phase }, sharedOf(context)!);
  expect([await here(result), ref(result), await here(kept)]).toEqual([to, to, undefined]);
});

test('Nor does it once this machine is called otherwise, in whatever state its claims were left.', async () => {
  const { context, ref, remote, result, kept, here, keep } = await approved();
  renameSync(remote, `${remote}.away`);
  await keep();
  const to = await here(result);
  renameSync(`${remote}.away`, remote);
  const machine = async (name: string): Promise<Host> => {
    const { processes } = context.host;
    const self = { ...(await processes.self()), host: name, boot: name };
    return { ...context.host, processes: { ...processes, self: async () => self } };
  };
  const called = async (name: string): Promise<void> => {
    const phase = { ...context.phase, run: `run of ${name}` };
    await bringKept({ ...context, host: await machine(name), phase }, sharedOf(context)!);
  };
  // One that was killed on the way leaves its claim, here and there.
  const claim = context.refs.claim(stage);
  const under = await here(context.refs.keptUnder(stage, key));
  const { nonce } = (await claimIn(context.repository.git, under!))!;
  const wanted = { ref: claim, run: 'run of third', over: nonce, shared: sharedOf(context)! };
  expect(await takeClaim(await machine('third'), context.repository.git, wanted)).toMatchObject({ how: 'held' });
  userGit(context.root, 'update-ref', '-d', context.refs.keptUnder(stage, key));
  await called('fourth');
  expect([await here(result), await here(kept)]).toEqual([to, to]);
  userGit(context.root, 'update-ref', context.refs.keptUnder(stage, key), claim);
  await called('fifth');
  expect([await here(result), await here(kept), ref(result), ref(claim)]).toEqual([to, undefined, to, '']);
  expect(await here(context.refs.keptUnder(stage, key))).toBeUndefined();
});

test('What is on the remote in the place of a result that was kept, and is none, takes nothing from it.', async () => {
  const { context, ref, remote, result, kept, here, keep, notes, head } = await approved();
  renameSync(remote, `${remote}.away`);
  await keep();
  const to = await here(result);
  renameSync(`${remote}.away`, remote);
  const clone = join(dirname(remote), 'theirs');
  userGit(dirname(remote), 'clone', '--quiet', remote, clone);
  const parent = [
    '-c',
    'user.name=Bo',
    '-c',
    'user.email=bo@example.com',
    'commit-tree',
    '-p',
    head,
    '-m',
    'no result',
  ];
  userGit(clone, 'push', '--quiet', 'origin', `${userGit(clone, ...parent, `${head}^{tree}`)}:${result}`);
  await bringKept(context, sharedOf(context)!);
  expect([await here(result), await here(kept)]).toEqual([to, to]);
  expect(notes.at(-1)).toMatch(
    /counts here alone, since .* does not count: it was made for something else\. .*remove it: git push/,
  );
  userGit(remote, 'update-ref', '-d', result);
  await bringKept(context, sharedOf(context)!);
  expect([ref(result), await here(kept)]).toEqual([to, undefined]);
});

test('A claim on the phase that nobody can see the end of is no reason to wait: it says how to release it.', async () => {
  const { context, ref, head } = await sharedPhase();
  const claim = context.refs.claim('whole');
  const remote = context.phase.shared!;
  const owner = { ...(await context.host.processes.self()), host: 'far-away' };
  const text = { version: 1, nonce: 'n', run: 'old', owner, epoch: 3, since: '2026-01-01T00:00:00.000Z' };
  userGit(
    context.root,
    'push',
    '--quiet',
    remote,
    `${await claimCommit(context.repository.git, text as never)}:${claim}`,
  );
  const waited = await asWhole(context, async () => head);
  if (waited.ok) throw new Error('not claimed');
  expect(waited.failure).toMatchObject({ reason: 'claimed', message: expect.stringContaining('@far-away') });
  const [, here, there] = /with: (git update-ref .*), and on the remote with: (git push .*)$/.exec(
    waited.failure.message,
  )!;
  for (const command of [here!, there!]) execFileSync('sh', ['-c', command], { cwd: context.root, stdio: 'pipe' });
  expect(ref(claim)).toBe('');
  expect(await asWhole(context, async () => head)).toEqual({ ok: true, value: head });
});
