import { dirname, join } from 'node:path';
import { ensureWorktree } from '../../../core/git/worktree.ts';
import type { Host } from '../../../core/host/host.ts';
import type { StageContext } from '../../../core/stage/context.ts';
import { contextOf } from '../../agent/contained.ts';
import { openScratch, scratch, userGit, type Texts } from '../../git/scratch.ts';
import { hostWith } from '../../host/temporary.ts';

/** A machine that has the phase in a clone of its own. */
export interface PhaseMachine {
  readonly context: StageContext;
  /** What its run has told. */
  readonly notes: string[];
}

export interface TwoMachines {
  /** A bare repository. */
  readonly remote: string;
  readonly first: PhaseMachine;
  readonly second: PhaseMachine;
  /** Where a ref of the remote is; empty where it is not. */
  readonly at: (ref: string) => string;
}

/** A phase that two machines share through a bare repository. Whoever waits has waited at once. */
export async function twoMachines(texts: Texts = {}): Promise<TwoMachines> {
  const made = await scratch({ 'a.txt': 'one\n', '.gitignore': '.worktrees\n.phasewright\n', ...texts });
  const folder = dirname(made.root);
  const remote = join(folder, 'remote.git');
  userGit(folder, 'clone', '--quiet', '--bare', made.root, remote);
  const machine = async (name: string): Promise<PhaseMachine> => {
    const root = join(folder, name);
    userGit(folder, 'clone', '--quiet', remote, root);
    userGit(root, 'config', 'user.name', 'Ada');
    userGit(root, 'config', 'user.email', 'ada@example.com');
    let waited = 0;
    const usual = hostWith({ stateFolder: join(folder, 'state', name) });
    const real: Host = {
      ...usual,
      clock: { ...usual.clock, monotonic: () => usual.clock.monotonic() + waited },
      stopsWithin: async (milliseconds) => {
        waited += milliseconds;
        return false;
      },
    };
    const self = { ...(await real.processes.self()), host: name, user: 'ada', boot: `boot of ${name}` };
    const host: Host = { ...real, processes: { ...real.processes, self: async () => self } };
    const clone = await openScratch(host, root);
    const worktree = join(root, '.worktrees', 'phase');
    await ensureWorktree(host, clone.repository, worktree, clone.repository.head);
    const context = await contextOf(clone, worktree);
    const notes: string[] = [];
    const phase = { ...context.phase, run: `${name}-run`, shared: 'origin' };
    return { context: { ...context, phase, emit: (event) => void ('text' in event && notes.push(event.text)) }, notes };
  };
  return {
    remote,
    first: await machine('first'),
    second: await machine('second'),
    at: (ref) => userGit(remote, 'for-each-ref', '--format=%(objectname)', ref),
  };
}
