import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { beating } from '../../core/claim/beating.ts';
import type { HeldClaim } from '../../core/claim/held-claim.ts';
import { persist } from '../../core/claim/persist.ts';
import { takeClaim } from '../../core/claim/take-claim.ts';
import { makeCommit, treeOf } from '../../core/git/commit.ts';
import { phaseRefs } from '../../core/git/refs.ts';
import { readRemote } from '../../core/git/remote.ts';
import { openRepository } from '../../core/git/repository.ts';
import type { Host } from '../../core/host/host.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import type { Told, WorkerOrder } from './told.ts';
import { withFaultyPushes, type Faults } from './faulty-push.ts';
import { randomOf } from '../random.ts';

/*
 * A worker of a race: a machine of its own as far as claims can tell, with a clone and a state folder of its own. It is
 * given its order as JSON, tells what it does on standard output, a line each, and ends when all tasks are done.
 */
const order = JSON.parse(process.argv[2] ?? '') as WorkerOrder;
const random = randomOf(order.seed);
const faults: Faults = { pushes: 0, killed: 0, dropped: 0 };
const host = await machine();
const opened = await openRepository(host, order.root);
if (!opened.ok) throw new Error(opened.failure.message);
const { git } = opened.value;
// The budget of pushes is for the sake of a real remote.
const shared = { remote: 'origin', git, perMinute: Infinity };
const refs = phaseRefs('race', '1');
/** A first line has it begin, a second one wakes it. */
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const all = Array.from({ length: order.tasks }, (_, index) => `task-${index + 1}`);
let claims = 0;

tell({ what: 'ready' });
await lines.next();
await delay(random() * order.work);
for (let open = await openTasks(); open.length > 0; open = await openTasks()) {
  const free = open.filter(({ isClaimed }) => !isClaimed);
  const { task } = chosen(free.length > 0 ? free : open);
  const before = faults.pushes;
  const attempt = await takeClaim(host, git, { ref: refs.claim(task), run: order.name, lease: order.lease, shared });
  tell({ what: 'tried', pushes: faults.pushes - before });
  if (attempt.how === 'failed') throw new Error(attempt.failure.message);
  if (attempt.how === 'claimed') {
    if (free.length === 0) await delay(Math.min(attempt.endsIn ?? 0, 200 + random() * 800));
    continue;
  }
  const { claim } = attempt;
  // Whoever had it before may have finished since we looked; from now on nobody else can.
  if (!(await openTasks()).some((one) => one.task === task)) {
    await claim.end();
    continue;
  }
  claims += 1;
  tell({ what: 'claimed', task, epoch: claim.epoch });
  if (claims === order.holdsAt) await hold(task, claim);
  else
    await beating(
      host,
      claim,
      () => undefined,
      async () => await finish(task, claim),
    );
}
tell({ what: 'ended', ...faults });
process.exit();

async function finish(task: string, claim: HeldClaim): Promise<void> {
  await delay(order.work * (0.5 + random()));
  const written = await write(task, claim);
  tell({ what: 'written', task, how: written });
}

/** Is stopped from outside, and writes when it is woken, long after. */
async function hold(task: string, claim: HeldClaim): Promise<void> {
  tell({ what: 'holding', task, epoch: claim.epoch });
  await lines.next();
  tell({ what: 'late', task, how: await write(task, claim) });
}

async function write(task: string, claim: HeldClaim): Promise<string> {
  const to = await makeCommit(git, {
    tree: await treeOf(git, 'HEAD'),
    parents: ['HEAD'],
    message: order.name,
    author: { name: order.name, email: 'worker@example.com' },
  });
  const moves = [{ ref: refs.result(task, 'done'), to }];
  return (await persist(host, async () => await claim.end(moves))).how;
}

async function openTasks(): Promise<{ readonly task: string; readonly isClaimed: boolean }[]> {
  const read = await readRemote(git, 'origin', [`${refs.all}*`]);
  if (!read.ok) throw new Error(read.failure.message);
  const { at } = read.value;
  const open = all.filter((task) => !at.has(refs.result(task, 'done')));
  return open.map((task) => ({ task, isClaimed: at.has(refs.claim(task)) }));
}

function chosen<T>(some: readonly T[]): T {
  return some[Math.floor(random() * some.length)]!;
}

function tell(told: Told): void {
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

async function machine(): Promise<Host> {
  const real = { ...nodeHost(), stateFolder: order.state, random };
  const self = { ...(await real.processes.self()), host: order.name };
  const processes = { ...withFaultyPushes(real.processes, random, faults), self: async () => self };
  return { ...real, processes };
}
