import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRepository } from '../core/git/repository.ts';
import type { Host } from '../core/host/host.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { resolveOptions } from '../core/options.ts';
import type { Verdict } from '../core/result/records.ts';
import type { Tests } from '../core/result/tests.ts';
import { keepVerdict, recall, type Place } from '../core/stage/gates/known-verdicts.ts';
import { measureAsync } from './measure.ts';

export interface VerdictsResult {
  /** Verdicts that the ledger holds. */
  readonly verdicts: number;
  /** Names of tests that each gate of them has. */
  readonly names: number;
  /** Milliseconds until the one that is asked for is there; the bar is 20. */
  readonly milliseconds: number;
  /** Of one git call alone. */
  readonly ofGit: number;
  readonly ratio: number;
}

/** What a verdict costs that is known already, against the least that can tell which trees it is about. */
export async function benchVerdicts(): Promise<VerdictsResult[]> {
  return [await measureVerdicts(10, 300), await measureVerdicts(40, 2_000), await measureVerdicts(500, 0)];
}

async function measureVerdicts(verdicts: number, names: number): Promise<VerdictsResult> {
  const folder = mkdtempSync(join(tmpdir(), 'phasewright-bench-'));
  const place = await placeIn(folder);
  const { head: commit, git } = place.repository;
  const asked = { stage: 'task-1.1', cache: 'task-1.1', since: commit };
  for (let index = 0; index < verdicts; index++) {
    const about = { ...asked, commit: index === 0 ? commit : emptyCommit(folder, index), worktree: git, fresh: false };
    await keepVerdict(place, about, { verdict: green(about.commit, names), at: index, durationMs: 4_000 });
  }
  const known = await measureAsync(async () => {
    if (!(await recall(place, { ...asked, commit }))) throw new Error('The verdict is not known');
  }, 21);
  const bare = await measureAsync(async () => await git.text(['rev-parse', 'HEAD^{tree}', 'HEAD^{tree}']), 21);
  rmSync(folder, { recursive: true });
  return { verdicts, names, milliseconds: known.median, ofGit: bare.median, ratio: known.median / bare.median };
}

/** A repository of one commit, and a phase in it, as far as verdicts need one. */
async function placeIn(folder: string): Promise<Place> {
  const checkout = join(folder, 'checkout');
  mkdirSync(join(checkout, 'node_modules', 'nx'), { recursive: true });
  writeFileSync(join(checkout, 'node_modules', 'nx', 'package.json'), '{ "version": "24.0.0" }');
  run(checkout, 'init', '--quiet');
  run(checkout, 'commit', '--quiet', '--allow-empty', '--message=x');
  const host: Host = { ...nodeHost(), stateFolder: join(folder, 'state') };
  const [repository, options] = [await openRepository(host, checkout), resolveOptions([])];
  if (!repository.ok || !options.ok) throw new Error('Neither a repository nor options');
  const phase = {
    state: join(folder, 'state', 'plan', 'phase-1'),
    phase: { id: '1', slug: '1', title: 'One' },
    project: 'parcels',
    gates: [...targets],
    options: options.value,
    checkout,
    run: 'run',
    packages: 'none',
  };
  return { host, repository: repository.value, emit: () => undefined, phase };
}

/** A commit with a tree of its own. */
function emptyCommit(folder: string, index: number): string {
  const checkout = join(folder, 'checkout');
  writeFileSync(join(checkout, 'file.txt'), String(index));
  run(checkout, 'add', 'file.txt');
  return run(checkout, 'commit-tree', run(checkout, 'write-tree'), '-m', 'x');
}

function run(cwd: string, ...args: string[]): string {
  const person = ['-c', 'user.name=A', '-c', 'user.email=a@example.com'];
  return execFileSync('git', [...person, ...args], { cwd, encoding: 'utf8' }).trimEnd();
}

const targets = ['typecheck', 'lint', 'build', 'test', 'docs'];

function green(commit: string, count: number): Verdict {
  const gates = targets.map((target) => ({
    project: 'parcels',
    target,
    outcome: 'passed' as const,
    cached: false,
    durationMs: 900,
    output: '',
    ...(count > 0 ? { tests: testsOf(target, count) } : {}),
  }));
  return { commit, tree: commit, green: true, gates, changedFiles: [] };
}

function testsOf(target: string, count: number): Tests {
  const names = Array.from({ length: count }, (_, index) => ({
    name: `${target} > the parcel number ${index} is weighed before it is sent, and its label says so`,
    file: `src/parcels/${index % 100}/weigh.test.ts`,
    outcome: 'passed' as const,
  }));
  return { executed: count, passed: count, failed: 0, skipped: 0, by: 'vitest', names };
}
