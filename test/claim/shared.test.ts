import { renameSync } from 'node:fs';
import { expect, test } from 'vitest';
import { claimCommit } from '../../core/claim/claim-commit.ts';
import { readClaimText } from '../../core/claim/claim-text.ts';
import { takeClaim } from '../../core/claim/take-claim.ts';
import type { Git } from '../../core/git/git.ts';
import { pushTurn } from '../../core/git/push-budget.ts';
import { setRef } from '../../core/git/refs.ts';
import { userGit } from '../git/scratch.ts';
import { lease, machines, ref, result } from './machines.ts';

test('F30: Of two machines that want the same task one gets it, and the other is told who and for how long.', async () => {
  const { machine, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  await one.has('run-1');
  expect(await two.take('run-2')).toMatchObject({ how: 'claimed', by: { run: 'run-1', epoch: 1 }, endsIn: 600_000 });
  expect(at(ref)).toBe(await one.here(ref));
  expect(await two.here(ref)).toBeUndefined();
});

test('A result comes to the remote with the end of its claim, in one push.', async () => {
  const { machine, at, hook, remote } = await machines();
  const one = await machine('one');
  const claim = await one.has('run-1');
  hook('post-receive', `cat >> ${remote}/moves`);
  const to = await one.work();
  const from = at(ref);
  expect(await claim.end([{ ref: result, to }])).toEqual({ how: 'moved' });
  const zero = '0'.repeat(40);
  expect((await one.host.files.read(`${remote}/moves`))?.trim().split('\n').toSorted()).toEqual(
    [`${from} ${zero} ${ref}`, `${zero} ${to} ${result}`].toSorted(),
  );
  expect([at(ref), at(result)]).toEqual(['', to]);
  expect([await one.here(ref), await one.here(result)]).toEqual([undefined, to]);
});

test('A claim is taken over when it was seen unchanged for longer than its lease, and not before.', async () => {
  const { machine, pass, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  await one.has('run-1');
  pass(10 * lease);
  // Never seen before: that it is old is only what other clocks say.
  expect(await two.take('run-2')).toMatchObject({ how: 'claimed', endsIn: lease * 1000 });
  pass(lease - 1);
  expect(await two.take('run-2')).toMatchObject({ how: 'claimed', endsIn: 1000 });
  pass(1);
  expect(await two.take('run-2')).toMatchObject({ how: 'held', claim: { epoch: 2 }, takenOverFrom: { run: 'run-1' } });
  expect(at(ref)).toBe(await two.here(ref));
});

test('A beat has whoever looks begin to count anew.', async () => {
  const { machine, pass, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  const claim = await one.has('run-1');
  await two.take('run-2');
  pass(lease - 1);
  const before = at(ref);
  expect(await claim.beat()).toEqual({ how: 'moved' });
  expect(at(ref)).not.toBe(before);
  expect(at(ref)).toBe(await one.here(ref));
  pass(2);
  expect(await two.take('run-2')).toMatchObject({ how: 'claimed', by: { beat: 1, epoch: 1 }, endsIn: lease * 1000 });
});

test('Another process of the machine goes on counting; after a reboot counting begins anew.', async () => {
  const { machine, pass } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  await one.has('run-1');
  await two.take('run-2');
  pass(lease);
  const self = { ...(await two.host.processes.self()), boot: 'the next boot' };
  const rebooted = two.again({ processes: { ...two.host.processes, self: async () => self } });
  expect(await rebooted.take('run-3')).toMatchObject({ how: 'claimed', endsIn: lease * 1000 });
  pass(lease);
  expect(await rebooted.again().take('run-4')).toMatchObject({ how: 'held' });
});

test('F13: A wall clock that jumps changes nothing.', async () => {
  const { machine, pass } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  await one.has('run-1');
  const day = 24 * 3600 * 1000;
  const at = (wall: number) => two.again({ clock: { ...two.host.clock, wall: () => wall } });
  await at(0).take('run-2');
  pass(lease / 2);
  expect(await at(day).take('run-2')).toMatchObject({ how: 'claimed', endsIn: lease * 500 });
  expect(await at(-day).take('run-2')).toMatchObject({ how: 'claimed', endsIn: lease * 500 });
});

test('F14: What an owner writes after its claim was taken over is refused by the remote, and is not kept as a result.', async () => {
  const { machine, pass, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  const old = await one.has('run-1');
  await two.take('run-2');
  pass(lease);
  const young = await two.has('run-2');
  expect(await old.beat()).toMatchObject({ how: 'lost', by: { run: 'run-2' } });
  expect(await old.end([{ ref: result, to: await one.work() }])).toMatchObject({ how: 'lost' });
  expect(await old.isOurs()).toBe(false);
  expect([at(result), await one.here(result)]).toEqual(['', undefined]);
  const to = await two.work();
  expect(await young.end([{ ref: result, to }])).toEqual({ how: 'moved' });
  expect(at(result)).toBe(to);
});

test('A late write is refused as well where the claim is free again, or the work done by others.', async () => {
  const { machine, pass, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  const old = await one.has('run-1');
  await two.take('run-2');
  pass(lease);
  const to = await two.work();
  await (await two.has('run-2')).end([{ ref: result, to }]);
  expect(await old.end([{ ref: result, to: await one.work() }])).toEqual({ how: 'lost' });
  expect(at(result)).toBe(to);
});

test('Where the result is there already, the claim is given back and the result stays.', async () => {
  const { machine, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  const to = await two.work();
  await (await two.has('run-2')).end([{ ref: result, to }]);
  const claim = await one.has('run-1');
  expect(await claim.end([{ ref: result, to: await one.work() }])).toEqual({ how: 'lost' });
  expect([at(ref), at(result)]).toEqual(['', to]);
  expect([await one.here(ref), await one.here(result)]).toEqual([undefined, undefined]);
});

test('That an owner on the same machine has died is known at once, in another clone of it too.', async () => {
  const { machine } = await machines();
  const [one, two] = [await machine('same', 'same boot'), await machine('same', 'same boot.')];
  const self = await one.host.processes.self();
  const clone = two.again({
    processes: { ...two.host.processes, self: async () => self, isAlive: async () => false },
  });
  await one.has('run-1');
  expect(await clone.take('run-2')).toMatchObject({ how: 'held', claim: { epoch: 2 } });
});

test('A beat that comes after the claim was given back is nothing to tell of, and a second end is.', async () => {
  const { machine } = await machines();
  const one = await machine('one');
  const claim = await one.has('run-1');
  expect(await claim.end()).toEqual({ how: 'moved' });
  expect(await claim.beat()).toEqual({ how: 'moved' });
  expect(await claim.end()).toEqual({ how: 'lost' });
});

test('Where the platform does not tell the boot, a machine of the same name may be another one.', async () => {
  const { machine, pass } = await machines();
  const [one, two] = [await machine('mac', ''), await machine('mac', 'x')];
  const self = await one.host.processes.self();
  const other = two.again({
    processes: { ...two.host.processes, self: async () => self, isAlive: async () => false },
  });
  await one.has('run-1');
  expect(await other.take('run-2')).toMatchObject({ how: 'claimed', by: { run: 'run-1' } });
  pass(lease);
  expect(await other.take('run-2')).toMatchObject({ how: 'held', claim: { epoch: 2 } });
});

test('F12: A claim from before a reboot is free here, and holds on the remote until its lease is over.', async () => {
  const { machine, pass } = await machines();
  const before = await machine('laptop', 'first boot');
  await before.has('run-1');
  const self = { ...(await before.host.processes.self()), boot: 'second boot' };
  const after = before.again({
    processes: { ...before.host.processes, self: async () => self, isAlive: async () => false },
  });
  expect(await after.take('run-2')).toMatchObject({ how: 'claimed', by: { run: 'run-1' }, endsIn: lease * 1000 });
  pass(lease);
  expect(await after.take('run-2')).toMatchObject({ how: 'held', claim: { epoch: 2 } });
});

test('A run takes up its own claim.', async () => {
  const { machine, at } = await machines();
  const one = await machine('one');
  await one.has('run-1');
  expect(await one.take('run-1')).toMatchObject({ how: 'held', claim: { epoch: 2 } });
  expect(at(ref)).toBe(await one.here(ref));
});

test('F15: Where the remote cannot be reached, work goes on here, and the next beat takes the claim there.', async () => {
  const { machine, at, remote } = await machines();
  const one = await machine('one');
  renameSync(remote, `${remote}.gone`);
  const attempt = await one.take('run-1');
  expect(attempt).toMatchObject({ how: 'held', note: expect.stringContaining('origin') });
  if (attempt.how !== 'held') throw new Error('not held');
  expect(await attempt.claim.beat()).toMatchObject({ how: 'unknown' });
  const to = await one.work();
  expect(await attempt.claim.end([{ ref: result, to }])).toMatchObject({ how: 'unknown' });
  // Nothing counts here that the others may never see.
  expect(await one.here(result)).toBeUndefined();
  renameSync(`${remote}.gone`, remote);
  expect(await attempt.claim.beat()).toEqual({ how: 'moved' });
  expect(at(ref)).toBe(await one.here(ref));
  expect(await attempt.claim.end([{ ref: result, to }])).toEqual({ how: 'moved' });
  expect([at(ref), at(result)]).toEqual(['', to]);
});

test('A result that was made without the remote takes its claim there first, and is refused where others have it.', async () => {
  const { machine, at, remote } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  renameSync(remote, `${remote}.gone`);
  const claim = await one.has('run-1');
  renameSync(`${remote}.gone`, remote);
  await two.has('run-2');
  expect(await claim.end([{ ref: result, to: await one.work() }])).toMatchObject({ how: 'lost', by: { run: 'run-2' } });
  expect(at(result)).toBe('');
});

test('A repository that cannot be written is no take-over: its claim fails with git’s reason, and a result is written when there is room.', async () => {
  const { machine, at } = await machines();
  const one = await machine('one');
  const inTheWay = (name: string): string => userGit(one.root, 'update-ref', `${name}/below`, 'HEAD');
  inTheWay(ref);
  const attempt = await one.take('run-1');
  expect(attempt).toMatchObject({ how: 'failed', failure: { message: expect.stringMatching(/cannot be written in this repository: .*cannot create/) } }); // prettier-ignore
  expect(at(ref)).toBe('');
  userGit(one.root, 'update-ref', '-d', `${ref}/below`);

  const claim = await one.has('run-1');
  inTheWay(result);
  const to = await one.work();
  expect(await claim.end([{ ref: result, to }])).toMatchObject({ how: 'unwritten' });
  expect([at(ref), at(result)]).toEqual(['', to]);
  userGit(one.root, 'update-ref', '-d', `${result}/below`);
  expect(await claim.end([{ ref: result, to }])).toEqual({ how: 'moved' });
  expect([await one.here(ref), await one.here(result)]).toEqual([undefined, to]);
});

test('A remote that refuses claims is told about at once, and nothing is claimed here.', async () => {
  const { machine, hook, remote } = await machines();
  const one = await machine('one');
  hook('pre-receive', `echo x >> ${remote}/asked; echo 'no refs of tools here' >&2; exit 1`);
  const attempt = await one.take('run-1');
  expect(attempt).toMatchObject({ how: 'failed', failure: { reason: 'remote' } });
  expect(attempt.how === 'failed' && attempt.failure.message).toMatch(/no refs of tools here.*"claims" to "off"/);
  expect(await one.here(ref)).toBeUndefined();
  expect(await one.host.files.read(`${remote}/asked`)).toBe('x\n');
});

test('A claim and a result whose pushes lost their answer are there, once.', async () => {
  const { machine, hook, at } = await machines();
  const one = await machine('one');
  hook('post-receive', 'kill -9 $PPID');
  const claim = await one.has('run-1');
  expect(at(ref)).toBe(await one.here(ref));
  const to = await one.work();
  expect(await claim.end([{ ref: result, to }])).toEqual({ how: 'moved' });
  expect([at(ref), at(result)]).toEqual(['', to]);
});

test('A claim that lands after everybody has given it up is known again by its nonce.', async () => {
  const { machine, hook, at, remote } = await machines();
  const one = await machine('one');
  hook('pre-receive', 'kill -9 $PPID');
  const attempt = await one.take('run-1');
  expect(attempt).toMatchObject({ how: 'held', note: expect.any(String) });
  if (attempt.how !== 'held') throw new Error('not held');
  userGit(remote, 'fetch', '--quiet', one.root, `${ref}:${ref}`);
  hook('pre-receive', 'exit 0');
  expect(await attempt.claim.beat()).toEqual({ how: 'moved' });
  expect(at(ref)).toBe(await one.here(ref));
});

test('A claim of an older release has no lease: nobody can tell when it ends.', async () => {
  const { machine, pass } = await machines();
  const one = await machine('one');
  const owner = { ...(await one.host.processes.self()), host: 'far-away' };
  const text = { version: 1, nonce: 'n', run: 'old', owner, epoch: 3, since: '2026-01-01T00:00:00.000Z' };
  expect(readClaimText(JSON.stringify(text))).toEqual(text);
  await setRef(one.git, ref, await claimCommit(one.git, text as never));
  await one.take('run-1');
  pass(1000 * lease);
  expect(await one.take('run-1')).toMatchObject({ how: 'claimed', by: { run: 'old' }, endsIn: undefined });
  expect(await one.take('run-1', 'n')).toMatchObject({ how: 'held', claim: { epoch: 4 } });
});

test('What a machine has left that shared this repository counts as long as it does on the remote, whatever this one is called.', async () => {
  const { machine, pass, remote, at } = await machines();
  const one = await machine('one');
  await one.has('run-1');
  const self = { ...(await one.host.processes.self()), host: 'renamed', boot: 'another' };
  const renamed = one.again({ processes: { ...one.host.processes, self: async () => self } });
  expect(await renamed.take('run-2')).toMatchObject({ how: 'claimed', by: { run: 'run-1' }, endsIn: lease * 1000 });
  renameSync(remote, `${remote}.away`);
  expect(await renamed.take('run-2')).toMatchObject({ how: 'claimed', by: { run: 'run-1' }, endsIn: undefined });
  renameSync(`${remote}.away`, remote);
  pass(lease);
  expect(await renamed.take('run-2')).toMatchObject({ how: 'held', claim: { epoch: 2 } });
  expect(at(ref)).toBe(await renamed.here(ref));
});

test('What a machine has left that shared this repository is free where the remote has it no more.', async () => {
  const { machine, remote, at } = await machines();
  const one = await machine('one');
  await one.has('run-1');
  userGit(remote, 'update-ref', '-d', ref);
  const self = { ...(await one.host.processes.self()), host: 'renamed', boot: 'another' };
  const renamed = one.again({ processes: { ...one.host.processes, self: async () => self } });
  expect(await renamed.take('run-2')).toMatchObject({ how: 'held', claim: { epoch: 2 } });
  expect(at(ref)).toBe(await renamed.here(ref));
});

test('A claim of a newer release on the remote is not touched.', async () => {
  const { machine, at } = await machines();
  const one = await machine('one');
  const commit = await claimCommit(one.git, { version: 3 } as never);
  userGit(one.root, 'push', '--quiet', 'origin', `${commit}:${ref}`);
  expect(await one.take('run-1')).toMatchObject({
    how: 'failed',
    failure: { reason: 'remote', message: expect.stringContaining('Update it') },
  });
  expect(at(ref)).toBe(commit);
});

test('Whether a claim is still ours is asked of the remote; one that cannot be asked has given it to nobody.', async () => {
  const { machine, pass, remote } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  const old = await one.has('run-1');
  expect(await old.isOurs()).toBe(true);
  renameSync(remote, `${remote}.away`);
  pass(2 * lease);
  expect(await old.isOurs()).toBe(true);
  renameSync(`${remote}.away`, remote);
  expect(await old.isOurs()).toBe(true);
  await two.take('run-2');
  pass(lease);
  await two.has('run-2');
  expect(await old.isOurs()).toBe(false);
});

test('A branch moves together with the claim, in one push, and not once somebody else has the claim or has moved the branch.', async () => {
  const { machine, pass, at, hook, remote } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  const old = await one.has('run-1');
  const [main, base, claimed] = ['refs/heads/main', at('refs/heads/main'), at(ref)];
  hook('post-receive', `cat >> ${remote}/moves`);
  const to = await one.work();
  expect(await old.carry?.({ ref: main, to, expected: base })).toEqual({ how: 'moved' });
  expect((await one.host.files.read(`${remote}/moves`))?.trim().split('\n').toSorted()).toEqual(
    [`${base} ${to} ${main}`, `${claimed} ${at(ref)} ${ref}`].toSorted(),
  );
  expect(at(ref)).toBe(await one.here(ref));
  const next = { ref: main, to: await one.work(), expected: base };
  expect(await old.carry?.(next)).toEqual({ how: 'lost' });
  expect(await old.isOurs()).toBe(true);
  await two.take('run-2');
  pass(lease);
  const young = await two.has('run-2');
  expect(await old.carry?.({ ...next, expected: to })).toMatchObject({ how: 'lost' });
  expect(at(main)).toBe(to);
  expect(await young.isOurs()).toBe(true);
});

test('A claim that has not come to the remote yet is taken there when it is asked for, unless others have it, and moves no branch before.', async () => {
  const { machine, remote, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  renameSync(remote, `${remote}.away`);
  const [first, second] = [await one.has('run-1'), await two.has('run-2')];
  renameSync(`${remote}.away`, remote);
  const branch = { ref: 'refs/heads/phase/1', to: await one.work(), expected: undefined };
  expect(await first.carry?.(branch)).toMatchObject({ how: 'unknown' });
  expect(await first.isOurs()).toBe(true);
  expect(await first.carry?.(branch)).toEqual({ how: 'moved' });
  expect(at(ref)).toBe(await one.here(ref));
  expect(await second.isOurs()).toBe(false);
});

test('A push of work ends before others may take its claim over, however long ago the last sign of life was, and with all tries.', async () => {
  const { machine, pass, at } = await machines();
  const one = await machine('one');
  let time = 0;
  const later = (seconds: number): void => {
    time += seconds;
    pass(seconds);
  };
  const limits: number[] = [];
  const ends: number[] = [];
  let breaks = 1;
  const git: Git = {
    ...one.git,
    run: async (args, options) => {
      const isWork = args[0] === 'push' && args.some((arg) => arg.endsWith(`:${result}`));
      if (isWork) limits.push((options?.remote?.timeLimit ?? Infinity) / 1000);
      if (isWork) ends.push(time + limits.at(-1)!);
      if (isWork && breaks-- > 0) {
        later(lease / 2);
        return { ok: false, code: 128, stdout: '', stderr: 'fatal: the remote end hung up' };
      }
      const ran = await one.git.run(args, options);
      if (args[0] === 'push' && ran.ok && !isWork) beaten = time;
      return ran;
    },
  };
  let beaten = 0;
  const shared = { remote: 'origin', git, perMinute: Infinity };
  const taken = await takeClaim(one.host, git, { ref, run: 'run-1', lease, shared });
  if (taken.how !== 'held') throw new Error('not held');
  later(lease * 0.6);
  const to = await one.work();
  expect(await taken.claim.end([{ ref: result, to }])).toEqual({ how: 'moved' });
  expect(at(result)).toBe(to);
  expect(limits).toHaveLength(2);
  for (const end of ends) expect(end).toBeLessThan(beaten + lease);
  // What is begun has time enough.
  expect(limits[0]).toBeGreaterThan(lease * 0.75);
});

test('A beat gives way to other pushes until half of the lease has gone by, and then has its turn like them.', async () => {
  const { machine, pass, remote, at } = await machines();
  const { host, git } = await machine('one');
  const waiting = { ...host, stopsWithin: async (milliseconds: number) => (pass(milliseconds / 1000), false) };
  const shared = { remote: 'origin', git, perMinute: 3 };
  const taken = await takeClaim(waiting, git, { ref, run: 'run-1', lease, shared });
  if (taken.how !== 'held') throw new Error('not held');
  const first = at(ref);
  const fill = async () => {
    for (let pushes = 0; pushes < 3; pushes += 1)
      await pushTurn(waiting, { address: remote, perMinute: 3, isBeat: false });
  };
  pass(lease / 2 - 1);
  await fill();
  expect(await taken.claim.beat()).toMatchObject({ how: 'put-off' });
  pass(1);
  expect(await taken.claim.beat()).toEqual({ how: 'moved' });
  expect(at(ref)).not.toBe(first);
});

test('Where taking a claim there was put off by a stop, no result comes there without it.', async () => {
  const { machine, pass, remote, at } = await machines();
  const [one, two] = [await machine('one'), await machine('two')];
  const { host, git } = one;
  let isStopped = false;
  const stopsWithin = async (milliseconds: number): Promise<boolean> => {
    // By the next look there is room for a push.
    if (isStopped) pass(61);
    return isStopped || (await host.stopsWithin(milliseconds));
  };
  const shared = { remote: 'origin', git, perMinute: 3 };
  renameSync(remote, `${remote}.gone`);
  const taken = await takeClaim({ ...host, stopsWithin }, git, { ref, run: 'run-1', shared });
  if (taken.how !== 'held') throw new Error('not held');
  renameSync(`${remote}.gone`, remote);
  await two.has('run-2');
  pass(61);
  for (let pushes = 0; pushes < 3; pushes += 1) await pushTurn(host, { address: remote, perMinute: 3, isBeat: false });
  isStopped = true;
  expect(await taken.claim.end([{ ref: result, to: await one.work() }])).toMatchObject({ how: 'put-off' });
  expect(at(result)).toBe('');
});
