import { join } from 'node:path';
import { runGates } from '../../gate/gate.ts';
import { recordedName, type GateSpec } from '../../gate/option.ts';
import type { Git } from '../../git/git.ts';
import type { Verdict } from '../../result/records.ts';
import { keepLog } from '../../verdict/log.ts';
import { contained } from '../contained.ts';
import type { StageContext } from '../context.ts';
import { ledgerFolder, type Asked } from './known-verdicts.ts';

export interface Run extends Asked {
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  /** Nothing is replayed from Nx's cache. */
  readonly fresh: boolean;
}

/** Runs gates in a worktree, all of the phase or some. What they do beside judging makes them red. */
export async function runContained(context: StageContext, about: Run): Promise<Verdict> {
  const { host, phase, emit } = context;
  const { stage, cache, only, worktree, commit, since, fresh } = about;
  const { gates, gateTimeLimit: timeLimit } = phase.options;
  const projects = only?.projects ?? [phase.project];
  // What the plan's project has beside its targets is judged with it.
  const project = projects.find((name) => name === phase.project) ?? projects[0]!;
  const beside = projects.filter((name) => name !== project);
  const isAsked = (name: string): boolean => only === undefined || only.targets.includes(name);
  const asked = {
    worktree,
    commit,
    // Nothing differs from the commit itself, so that no project is judged but those that are named.
    since: only?.projects ? commit : since,
    project,
    beside,
    gates: only === undefined ? gates : gates.filter((gate) => isAsked(recordedName(gate))).map(alwaysDue),
    required: only?.projects ? only.targets : phase.gates.filter(isAsked),
    timeLimit,
    fresh,
    nx: { cache: join(phase.state, 'nx', cache), checkout: phase.checkout, run: phase.run },
    keepLog: async (output: string) => await keepLog(host, ledgerFolder(context), output),
    note: (text: string): void => emit({ type: 'note', stage, text }),
  };
  const { value: judged, trouble } = await contained(
    context,
    { stage, worktree: worktree.folder, mayMoveHead: true, what: 'the gates' },
    async () => await runGates(host, asked),
  );
  if (trouble === undefined) return judged;
  // What Nx has kept of such gates would be replayed for them.
  await host.files.remove(asked.nx.cache);
  return { ...judged, green: false, trouble };
}

/** Who asks for a gate by its name knows why. */
function alwaysDue({ when: _when, ...gate }: GateSpec): GateSpec {
  return gate;
}
