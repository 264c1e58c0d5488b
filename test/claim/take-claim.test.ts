import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { describeOwner } from '../../core/claim/claim-text.ts';
import { takeClaim, type ClaimAttempt } from '../../core/claim/take-claim.ts';
import { git as gitOf } from '../../core/git/git.ts';
import { deleteRef, setRef } from '../../core/git/refs.ts';
import { checkoutOf, scratch, type Scratch } from '../git/scratch.ts';

const ref = 'refs/phasewright/demo/1/claim/task-1.1';
const program = join(import.meta.dirname, 'racer.ts');

/** Takes the claim as a run of this process. */
async function take({ host, git }: Pick<Scratch, 'host' | 'git'>, run: string): Promise<ClaimAttempt> {
  return await takeClaim(host, git, { ref, run });
}

/** Another process that wants the claim. It holds what it gets until it is ended. */
async function racer({ root }: Scratch, run: string) {
  const child = spawn(process.execPath, [program, root, ref, run], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await closed;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => JSON.parse((await lines.next()).value as string);
  expect(await next()).toBe('ready');
  return {
    pid: child.pid!,
    async take() {
      child.stdin.write('go\n');
      return (await next()) as ClaimAttempt;
    },
    async kill() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}

test('A claim that is free is taken, and is free again once it is given back.', async () => {
  const { host, git, root } = await scratch({ 'a.txt': '1' });
  const before = checkoutOf(root);
  const attempt = await take({ host, git }, 'run-1');
  if (attempt.how !== 'held') throw new Error('not held');
  expect(attempt.claim).toMatchObject({ ref, epoch: 1 });
  expect(attempt).not.toHaveProperty('takenOverFrom');
  expect(await attempt.claim.isOurs()).toBe(true);
  expect(await attempt.claim.end()).toEqual({ how: 'moved' });
  expect(await attempt.claim.isOurs()).toBe(false);
  expect(await take({ host, git }, 'run-2')).toMatchObject({ how: 'held', claim: { epoch: 1 } });
  expect(checkoutOf(root)).toEqual(before);
});

test('A claim of a living process is refused, and its owner is named.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const other = await racer(made, 'run-1');
  expect(await other.take()).toMatchObject({ how: 'held' });
  const attempt = await take(made, 'run-2');
  expect(attempt).toMatchObject({ how: 'claimed', by: { run: 'run-1', owner: { pid: other.pid, host: hostname() } } });
  expect(attempt.how === 'claimed' && describeOwner(attempt.by)).toMatch(
    new RegExp(`^\\S+@\\S+ \\(process ${other.pid}, since 2\\d{3}-.*Z\\)$`),
  );
});

test('A claim of a dead process is taken over with a higher epoch, and its old owner holds nothing any more.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const other = await racer(made, 'run-1');
  const lost = await other.take();
  if (lost.how !== 'held') throw new Error('not held');
  await other.kill();
  const attempt = await take(made, 'run-2');
  expect(attempt).toMatchObject({
    how: 'held',
    claim: { epoch: 2 },
    takenOverFrom: { run: 'run-1', owner: { pid: other.pid } },
  });
  expect(attempt.how === 'held' && (await attempt.claim.isOurs())).toBe(true);
});

test('A run that holds a claim already gets it anew.', async () => {
  const { host, git } = await scratch({ 'a.txt': '1' });
  await take({ host, git }, 'run-1');
  expect(await take({ host, git }, 'run-1')).toMatchObject({ how: 'held', claim: { epoch: 2 } });
});

test('Of several processes that race for a free claim exactly one wins, and the others are told who.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const racers = await Promise.all(['a', 'b', 'c', 'd'].map((run) => racer(made, run)));
  const attempts = await Promise.all(racers.map((one) => one.take()));
  const winners = racers.filter((_, index) => attempts[index]!.how === 'held');
  expect(winners).toHaveLength(1);
  const told = attempts.flatMap((attempt) => (attempt.how === 'claimed' ? [attempt.by.owner.pid] : []));
  expect(told).toEqual(Array(3).fill(winners[0]?.pid));
});

test('Of two processes that race for the claim of a dead one exactly one wins.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const dead = await racer(made, 'dead');
  await dead.take();
  await dead.kill();
  const racers = await Promise.all(['a', 'b'].map((run) => racer(made, run)));
  const attempts = await Promise.all(racers.map((one) => one.take()));
  expect(attempts.filter((attempt) => attempt.how === 'held')).toHaveLength(1);
  expect(attempts.find((attempt) => attempt.how === 'held')).toMatchObject({
    claim: { epoch: 2 },
    takenOverFrom: { run: 'dead' },
  });
});

test('A ref that somebody keeps locked is told about, in place of waiting for ever.', async () => {
  const { host, root } = await scratch({ 'a.txt': '1' });
  const lock = join(root, '.git', `${ref}.lock`);
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, '');
  const held = { ...host.processes, usersOf: () => Promise.resolve([1]) };
  const impatient = { ...host, processes: held, stopsWithin: () => Promise.resolve(false) };
  expect(await take({ host: impatient, git: gitOf(impatient, root) }, 'run-1')).toMatchObject({
    how: 'failed',
    failure: { message: expect.stringContaining(`${ref}.lock`) },
  });
});

test('A ref that holds no claim is our bug, not a free claim.', async () => {
  const { host, git, repository } = await scratch({ 'a.txt': '1' });
  await setRef(git, ref, repository.head);
  await expect(take({ host, git }, 'run-1')).rejects.toThrow(/^Internal error: the claim .* cannot be read/);
  await deleteRef(git, ref, repository.head);
  expect(await take({ host, git }, 'run-1')).toMatchObject({ how: 'held' });
});
