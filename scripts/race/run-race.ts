import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { judgeRace, type RaceResult, type WorkerStory } from './judge-race.ts';
import { randomOf } from '../random.ts';
import type { Told, WorkerOrder } from './told.ts';

export interface Race {
  readonly workers: number;
  readonly tasks: number;
  readonly seed: number;
  /** Workers that are stopped while they hold a claim. */
  readonly dying: number;
  /** Seconds. */
  readonly lease: number;
  /** Milliseconds for one task, more or less. */
  readonly work: number;
}

const program = join(import.meta.dirname, 'worker.ts');

interface Worker {
  readonly story: WorkerStory;
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<void>;
}

/**
 * Lets workers race for the tasks of one bare remote. Those that are to die are stopped while they hold a claim; one half
 * of them is woken as soon as others have taken their task over, the other when all is done, and then writes.
 */
export async function runRace(race: Race): Promise<RaceResult> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-race-'));
  const started = performance.now();
  const workers: Worker[] = [];
  try {
    const remote = makeRemote(folder);
    const random = randomOf(race.seed);
    const listen = (worker: Worker, told: Told): void => {
      worker.story.told.push(told);
      const isReady = workers.every(({ story }) => story.told.length > 0);
      if (told.what === 'ready' && isReady && workers.length === race.workers)
        for (const { child } of workers) child.stdin.write('go\n');
      if (told.what === 'holding') worker.child.kill('SIGSTOP');
      if (told.what !== 'claimed') return;
      const before = workers.find((one) => one !== worker && heldTask(one.story) === told.task);
      if (before && workers.indexOf(before) % 2 === 0) wake(before);
    };
    for (let index = 0; index < race.workers; index += 1) {
      const name = `worker-${index + 1}`;
      git(folder, 'clone', '--quiet', remote, name);
      const order: WorkerOrder = {
        name,
        root: join(folder, name),
        state: join(folder, 'state', name),
        seed: Math.floor(random() * 2 ** 32),
        tasks: race.tasks,
        lease: race.lease,
        work: race.work,
        // A first claim is had by every worker: of a second nobody can be sure.
        holdsAt: index < race.dying ? 1 : undefined,
      };
      workers.push(start(order, listen));
    }
    const living = workers.filter(({ story }) => !story.isDying);
    await Promise.all(living.map(async ({ ended }) => await ended));
    for (const worker of workers) if (worker.story.isDying) wake(worker);
    await Promise.all(workers.map(async ({ ended }) => await ended));
    const seconds = (performance.now() - started) / 1000;
    return judgeRace(race, { stories: workers.map(({ story }) => story), refs: refsOf(remote), seconds });
  } finally {
    for (const { child } of workers) child.kill('SIGKILL');
    await Promise.all(workers.map(async ({ ended }) => await ended));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function start(order: WorkerOrder, listen: (worker: Worker, told: Told) => void): Worker {
  const child = spawn(process.execPath, [program, JSON.stringify(order)], { stdio: ['pipe', 'pipe', 'pipe'] });
  const story: WorkerStory = { name: order.name, isDying: order.holdsAt !== undefined, told: [], complaint: '' };
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const worker: Worker = { story, child, ended };
  createInterface({ input: child.stdout }).on('line', (line) => listen(worker, JSON.parse(line) as Told));
  child.stderr.on('data', (text: Buffer) => void (story.complaint += text.toString()));
  return worker;
}

function heldTask({ told }: WorkerStory): string | undefined {
  return told.find((one) => one.what === 'holding')?.task;
}

function wake({ child }: Worker): void {
  child.kill('SIGCONT');
  child.stdin.end('go\n');
}

function makeRemote(folder: string): string {
  const first = join(folder, 'first');
  const remote = join(folder, 'remote.git');
  mkdirSync(first);
  git(first, 'init', '--quiet', '--initial-branch=main');
  writeFileSync(join(first, 'a.txt'), 'a\n');
  git(first, 'add', '--all');
  git(first, '-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', 'commit', '--quiet', '--message=first');
  git(folder, 'clone', '--quiet', '--bare', first, remote);
  return remote;
}

/** Ref of the remote → what its commit says. */
function refsOf(remote: string): ReadonlyMap<string, string> {
  const listed = git(remote, 'for-each-ref', '--format=%(refname) %(contents:subject)', 'refs/phasewright/');
  const lines = listed.split('\n').filter(Boolean);
  return new Map(lines.map((line) => [line.split(' ')[0]!, line.slice(line.indexOf(' ') + 1)]));
}

function git(cwd: string, ...args: readonly string[]): string {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'));
  const env = { ...Object.fromEntries(kept), GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };
  return execFileSync('git', args, { cwd, env, encoding: 'utf8' });
}
