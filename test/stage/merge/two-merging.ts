import { dirname, join } from 'node:path';
import { notePackages } from '../../../core/git/known-packages.ts';
import { ensureWorktree, ownPath } from '../../../core/git/worktree.ts';
import type { Host } from '../../../core/host/host.ts';
import { artifactPath, json, type StageContext } from '../../../core/stage/context.ts';
import { packagesPlace } from '../../../core/stage/packages.ts';
import { readBrief } from '../../../core/stage/task/read-brief.ts';
import { contextOf } from '../../agent/contained.ts';
import { openScratch, userGit } from '../../git/scratch.ts';
import { hostWith } from '../../host/temporary.ts';
import { conflicting, type Agents, type Conflicting, type Work } from './conflicting.ts';

export interface MergingMachine {
  readonly context: StageContext;
  readonly notes: string[];
}

/** Results of tasks that two machines of two people have, who share the phase. What agents are called is told of both together. */
export interface TwoMerging extends Pick<Conflicting, 'records' | 'calls'> {
  readonly first: MergingMachine;
  readonly second: MergingMachine;
  /** Where a ref of the remote is; empty where it is not. */
  readonly at: (ref: string) => string;
}

export async function twoMerging(works: readonly Work[], agents: Agents = {}): Promise<TwoMerging> {
  const made = await conflicting(works, agents);
  const { root, records, calls } = made;
  const folder = dirname(root);
  const remote = join(folder, 'remote.git');
  for (const { id, commit } of records) userGit(root, 'branch', `work-${id}`, commit!);
  userGit(folder, 'clone', '--quiet', '--bare', root, remote);
  const there = join(folder, 'second');
  userGit(folder, 'clone', '--quiet', remote, there);
  userGit(there, 'config', 'user.name', 'Bo');
  userGit(there, 'config', 'user.email', 'bo@example.com');
  const clone = await openScratch(hostWith({ stateFolder: join(folder, 'state-second') }), there);
  const phaseWorktree = join(there, '.worktrees', 'phase');
  await ensureWorktree(
    clone.host,
    clone.repository,
    await ownPath(clone.host, phaseWorktree, 'phase'),
    clone.repository.head,
  );
  const usual = await contextOf(clone, phaseWorktree);
  const { tasks, briefs, options, agents: installed } = made.context.phase;
  const other = { ...usual, phase: { ...usual.phase, tasks, briefs, options, agents: installed } };
  for (const task of tasks) {
    const brief = await readBrief(made.context, task);
    await clone.host.files.write(artifactPath(other, 'bind', `task-${task.slug}.json`), json({ brief }));
  }
  return {
    records,
    calls,
    first: await machine(made.context, { name: 'first', remote }),
    second: await machine(other, { name: 'second', remote }),
    at: (ref) => userGit(remote, 'for-each-ref', '--format=%(objectname)', ref),
  };
}

/** Whoever waits has waited at once, and lets others have their turn. */
async function machine(
  context: StageContext,
  { name, remote }: { readonly name: string; readonly remote: string },
): Promise<MergingMachine> {
  const { host: real, phase } = context;
  let waited = 0;
  const self = { ...(await real.processes.self()), host: name, user: 'ada', boot: `boot of ${name}` };
  const host: Host = {
    ...real,
    processes: { ...real.processes, self: async () => self },
    clock: { ...real.clock, monotonic: () => real.clock.monotonic() + waited },
    stopsWithin: async (milliseconds) => {
      waited += milliseconds;
      return await real.stopsWithin(Math.min(milliseconds, 20));
    },
  };
  const notes: string[] = [];
  const run = `${name}-run`;
  const packages = await notePackages(host, packagesPlace(context.repository, phase.checkout), run, ['']);
  return {
    context: {
      ...context,
      host,
      phase: { ...phase, run, packages, shared: remote },
      emit: (event) => void ('text' in event && notes.push(event.text)),
    },
    notes,
  };
}
