import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, onTestFinished, test } from 'vitest';
import { describeOwner, releaseClaim, stillHeld, takeClaim, type ClaimAttempt } from '../../core/git/claim.ts';
import { deleteRef, setRef } from '../../core/git/refs.ts';
import { checkoutOf, scratch, type Scratch } from './scratch.ts';

const ref = 'refs/phasewright/demo/1/claim/task-1.1';
const program = join(import.meta.dirname, 'racer.ts');

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
  const attempt = await takeClaim(host, git, ref, 'run-1');
  if (!attempt.held) throw new Error('not held');
  expect(attempt.claim).toMatchObject({ ref, epoch: 1 });
  expect(attempt).not.toHaveProperty('takenOverFrom');
  expect(await stillHeld(git, attempt.claim)).toBe(true);
  expect(await releaseClaim(git, attempt.claim)).toBe(true);
  expect(await stillHeld(git, attempt.claim)).toBe(false);
  expect(await takeClaim(host, git, ref, 'run-2')).toMatchObject({ held: true, claim: { epoch: 1 } });
  expect(checkoutOf(root)).toEqual(before);
});

test('A claim of a living process is refused, and its owner is named.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const other = await racer(made, 'run-1');
  expect(await other.take()).toMatchObject({ held: true });
  const attempt = await takeClaim(made.host, made.git, ref, 'run-2');
  expect(attempt).toMatchObject({ held: false, by: { run: 'run-1', owner: { pid: other.pid, host: hostname() } } });
  expect(!attempt.held && describeOwner(attempt.by)).toMatch(
    new RegExp(`^\\S+@\\S+ \\(process ${other.pid}, since 2\\d{3}-.*Z\\)$`),
  );
});

test('A claim of a dead process is taken over with a higher epoch, and its old owner holds nothing any more.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const other = await racer(made, 'run-1');
  const lost = await other.take();
  if (!lost.held) throw new Error('not held');
  await other.kill();
  const attempt = await takeClaim(made.host, made.git, ref, 'run-2');
  expect(attempt).toMatchObject({
    held: true,
    claim: { epoch: 2 },
    takenOverFrom: { run: 'run-1', owner: { pid: other.pid } },
  });
  expect(await stillHeld(made.git, lost.claim)).toBe(false);
  expect(await releaseClaim(made.git, lost.claim)).toBe(false);
  expect(attempt.held && (await stillHeld(made.git, attempt.claim))).toBe(true);
});

test('A run that holds a claim already gets it anew.', async () => {
  const { host, git } = await scratch({ 'a.txt': '1' });
  await takeClaim(host, git, ref, 'run-1');
  expect(await takeClaim(host, git, ref, 'run-1')).toMatchObject({ held: true, claim: { epoch: 2 } });
});

test('Of several processes that race for a free claim exactly one wins, and the others are told who.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const racers = await Promise.all(['a', 'b', 'c', 'd'].map((run) => racer(made, run)));
  const attempts = await Promise.all(racers.map((one) => one.take()));
  const winners = racers.filter((_, index) => attempts[index]!.held);
  expect(winners).toHaveLength(1);
  const told = attempts.flatMap((attempt) => (attempt.held ? [] : [attempt.by.owner.pid]));
  expect(told).toEqual(Array(3).fill(winners[0]?.pid));
});

test('Of two processes that race for the claim of a dead one exactly one wins.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const dead = await racer(made, 'dead');
  await dead.take();
  await dead.kill();
  const racers = await Promise.all(['a', 'b'].map((run) => racer(made, run)));
  const attempts = await Promise.all(racers.map((one) => one.take()));
  expect(attempts.filter((attempt) => attempt.held)).toHaveLength(1);
  expect(attempts.find((attempt) => attempt.held)).toMatchObject({
    claim: { epoch: 2 },
    takenOverFrom: { run: 'dead' },
  });
});

test('A ref that a dead git has locked is told about, in place of waiting for ever.', async () => {
  const { host, git, root } = await scratch({ 'a.txt': '1' });
  const lock = join(root, '.git', `${ref}.lock`);
  mkdirSync(dirname(lock), { recursive: true });
  writeFileSync(lock, '');
  await expect(takeClaim(host, git, ref, 'run-1')).rejects.toThrow(`${ref}.lock`);
});

test('A ref that holds no claim is our bug, not a free claim.', async () => {
  const { host, git, repository } = await scratch({ 'a.txt': '1' });
  await setRef(git, ref, repository.head);
  await expect(takeClaim(host, git, ref, 'run-1')).rejects.toThrow(/^Internal error: the claim .* cannot be read/);
  await deleteRef(git, ref, repository.head);
  expect(await takeClaim(host, git, ref, 'run-1')).toMatchObject({ held: true });
});
